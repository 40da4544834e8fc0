//! Options of one request: routes, layer and extractors see the same.

use super::{ask, routes, see, session_cookies};
use crate::{
    app::{App, START},
    browser::Browser,
    mint::{self, SESSION},
};
use authwire::Auth;
use axum::Router;
use http::Method;

const B_SECRET: &str = "the-secret-of-tenant-b-which-is-its-own";
const PAGE: (&str, &str) = ("accept", "text/html");

/// Two tenants: another secret, another URL and another session for hosts that begin with `b.`.
fn tenants(app: App) -> App {
    app.with(|options| {
        options.per_request(|info, options| {
            if info.host().is_some_and(|host| host.starts_with("b.")) {
                options.url("https://b.example").secret(B_SECRET).on_session(|mut session, _| {
                    session.set("user", serde_json::json!({ "name": "somebody of b" }));
                    async { Ok(session) }
                });
            }
        });
    })
}

fn with_layer(auth: &Auth) -> Router {
    super::application(auth)
}

fn without_layer(auth: &Auth) -> Router {
    routes().nest_service("/api/auth", auth.clone()).with_state(auth.clone())
}

fn token(secret: &str) -> String {
    let claims = serde_json::json!({ "name": "Ada Lovelace", "exp": START + 3600 });
    format!("{SESSION}={}", mint::seal(secret, "", &claims.to_string()))
}

#[tokio::test]
async fn routes_layer_and_extractors_see_the_same_options() {
    for app in App::both() {
        let auth = tenants(app).build();
        let (a, b) = (token(crate::app::SECRET), token(B_SECRET));
        for (router, layered) in [(with_layer(&auth), true), (without_layer(&auth), false)] {
            for (host, cookie, seen) in [
                ("a.example", &a, "Ada Lovelace"),
                ("a.example", &b, "nobody"),
                ("b.example", &b, "somebody of b"),
                ("b.example", &a, "nobody"),
            ] {
                let headers = [("host", host), ("cookie", cookie)];
                let answer = see(&router, "/may", &headers).await;
                assert_eq!(answer.body, seen, "{host}: the extractor");
                assert!(layered || session_cookies(&answer).is_empty());
                assert!(!layered || session_cookies(&answer).len() == 1, "{host}: renewed or cleared");
                if let [renewed] = session_cookies(&answer)[..] {
                    let value = renewed.split(['=', ';']).nth(1).expect("a value");
                    let secret = if host == "b.example" { B_SECRET } else { crate::app::SECRET };
                    assert_eq!(mint::open(secret, value).is_some(), seen != "nobody", "{host}: the layer");
                }
                let answer = see(&router, "/api/auth/session", &headers).await;
                assert_eq!(answer.json()["user"]["name"].as_str().unwrap_or("nobody"), seen, "{host}: the routes");
            }
            for (host, origin) in [("a.example", "https://app.example"), ("b.example", "https://b.example")] {
                let answer = see(&router, "/must", &[("host", host), PAGE]).await;
                assert_eq!(answer.location(), format!("{origin}/api/auth/signin?callbackUrl=%2Fmust"), "the redirect");
                let answer = see(&router, "/api/auth/providers", &[("host", host)]).await;
                let url = answer.json()["credentials"]["signinUrl"].as_str().map(str::to_owned);
                assert_eq!(url, Some(format!("{origin}/api/auth/signin/credentials")), "the routes");
            }
        }
    }
}

#[tokio::test]
async fn a_session_of_one_tenant_is_none_of_another() {
    for app in App::both() {
        let auth = tenants(app).build();
        let router = with_layer(&auth);
        let mut browser = Browser::new(auth);
        browser.headers.push(("host", "b.example".to_owned()));
        browser.sign_in().await;
        let cookie = format!("{SESSION}={}", browser.session_cookie().expect("signed in"));
        let with = |host| [("host", host), ("cookie", &*cookie)];
        assert_eq!(see(&router, "/must", &with("b.example")).await.status, 200);
        assert_eq!(see(&router, "/must", &with("a.example")).await.status, 401);
    }
}

#[tokio::test]
async fn options_of_one_request_are_gone_with_it() {
    for app in App::both() {
        let auth = tenants(app).build();
        let router = with_layer(&auth);
        let (a, b) = (token(crate::app::SECRET), token(B_SECRET));
        for round in 0..20 {
            let (host, cookie, seen) =
                if round % 3 == 0 { ("b.example", &b, "somebody of b") } else { ("a.example", &a, "Ada Lovelace") };
            assert_eq!(see(&router, "/may", &[("host", host), ("cookie", cookie)]).await.body, seen);
        }
    }
}

#[tokio::test]
async fn unsound_options_of_a_request_let_nobody_in() {
    for app in App::both() {
        let app = app.with(|options| {
            options.per_request(|info, options| {
                if info.uri().query() == Some("broken") {
                    options.url("http://[");
                }
            });
        });
        let router = with_layer(&app.build());
        let cookie = super::ada_cookie();
        assert_eq!(see(&router, "/must", &[("cookie", &cookie)]).await.status, 200);
        assert_eq!(ask(&router, Method::GET, "/must?broken", &[("cookie", &cookie), PAGE]).await.status, 401);
        assert_eq!(see(&router, "/may?broken", &[("cookie", &cookie)]).await.body, "nobody");
        assert_eq!(see(&router, "/api/auth/session?broken", &[("cookie", &cookie)]).await.status, 500);
    }
}
