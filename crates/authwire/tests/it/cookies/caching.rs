//! Whether what one user sees may be kept for another.

use crate::{
    app::App,
    browser::{Answer, Browser},
};
use std::collections::HashMap;

fn assert_uncached(answer: &Answer, what: &str) {
    assert_eq!(answer.header("cache-control"), Some("private, no-cache, no-store"), "{what}: {answer:?}");
    assert_eq!(answer.headers.get_all("cache-control").iter().count(), 1, "{what}");
    for validator in ["etag", "last-modified"] {
        assert!(answer.header(validator).is_none(), "{what}: {validator}");
    }
}

#[tokio::test]
async fn s_153_nothing_of_the_engine_is_kept() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        for signed_in in [false, true] {
            for path in [
                "/session",
                "/csrf",
                "/providers",
                "/signin",
                "/signout",
                "/error",
                "/error?error=Verification",
                "/verify-request",
                "/signin?error=Callback",
                "/error?error=Callback",
                "/callback/credentials",
                "/callback/unknown",
                "/nothing",
                "/",
                "/session?callbackUrl=/x",
                "/csrf?callbackUrl=:::",
            ] {
                assert_uncached(&browser.get(path).await, path);
            }
            let token = browser.csrf().await;
            let update = serde_json::json!({ "csrfToken": token });
            assert_uncached(&browser.post_json("/session", &update).await, "an update");
            assert_uncached(&browser.post_json("/session", &serde_json::json!({})).await, "an update without token");
            assert_uncached(&browser.post("/signin/credentials", &[("csrfToken", &token)]).await, "the start");
            assert_uncached(&browser.post("/callback/credentials", &[("csrfToken", &token)]).await, "a wrong password");
            assert_uncached(&browser.post("/_log", &[("code", "X")]).await, "a log line");
            assert_uncached(&browser.post("/signout", &[]).await, "a sign-out without token");
            assert_uncached(&browser.send(http::Method::PUT, "/session", None, "").await, "another method");
            assert_uncached(
                &browser.send(http::Method::POST, "/session", Some("application/json"), "{").await,
                "no JSON",
            );
            assert_uncached(
                &browser.send(http::Method::GET, &format!("/session?{}", "x".repeat(9000)), None, "").await,
                "too long",
            );
            if !signed_in {
                assert_uncached(&browser.sign_in().await, "a sign-in");
            }
        }
        let token = browser.csrf().await;
        assert_uncached(&browser.post("/signout", &[("csrfToken", &token)]).await, "a sign-out");
    }
}

/// A shared cache as RFC 9111 §3 allows one: it keeps by target what is neither private nor forbidden to store.
#[derive(Default)]
struct Proxy(HashMap<String, String>);

impl Proxy {
    async fn get(&mut self, browser: &mut Browser, path: &str) -> String {
        if let Some(kept) = self.0.get(path) {
            return kept.clone();
        }
        let answer = browser.get(path).await;
        let policy = answer.header("cache-control").unwrap_or_default();
        if !policy.contains("private") && !policy.contains("no-store") {
            self.0.insert(path.to_owned(), answer.body.clone());
        }
        answer.body
    }
}

#[tokio::test]
async fn s_153_behind_a_proxy_everybody_sees_their_own() {
    for app in App::both() {
        let auth = app.build();
        let mut proxy = Proxy::default();
        let (mut ada, mut nobody) = (Browser::new(auth.clone()), Browser::new(auth));
        ada.sign_in().await;
        for path in ["/session", "/session/x.css", "/session?v=1.js"] {
            let seen = proxy.get(&mut ada, path).await;
            assert!(seen.contains("Ada Lovelace"), "{path}: {seen}");
            assert_eq!(proxy.get(&mut nobody, path).await, "{}", "{path}");
        }
        assert_ne!(proxy.get(&mut ada, "/csrf").await, proxy.get(&mut nobody, "/csrf").await);
    }
}
