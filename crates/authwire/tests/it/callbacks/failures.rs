//! Errors and panics of callbacks and events: each is one log line, and a panic goes no further than an error.

use super::apps;
use crate::{app::App, browser::Browser};
use async_trait::async_trait;
use authwire::{
    Authorize, AuthorizeRequest, BoxError, BoxFuture, Callbacks, Credentials, Events, JwtCall, Object, RedirectCall,
    Session, SessionCall, SessionEvent, SignIn, SignInCall, SignInEvent, SignOutEvent, Token, User,
};

#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    Error,
    Panic,
}

impl How {
    fn fail<T>(self) -> Result<T, BoxError> {
        match self {
            Self::Error => Err("broken".into()),
            Self::Panic => panic!("broken"),
        }
    }
}

/// Fails in one callback or event, after having been awaited once.
#[derive(Clone)]
struct Broken {
    at: &'static str,
    how: How,
}

impl Broken {
    async fn maybe(&self, at: &str) -> Result<(), BoxError> {
        tokio::task::yield_now().await;
        if self.at == at { self.how.fail() } else { Ok(()) }
    }
}

#[async_trait]
impl Callbacks for Broken {
    async fn sign_in(&self, _: SignInCall) -> Result<SignIn, BoxError> {
        self.maybe("signIn").await?;
        Ok(SignIn::Allow)
    }
    async fn redirect(&self, call: RedirectCall) -> Result<String, BoxError> {
        // Not awaited: the clock of these tests lets no time for that.
        if self.at == "redirect" {
            self.how.fail()?
        }
        Ok(call.url)
    }
    async fn jwt(&self, token: Token, call: JwtCall) -> Result<Token, BoxError> {
        self.maybe(if call.user.is_some() { "jwt at sign-in" } else { "jwt" }).await?;
        Ok(token)
    }
    async fn session(&self, session: Session, _: SessionCall) -> Result<Session, BoxError> {
        self.maybe("session").await?;
        Ok(session)
    }
}

#[async_trait]
impl Events for Broken {
    async fn sign_in(&self, _: SignInEvent) -> Result<(), BoxError> {
        self.maybe("event:signIn").await
    }
    async fn sign_out(&self, _: SignOutEvent) -> Result<(), BoxError> {
        self.maybe("event:signOut").await
    }
    async fn session(&self, _: SessionEvent) -> Result<(), BoxError> {
        self.maybe("event:session").await
    }
}

fn errors(app: &App) -> Vec<String> {
    let code = |line: &String| line.strip_prefix("error ").and_then(|line| line.split(' ').next()).map(str::to_owned);
    app.lines.all().iter().filter_map(code).collect()
}

/// Signs in, reads, updates and signs out beside the same without any failure; what differs is `at` fault.
#[tokio::test]
async fn events_that_fail_change_no_answer() {
    for how in [How::Error, How::Panic] {
        for (at, code, times) in [
            ("event:signIn", "SIGN_IN_EVENT_ERROR", 1),
            ("event:session", "SESSION_EVENT_ERROR", 2),
            ("event:signOut", "SIGN_OUT_EVENT_ERROR", 1),
        ] {
            for app in App::both() {
                let app = app.with(|options| {
                    options.events(Broken { at, how });
                });
                let mut browser = Browser::new(app.build());
                browser.sign_in().await;
                let token = browser.csrf().await;
                let session = browser.get("/session").await;
                assert_eq!(session.json()["user"]["name"], "Ada Lovelace", "{at} {how:?}");
                assert!(browser.session_cookie().is_some());
                let update = browser.post_json("/session", &serde_json::json!({ "csrfToken": token })).await;
                assert_eq!(update.body, session.body);
                let out = browser.post("/signout", &[("csrfToken", &token)]).await;
                assert_eq!((out.status.as_u16(), browser.session_cookie()), (302, None), "{at} {how:?}");
                assert_eq!(errors(&app), vec![code; times], "{at} {how:?}: {:?}", app.lines.all());
            }
        }
    }
}

#[tokio::test]
async fn a_callback_that_fails_on_a_read_ends_the_session() {
    for how in [How::Error, How::Panic] {
        for at in ["jwt", "session"] {
            for app in apps(Broken { at, how }) {
                let mut browser = Browser::new(app.build());
                browser.sign_in().await;
                let kept = browser.clone();
                let answer = browser.get("/session").await;
                assert_eq!((answer.status.as_u16(), &*answer.body), (200, "{}"), "{at} {how:?}");
                assert!(browser.session_cookie().is_none(), "{at} {how:?}");
                assert_eq!(errors(&app), ["JWT_SESSION_ERROR"], "{at} {how:?}: {:?}", app.lines.all());
                let mut browser = kept;
                let token = browser.csrf().await;
                let answer = browser.post_json("/session", &serde_json::json!({ "csrfToken": token })).await;
                assert_eq!((answer.status.as_u16(), &*answer.body), (200, "{}"), "{at} {how:?}");
                assert!(browser.session_cookie().is_none(), "{at} {how:?}");
                assert_eq!(errors(&app).len(), 2);
            }
        }
    }
}

#[tokio::test]
async fn a_session_that_was_shown_stays_shown_when_it_cannot_be_renewed() {
    for app in App::both() {
        // Too long for any browser, but only once it is read.
        let app = app.with(|options| {
            options.on_jwt(|mut token, call| {
                if call.user.is_none() {
                    token.set("long", "x".repeat(60_000));
                }
                async { Ok(token) }
            });
        });
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let answer = browser.get("/session").await;
        assert_eq!(answer.json()["user"]["name"], "Ada Lovelace");
        assert!(browser.session_cookie().is_none());
        assert_eq!(errors(&app), ["JWT_SESSION_ERROR"]);
    }
}

#[tokio::test]
async fn a_callback_that_fails_at_sign_in_signs_nobody_in() {
    for how in [How::Error, How::Panic] {
        for (at, code) in [("signIn", "SIGN_IN_CALLBACK_ERROR"), ("jwt at sign-in", "CALLBACK_CREDENTIALS_ERROR")] {
            for (app, strict) in apps(Broken { at, how }).into_iter().zip([true, false]) {
                let mut browser = Browser::new(app.build());
                let token = browser.csrf().await;
                let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
                let answer = browser.post("/callback/credentials", &fields).await;
                assert!(browser.session_cookie().is_none(), "{at} {how:?}");
                let shown = (answer.status.as_u16(), answer.location());
                match (at, how, strict) {
                    // What next-auth lets escape.
                    ("jwt at sign-in", _, false) => assert_eq!(shown, (500, "")),
                    // What next-auth shows, and does not log.
                    ("signIn", How::Error, false) => {
                        assert_eq!(shown, (302, "https://app.example/api/auth/error?error=broken"));
                        assert_eq!(errors(&app), Vec::<String>::new());
                        continue;
                    }
                    _ => assert_eq!(shown, (302, "https://app.example/api/auth/error?error=Callback"), "{at} {how:?}"),
                }
                assert_eq!(errors(&app), [code], "{at} {how:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_redirect_callback_that_fails_means_the_base_url() {
    for how in [How::Error, How::Panic] {
        for app in apps(Broken { at: "redirect", how }) {
            let mut browser = Browser::new(app.build());
            let token = browser.csrf().await;
            let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace"), ("callbackUrl", "/x")];
            let answer = browser.post("/callback/credentials", &fields).await;
            assert_eq!((answer.status.as_u16(), answer.location()), (302, "https://app.example"), "{how:?}");
            assert!(browser.session_cookie().is_some());
            assert_eq!(errors(&app), ["REDIRECT_CALLBACK_ERROR"], "{how:?}");
        }
    }
}

/// Panics before there is a future, as code does that implements the trait without the macro.
struct Early;

impl Authorize for Early {
    fn authorize<'s, 'f>(&'s self, _: Object, _: AuthorizeRequest) -> BoxFuture<'f, Result<Option<User>, BoxError>>
    where
        's: 'f,
        Self: 'f,
    {
        panic!("too early")
    }
}

impl Events for Early {
    fn sign_in<'s, 'f>(&'s self, _: SignInEvent) -> BoxFuture<'f, Result<(), BoxError>>
    where
        's: 'f,
        Self: 'f,
    {
        panic!("too early")
    }
}

#[tokio::test]
async fn a_panic_before_the_future_is_an_error_too() {
    for app in App::both() {
        let app = app.with(|options| {
            options.providers.push(Credentials::with([], Early).id("early").into());
            options.events(Early);
        });
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        let answer = browser.post("/callback/early", &[("csrfToken", &token)]).await;
        assert_eq!(answer.location(), "https://app.example/api/auth/error?error=Callback");
        assert_eq!(errors(&app), ["AUTHORIZE_ERROR"]);
        app.lines.clear();
        browser.sign_in().await;
        assert_eq!(errors(&app), ["SIGN_IN_EVENT_ERROR"]);
    }
}

#[tokio::test]
async fn options_that_panic_are_a_configuration_error_of_that_request() {
    for app in App::both() {
        let auth = app
            .with(|options| {
                options
                    .per_request(|request, _| assert!(request.cookie("bad").is_none(), "a tenant that nobody knows"));
            })
            .build();
        let mut browser = Browser::new(auth);
        assert_eq!(browser.get("/session").await.status, 200);
        browser.set("bad", "1");
        let answer = browser.get("/session").await;
        assert_eq!(answer.status, 500);
        assert!(answer.body.contains("problem with the server configuration"), "{}", answer.body);

        browser.cookies.retain(|(name, _)| name != "bad");
        browser.sign_in().await;
        let parts = |bad: &str| {
            let session = browser.session_cookie().expect("signed in");
            let cookie = format!("{bad}__Secure-next-auth.session-token={session}");
            http::Request::get("/me").header("cookie", cookie).body(()).expect("a request").into_parts().0
        };
        assert!(browser.auth.session(&parts("")).await.is_some());
        assert!(
            browser.auth.session(&parts("bad=1; ")).await.is_none(),
            "nobody is signed in without the request's options"
        );
    }
}
