//! Every example, driven as a browser would.

// The examples' `main` is not called here, and a test that cannot go on panics.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]

#[path = "../../examples/cookie_into_session.rs"]
mod cookie_into_session;
#[path = "../../examples/hide_provider.rs"]
mod hide_provider;
#[path = "../../examples/log_callback_body.rs"]
mod log_callback_body;
#[path = "../../examples/minimal.rs"]
mod minimal;
#[path = "../../examples/plain_hyper.rs"]
mod plain_hyper;
#[path = "../../examples/readonly.rs"]
mod readonly;
#[path = "../../examples/tenants.rs"]
mod tenants;

mod browser;
mod read_me;

use browser::Browser;
use http::header;
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn minimal_lets_ada_in_and_nobody_else() {
    let passwords = authwire::Passwords::new();
    let hash = passwords.hash("correct horse battery staple").await.expect("a hash");
    let auth = authwire::builder()
        .development()
        .secret("5qX0vM2nT8rB4kW7yJ1cF6hL9dS3gAzE")
        .provider(minimal::credentials(passwords, hash))
        .build()
        .expect("sound");
    let mut browser = Browser::new(minimal::app(auth), "localhost:3000");
    assert_eq!(browser.get("/me").await.status, 401);
    browser.sign_in("credentials", "ada", "wrong").await;
    assert_eq!(browser.get("/me").await.status, 401);
    browser.sign_in("credentials", "ada", "correct horse battery staple").await;
    assert_eq!(browser.get("/me").await.json()["user"]["name"], "Ada Lovelace");
}

#[tokio::test]
async fn log_callback_body_logs_the_names_of_all_fields_and_no_secret() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = {
        let lines = lines.clone();
        Arc::new(move |line: &str| lines.lock().expect("no test panics here").push(line.to_owned()))
    };
    let mut browser = Browser::new(log_callback_body::app(log).expect("sound"), "localhost:3000");
    browser.sign_in("credentials", "ada", "lovelace").await;
    assert_eq!(browser.get("/api/auth/session").await.json()["user"]["name"], "Ada Lovelace", "the body still arrives");

    let csrf = browser.csrf().await;
    let body = serde_json::json!({ "csrfToken": csrf, "username": "a\nb", "password": "secret", "json": "true" });
    let answer = browser.post_json("/api/auth/callback/credentials", &body).await;
    assert_eq!(answer.status, 401);

    let lines = lines.lock().expect("no test panics here");
    assert_eq!(
        *lines,
        [
            r#"POST "/api/auth/callback/credentials" "csrfToken"=(hidden) "username"="ada" "password"=(hidden)"#,
            r#"POST "/api/auth/callback/credentials" "csrfToken"=(hidden) "username"="\"a\\nb\"" "password"=(hidden) "json"="\"true\"""#,
        ]
    );
}

#[tokio::test]
async fn cookie_into_session_in_a_handler() {
    let mut browser = Browser::new(cookie_into_session::in_a_handler().expect("sound"), "localhost:3000");
    browser.set("some-custom-cookie", "42");
    browser.sign_in("credentials", "ada", "lovelace").await;
    assert_eq!(browser.get("/api/auth/session").await.json()["someCookie"], "42");
    let me = browser.get("/me").await.json();
    assert_eq!((me["user"]["name"].as_str(), me.get("someCookie")), (Some("Ada Lovelace"), None));
}

#[tokio::test]
async fn cookie_into_session_per_request() {
    let mut browser = Browser::new(cookie_into_session::per_request().expect("sound"), "localhost:3000");
    browser.sign_in("credentials", "ada", "lovelace").await;
    assert_eq!(browser.get("/me").await.json().get("someCookie"), None);
    browser.set("some-custom-cookie", "42");
    assert_eq!(browser.get("/api/auth/session").await.json()["someCookie"], "42");
    assert_eq!(browser.get("/me").await.json()["someCookie"], "42");
    browser.set("some-custom-cookie", "43");
    assert_eq!(browser.get("/me").await.json()["someCookie"], "43", "each request has its own");
}

#[tokio::test]
async fn hide_provider_hides_it_from_the_page_alone() {
    let mut browser = Browser::new(hide_provider::app().expect("sound"), "localhost:3000");
    let page = browser.get("/api/auth/signin").await.body;
    assert!(page.contains("Sign in with customers") && !page.contains("staff"), "{page}");
    browser.sign_in("staff", "grace", "lovelace").await;
    assert_eq!(browser.get("/me").await.json()["user"]["name"], "grace");
}

#[tokio::test]
async fn tenants_have_providers_and_sessions_of_their_own() {
    let app = tenants::app().expect("sound");
    let mut red = Browser::new(app.clone(), "red.localhost:3000");
    let page = red.get("/api/auth/signin").await.body;
    assert!(page.contains("#b91c1c") && page.contains("http://red.localhost:3000/api/auth/callback"), "{page}");
    red.sign_in("credentials", "azul", "lovelace").await;
    assert_eq!(red.get("/me").await.status, 401, "a user of blue");
    red.sign_in("credentials", "ruby", "lovelace").await;
    assert_eq!(red.get("/me").await.json()["user"]["name"], "ruby");
    assert_eq!(red.get("/healthz").await.body, "ok, and you are signed in");

    red.host = "blue.localhost:3000";
    assert_eq!(red.get("/me").await.status, 401, "red's cookies are nothing at blue");
    assert_eq!(red.get("/api/auth/session").await.body, "{}");

    let mut blue = Browser::new(app.clone(), "blue.localhost:3000");
    blue.accept = "text/html";
    let answer = blue.get("/me").await;
    assert_eq!(answer.header("location"), Some("http://blue.localhost:3000/api/auth/signin?callbackUrl=%2Fme"));
    blue.sign_in("credentials", "azul", "lovelace").await;
    assert_eq!(blue.get("/me").await.json()["user"]["name"], "azul");

    let mut stranger = Browser::new(app, "evil.example");
    assert_eq!(stranger.get("/api/auth/signin").await.status, 400);
    assert_eq!(stranger.get("/me").await.status, 401);
}

#[tokio::test]
async fn readonly_reads_both_libraries_and_their_tokens() {
    use authwire_jose::{Keyring, Secret};
    let secret = "qT6mZ2xV9bN4wK7rH1pL5dF8sJ3gC0yA";
    let secrets = [Secret::from(secret)];
    let expires = authwire::native::runtime().clock.now().seconds() + 600;
    let claims =
        |id: &str, exp: i64| serde_json::json!({ "sub": id, "email": "ada@app.example", "exp": exp }).to_string();
    let v5_name = "__Secure-authjs.session-token";
    let v4 = Keyring::v4(&secrets, "").expect("a secret");
    let v5 = Keyring::v5(&secrets, v5_name).expect("a secret");
    let app = readonly::app(secret).expect("a secret");

    let mut browser = Browser::new(app.clone(), "api.app.example");
    assert_eq!(browser.get("/me").await.status, 401);
    browser
        .set("__Secure-next-auth.session-token", &v4.seal(claims("4", expires).as_bytes(), &[4; 16]).expect("sealed"));
    let answer = browser.get("/me").await;
    assert_eq!(answer.body, r#"{"id":"4","email":"ada@app.example"}"#);
    assert_eq!(answer.header("set-cookie"), None, "nothing is changed");

    let mut browser = Browser::new(app.clone(), "api.app.example");
    browser.set(v5_name, &v5.seal(claims("5", expires).as_bytes(), &[5; 16]).expect("sealed"));
    assert_eq!(browser.get("/me").await.json()["id"], "5");

    let mut program = Browser::new(app.clone(), "api.app.example");
    let token = v4.seal(claims("6", expires).as_bytes(), &[6; 16]).expect("sealed");
    program.headers.push((header::AUTHORIZATION, format!("Bearer {token}")));
    assert_eq!(program.get("/me").await.json()["id"], "6");

    let mut late = Browser::new(app, "api.app.example");
    late.set(v5_name, &v5.seal(claims("7", expires - 700).as_bytes(), &[7; 16]).expect("sealed"));
    assert_eq!(late.get("/me").await.status, 401, "expired");
}

#[tokio::test]
async fn plain_hyper_serves_the_engine_and_a_page() {
    let auth = plain_hyper::auth().expect("sound");
    let app = tower::service_fn(move |request| plain_hyper::app(auth.clone(), request));
    let mut browser = Browser::new(axum::Router::new().fallback_service(app), "localhost:3000");
    let answer = browser.get("/").await;
    assert_eq!(answer.header("location"), Some("http://localhost:3000/api/auth/signin?callbackUrl=%2F"));
    browser.sign_in("credentials", "ada", "lovelace").await;
    let answer = browser.get("/").await;
    assert_eq!(answer.body, "Hello, Ada Lovelace\n");
    assert!(answer.header("set-cookie").is_some_and(|cookie| cookie.starts_with("next-auth.session-token=")));
}
