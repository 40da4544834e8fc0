//! Parameters of every shape but the one that is meant (S-005, S-212).

use crate::{
    app::App,
    browser::{Answer, Browser},
};
use http::Method;
use serde_json::{Value, json};

const PARAMETERS: [&str; 13] = [
    "callbackUrl",
    "csrfToken",
    "json",
    "error",
    "username",
    "password",
    "email",
    "provider",
    "data",
    "level",
    "code",
    "redirect",
    "id",
];

const GETS: [&str; 8] =
    ["/providers", "/csrf", "/session", "/signin", "/signout", "/verify-request", "/error", "/callback/credentials"];

const POSTS: [&str; 5] = ["/signin/credentials", "/signout", "/session", "/callback/credentials", "/_log"];

fn shapes() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1.5e300),
        json!(""),
        json!([]),
        json!(["a", "b"]),
        json!([["/x"]]),
        json!({}),
        json!({ "0": "/", "length": 1, "toString": "x", "__proto__": null }),
    ]
}

/// What a form or a query can say about a parameter.
fn texts(name: &str) -> Vec<String> {
    vec![
        name.to_owned(),
        format!("{name}="),
        format!("{name}&{name}"),
        format!("{name}=a&{name}=b"),
        format!("{name}=/a&{name}=/b&{name}=/c"),
        format!("{name}[]=a"),
        format!("{name}[a]=b"),
        format!("{name}=a&{name}[]=b"),
        format!("{name}=%00"),
        format!("{name}=%ff"),
    ]
}

/// The only answers of the 5xx class are the two that next-auth gives in these places.
fn sound(answer: &Answer, case: &str, compat: bool) {
    if answer.status.is_server_error() {
        let configuration =
            case.contains("?callbackUrl") && answer.body.contains("There is a problem with the server configuration.");
        let method = case.starts_with("GET /callback/credentials")
            && answer.body == "Error: Callback for provider type credentials not supported";
        assert!(compat && (configuration || method), "{case}: {answer:?}");
    }
}

#[tokio::test]
async fn s_212_no_parameter_of_any_shape_fails_a_route() {
    for (app, compat) in App::both().into_iter().zip([false, true]) {
        let mut signed_in = Browser::new(app.build());
        signed_in.sign_in().await;
        let token = signed_in.csrf().await;
        for name in PARAMETERS {
            for text in texts(name) {
                for path in GETS {
                    let case = format!("{path}?{text}");
                    sound(&signed_in.clone().get(&case).await, &format!("GET {case}"), compat);
                }
                for path in POSTS {
                    let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
                    let case = format!("{path}?{text}");
                    sound(&signed_in.clone().post(&case, &fields).await, &format!("POST {case}"), compat);
                    let form = format!("csrfToken={token}&username=ada&password=lovelace&{text}");
                    let kind = Some("application/x-www-form-urlencoded");
                    let answer = signed_in.clone().send(Method::POST, path, kind, form).await;
                    sound(&answer, &format!("POST {path} with {text}"), compat);
                }
            }
            for shape in shapes() {
                for path in POSTS {
                    let mut body = json!({ "csrfToken": token, "username": "ada", "password": "lovelace" });
                    body[name] = shape.clone();
                    let answer = signed_in.clone().post_json(path, &body).await;
                    sound(&answer, &format!("POST {path} with {name} = {shape}"), compat);
                    assert!(!answer.status.is_server_error(), "{path}: {name} = {shape}: {answer:?}");
                }
            }
        }
    }
}

/// A token in another shape is no token.
#[tokio::test]
async fn s_212_a_csrf_token_is_text() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        for shape in [json!([token]), json!({ "0": token }), json!([token, token]), json!(true), json!(null)] {
            let body = json!({ "csrfToken": shape, "username": "ada", "password": "lovelace" });
            let answer = browser.post_json("/callback/credentials", &body).await;
            assert_eq!(answer.location(), "https://app.example/api/auth/signin?csrf=true", "{shape}");
        }
        let twice = format!("csrfToken={token}&csrfToken={token}&username=ada&password=lovelace");
        let kind = Some("application/x-www-form-urlencoded");
        let answer = browser.send(Method::POST, "/callback/credentials", kind, twice).await;
        assert_eq!(answer.location(), "https://app.example/api/auth/signin?csrf=true");
        assert!(browser.session_cookie().is_none());
    }
}

#[tokio::test]
async fn s_005_a_callback_url_in_the_body_is_text_or_nothing() {
    let malformed = [":::", "http://[", "%", "http://a b", "foo", "\\\\evil.io", "\t", "https://"];
    for (app, compat) in App::both().into_iter().zip([false, true]) {
        let mut signed_in = Browser::new(app.build());
        signed_in.sign_in().await;
        let token = signed_in.csrf().await;
        let base = |answer: &Answer, case: &str| {
            assert_eq!((answer.status.as_u16(), answer.location()), (302, "https://app.example"), "{case}");
        };
        let values = shapes().into_iter().chain(malformed.map(Value::from));
        for value in values {
            // Without scheme and slash it is a page of the application to the strict profile.
            let is_page = !compat && matches!(value.as_str(), Some("foo" | "%" | ":::" | "\t"));
            let body = json!({
                "csrfToken": token, "callbackUrl": value, "username": "ada", "password": "lovelace",
            });
            for path in ["/signout", "/callback/credentials"] {
                let answer = signed_in.clone().post_json(path, &body).await;
                if is_page {
                    assert!(answer.location().starts_with("https://app.example/"), "{value}: {answer:?}");
                } else {
                    base(&answer, &format!("{path} {value}"));
                }
            }
            let started = signed_in.clone().post_json("/signin/credentials", &body).await;
            assert_eq!(started.location(), "https://app.example/api/auth/signin", "{value}");
            let updated = signed_in.clone().post_json("/session", &body).await;
            assert_eq!((updated.status.as_u16(), &updated.json()["user"]["name"]), (200, &json!("Ada Lovelace")));
        }
        for value in malformed {
            let fields = [("csrfToken", &*token), ("callbackUrl", value)];
            let answer = signed_in.clone().post("/signout", &fields).await;
            assert!(answer.status == 302 && answer.location().starts_with("https://app.example"), "{answer:?}");
        }
    }
}
