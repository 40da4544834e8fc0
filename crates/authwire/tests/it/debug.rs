//! What `{:?}` shows of every public type: never a secret, a token, a cookie's value or a password.

use crate::{app::App, browser::Browser};
use async_trait::async_trait;
use authwire::{
    Account, Action, AuthRequest, Authorize, AuthorizeRequest, Body, BoxError, Callbacks, CookieName, CookieOptions,
    CookieSpec, Cookies, Credentials, Events, Field, JwtCall, JwtCodec, JwtDecode, JwtEncode, Object, Pages, Priority,
    Profile, PublicError, RedirectCall, RngError, Route, Runtime, SameSite, Secret, Session, SessionCall, SessionEvent,
    SessionReader, SignIn, SignInCall, SignInEvent, SignInRequired, SignOutEvent, Theme, Timestamp, Token, Trigger,
    User,
};
use authwire_jose::{KeyError, Keyring, OpenError, SealError, claims};
use axum::extract::FromRequestParts;
use http::{Method, Request, header};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    sync::{Arc, Mutex},
};

/// In everything that must not be shown.
const CANARY: &str = "cAnArY7Kq2";
const LONG: &str = "cAnArY7Kq2-cAnArY7Kq2-cAnArY7Kq2-cAnArY7Kq2";

/// Public names that are no types of ours: traits, and aliases of foreign types.
const NO_TYPES: [&str; 12] = [
    "Authorize",
    "BoxError",
    "BoxFuture",
    "Callbacks",
    "Clock",
    "EnvLookup",
    "Events",
    "HostObject",
    "JwtCodec",
    "Logger",
    "ResponseBody",
    "Rng",
];

/// Types that cannot be printed at all; the compiler holds them to it.
const WITHOUT_DEBUG: [&str; 2] = ["JwtDecode", "LogDetails"];

/// Compiles only while the type has no `Debug`: with it, two implementations would fit.
macro_rules! cannot_be_printed {
    ($($type:ty),*) => {$(const _: fn() = || {
        trait Ambiguous<A> { fn here() {} }
        impl<T: ?Sized> Ambiguous<()> for T {}
        struct Printable;
        impl<T: ?Sized + Debug> Ambiguous<Printable> for T {}
        let _ = <$type as Ambiguous<_>>::here;
    };)*};
}
cannot_be_printed!(JwtDecode, authwire::LogDetails<'static>);

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<BTreeMap<&'static str, String>>>);

impl Seen {
    fn see(&self, name: &'static str, value: &impl Debug) {
        let mut seen = self.0.lock().expect("no poison");
        // Both forms: the pretty one asks other methods of a formatter.
        seen.entry(name).or_default().push_str(&format!("{value:?}\n{value:#?}\n"));
    }
}

fn object<T: From<Object>>() -> T {
    let mut object = Object::new();
    object.set("id", LONG).set("sub", LONG).set("access_token", LONG).set("password", LONG);
    object.into()
}

#[async_trait]
impl Callbacks for Seen {
    async fn sign_in(&self, call: SignInCall) -> Result<SignIn, BoxError> {
        self.see("SignInCall", &call);
        Ok(SignIn::Allow)
    }
    async fn redirect(&self, call: RedirectCall) -> Result<String, BoxError> {
        self.see("RedirectCall", &call);
        Ok(call.url)
    }
    async fn jwt(&self, token: Token, call: JwtCall) -> Result<Token, BoxError> {
        self.see("JwtCall", &call);
        Ok(token)
    }
    async fn session(&self, session: Session, call: SessionCall) -> Result<Session, BoxError> {
        self.see("SessionCall", &call);
        Ok(session)
    }
}

#[async_trait]
impl Events for Seen {
    async fn sign_in(&self, event: SignInEvent) -> Result<(), BoxError> {
        self.see("SignInEvent", &event);
        Ok(())
    }
    async fn sign_out(&self, event: SignOutEvent) -> Result<(), BoxError> {
        self.see("SignOutEvent", &event);
        Ok(())
    }
    async fn session(&self, event: SessionEvent) -> Result<(), BoxError> {
        self.see("SessionEvent", &event);
        Ok(())
    }
}

#[async_trait]
impl Authorize for Seen {
    async fn authorize(&self, _: Object, request: AuthorizeRequest) -> Result<Option<User>, BoxError> {
        self.see("AuthorizeRequest", &request);
        Ok(Some(object()))
    }
}

#[async_trait]
impl JwtCodec for Seen {
    async fn encode(&self, call: JwtEncode) -> Result<String, BoxError> {
        self.see("JwtEncode", &call);
        Ok(LONG.to_owned())
    }
    async fn decode(&self, _: JwtDecode) -> Result<Option<Token>, BoxError> {
        Ok(Some(object()))
    }
}

/// One journey, in which every argument of the application's code is printed.
async fn journey(seen: &Seen) -> (authwire::Auth, String) {
    let app = App::strict().with(|options| {
        options.secret(LONG).jwt_secret(LONG).callbacks(seen.clone()).events(seen.clone()).jwt_codec(seen.clone());
        options.providers.clear();
        options.provider(Credentials::with([Field::new("password")], seen.clone()));
        let seen = seen.clone();
        options.per_request(move |request, _| seen.see("RequestInfo", request));
    });
    let auth = app.build();
    let mut browser = Browser::new(auth.clone());
    browser.headers.push(("authorization", format!("Bearer {LONG}")));
    browser.headers.push(("cookie", format!("other={LONG}")));
    let token = browser.csrf().await;
    let url = format!("/x?code={LONG}#{LONG}");
    let fields = [("csrfToken", &*token), ("password", LONG), ("callbackUrl", &*url)];
    let path = format!("/callback/credentials?token={LONG}");
    let signed_in = browser.post(&path, &fields).await;
    assert_eq!(signed_in.location(), format!("https://app.example{url}"), "{signed_in:?}");
    let update = serde_json::json!({ "csrfToken": token, "data": { "password": LONG } });
    assert_eq!(browser.post_json("/session", &update).await.status, 200);
    browser.post("/signout", &[("csrfToken", &token)]).await;
    for line in app.lines.all() {
        assert!(!line.contains(CANARY) && !line.contains(&token), "{line}");
    }
    (auth, token)
}

async fn print_the_rest(seen: &Seen, auth: &authwire::Auth, options: &authwire::Options) {
    seen.see("Auth", auth);
    seen.see("Options", options);
    seen.see("Provider", &options.providers);
    seen.see("ProviderType", &options.providers[0].provider_type());
    seen.see("Credentials", &Credentials::with([Field::new("a")], seen.clone()));
    seen.see("AuthLayer", &auth.layer());
    seen.see("WithAuth", &tower::Layer::layer(&auth.layer(), ()));
    seen.see("User", &object::<User>());
    seen.see("Token", &object::<Token>());
    seen.see("Session", &object::<Session>());
    seen.see("Account", &object::<Account>());
    seen.see("Profile", &object::<Profile>());
    seen.see("Object", &object::<Object>());
    seen.see("Cookies", &Cookies::from_pairs([("a".to_owned(), LONG.to_owned())]));
    let spec = CookieSpec { name: "a".to_owned(), options: CookieOptions::lax(true) };
    seen.see("CookieOptions", &spec.options);
    seen.see("CookieSpec", &spec);
    seen.see("CookieName", &CookieName::SessionToken);
    seen.see("Priority", &Priority::High);
    seen.see("SameSite", &SameSite::Lax);
    seen.see("SignIn", &SignIn::Redirect(format!("https://u:{LONG}@a/?token={LONG}")));
    seen.see("Trigger", &Trigger::Update);
    seen.see("Body", &[Body::Html(LONG.into()), Body::Text(LONG.into()), Body::Json(object()), Body::Empty]);
    seen.see("PublicError", &PublicError::new("shown to the user on purpose"));
    let runtime = Runtime::new(authwire::native::SystemClock, authwire::native::OsRng).env(|_| Some(LONG.to_owned()));
    seen.see("SessionReader", &SessionReader::new(runtime.clone(), [LONG]).expect("a secret"));
    seen.see("Runtime", &runtime);
    seen.see("RngError", &RngError);
    seen.see("Timestamp", &Timestamp::from_seconds(0));
    seen.see("Pages", &Pages::default());
    seen.see("Theme", &Theme::new());
    seen.see("ProviderStyle", &authwire::ProviderStyle::new());
    seen.see("ColorScheme", &authwire::ColorScheme::Auto);
    seen.see("Field", &Field::new("password"));
    seen.see("SecurityProfile", &authwire::SecurityProfile::Strict);
    seen.see("Action", &Action::Csrf);
    let mut request = AuthRequest::new(Method::POST, Route::Action(Action::Session, None));
    request.headers.insert(header::COOKIE, LONG.parse().expect("ASCII"));
    request.query.set("token", LONG);
    request.body.set("password", LONG);
    request.cookies = Cookies::from_pairs([("__Secure-next-auth.session-token".to_owned(), LONG.to_owned())]);
    seen.see("Route", &request.route);
    seen.see("AuthRequest", &request);
    let reply = auth.answer(request).await;
    seen.see("SetCookie", &reply.cookies);
    seen.see("Reply", &reply);
    let mut unsound = options.clone();
    seen.see("ConfigError", &unsound.secret(CANARY).build().expect_err("too short"));

    let page =
        Request::get(format!("/account?token={LONG}")).header("accept", "text/html").body(()).expect("a request");
    let refused: SignInRequired =
        Session::from_request_parts(&mut page.into_parts().0, auth).await.expect_err("nobody is signed in");
    seen.see("SignInRequired", &refused);

    seen.see("Secret", &Secret::from(LONG));
    seen.see("Keyring", &Keyring::v5(&[Secret::from(LONG)], "cookie").expect("a secret"));
    seen.see("KeyError", &KeyError::NoSecret);
    seen.see("OpenError", &OpenError::Refused);
    seen.see("SealError", &SealError::TooLong);
    seen.see("ClaimsError", &claims::parse(LONG.as_bytes()).expect_err("no JSON"));
    seen.see("Rules", &claims::Rules::at(0));
    seen.see("Stamp", &claims::Stamp { now: 0, max_age: 0, jti: "" });
    seen.see("ConsoleLogger", &authwire::native::ConsoleLogger::new());
    seen.see("OsRng", &authwire::native::OsRng);
    seen.see("SystemClock", &authwire::native::SystemClock);
    let passwords = authwire::Passwords::new();
    seen.see("Passwords", &passwords);
    seen.see("PasswordError", &passwords.hash(&format!("{LONG}\0")).await.expect_err("NUL"));
}

/// The names that begin like a type, in every `pub use`, `pub struct` and `pub enum` of a file.
fn public_types(path: &str) -> BTreeSet<String> {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the source of the library");
    let items = text.split("\npub ").skip(1).map(|item| match item.split_once([';', '(']) {
        Some((uses, _)) if item.starts_with("use ") => uses,
        _ => item.split(['{', '(', ';', '<']).next().unwrap_or_default(),
    });
    let words = items.flat_map(|item| item.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let is_type = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    words.filter(is_type).map(str::to_owned).collect()
}

#[tokio::test]
async fn s_054_nothing_public_prints_a_credential() {
    let seen = Seen::default();
    let (auth, token) = journey(&seen).await;
    let mut options = App::strict().options;
    options.secret(LONG).jwt_secret(LONG).jwt_codec(seen.clone());
    print_the_rest(&seen, &auth, &options).await;

    let seen = seen.0.lock().expect("no poison").clone();
    for (name, printed) in &seen {
        assert!(!printed.contains(CANARY) && !printed.contains(&token), "{name} prints {printed}");
        assert!(!printed.trim().is_empty(), "{name} prints nothing");
    }

    let mut public = BTreeSet::new();
    for path in
        ["core/src/lib.rs", "jose/src/lib.rs", "jose/src/claims/mod.rs", "native/src/lib.rs", "authwire/src/lib.rs"]
    {
        public.extend(public_types(path));
    }
    assert!(public.len() > 60, "the sources were read: {public:?}");
    let known = seen.keys().copied().chain(NO_TYPES).chain(WITHOUT_DEBUG);
    let known: BTreeSet<String> = known.map(str::to_owned).collect();
    let missed: Vec<_> = public.difference(&known).collect();
    assert!(missed.is_empty(), "print these here too: {missed:?}");
    let gone: Vec<_> = seen.keys().filter(|name| !public.contains(**name)).collect();
    assert!(gone.is_empty(), "no longer public: {gone:?}");
}
