//! An application to attack: one credentials provider, a clock that the test owns, a log that it can read.

use authwire::{Auth, BoxFuture, Clock, Credentials, Field, LogDetails, Logger, Options, Runtime, Timestamp, User};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

pub const ORIGIN: &str = "https://app.example";
pub const SECRET: &str = "kZ8fWq3mT1vB7nXc5LrY9pJd2HsG4uEa";
/// 2026-11-21T18:54:24Z
pub const START: i64 = 1_795_287_264;

/// A clock that stands until the test moves it.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.0.load(Ordering::SeqCst))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// Keeps every log line as `level CODE text`.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    pub fn all(&self) -> Vec<String> {
        self.0.lock().expect("no test panics while it logs").clone()
    }

    pub fn clear(&self) {
        self.0.lock().expect("no test panics while it logs").clear();
    }

    pub fn count(&self, code: &str) -> usize {
        self.all().iter().filter(|line| line.split(' ').nth(1) == Some(code)).count()
    }

    fn push(&self, level: &str, code: &str, details: &LogDetails<'_>) {
        self.0.lock().expect("no test panics while it logs").push(format!("{level} {code} {details}"));
    }
}

impl Logger for Lines {
    fn error(&self, code: &str, details: LogDetails<'_>) {
        self.push("error", code, &details);
    }

    fn warn(&self, code: &str, details: LogDetails<'_>) {
        self.push("warn", code, &details);
    }

    fn debug(&self, code: &str, details: LogDetails<'_>) {
        self.push("debug", code, &details);
    }
}

/// Options, and what the test keeps of them.
pub struct App {
    pub options: Options,
    pub clock: TestClock,
    pub lines: Lines,
}

impl App {
    /// The strict profile on https://app.example; user `ada`, password `lovelace`.
    pub fn strict() -> Self {
        Self::in_environment(&[]).with(|options| {
            options.url(ORIGIN).secret(SECRET);
        })
    }

    /// The strict profile with these variables and the provider, without a URL and without a secret.
    pub fn in_environment(variables: &'static [(&'static str, &'static str)]) -> Self {
        let clock = TestClock(Arc::new(AtomicI64::new(START)));
        let lines = Lines::default();
        let lookup =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let mut options = Options::new(Runtime::new(clock.clone(), authwire::native::OsRng).env(lookup));
        options.from_env().host_logger(lines.clone()).provider(ada());
        Self { options, clock, lines }
    }

    /// The same in the compat profile.
    pub fn compat() -> Self {
        let mut app = Self::strict();
        app.options.compat();
        app
    }

    /// The same in both profiles, for cases that must hold in either.
    pub fn both() -> [Self; 2] {
        [Self::strict(), Self::compat()]
    }

    pub fn with(mut self, change: impl FnOnce(&mut Options)) -> Self {
        change(&mut self.options);
        self
    }

    pub fn build(&self) -> Auth {
        self.options.build().expect("a sound configuration")
    }
}

/// The credentials provider that knows Ada.
pub fn ada() -> Credentials {
    let fields = [Field::new("username").label("User name"), Field::new("password").input_type("password")];
    Credentials::new(fields, |input, _| async move {
        let right =
            input.str("username").as_deref() == Some("ada") && input.str("password").as_deref() == Some("lovelace");
        let mut user = User::new();
        user.set("id", "1").set("name", "Ada Lovelace").set("email", "ada@app.example");
        Ok(right.then_some(user))
    })
}
