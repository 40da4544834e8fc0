//! The password helper behind `authorize`.

use crate::{
    app::{App, Lines},
    browser::{Answer, Browser},
};
use authwire::{Auth, Credentials, Field, Passwords, User};
use http::Method;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

const PASSWORD: &str = "correct horse";

/// Users by name: stored hash, and whether they are blocked.
type Users = BTreeMap<&'static str, (String, bool)>;

/// An application with a users table, and the password helper in its `authorize`.
fn with_users(app: App, users: Users) -> App {
    let passwords = Passwords::new().logger(app.lines.clone());
    let users = Arc::new(users);
    app.with(|options| {
        options.providers.clear();
        options.provider(Credentials::new([Field::new("username"), Field::new("password")], move |input, _| {
            let (passwords, users) = (passwords.clone(), users.clone());
            async move {
                let row = users.get(&*input.str("username").unwrap_or_default());
                let right = passwords.verify(row.map(|(stored, _)| &**stored), input.str("password")).await?;
                let blocked = row.is_some_and(|(_, blocked)| *blocked);
                let mut user = User::new();
                user.set("id", "1");
                Ok((right && !blocked).then_some(user))
            }
        }));
    })
}

async fn hash(password: &str) -> String {
    Passwords::new().hash(password).await.expect("hashed")
}

async fn post(auth: &Auth, mut body: Value) -> Answer {
    let mut browser = Browser::new(auth.clone());
    body["csrfToken"] = json!(browser.csrf().await);
    body["json"] = json!("true");
    browser.post_json("/callback/credentials", &body).await
}

/// The answer to a wrong password; everything else that is refused must look the same.
fn assert_denied(answer: &Answer, why: &str) {
    assert_eq!(answer.status, 401, "{why}: {answer:?}");
    assert_eq!(
        answer.body, r#"{"url":"https://app.example/api/auth/error?error=CredentialsSignin&provider=credentials"}"#,
        "{why}"
    );
    assert!(!answer.set_cookies().iter().any(|cookie| cookie.contains("session")), "{why}");
}

#[tokio::test]
async fn s_055_an_unreadable_stored_hash_denies_like_a_wrong_password() {
    let good = hash(PASSWORD).await;
    let users: Users = [
        ("ada", good.clone()),
        ("empty", String::new()),
        ("foreign", "$2b$12$EXRkfkdmXn2gzds2SSitu.MW9.gAVqa9eLS1//RYtYCmB1eLHg.9q".to_owned()),
        ("cut", good[..good.len() - 9].to_owned()),
        ("unicode", good.replace('$', "＄")),
        ("huge", good.repeat((1 << 20) / good.len() + 1)),
    ]
    .map(|(name, stored)| (name, (stored, false)))
    .into();
    for app in App::both() {
        let app = with_users(app, users.clone());
        let auth = app.build();
        assert_eq!(post(&auth, json!({ "username": "ada", "password": PASSWORD })).await.status, 200);
        for name in ["empty", "foreign", "cut", "unicode", "huge"] {
            app.lines.clear();
            assert_denied(&post(&auth, json!({ "username": name, "password": PASSWORD })).await, name);
            let lines = app.lines.all();
            assert_eq!((lines.len(), app.lines.count("PASSWORD_HASH_UNREADABLE")), (1, 1), "{name}: {lines:?}");
            assert!(lines[0].len() < 300 && !lines[0].contains(&good[31..60]), "{lines:?}");
        }
    }
}

fn plain(lines: &Lines) -> Vec<String> {
    let noise = |line: &String| !line.starts_with("warn COMPAT_PROFILE");
    lines.all().into_iter().filter(noise).collect()
}

#[tokio::test]
async fn s_159_unknown_wrong_and_blocked_look_the_same() {
    let stored = hash(PASSWORD).await;
    let users: Users = [("ada", (stored.clone(), false)), ("eve", (stored, true))].into();
    let attempts = [("unknown", "nobody", PASSWORD), ("wrong", "ada", "wrong"), ("blocked", "eve", PASSWORD)];
    for app in App::both() {
        let app = with_users(app, users.clone());
        let auth = app.build();
        let mut browser = Browser::new(auth.clone());
        let token = browser.csrf().await;
        for as_json in ["true", "false"] {
            let mut answers = Vec::new();
            for (_, username, password) in attempts {
                let fields =
                    [("csrfToken", &*token), ("username", username), ("password", password), ("json", as_json)];
                let answer = browser.clone().post("/callback/credentials", &fields).await;
                answers.push(format!("{} {:?} {}", answer.status, answer.headers, answer.body));
            }
            assert_eq!(answers[0], answers[1]);
            assert_eq!(answers[0], answers[2]);
        }
        assert_eq!(plain(&app.lines), Vec::<String>::new(), "the log tells them apart no more");
    }
}

/// The quickest of few interleaved attempts, because each takes as long as hashing takes and a busy machine only ever adds to that.
/// `AUTHWIRE_TIMING_SAMPLES` asks for more: from a thousand on, medians and a tighter bound.
#[tokio::test]
async fn s_159_unknown_wrong_and_blocked_take_as_long() {
    let samples = std::env::var("AUTHWIRE_TIMING_SAMPLES").ok().and_then(|text| text.parse().ok()).unwrap_or(15_usize);
    let stored = hash(PASSWORD).await;
    let users: Users = [("ada", (stored.clone(), false)), ("eve", (stored, true))].into();
    let auth = with_users(App::strict(), users).build();
    let attempts = [("nobody", PASSWORD), ("ada", "wrong"), ("eve", PASSWORD)];
    let mut taken = [const { Vec::new() }; 3];
    let mut browser = Browser::new(auth);
    let token = browser.csrf().await;
    for round in 0..samples {
        for turn in 0..attempts.len() {
            let which = (round + turn) % attempts.len();
            let (username, password) = attempts[which];
            let fields = [("csrfToken", &*token), ("username", username), ("password", password)];
            let begun = Instant::now();
            browser.post("/callback/credentials", &fields).await;
            taken[which].push(begun.elapsed());
        }
    }
    let (bound, typical) = if samples >= 1000 { (1.05, samples / 2) } else { (1.8, 0) };
    let times: Vec<Duration> = taken
        .iter_mut()
        .map(|taken| {
            taken.sort();
            taken[typical]
        })
        .collect();
    println!("{samples} samples each: unknown {:?}, wrong {:?}, blocked {:?}", times[0], times[1], times[2]);
    let (least, most) = (times.iter().min().expect("three"), times.iter().max().expect("three"));
    assert!(most.as_secs_f64() <= least.as_secs_f64() * bound, "{times:?}");
}

#[tokio::test]
async fn s_164_what_cannot_be_a_password_is_denied_like_a_wrong_one() {
    let long = "a".repeat(72);
    let users: Users = [
        ("ada", (hash(PASSWORD).await, false)),
        ("long", (hash(&format!("{long}b")).await, false)),
        ("null", (hash("null").await, false)),
        ("one", (hash("1").await, false)),
    ]
    .into();
    for (app, strict) in App::both().into_iter().zip([true, false]) {
        let app = with_users(app, users.clone());
        let auth = app.build();
        for (username, password) in [
            ("ada", json!("")),
            ("ada", json!(null)),
            ("null", json!(null)),
            ("one", json!(1)),
            ("one", json!(["1"])),
            ("one", json!({ "0": "1" })),
            ("one", json!(true)),
            ("ada", json!(format!("{PASSWORD}\0"))),
            ("ada", json!(format!("{PASSWORD}\0tail"))),
            ("ada", json!("a".repeat(1025))),
            ("ada", json!("a".repeat(60_000))),
            ("long", json!(long)),
            ("long", json!(format!("{long}c"))),
            ("long", json!(format!("{long}bc"))),
        ] {
            let answer = post(&auth, json!({ "username": username, "password": password })).await;
            assert_denied(&answer, &password.to_string().chars().take(40).collect::<String>());
        }
        assert_denied(&post(&auth, json!({ "username": "ada" })).await, "no password at all");
        assert_eq!(post(&auth, json!({ "username": "long", "password": format!("{long}b") })).await.status, 200);

        // More than the body may be, and text that is none.
        let mut browser = Browser::new(auth.clone());
        let token = browser.csrf().await;
        let huge = json!({ "csrfToken": token, "username": "ada", "password": "a".repeat(1 << 20) });
        assert_eq!(browser.post_json("/callback/credentials", &huge).await.status, 413);
        let most = json!({ "csrfToken": token, "json": "true", "username": "ada", "password": "a".repeat(1_000_000) });
        let answer = browser.post_json("/callback/credentials", &most).await;
        if strict {
            assert_eq!(answer.status, 413)
        } else {
            assert_denied(&answer, "a million")
        }
        let surrogate = format!(r#"{{"csrfToken":"{token}","username":"ada","password":"\ud800"}}"#);
        let answer = browser.send(Method::POST, "/callback/credentials", Some("application/json"), surrogate).await;
        assert_eq!(answer.status, 400);
        let twice = [
            ("csrfToken", &*token),
            ("json", "true"),
            ("username", "ada"),
            ("password", PASSWORD),
            ("password", PASSWORD),
        ];
        assert_denied(&browser.post("/callback/credentials", &twice).await, "twice");
        let raw = format!("csrfToken={token}&json=true&username=ada&password=%ED%A0%80%FF");
        let answer =
            browser.send(Method::POST, "/callback/credentials", Some("application/x-www-form-urlencoded"), raw).await;
        assert_denied(&answer, "bytes that are no UTF-8");
        assert!(browser.session_cookie().is_none());
        assert_eq!(plain(&app.lines), Vec::<String>::new());
    }
}
