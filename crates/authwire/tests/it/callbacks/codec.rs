//! An application's own tokens.

use crate::{
    app::{App, SECRET},
    browser::Browser,
    witness::Witness,
};
use async_trait::async_trait;
use authwire::{BoxError, JwtCodec, JwtDecode, JwtEncode, Token};
use serde_json::json;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

#[derive(Clone, Copy, PartialEq)]
enum Reads {
    Well,
    Nothing,
    Badly,
    Panics,
}

/// Tokens that are plain text: the name alone. (No way to keep a session, but a way to see that it is asked.)
#[derive(Clone)]
struct Plain {
    reads: Reads,
    calls: Arc<Mutex<Vec<String>>>,
}

#[async_trait]
impl JwtCodec for Plain {
    async fn encode(&self, call: JwtEncode) -> Result<String, BoxError> {
        let secret = String::from_utf8(call.secret.expose().to_vec())?;
        self.calls.lock().expect("no poison").push(format!("encode {} {secret}", call.max_age.as_secs()));
        Ok(format!("plain.{}", call.token.name().unwrap_or_default()))
    }

    async fn decode(&self, call: JwtDecode) -> Result<Option<Token>, BoxError> {
        let secrets: Vec<_> = call.secrets.iter().map(|secret| String::from_utf8_lossy(secret.expose())).collect();
        self.calls.lock().expect("no poison").push(format!("decode {} {}", call.token, secrets.join(" ")));
        match self.reads {
            Reads::Well => {}
            Reads::Nothing => return Ok(None),
            Reads::Badly => return Err("no token of ours".into()),
            Reads::Panics => panic!("no token of ours"),
        }
        let mut token = Token::new();
        token.set("name", call.token.strip_prefix("plain.").ok_or("no prefix")?);
        Ok(Some(token))
    }
}

fn codec(app: App, reads: Reads) -> (App, Witness, Plain) {
    let (witness, plain) = (Witness::default(), Plain { reads, calls: Arc::default() });
    let app = witness.watch(app).with(|options| {
        options.jwt_codec(plain.clone()).session_max_age(Duration::from_secs(60));
    });
    (app, witness, plain)
}

#[tokio::test]
async fn it_is_asked_with_next_auths_arguments() {
    for jwt_secret in [None, Some("9rT2vB7nXc5LrY9pJd2HsG4uEakZ8fWq")] {
        for app in App::both() {
            let (app, _, plain) = codec(app, Reads::Well);
            let app = app.with(|options| {
                if let Some(secret) = jwt_secret {
                    options.jwt_secret(secret);
                }
            });
            let mut browser = Browser::new(app.build());
            browser.sign_in().await;
            assert_eq!(browser.session_cookie(), Some("plain.Ada%20Lovelace"));
            assert_eq!(browser.get("/session").await.json()["user"], json!({ "name": "Ada Lovelace" }));
            let secret = jwt_secret.unwrap_or(SECRET);
            // At sign-in it is the age of tokens that counts, later that of sessions.
            let calls = [
                format!("encode 2592000 {secret}"),
                format!("decode plain.Ada Lovelace {secret}"),
                format!("encode 60 {secret}"),
            ];
            assert_eq!(*plain.calls.lock().expect("no poison"), calls);
        }
    }
}

#[tokio::test]
async fn a_token_that_it_does_not_read_is_nobodys() {
    for reads in [Reads::Nothing, Reads::Badly, Reads::Panics] {
        for app in App::both() {
            let (app, witness, _) = codec(app, reads);
            let mut browser = Browser::new(app.build());
            browser.sign_in().await;
            let signed_in = browser.clone();
            witness.take();
            app.lines.clear();
            assert_eq!(browser.get("/session").await.body, "{}");
            assert!(browser.session_cookie().is_none());
            assert_eq!((app.lines.all().len(), app.lines.count("JWT_SESSION_ERROR")), (1, 1));
            assert_eq!(witness.beyond_redirects(), Vec::<String>::new());

            // Signing out works all the same; next-auth tells of it when the codec says `null`, and not when it fails.
            let mut browser = signed_in;
            let token = browser.csrf().await;
            app.lines.clear();
            browser.post("/signout", &[("csrfToken", &token)]).await;
            assert!(browser.session_cookie().is_none());
            let (events, lines) = (witness.beyond_redirects(), app.lines.count("SIGNOUT_ERROR"));
            match reads {
                Reads::Nothing => assert_eq!((events, lines), (vec!["event:signOut {}".to_owned()], 0)),
                _ => assert_eq!((events, lines), (Vec::new(), 1)),
            }
        }
    }
}
