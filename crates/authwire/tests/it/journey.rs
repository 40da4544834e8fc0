//! One journey through the whole engine, in both profiles.

use crate::{
    app::{App, START},
    browser::Browser,
};
use authwire::Timestamp;
use std::time::Duration;

#[tokio::test]
async fn sign_in_read_update_and_sign_out() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        let refused = browser
            .post("/callback/credentials", &[("csrfToken", &token), ("username", "ada"), ("json", "true")])
            .await;
        assert_eq!(refused.status, 401);
        assert_eq!(
            refused.body,
            r#"{"url":"https://app.example/api/auth/error?error=CredentialsSignin&provider=credentials"}"#
        );

        let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace"), ("callbackUrl", "/dash")];
        let signed_in = browser.post("/callback/credentials", &fields).await;
        assert_eq!((signed_in.status.as_u16(), signed_in.location()), (302, "https://app.example/dash"));
        let cookie = signed_in.set_cookies()[1];
        let ends = Timestamp::from_seconds(START).after(Duration::from_secs(30 * 24 * 60 * 60));
        assert!(cookie.starts_with("__Secure-next-auth.session-token=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0.."));
        assert!(
            cookie.ends_with(&format!("; Path=/; Expires={}; HttpOnly; Secure; SameSite=Lax", ends.to_http_date())),
            "{cookie}"
        );

        app.clock.advance(60);
        let read = browser.get("/session").await;
        assert_eq!(
            read.body,
            r#"{"user":{"name":"Ada Lovelace","email":"ada@app.example"},"expires":"2026-12-21T18:55:24.000Z"}"#
        );
        assert_eq!(read.header("cache-control"), Some("private, no-cache, no-store"));
        assert!(read.cookie("__Secure-next-auth.session-token").is_some(), "every read renews");

        let update = serde_json::json!({ "csrfToken": token, "data": { "name": "New" } });
        assert_eq!(browser.post_json("/session", &update).await.json()["user"]["name"], "Ada Lovelace");

        let out = browser.post("/signout", &[("csrfToken", &token), ("callbackUrl", "/bye"), ("json", "true")]).await;
        assert_eq!(out.body, r#"{"url":"https://app.example/bye"}"#);
        assert!(browser.session_cookie().is_none());
        assert!(browser.is_anonymous().await);
        assert_eq!(app.lines.all().iter().filter(|line| line.starts_with("error")).count(), 0, "{:?}", app.lines.all());
    }
}
