//! How large a request may be, and how many parts it may have (S-211).

use crate::{
    app::App,
    browser::{Browser, answer},
};
use bytes::Bytes;
use http::{Method, Request};
use http_body_util::Full;

const FORM: &str = "application/x-www-form-urlencoded";
const KIB: usize = 1024;

async fn post(browser: &mut Browser, kind: &str, body: String) -> u16 {
    browser.send(Method::POST, "/signout", Some(kind), body).await.status.as_u16()
}

#[tokio::test]
async fn s_211_bodies() {
    for (app, limit) in App::both().into_iter().zip([64 * KIB, KIB * KIB]) {
        let mut browser = Browser::new(app.build());
        for kind in [FORM, "application/json", "text/plain"] {
            let json = |size: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(size - 8));
            let body = |size: usize| if kind == FORM { "x".repeat(size) } else { json(size) };
            assert_ne!(post(&mut browser, kind, body(limit)).await, 413, "{kind}");
            assert_eq!(post(&mut browser, kind, body(limit + 1)).await, 413, "{kind}");
            assert_eq!(post(&mut browser, kind, body(limit * 3)).await, 413, "{kind}");
        }
    }
}

#[tokio::test]
async fn s_211_fields_and_depth() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        let fields = |count: usize| (0..count).map(|index| format!("f{index}=1&")).collect::<String>();
        assert_eq!(post(&mut browser, FORM, fields(100)).await, 302);
        assert_eq!(post(&mut browser, FORM, fields(101)).await, 400);
        assert_eq!(post(&mut browser, FORM, "a&".repeat(101)).await, 400);
        assert_eq!(browser.get(&format!("/csrf?{}", fields(100))).await.status, 200);
        assert_eq!(browser.get(&format!("/csrf?{}", fields(101))).await.status, 400);

        let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
        assert_eq!(post(&mut browser, "application/json", nested(32)).await, 302);
        assert_eq!(post(&mut browser, "application/json", nested(33)).await, 400);
        let objects = "{\"a\":".repeat(33) + "1" + &"}".repeat(33);
        assert_eq!(post(&mut browser, "application/json", objects).await, 400);
        let quoted = format!("{{\"a\":\"\\\"{}\"}}", "[".repeat(200));
        assert_eq!(post(&mut browser, "application/json", quoted).await, 302);
    }
}

#[tokio::test]
async fn s_211_target_and_headers() {
    for app in App::both() {
        let auth = app.build();
        let target = |length: usize| format!("/api/auth/csrf?{}", "x".repeat(length - "/api/auth/csrf?".len()));
        let head = |target: String, headers: &[(&str, usize)]| {
            let mut request = Request::builder().uri(target);
            for (name, length) in headers {
                request = request.header(*name, "x".repeat(*length));
            }
            request.body(Full::new(Bytes::new())).expect("a request")
        };
        assert_eq!(answer(&auth, head(target(8 * KIB), &[])).await.status, 200);
        assert_eq!(answer(&auth, head(target(8 * KIB + 1), &[])).await.status, 414);
        assert_eq!(answer(&auth, head(target(20), &[("x-a", 63 * KIB)])).await.status, 200);
        assert_eq!(answer(&auth, head(target(20), &[("x-a", 64 * KIB)])).await.status, 431);
        let several = [("x-a", 22 * KIB), ("x-a", 22 * KIB), ("cookie", 22 * KIB)];
        assert_eq!(answer(&auth, head(target(20), &several)).await.status, 431);
        assert_eq!(answer(&auth, head(target(20), &several[..2])).await.status, 200);
    }
}

/// What is refused for its size reaches nothing that could change, and sets nothing.
#[tokio::test]
async fn s_211_a_refusal_sets_no_cookie() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        let too_long = browser.get(&format!("/signin?{}", "x".repeat(9 * KIB))).await;
        let too_large = browser.send(Method::POST, "/signout", Some(FORM), "x".repeat(2 * KIB * KIB)).await;
        for refusal in [too_long, too_large] {
            assert!(refusal.status.is_client_error());
            assert!(refusal.set_cookies().is_empty() && refusal.header("location").is_none(), "{refusal:?}");
        }
    }
}
