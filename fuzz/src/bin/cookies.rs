//! A `Cookie` header of any bytes: sessions, CSRF and callback-url cookies among them.
#![no_main]

use bytes::Bytes;
use http::{HeaderValue, Request};
use http_body_util::Full;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    for path in ["/api/auth/session", "/api/auth/csrf", "/api/auth/signin"] {
        fuzz::check(
            || {
                let header = HeaderValue::from_bytes(data).ok()?;
                Request::get(path).header("cookie", header).body(Full::new(Bytes::new())).ok()
            },
            false,
        );
    }
});
