//! Arguments and order, as next-auth's documentation of callbacks and events has them.

use crate::{
    app::{App, START},
    browser::Browser,
    witness::Witness,
};
use authwire::{Session, SignIn, Token};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const ORIGIN: &str = "https://app.example";

/// A call as [`Witness`] writes it, with the ids and times of tokens left out.
fn settled(call: &str) -> String {
    let (name, arguments) = call.split_once(' ').expect("a name and arguments");
    let mut arguments: Value = serde_json::from_str(arguments).expect("JSON");
    if let Some(token) = arguments.get_mut("token").and_then(Value::as_object_mut) {
        for stamped in ["iat", "exp", "jti"] {
            if let Some(value) = token.get_mut(stamped) {
                *value = json!("…");
            }
        }
    }
    format!("{name} {arguments}")
}

#[tokio::test]
async fn the_journey_calls_as_next_auth_calls() {
    for app in App::both() {
        let witness = Witness::default();
        let app = witness.watch(app);
        let mut browser = Browser::new(app.build());
        let calls = || witness.take().iter().map(|call| settled(call)).collect::<Vec<_>>();
        let token = browser.csrf().await;
        assert_eq!(calls(), Vec::<String>::new(), "no callback URL, no call");

        let user = r#"{"id":1,"name":"Ada Lovelace","email":"ada@app.example"}"#;
        let account = r#"{"providerAccountId":1,"type":"credentials","provider":"credentials"}"#;
        let claims = r#""name":"Ada Lovelace","email":"ada@app.example","sub":"1""#;
        let read = format!(r#"{{{claims},"iat":"…","exp":"…","jti":"…"}}"#);
        let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace"), ("callbackUrl", "/x")];
        let body = format!(r#"{{"csrfToken":"{token}","username":"ada","password":"lovelace","callbackUrl":"/x"}}"#);
        browser.post("/callback/credentials?q=1&q=2", &fields).await;
        assert_eq!(
            calls(),
            [
                format!(r#"redirect {{"url":"/x","baseUrl":"{ORIGIN}"}}"#),
                format!(
                    r#"authorize {{"credentials":{body},"query":{{"q":["1","2"]}},"body":{body},"method":"POST"}}"#
                ),
                format!(r#"signIn {{"user":{user},"account":{account},"credentials":{body}}}"#),
                format!(
                    r#"jwt {{"token":{{{claims}}},"user":{user},"account":{account},"isNewUser":false,"trigger":"signIn"}}"#
                ),
                format!(r#"event:signIn {{"user":{user},"account":{account}}}"#),
            ]
        );

        let again = format!(r#"redirect {{"url":"{ORIGIN}/x","baseUrl":"{ORIGIN}"}}"#);
        let session =
            r#"{"user":{"name":"Ada Lovelace","email":"ada@app.example"},"expires":"2026-12-21T18:54:24.000Z"}"#;
        let shown = [
            format!(r#"session {{"session":{session},"token":{read}}}"#),
            format!(r#"event:session {{"session":{session},"token":{read}}}"#),
        ];
        browser.get("/session").await;
        assert_eq!(calls(), [again.clone(), format!(r#"jwt {{"token":{read}}}"#), shown[0].clone(), shown[1].clone()]);

        for (data, told) in [
            (json!({ "csrfToken": token, "data": { "z": 1, "a": null } }), r#","session":{"z":1,"a":null}"#),
            (json!({ "csrfToken": token, "data": null }), r#","session":null"#),
            (json!({ "csrfToken": token, "data": [1, "x"] }), r#","session":[1,"x"]"#),
            (json!({ "csrfToken": token }), ""),
        ] {
            browser.post_json("/session", &data).await;
            let jwt = format!(r#"jwt {{"token":{read},"trigger":"update"{told}}}"#);
            assert_eq!(calls(), [again.clone(), jwt, shown[0].clone(), shown[1].clone()], "{data}");
        }

        browser.post("/signout", &[("csrfToken", &token)]).await;
        assert_eq!(calls(), [again.clone(), format!(r#"event:signOut {{"token":{read}}}"#)]);
        // Nobody is signed in any more: nothing is read, nobody signs out.
        browser.get("/session").await;
        browser.post("/signout", &[("csrfToken", &token)]).await;
        assert_eq!(calls(), [again.clone(), again]);
    }
}

#[tokio::test]
async fn the_claims_that_callbacks_see_are_those_of_the_last_renewal() {
    for app in App::both() {
        let witness = Witness::default();
        let app = witness.watch(app);
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        for reads in 1..4 {
            witness.take();
            app.clock.advance(60);
            browser.get("/session").await;
            let call = witness.take().into_iter().find(|call| call.starts_with("jwt ")).expect("called");
            let call: Value = serde_json::from_str(call.strip_prefix("jwt ").unwrap_or_default()).expect("JSON");
            assert_eq!(call["token"]["iat"], START + 60 * (reads - 1));
        }
    }
}

#[tokio::test]
async fn a_user_whom_authorize_does_not_know_meets_no_other_callback() {
    for app in App::both() {
        let witness = Witness::default();
        let app = witness.watch(app);
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "wrong")];
        let answer = browser.post("/callback/credentials", &fields).await;
        assert_eq!(answer.location(), format!("{ORIGIN}/api/auth/error?error=CredentialsSignin&provider=credentials"));
        assert_eq!(witness.names(), ["redirect", "authorize"]);
        assert!(!app.lines.all().iter().any(|line| line.starts_with("error")), "{:?}", app.lines.all());
    }
}

#[tokio::test]
async fn what_the_sign_in_callback_says_is_done() {
    let answers = [
        (SignIn::Deny, "https://app.example/api/auth/error?error=AccessDenied", 403),
        (SignIn::Redirect("https://other.example/why?x=1".to_owned()), "https://other.example/why?x=1", 200),
    ];
    for (says, target, status) in answers {
        for app in App::both() {
            let witness = Witness::default();
            let says = says.clone();
            let app = witness.watch(app).with(|options| {
                options.on_sign_in(move |_| {
                    let says = says.clone();
                    async { Ok(says) }
                });
            });
            let mut browser = Browser::new(app.build());
            let token = browser.csrf().await;
            let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace"), ("json", "true")];
            let answer = browser.post("/callback/credentials", &fields[..3]).await;
            assert_eq!((answer.status.as_u16(), answer.location()), (302, target));
            let answer = browser.post("/callback/credentials", &fields).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["url"]), (status, &json!(target)));
            assert!(browser.session_cookie().is_none());
            let calls = witness.names();
            let asked: Vec<_> = calls.iter().filter(|call| *call != "redirect").collect();
            assert_eq!(asked, ["authorize", "signIn", "authorize", "signIn"], "no token, no event");
            assert!(!app.lines.all().iter().any(|line| line.starts_with("error")), "{:?}", app.lines.all());
        }
    }
}

#[tokio::test]
async fn closures_continue_what_is_there_in_order() {
    for app in App::both() {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let note = |name: &'static str| {
            let calls = calls.clone();
            move || calls.lock().expect("no poison").push(name)
        };
        let (jwt1, jwt2, session1, session2) = (note("jwt 1"), note("jwt 2"), note("session 1"), note("session 2"));
        let (sign_in1, sign_in2, redirect) = (note("signIn 1"), note("signIn 2"), note("redirect"));
        let app = app.with(|options| {
            options.on_jwt(move |mut token, _| {
                jwt1();
                token.set("order", "1");
                async { Ok(token) }
            });
            options.on_jwt(move |mut token: Token, _| {
                jwt2();
                let order = format!("{}2", token.str("order").unwrap_or_default());
                token.set("order", order);
                async { Ok(token) }
            });
            options.on_session(move |mut session: Session, _| {
                session1();
                session.set("seen", 1);
                async { Ok(session) }
            });
            options.on_session(move |mut session: Session, _| {
                session2();
                let seen = session.get("seen").and_then(|seen| seen.as_i64()).unwrap_or_default();
                session.set("seen", seen + 1);
                async { Ok(session) }
            });
            options.on_sign_in(move |_| {
                sign_in1();
                async { Ok(SignIn::Allow) }
            });
            options.on_sign_in(move |call| {
                sign_in2();
                let deny = call.credentials.is_some_and(|input| input.get("deny").is_some());
                async move { Ok(if deny { SignIn::Deny } else { SignIn::Allow }) }
            });
            options.on_sign_in(|call| async move {
                assert!(call.credentials.is_some_and(|input| input.get("deny").is_none()), "asked after a refusal");
                Ok(SignIn::Allow)
            });
            options.on_redirect(move |url, call| {
                redirect();
                async move {
                    assert_eq!(url, authwire::default_redirect(&call.url, &call.base_url));
                    Ok(format!("{url}/more"))
                }
            });
        });
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        let fields = [
            ("csrfToken", &*token),
            ("username", "ada"),
            ("password", "lovelace"),
            ("callbackUrl", "/x"),
            ("deny", "1"),
        ];
        assert!(browser.post("/callback/credentials", &fields).await.location().ends_with("AccessDenied"));
        calls.lock().expect("no poison").clear();
        let answer = browser.post("/callback/credentials", &fields[..4]).await;
        assert_eq!(answer.location(), "https://app.example/x/more");
        assert_eq!(
            std::mem::take(&mut *calls.lock().expect("no poison")),
            ["redirect", "signIn 1", "signIn 2", "jwt 1", "jwt 2"]
        );
        let session = browser.get("/session").await;
        assert_eq!(session.json()["seen"], 2);
        assert_eq!(
            std::mem::take(&mut *calls.lock().expect("no poison"))[1..],
            ["jwt 1", "jwt 2", "session 1", "session 2"]
        );
        assert_eq!(
            crate::mint::open(crate::app::SECRET, browser.session_cookie().expect("signed in")).expect("ours")["order"],
            "12"
        );
    }
}
