//! A path and query of any characters that an HTTP library lets through.
#![no_main]

use bytes::Bytes;
use http::Request;
use http_body_util::Full;

libfuzzer_sys::fuzz_target!(|data: &str| {
    for prefix in ["/api/auth/", "/api/auth/signin?", "/api/auth/error?"] {
        fuzz::check(|| Request::get(format!("{prefix}{data}")).body(Full::new(Bytes::new())).ok(), true);
    }
});
