//! A callback URL of any characters, in the query, in a body and in the cookie.
#![no_main]

use bytes::Bytes;
use form_urlencoded::byte_serialize;
use http::{HeaderValue, Request};
use http_body_util::Full;

libfuzzer_sys::fuzz_target!(|data: &str| {
    let encoded: String = byte_serialize(data.as_bytes()).collect();
    fuzz::check(
        || {
            Request::get(format!("/api/auth/error?error=SessionRequired&callbackUrl={encoded}"))
                .body(Full::new(Bytes::new()))
                .ok()
        },
        true,
    );
    fuzz::check(
        || {
            let request =
                Request::post("/api/auth/signout").header("content-type", "application/x-www-form-urlencoded");
            // Signed with the engine's secret, so that the redirect to the callback URL itself is reached.
            let cookie = format!("__Host-next-auth.csrf-token={}", fuzz::csrf_cookie());
            let body = format!("csrfToken={}&callbackUrl={encoded}", fuzz::CSRF_TOKEN);
            request.header("cookie", cookie).body(Full::new(Bytes::from(body))).ok()
        },
        false,
    );
    fuzz::check(
        || {
            let cookie =
                HeaderValue::try_from(format!("__Secure-next-auth.callback-url={}", encoded.replace('+', "%20")))
                    .ok()?;
            Request::get("/api/auth/csrf").header("cookie", cookie).body(Full::new(Bytes::new())).ok()
        },
        false,
    );
});
