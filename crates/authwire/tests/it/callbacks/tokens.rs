//! Token and session on their way through the callbacks: identity, order of keys, null and absence.

use super::apps;
use crate::{
    app::{App, SECRET},
    browser::Browser,
    mint,
};
use async_trait::async_trait;
use authwire::{BoxError, Callbacks, JwtCall, Session, SessionCall, Token, User};
use serde_json::{Map, Value, json};

/// Renames at every read: in the token that it was given, or in a copy.
#[derive(Clone)]
struct Renames {
    in_place: bool,
}

#[async_trait]
impl Callbacks for Renames {
    async fn jwt(&self, mut token: Token, call: JwtCall) -> Result<Token, BoxError> {
        if call.user.is_some() {
            return Ok(token);
        }
        if !self.in_place {
            token = Token::from(token.to_json());
        }
        token.set("name", "Countess").set("picture", "p").remove("email");
        Ok(token)
    }

    async fn session(&self, mut session: Session, call: SessionCall) -> Result<Session, BoxError> {
        let SessionCall::Jwt { token, .. } = call else { return Err("another strategy".into()) };
        session.set("fromToken", token.get("name").unwrap_or_default());
        Ok(session)
    }
}

#[tokio::test]
async fn the_session_shows_the_token_that_was_decoded() {
    for (in_place, user) in
        [(true, r#"{"name":"Countess","image":"p"}"#), (false, r#"{"name":"Ada Lovelace","email":"ada@app.example"}"#)]
    {
        for app in apps(Renames { in_place }) {
            let mut browser = Browser::new(app.build());
            browser.sign_in().await;
            let expected = format!(r#"{{"user":{user},"expires":"2026-12-21T18:54:24.000Z","fromToken":"Countess"}}"#);
            assert_eq!(browser.get("/session").await.body, expected, "in place: {in_place}");
            // What was returned is what is kept, so the next read shows it either way.
            let claims = mint::open(SECRET, browser.session_cookie().expect("signed in")).expect("ours");
            assert_eq!((&claims["name"], claims.get("email")), (&json!("Countess"), None));
            let next = browser.get("/session").await;
            assert_eq!(next.json()["user"], json!({ "name": "Countess", "image": "p" }));
        }
    }
}

/// A user with more than the engine knows, in an order of its own.
fn odd_user() -> Map<String, Value> {
    let text = r#"{"zeta":{"b":1,"a":[{"y":null,"x":{}}]},"image":null,"name":"","id":"1","10":"ten","9":"nine"}"#;
    serde_json::from_str(text).expect("JSON")
}

#[tokio::test]
async fn order_null_and_absence_survive_the_whole_journey() {
    for app in App::both() {
        let app = app.with(|options| {
            options.providers.clear();
            options.provider(authwire::Credentials::new([], |_, _| async { Ok(Some(User::from(odd_user()))) }));
            options.on_jwt(|mut token, call| {
                if let Some(user) = call.user {
                    assert_eq!(Value::Object(user.to_json()).to_string(), Value::Object(odd_user()).to_string());
                    for (key, value) in odd_user() {
                        if !["image", "name", "id"].contains(&&*key) {
                            token.set(&key, value);
                        }
                    }
                    token.set("none", Value::Null);
                }
                async { Ok(token) }
            });
            options.on_session(|mut session, call| {
                let authwire::SessionCall::Jwt { token, .. } = call else { unreachable!("JWT sessions") };
                for key in ["none", "zeta", "absent"] {
                    session.set_some(key, token.get(key));
                }
                session.user_mut().insert("id".to_owned(), json!(token.sub()));
                async { Ok(session) }
            });
        });
        let mut browser = Browser::new(app.build());
        let csrf = browser.csrf().await;
        browser.post("/callback/credentials", &[("csrfToken", &csrf)]).await;
        // No e-mail address: the key is absent. No picture: the key is there.
        let expected = concat!(
            r#"{"name":"","picture":null,"sub":"1","zeta":{"b":1,"a":[{"y":null,"x":{}}]},"10":"ten","9":"nine","none":null,"#,
            r#""iat":0,"exp":0,"jti":0}"#
        );
        let session = concat!(
            r#"{"user":{"name":"","image":null,"id":"1"},"expires":"2026-12-21T18:54:24.000Z","#,
            r#""none":null,"zeta":{"b":1,"a":[{"y":null,"x":{}}]}}"#
        );
        for _ in 0..3 {
            let mut claims = mint::open(SECRET, browser.session_cookie().expect("signed in")).expect("ours");
            for stamped in ["iat", "exp", "jti"] {
                claims[stamped] = json!(0);
            }
            assert_eq!(claims.to_string(), expected);
            assert_eq!(browser.get("/session").await.body, session);
        }
    }
}

#[tokio::test]
async fn stamped_claims_keep_their_place() {
    for app in App::both() {
        let app = app.with(|options| {
            options.on_jwt(|token, call| async move {
                if call.user.is_none() {
                    return Ok(token);
                }
                let mut first = Token::new();
                first.set("jti", "mine").set("exp", "never").set("sub", "1").set("iat", Value::Null).set("last", true);
                Ok(first)
            });
        });
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let claims = mint::open(SECRET, browser.session_cookie().expect("signed in")).expect("ours");
        let keys: Vec<_> = claims.as_object().expect("an object").keys().cloned().collect();
        assert_eq!(keys, ["jti", "exp", "sub", "iat", "last"]);
        assert!(claims["exp"].is_i64() && claims["iat"].is_i64() && claims["jti"] != "mine", "{claims}");
        assert!(!browser.is_anonymous().await);
    }
}

/// What the session callback returns is the body, whatever it is.
#[tokio::test]
async fn the_session_callback_has_the_last_word() {
    for app in App::both() {
        let app = app.with(|options| {
            options.on_session(|_, _| async {
                Ok(Session::from(Map::from_iter([("b".to_owned(), json!(1)), ("a".to_owned(), json!({ "x": null }))])))
            });
        });
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        assert_eq!(browser.get("/session").await.body, r#"{"b":1,"a":{"x":null}}"#);
        assert!(browser.session_cookie().is_some());
    }
    // An empty one reads as nobody; the cookie stays.
    for app in App::both() {
        let app = app.with(|options| {
            options.on_session(|_, _| async { Ok(Session::new()) });
        });
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        assert!(browser.is_anonymous().await);
        assert!(browser.session_cookie().is_some());
    }
}
