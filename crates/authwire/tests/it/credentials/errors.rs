//! What fails in the application's code stays there.

use super::{answering, attempts};
use crate::app::App;
use authwire::{BoxError, PublicError, SignIn, User};
use std::fmt;

const DRIVER: &str = "connect ECONNREFUSED postgres://app:pw@db/x";

/// A store's error, around the I/O error that caused it.
#[derive(Debug)]
struct Store(std::io::Error);

impl fmt::Display for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(DRIVER)
    }
}

impl std::error::Error for Store {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[derive(Clone, Copy, Debug)]
enum Fault {
    Text,
    Store,
    Io,
    Panic,
    Public,
}

impl Fault {
    fn fail(self) -> BoxError {
        match self {
            Self::Text => DRIVER.into(),
            Self::Store => Store(std::io::Error::other("refused")).into(),
            Self::Io => std::io::Error::other(DRIVER).into(),
            Self::Panic => panic!("{DRIVER}"),
            Self::Public => PublicError::new("Locked & bolted").into(),
        }
    }

    /// The `error` of the redirect.
    fn code(self, strict: bool) -> &'static str {
        match self {
            Self::Public => "Locked%20%26%20bolted",
            Self::Text if !strict => "connect%20ECONNREFUSED%20postgres%3A%2F%2Fapp%3Apw%40db%2Fx",
            _ => "Callback",
        }
    }
}

const FAULTS: [Fault; 5] = [Fault::Text, Fault::Store, Fault::Io, Fault::Panic, Fault::Public];

async fn assert_shown(app: App, log_code: &str, fault: Fault, strict: bool, json_status: u16) {
    let auth = app.build();
    app.lines.clear();
    let (page, script) = attempts(&auth, &[("username", "ada")]).await;
    let target = format!("https://app.example/api/auth/error?error={}", fault.code(strict));
    assert_eq!((page.status.as_u16(), page.location()), (302, &*target), "{log_code} {fault:?} {strict}");
    assert_eq!(script.status, json_status, "{log_code} {fault:?} {strict}: {script:?}");
    assert_eq!(script.json()["url"], target);
    for answer in [page, script] {
        assert!(!answer.set_cookies().iter().any(|cookie| cookie.contains("session-token")), "{answer:?}");
    }
    let lines = app.lines.all();
    let logged = if fault.code(strict) == "Callback" { 2 } else { 0 };
    assert_eq!((lines.len(), app.lines.count(log_code)), (logged, logged), "one line each: {lines:?}");
    for line in lines {
        assert!(!line.contains("pw"), "{line}");
        assert_eq!(line.contains("postgres://***@db/x"), !matches!(fault, Fault::Panic), "{line}");
    }
}

#[tokio::test]
async fn s_160_what_authorize_fails_with_is_not_for_users() {
    for (fault, strict) in FAULTS.into_iter().flat_map(|fault| [(fault, true), (fault, false)]) {
        let app = if strict { App::strict() } else { App::compat() };
        let app = app.with(|options| options.providers = vec![answering(move || Err(fault.fail())).into()]);
        assert_shown(app, "AUTHORIZE_ERROR", fault, strict, 401).await;
    }
}

#[tokio::test]
async fn s_160_what_the_sign_in_callback_fails_with_is_not_for_users() {
    for (fault, strict) in FAULTS.into_iter().flat_map(|fault| [(fault, true), (fault, false)]) {
        let app = if strict { App::strict() } else { App::compat() };
        let app = app.with(|options| {
            options.providers = vec![answering(|| Ok(Some(user()))).into()];
            options.on_sign_in(move |_| async move { Err::<SignIn, _>(fault.fail()) });
        });
        assert_shown(app, "SIGN_IN_CALLBACK_ERROR", fault, strict, 200).await;
    }
}

/// The token callback is no place for messages: no profile shows what it fails with.
#[tokio::test]
async fn s_160_what_the_jwt_callback_fails_with_is_not_for_users() {
    for (fault, strict) in FAULTS.into_iter().flat_map(|fault| [(fault, true), (fault, false)]) {
        let app = if strict { App::strict() } else { App::compat() };
        let app = app.with(|options| {
            options.providers = vec![answering(|| Ok(Some(user()))).into()];
            options.on_jwt(move |_, _| async move { Err(fault.fail()) });
        });
        let auth = app.build();
        app.lines.clear();
        let (page, script) = attempts(&auth, &[("username", "ada")]).await;
        for answer in [&page, &script] {
            let shown = format!("{} {}", answer.body, answer.location());
            assert!(!shown.contains("ECONNREFUSED") && !shown.contains("bolted"), "{answer:?}");
            assert!(!answer.set_cookies().iter().any(|cookie| cookie.contains("session-token")), "{answer:?}");
        }
        match strict {
            true => assert_eq!(page.location(), "https://app.example/api/auth/error?error=Callback"),
            false => assert_eq!((page.status.as_u16(), &*page.body), (500, "Internal Server Error")),
        }
        assert_eq!(app.lines.count("CALLBACK_CREDENTIALS_ERROR"), 2, "{:?}", app.lines.all());
        assert!(!app.lines.all().iter().any(|line| line.contains("pw")), "{:?}", app.lines.all());
    }
}

fn user() -> User {
    let mut user = User::new();
    user.set("id", "1");
    user
}
