//! What reaches the log: no credential, and nobody else's lines.

use crate::{
    app::{App, Lines},
    browser::{Answer, Browser, answer},
    mint,
};
use authwire::{Auth, Credentials, Field, LogDetails, Logger, PublicError, User};
use bytes::Bytes;
use http::{Method, Request};
use http_body_util::Full;
use proptest::prelude::*;
use serde_json::json;
use std::sync::{Arc, Mutex};

/// The application's own logger: keeps code, line and metadata.
#[derive(Clone, Default)]
struct Own(Arc<Mutex<Vec<(String, String, usize)>>>);

impl Own {
    fn keep(&self, level: &str, code: &str, details: LogDetails<'_>) {
        let fields = details.metadata.map_or(0, |metadata| metadata.to_json().len());
        self.0.lock().expect("no poison").push((format!("{level} {code}"), details.to_string(), fields));
    }

    fn take(&self) -> Vec<(String, String, usize)> {
        std::mem::take(&mut *self.0.lock().expect("no poison"))
    }
}

impl Logger for Own {
    fn error(&self, code: &str, details: LogDetails<'_>) {
        self.keep("error", code, details);
    }
    fn warn(&self, code: &str, details: LogDetails<'_>) {
        self.keep("warn", code, details);
    }
    fn debug(&self, code: &str, details: LogDetails<'_>) {
        self.keep("debug", code, details);
    }
}

fn is_one_line(text: &str) -> bool {
    !text.chars().any(|c| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    })
}

const FORGED: &str = "x\r\n[authwire][error][FORGED] \u{1b}[2J\u{7}\u{9b}31m\u{2028}\u{202e}";

async fn log(auth: &Auth, body: &serde_json::Value) -> Answer {
    Browser::new(auth.clone()).post_json("/_log", body).await
}

#[tokio::test]
async fn s_148_clients_write_to_no_log_in_strict() {
    let own = Own::default();
    let logger = own.clone();
    let auth = App::strict()
        .with(|options| {
            options.logger(logger);
        })
        .build();
    own.take();
    for level in ["error", "warn", "debug", "constructor", "__proto__", ""] {
        let answer = log(&auth, &json!({ "level": level, "code": "CLIENT_FETCH_ERROR", "message": FORGED })).await;
        assert_eq!((answer.status.as_u16(), &*answer.body), (204, ""));
        assert_eq!(answer.set_cookies(), Vec::<&str>::new());
    }
    assert_eq!(own.take(), []);
}

#[tokio::test]
async fn s_148_only_an_applications_own_logger_hears_clients_in_compat() {
    let app = App::compat();
    let auth = app.build();
    app.lines.clear();
    assert_eq!(log(&auth, &json!({ "level": "error", "code": "CLIENT_FETCH_ERROR" })).await.status, 200);
    assert_eq!(app.lines.all(), Vec::<String>::new());

    let own = Own::default();
    let logger = own.clone();
    let auth = App::compat()
        .with(|options| {
            options.logger(logger);
        })
        .build();
    own.take();
    let fields = [("level", "error"), ("code", "CLIENT_FETCH_ERROR"), ("message", "boo"), ("client", "true")];
    let answer = Browser::new(auth.clone()).post("/_log", &fields).await;
    assert_eq!((answer.status.as_u16(), &*answer.body, answer.set_cookies().len()), (200, "", 0));
    let honest = ("error CLIENT_FETCH_ERROR".to_owned(), r#"{"message":"boo","client":"true"}"#.to_owned(), 2);
    assert_eq!(own.take(), [honest]);

    for level in [
        json!("constructor"),
        json!("__proto__"),
        json!("toString"),
        json!("ERROR"),
        json!(["error"]),
        json!({}),
        json!(null),
    ] {
        assert_eq!(log(&auth, &json!({ "level": level, "code": "X" })).await.status, 200);
        let lines = own.take();
        assert_eq!((lines.len(), &*lines[0].0), (1, "error LOGGER_ERROR"), "{level}");
    }
    let mut crowd = json!({ "level": "warn", "code": FORGED.repeat(9_000), "__proto__": { "a": FORGED } });
    for field in 0..90 {
        crowd[format!("{FORGED}{field}")] = json!(FORGED.repeat(100));
    }
    assert_eq!(log(&auth, &crowd).await.status, 200);
    let lines = own.take();
    assert_eq!(lines.len(), 1);
    let (code, line, fields) = &lines[0];
    assert!(code.len() < 140 && is_one_line(code), "{code}");
    assert!(line.len() < 32 * 1024 && is_one_line(line), "{} bytes", line.len());
    assert!(*fields <= 16);
    // A megabyte is more than a body may have, and nothing of it is logged.
    assert_eq!(log(&auth, &json!({ "level": "error", "code": "x\n".repeat(1 << 20) })).await.status, 413);
    assert_eq!(own.take(), []);
}

const CANARY: &str = "cAnArY7Kq2";

/// Long enough for a secret.
fn canary(of: &str) -> String {
    format!("{CANARY}-{of}-5LrY9pJd2HsG4uEa5LrY9pJd2HsG4uEa")
}

/// An application full of markers, as talkative as it can be.
fn marked(app: App, lines: &Lines) -> Auth {
    let lines = lines.clone();
    let app = app.with(|options| {
        options
            .secrets([canary("secret"), canary("old-secret")])
            .jwt_secret(canary("jwt-secret"))
            .debug(true)
            .logger(lines);
        options.providers.clear();
        options.provider(Credentials::new([Field::new("password")], |input, _| async move {
            match input.str("fail").as_deref() {
                Some("error") => {
                    return Err(format!("connect postgres://app:{}@db/x refused", canary("database")).into());
                }
                Some("panic") => panic!("on purpose"),
                Some("public") => return Err(PublicError::new("Locked.").into()),
                _ => {}
            }
            let mut user = User::new();
            user.set("id", "1").set("name", "Ada").set("passwordHash", canary("hash"));
            Ok((input.str("password").as_deref() == Some(&canary("password"))).then_some(user))
        }));
        options.on_jwt(|mut token, call| async move {
            if call.user.is_some() {
                token.set("accessToken", canary("access-token")).set("long", "x".repeat(4000));
            }
            match call.update.as_ref().and_then(|data| data.get("fail")).and_then(|fail| fail.as_str()) {
                Some("error") => Err("refused".into()),
                Some("panic") => panic!("on purpose"),
                _ => Ok(token),
            }
        });
    });
    app.build()
}

/// What no answer may show; cookies are what they are for.
fn assert_silent(answer: &Answer, path: &str) {
    assert!(!answer.body.contains(CANARY), "{path}: {}", answer.body);
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        assert!(!value.contains(CANARY), "{path}: {name}: {value}");
    }
}

#[tokio::test]
async fn s_206_no_marker_leaves_through_log_or_answer() {
    for (app, strict) in App::both().into_iter().zip([true, false]) {
        let lines = Lines::default();
        let auth = marked(app, &lines);
        let mut browser = Browser::new(auth.clone());
        let csrf = browser.csrf().await;
        let signed_in = [("csrfToken", &*csrf), ("password", &*canary("password")), ("name", "x")];
        let answer = browser.post(&format!("/callback/credentials?code={CANARY}"), &signed_in).await;
        assert_silent(&answer, "sign-in");
        let session = browser
            .cookies
            .iter()
            .filter(|(name, _)| name.starts_with(mint::SESSION))
            .map(|(_, value)| &**value)
            .collect::<String>();
        assert!(session.len() > 3933, "in chunks");
        assert_silent(&browser.get("/session").await, "session");

        let query =
            format!("code={0}&state={0}&token={0}&error={0}&error_description={0}&email={0}&password={0}", CANARY);
        let mut failures = 0;
        // Wrong methods, unknown actions, hostile queries.
        for method in [Method::GET, Method::POST, Method::PUT, Method::HEAD, Method::DELETE] {
            for route in [
                "signin",
                "signout",
                "callback/credentials",
                "callback/none",
                "session",
                "csrf",
                "providers",
                "error",
                "verify-request",
                "_log",
                "none",
            ] {
                let path = format!("/{route}?{query}");
                let answer = browser.clone().send(method.clone(), &path, None, Bytes::new()).await;
                assert_silent(&answer, &path);
                failures += usize::from(!answer.status.is_success());
            }
        }
        // Bodies that are wrong in every way.
        let c = CANARY;
        for (kind, body) in [
            ("application/json", format!("{{\"password\":\"{c}")),
            ("application/json", format!("[\"{c}\"]")),
            ("application/json", format!("\"{c}\"")),
            ("application/json", "[".repeat(40) + c),
            ("application/json;charset=utf-16", c.to_owned()),
            ("text/plain", format!("password={c}")),
            ("application/x-www-form-urlencoded", format!("{c}&").repeat(200)),
            ("application/x-www-form-urlencoded", format!("csrfToken={c}&password={c}&json=true")),
            ("application/x-www-form-urlencoded", format!("csrfToken={csrf}&password={c}&json=true")),
            ("application/x-www-form-urlencoded", format!("csrfToken={csrf}&password={c}&fail=error")),
            ("application/x-www-form-urlencoded", format!("csrfToken={csrf}&password={c}&fail=panic")),
            ("application/x-www-form-urlencoded", format!("csrfToken={csrf}&password={c}&fail=public")),
            ("application/json", json!({ "csrfToken": csrf, "data": { "fail": "error", "x": c } }).to_string()),
            ("application/json", json!({ "csrfToken": csrf, "data": { "fail": "panic", "x": c } }).to_string()),
            ("application/json", json!({ "csrfToken": csrf, "callbackUrl": { "x": c } }).to_string()),
            ("application/x-www-form-urlencoded", format!("password={c}&").repeat(100_000)),
        ] {
            for path in ["/callback/credentials", "/session", "/signout", "/signin/credentials"] {
                let answer = browser.clone().send(Method::POST, path, Some(kind), body.clone()).await;
                let shown_as_next_auth_shows =
                    !strict && body.contains("fail=error") && answer.location().contains("postgres");
                if !shown_as_next_auth_shows {
                    assert_silent(&answer, &format!("{path} {kind} {}", body.chars().take(60).collect::<String>()));
                }
                failures += 1;
            }
        }
        // Cookies that are wrong in every way.
        let tokens = [
            c.to_owned(),
            format!("{session}{c}"),
            format!("{c}.{c}.{c}.{c}.{c}"),
            mint::seal(&canary("jwt-secret"), "", c),
            format!("Bearer {c}"),
            c.repeat(8_000),
        ];
        for token in tokens {
            for name in [mint::SESSION, mint::CSRF, mint::CALLBACK_URL, "__Secure-next-auth.session-token.0", "other"] {
                let mut fresh = Browser::new(auth.clone());
                fresh.set(name, &token);
                fresh.headers.push(("authorization", format!("Bearer {token}")));
                for path in ["/session", "/signin"] {
                    let answer = fresh.clone().get(path).await;
                    if name != mint::CALLBACK_URL {
                        assert_silent(&answer, path);
                    }
                    failures += 1;
                }
                fresh.clone().post("/signout", &[("csrfToken", &*token)]).await;
            }
        }
        assert!(failures >= 40, "{failures}");
        let all = lines.all();
        assert!(
            all.iter().any(|line| line.starts_with("debug CHUNKING_SESSION_COOKIE")),
            "as talkative as can be: {all:?}"
        );
        assert!(all.iter().filter(|line| line.starts_with("error")).count() >= 10, "{all:?}");
        for line in all {
            assert!(!line.contains(CANARY) && !line.contains(&csrf) && !line.contains(&session[..40]), "{line}");
        }
    }
}

/// Application code that fails with the text that was typed.
fn echoing(app: App) -> App {
    app.with(|options| {
        options.providers.clear();
        options.provider(Credentials::new([Field::new("text")], |input, _| async move {
            let text = input.str("text").unwrap_or_default().into_owned();
            // Not a text that a profile shows: it has to be logged.
            Err(std::io::Error::other(text).into())
        }));
    })
}

async fn typed(auth: &Auth, text: &str) {
    let mut browser = Browser::new(auth.clone());
    let token = browser.csrf().await;
    browser.post("/callback/credentials", &[("csrfToken", &token), ("text", text)]).await;
}

#[tokio::test]
async fn s_207_hostile_texts_are_one_short_line() {
    for app in App::both() {
        let app = echoing(app);
        let auth = app.build();
        for text in [FORGED.to_owned(), FORGED.repeat(300), "\0\u{85}\u{2029}\u{2066}".to_owned(), "a".repeat(30_000)] {
            app.lines.clear();
            typed(&auth, &text).await;
            let lines = app.lines.all();
            assert_eq!((lines.len(), app.lines.count("AUTHORIZE_ERROR")), (1, 1), "{lines:?}");
            assert!(is_one_line(&lines[0]) && lines[0].len() < 24 * 1024, "{} bytes", lines[0].len());
        }
        // Where nothing has to be said, nothing is: agents, addresses, provider ids and errors of a query.
        app.lines.clear();
        let text = "%0D%0A%1B%5B2J[authwire][error][FORGED]";
        for path in [
            format!("/api/auth/callback/{text}"),
            format!("/api/auth/signin/{text}?error={text}&error_description={text}&email={text}"),
            format!("/api/auth/{text}?{text}"),
            format!("/api/auth/error/{text}"),
        ] {
            let request = Request::get(path.replace(['[', ']'], "")).header("user-agent", "a\u{1F600}\tFORGED");
            let answer = answer(&auth, request.body(Full::new(Bytes::new())).expect("a request")).await;
            assert!(!answer.status.is_server_error(), "{answer:?}");
        }
        assert_eq!(app.lines.all(), Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn s_207_any_text_is_one_line(text in "\\PC{0,20}[\\x00-\\x1f\\u{7f}-\\u{9f}\\u{2028}\\u{202e}]{1,20}\\PC{0,20}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let app = echoing(App::strict());
        let auth = app.build();
        runtime.block_on(typed(&auth, &text));
        let lines = app.lines.all();
        prop_assert_eq!(lines.len(), 1);
        prop_assert!(is_one_line(&lines[0]), "{:?}", lines);
    }
}
