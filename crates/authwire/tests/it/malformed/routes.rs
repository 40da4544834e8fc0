//! Paths and methods that nothing is behind (S-216).

use crate::{
    app::App,
    browser::{Answer, Browser},
};
use bytes::Bytes;
use http::Method;
use std::time::{Duration, Instant};

fn refused(answer: &Answer, method: &str) {
    assert_eq!(answer.status, 400, "{answer:?}");
    assert_eq!(answer.body, format!("Error: This action with HTTP {method} is not supported by NextAuth.js"));
    assert!(answer.set_cookies().is_empty() && answer.header("location").is_none(), "{answer:?}");
}

#[tokio::test]
async fn s_216_nothing_is_behind_them_and_no_cookie_is_set() {
    let provider = "p".repeat(4096);
    let paths = [
        String::new(),
        "/".into(),
        "/nope".into(),
        "/Signin".into(),
        "/signin\u{e9}".into(),
        "/%00".into(),
        "/csrf%00".into(),
        "/%2e%2e/csrf".into(),
        "//csrf".into(),
        "/callback".into(),
        "/callback/".into(),
        "/callback/nobody".into(),
        "/callback/credentials%00".into(),
        "/callback/Credentials".into(),
        format!("/callback/{provider}"),
    ];
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        for path in &paths {
            refused(&browser.get(path).await, "GET");
            refused(&browser.post(path, &[("csrfToken", "x")]).await, "POST");
        }
        for (method, path) in [("POST", "/csrf"), ("POST", "/providers"), ("POST", "/error"), ("GET", "/_log")] {
            refused(&browser.send(method.parse().expect("a method"), path, None, Bytes::new()).await, method);
        }
        for method in ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get"] {
            for path in ["/csrf", "/session", "/signin", "/signin/credentials", "/callback/credentials", "/_log"] {
                let method_value: Method = method.parse().expect("a method");
                refused(&browser.send(method_value, path, None, Bytes::new()).await, method);
            }
        }
        assert!(browser.cookies.is_empty());
    }
}

#[tokio::test]
async fn s_216_the_start_of_a_sign_in_needs_a_provider() {
    for (app, compat) in App::both().into_iter().zip([false, true]) {
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        for path in ["/signin", "/signin/", "/signin/nobody", "/signin/%00"] {
            for fields in [&[][..], &[("csrfToken", &*token)], &[("csrfToken", "wrong")]] {
                let answer = Browser::new(browser.auth.clone()).post(path, fields).await;
                if compat {
                    let target = "https://app.example/api/auth/signin?csrf=true";
                    assert_eq!((answer.status.as_u16(), answer.location()), (302, target), "{path}");
                } else {
                    refused(&answer, "POST");
                }
            }
            let answer = browser.post(path, &[("csrfToken", &*token)]).await;
            assert_eq!(answer.status, if compat { 302 } else { 400 }, "{path}");
        }
        // Only whoever passes the check is told where the form is.
        let known = Browser::new(browser.auth.clone()).post("/signin/credentials", &[]).await;
        assert_eq!(known.location(), "https://app.example/api/auth/signin?csrf=true");
        let known = browser.post("/signin/credentials", &[("csrfToken", &*token)]).await;
        assert_eq!(known.location(), "https://app.example/api/auth/signin");
    }
}

#[tokio::test]
async fn s_216_credentials_are_posted() {
    let answer = Browser::new(App::strict().build()).get("/callback/credentials").await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, Some("POST")));
    assert!(answer.set_cookies().is_empty());
    let answer = Browser::new(App::compat().build()).get("/callback/credentials").await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.body, "Error: Callback for provider type credentials not supported");
}

#[tokio::test]
async fn s_216_refusing_costs_next_to_nothing() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        for path in [format!("/callback/{}", "p".repeat(8_000)), "/nope".into(), format!("/{}", "%00".repeat(2_600))] {
            let mut best = Duration::MAX;
            for _ in 0..20 {
                let started = Instant::now();
                refused(&browser.get(&path).await, "GET");
                best = best.min(started.elapsed());
            }
            assert!(best < Duration::from_millis(1), "{best:?}");
        }
    }
}
