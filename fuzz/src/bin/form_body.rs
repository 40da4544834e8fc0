//! A form body of any bytes, to every action that takes one.
#![no_main]

use bytes::Bytes;
use http::Request;
use http_body_util::Full;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    for action in ["callback/credentials", "signin/credentials", "signout", "session", "_log"] {
        fuzz::check(
            || {
                let request = Request::post(format!("/api/auth/{action}"))
                    .header("content-type", "application/x-www-form-urlencoded");
                request.body(Full::new(Bytes::copy_from_slice(data))).ok()
            },
            false,
        );
    }
});
