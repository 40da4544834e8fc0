//! What every target needs: an engine without a network, a fixed clock, and a way to wait for its answers.

use authwire_core::{Auth, BoxFuture, Clock, Credentials, Field, Options, Rng, RngError, Runtime, Timestamp};
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use std::{
    future::Future,
    pin::pin,
    sync::LazyLock,
    task::{Context, Poll, Waker},
    time::Duration,
};

pub const SECRET: &str = "kZ8fWq3mT1vB7nXc5LrY9pJd2HsG4uEa";
const NOW: i64 = 1_795_287_264;

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(NOW)
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
}

impl Rng for Fixed {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngError> {
        bytes.fill(7);
        Ok(())
    }
}

/// One engine in each profile.
pub static ENGINES: LazyLock<[Auth; 2]> = LazyLock::new(|| {
    let mut options = Options::new(Runtime::new(Fixed, Fixed));
    options
        .url("https://app.example")
        .secret(SECRET)
        .provider(Credentials::new([Field::new("username")], |_, _| async { Ok(None) }));
    let strict = options.build().expect("a sound configuration");
    [strict, options.compat().build().expect("a sound configuration")]
});

/// The answer of an engine; nothing here waits for anything, so one poll is enough.
pub fn answer(auth: &Auth, request: Request<Full<Bytes>>) -> Response<Full<Bytes>> {
    match pin!(auth.handle(request)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(response) => response,
        Poll::Pending => panic!("the engine waits for something"),
    }
}

/// Sends the request to both engines and checks what must hold of every answer. 500 is v4's word for a configuration error, which the
/// compat profile keeps for a callback URL in the query that is none, and for asking a credentials callback by GET.
pub fn check(request: impl Fn() -> Option<Request<Full<Bytes>>>, compat_may_500: bool) {
    for (auth, strict) in ENGINES.iter().zip([true, false]) {
        let Some(request) = request() else { return };
        let response = answer(auth, request);
        let status = response.status().as_u16();
        assert!(status < 500 || (!strict && compat_may_500 && status == 500), "status {status}");
        if let Some(location) = response.headers().get("location") {
            let location = location.to_str().expect("a Location is ASCII");
            let url = url::Url::parse(location).expect("a Location is absolute");
            assert!(url.origin().ascii_serialization() == "https://app.example", "Location {location}");
            // next-auth keeps userinfo of the own origin, and so does the compat profile.
            assert!(!strict || (url.username().is_empty() && url.password().is_none()), "Location {location}");
        }
        for cookie in response.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().expect("a Set-Cookie is ASCII");
            assert!(
                cookie.starts_with("__Secure-next-auth.") || cookie.starts_with("__Host-next-auth."),
                "Set-Cookie {cookie}"
            );
        }
    }
}

/// A CSRF token, and its cookie as the engine signs it.
pub const CSRF_TOKEN: &str = "b00fa716ab4bf270869982fcf5eba95e22246f2324ea745e7dcffc878ab10235";

pub fn csrf_cookie() -> &'static str {
    static COOKIE: LazyLock<String> = LazyLock::new(|| {
        use sha2::{Digest, Sha256};
        let hash = Sha256::new().chain_update(CSRF_TOKEN).chain_update(SECRET).finalize();
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{CSRF_TOKEN}%7C{hex}")
    });
    &COOKIE
}
