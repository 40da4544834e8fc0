//! Tokens that next-auth 4 itself made, read over HTTP.

use crate::{app::App, browser::Browser, mint};
use authwire::{CookieName, CookieOptions, CookieSpec, SessionCall};
use serde_json::{Map, Value};

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../../jose/tests/vectors/vectors.json")).expect("JSON")
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("text").to_owned()).collect()
}

/// An application with these secrets, at the vectors' time, whose session shows the whole token.
fn app(compat: bool, secrets: Vec<String>, cookie: Option<&str>, now: i64) -> App {
    let app = App::in_environment(&[]).with(|options| {
        // The vectors' secrets are short, which is an error outside of development.
        options.url("http://localhost:3000").development().secrets(secrets);
        if compat {
            options.compat();
        }
        if let Some(name) = cookie {
            options.cookie(
                CookieName::SessionToken,
                CookieSpec { name: name.to_owned(), options: CookieOptions::lax(name.starts_with("__")) },
            );
        }
        options.on_session(|mut session, call| {
            let SessionCall::Jwt { token, .. } = call else { unreachable!("JWT sessions alone") };
            session.set("token", Value::Object(token.to_json()));
            async { Ok(session) }
        });
    });
    app.clock.advance(now - app.clock.now());
    app
}

fn browser(app: &App, name: &str, token: &str) -> Browser {
    let mut browser = Browser::new(app.build());
    if token.len() <= mint::CHUNK {
        browser.set(name, &mint::encoded(token));
    } else {
        browser.cookies.extend(mint::chunks(name, token));
    }
    browser
}

/// The claims but for those that every writer sets anew.
fn lasting(claims: &Map<String, Value>) -> Map<String, Value> {
    claims
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "iat" | "exp" | "jti"))
        .map(|(n, v)| (n.clone(), v.clone()))
        .collect()
}

#[tokio::test]
async fn s_138_tokens_of_next_auth_are_sessions_here() {
    let vectors = vectors();
    let now = vectors["now"].as_i64().expect("seconds");
    let mut count = 0;
    for vector in vectors["sealed"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|vector| vector["profile"] == "v4" && vector["salt"] == "")
    {
        let token = vector["token"].as_str().expect("text");
        let claims: Map<String, Value> =
            serde_json::from_str(vector["claims"].as_str().expect("text")).expect("claims");
        for compat in [false, true] {
            for custom in [None, Some("my.cookie"), Some("next-auth.session-token.v2")] {
                let app = app(compat, texts(&vector["secrets"]), custom, now);
                let name = custom.unwrap_or("next-auth.session-token");
                let mut browser = browser(&app, name, token);
                let answer = browser.get("/session").await;
                assert_eq!(
                    answer.json()["token"],
                    Value::Object(claims.clone()),
                    "{} {:?}",
                    vector["name"],
                    app.lines.all()
                );
                assert_eq!(answer.json()["user"]["name"], claims.get("name").cloned().unwrap_or(Value::Null));

                // What is written back says the same, under the same name, in the same order.
                let again = browser.get("/session").await.json();
                let again = again["token"].as_object().expect("claims");
                assert_eq!(Value::Object(lasting(again)).to_string(), Value::Object(lasting(&claims)).to_string());
                assert!(browser.cookies.iter().any(|(known, _)| known.starts_with(name)));
                count += 1;
            }
        }
    }
    assert!(count >= 6 * 9, "{count}");
}

#[tokio::test]
async fn s_138_tokens_for_other_cookies_are_no_sessions() {
    let vectors = vectors();
    let now = vectors["now"].as_i64().expect("seconds");
    let sealed = vectors["sealed"].as_array().expect("a list").iter().filter(|vector| vector["salt"] != "");
    for vector in sealed.chain(vectors["refused"].as_array().expect("a list").iter()) {
        let salt = vector["salt"].as_str().expect("text");
        if vector["name"] == "session token as state cookie" {
            continue;
        }
        for compat in [false, true] {
            for name in ["next-auth.session-token", salt] {
                let app = app(compat, texts(&vector["secrets"]), (!name.is_empty()).then_some(name), now);
                let name = if name.is_empty() { "next-auth.session-token" } else { name };
                let answer = browser(&app, name, vector["token"].as_str().expect("text")).get("/session").await;
                assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "{}"), "{} as {name}", vector["name"]);
            }
        }
    }
}

#[tokio::test]
async fn s_138_both_refuse_the_same_claims() {
    let vectors = vectors();
    let now = vectors["now"].as_i64().expect("seconds");
    let mut stricter = Vec::new();
    for vector in vectors["edges"].as_array().expect("a list") {
        let claims = vector["claims"].as_str().expect("text");
        let app = app(true, vec!["secret".to_owned()], None, now);
        let signed_in =
            !browser(&app, "next-auth.session-token", vector["token"].as_str().expect("text")).is_anonymous().await;
        let theirs = vector["ok"].as_bool().expect("a flag");
        assert!(theirs || !signed_in, "{claims}: next-auth refuses it");
        if theirs && !signed_in {
            stricter.push(claims);
        }
    }
    // No expiry, times below zero, numbers that no double holds, members named twice.
    assert!(stricter.iter().all(|claims| !claims.contains("exp") || claims.contains("1e400")), "{stricter:?}");
    assert!(stricter.contains(&"{}") && stricter.contains(&r#"{"sub":"1","sub":"2"}"#), "{stricter:?}");
}
