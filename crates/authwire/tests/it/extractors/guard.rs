//! Who is let in, and what happens to everybody else.

use super::{ada_cookie, application, ask, routes, see, session_cookies};
use crate::{
    app::{App, ORIGIN, START},
    browser::Browser,
    mint::{self, SESSION},
};
use axum::Router;
use http::Method;

const PAGE: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

#[tokio::test]
async fn a_session_that_must_be_there() {
    for app in App::both() {
        let router = application(&app.build());
        let answer = see(&router, "/must", &[("cookie", &ada_cookie())]).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "Ada Lovelace"));
        let tokens = [
            String::new(),
            "garbage".to_owned(),
            mint::seal("another secret", "", r#"{"name":"Eve","exp":9999999999}"#),
            mint::seal(crate::app::SECRET, "next-auth.state", r#"{"name":"Eve","exp":9999999999}"#),
            mint::token(&serde_json::json!({ "name": "Eve", "exp": START - 60 })),
            mint::token(&serde_json::json!({ "name": "Eve" })),
        ];
        for token in &tokens {
            let answer = see(&router, "/must", &[("cookie", &format!("{SESSION}={token}"))]).await;
            assert_eq!(answer.status, 401, "{token}");
            assert!(!answer.body.contains("Eve"));
        }
        let plain =
            see(&router, "/must", &[("cookie", &format!("next-auth.session-token={}", mint::ada_token()))]).await;
        assert_eq!(plain.status, 401, "the cookie of http does not count over https");
    }
}

#[tokio::test]
async fn a_session_that_may_be_there() {
    for app in App::both() {
        let router = application(&app.build());
        assert_eq!(see(&router, "/may", &[("cookie", &ada_cookie())]).await.body, "Ada Lovelace");
        let nobody = see(&router, "/may", &[]).await;
        assert_eq!((nobody.status.as_u16(), nobody.body.as_str()), (200, "nobody"));
        assert!(nobody.set_cookies().is_empty());
        let bad = see(&router, "/may", &[("cookie", &format!("{SESSION}=garbage"))]).await;
        assert_eq!((bad.status.as_u16(), bad.body.as_str()), (200, "nobody"));
        let deletion = format!("{SESSION}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax");
        assert_eq!(bad.set_cookies(), [deletion]);
    }
}

#[tokio::test]
async fn a_page_is_asked_for_with_a_redirect_everything_else_gets_401() {
    for app in App::both() {
        let router = application(&app.build());
        for method in [Method::GET, Method::HEAD] {
            let answer = ask(&router, method, "/must?a=1&b=%2F", &[PAGE]).await;
            assert_eq!(answer.status, 302);
            assert_eq!(
                answer.location(),
                "https://app.example/api/auth/signin?callbackUrl=%2Fmust%3Fa%3D1%26b%3D%252F"
            );
            assert_eq!(answer.header("cache-control"), Some("private, no-cache, no-store"));
        }
        for (method, headers) in [
            (Method::GET, &[][..]),
            (Method::GET, &[("accept", "application/json")]),
            (Method::GET, &[("accept", "*/*")]),
            (Method::POST, &[PAGE]),
        ] {
            let answer = ask(&router, method.clone(), "/must", headers).await;
            assert_eq!(answer.status, 401, "{method} {headers:?}");
            assert!(answer.location().is_empty());
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert_eq!(answer.header("cache-control"), Some("private, no-cache, no-store"));
            assert!(answer.json()["message"].is_string());
        }
    }
}

#[tokio::test]
async fn who_was_sent_to_sign_in_comes_back() {
    for app in App::both() {
        let auth = app.build();
        // The prefix that a nested router takes away is part of where the user was.
        let nested = Router::new().nest("/team", routes()).layer(auth.layer()).with_state(auth.clone());
        let away = see(&nested, "/team/must?x=1", &[PAGE]).await;
        let page = away.location().strip_prefix("https://app.example/api/auth").expect("our sign-in page").to_owned();
        let mut browser = Browser::new(auth);
        browser.get(&page).await;
        assert_eq!(browser.sign_in().await.location(), "https://app.example/team/must?x=1");
        let cookie = format!("{SESSION}={}", browser.session_cookie().expect("signed in"));
        assert_eq!(see(&nested, "/team/must?x=1", &[PAGE, ("cookie", &cookie)]).await.body, "Ada Lovelace");
    }
}

#[tokio::test]
async fn hostile_targets_do_not_lead_elsewhere() {
    for app in App::both() {
        let auth = app.build();
        let router = routes().fallback(super::must).layer(auth.layer()).with_state(auth.clone());
        for target in
            ["//evil.io", "/\\evil.io", "/%5cevil.io", "/x?callbackUrl=https://evil.io", "/%0d%0aSet-Cookie:x=y"]
        {
            let Ok(uri) = target.parse::<http::Uri>() else { continue };
            let answer =
                see(&router, &uri.to_string(), &[PAGE, ("host", "evil.io"), ("x-forwarded-host", "evil.io")]).await;
            assert_eq!(answer.status, 302, "{target}");
            let page =
                answer.location().strip_prefix("https://app.example/api/auth").expect("our sign-in page").to_owned();
            let mut browser = Browser::new(auth.clone());
            browser.get(&page).await;
            let back = browser.sign_in().await.location().to_owned();
            let host = url::Url::parse(&back).expect("a URL").host_str().map(str::to_owned);
            assert_eq!(host.as_deref(), Some("app.example"), "{target}: {back}");
        }
    }
}

#[tokio::test]
async fn the_applications_own_sign_in_page_is_used() {
    let pages = |page: &str| authwire::Pages { sign_in: Some(page.to_owned()), ..authwire::Pages::default() };
    for app in App::both() {
        for (page, location) in [
            ("/welcome", "https://app.example/welcome?callbackUrl=%2Fmust"),
            ("/welcome?lang=de", "https://app.example/welcome?lang=de&callbackUrl=%2Fmust"),
            ("https://id.example/in", "https://id.example/in?callbackUrl=%2Fmust"),
        ] {
            let mut options = app.options.clone();
            let auth = options.pages(pages(page)).build().expect("sound");
            assert_eq!(see(&application(&auth), "/must", &[PAGE]).await.location(), location);
        }
    }
}

#[tokio::test]
async fn s_140_the_header_never_stands_in_for_the_cookie() {
    for app in App::both() {
        let auth = app.build();
        let router = application(&auth);
        let header = format!("Bearer {}", mint::named("Eve"));
        assert_eq!(see(&router, "/must", &[("authorization", &header)]).await.status, 401);
        assert_eq!(see(&router, "/may", &[("authorization", &header)]).await.body, "nobody");
        let both = [("authorization", &*header), ("cookie", &ada_cookie())];
        assert_eq!(see(&router, "/may", &both).await.body, "Ada Lovelace");

        // Nor on the engine's own routes, least of all those that a CSRF token protects.
        let mut browser = Browser::new(auth);
        browser.headers.push(("authorization", header));
        assert!(browser.is_anonymous().await);
        let token = browser.csrf().await;
        let update = serde_json::json!({ "csrfToken": token, "data": { "name": "x" } });
        assert_eq!(browser.post_json("/session", &update).await.body, "{}");
        assert_eq!(browser.post_json("/session", &serde_json::json!({})).await.status, 400);
        assert!(browser.post("/signout", &[("csrfToken", &token)]).await.cookie(SESSION).is_none());
        let refused = browser.post("/callback/credentials", &[("username", "ada"), ("password", "lovelace")]).await;
        assert_eq!(refused.location(), format!("{ORIGIN}/api/auth/signin?csrf=true"));
    }
}

#[tokio::test]
async fn s_119_a_tossed_cookie_opens_nothing() {
    let [strict, compat] = App::both();
    let tossed = format!("{SESSION}={}; {SESSION}={}", mint::named("Eve"), mint::ada_token());
    let answer = see(&application(&strict.build()), "/must", &[("cookie", &tossed)]).await;
    assert_eq!(answer.status, 401);
    assert!(session_cookies(&answer).is_empty());
    assert_eq!(see(&application(&compat.build()), "/must", &[("cookie", &tossed)]).await.body, "Eve");
}
