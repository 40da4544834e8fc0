//! Names and attributes, and what no configuration may put there.

use crate::{
    app::{App, START},
    browser::Browser,
    mint::{CALLBACK_URL, CSRF, SESSION},
};
use authwire::{CookieName, CookieOptions, CookieSpec, Timestamp};
use std::time::Duration;

const LAX: &str = "; Path=/; HttpOnly; SameSite=Lax";
const SECURE_LAX: &str = "; Path=/; HttpOnly; Secure; SameSite=Lax";

/// Every cookie of a sign-in, its value left out.
async fn attributes(app: &App) -> Vec<String> {
    let mut browser = Browser::new(app.build());
    let mut all =
        browser.get("/csrf").await.set_cookies().iter().map(|cookie| (*cookie).to_owned()).collect::<Vec<_>>();
    let signed_in = browser.sign_in().await;
    all.extend(signed_in.set_cookies().iter().map(|cookie| (*cookie).to_owned()));
    let bare = |cookie: String| {
        let (name, rest) = cookie.split_once('=').expect("a name");
        format!("{name}{}", rest.find(';').map_or("", |at| &rest[at..]))
    };
    all.into_iter().map(bare).collect()
}

fn expires() -> String {
    Timestamp::from_seconds(START).after(Duration::from_secs(30 * 24 * 60 * 60)).to_http_date()
}

fn session(name: &str, secure: &str) -> String {
    format!("{name}; Path=/; Expires={}; HttpOnly{secure}; SameSite=Lax", expires())
}

#[tokio::test]
async fn s_118_https_cookies_have_exactly_these_attributes() {
    for app in App::both() {
        let expected =
            [format!("{CSRF}{SECURE_LAX}"), format!("{CALLBACK_URL}{SECURE_LAX}"), session(SESSION, "; Secure")];
        assert_eq!(attributes(&app).await, expected);
    }
}

#[tokio::test]
async fn s_118_http_cookies_are_not_prefixed() {
    for (index, app) in App::both().into_iter().enumerate() {
        let app = app.with(|options| {
            options.url("http://localhost:3000");
        });
        let mut expected = vec![format!("next-auth.csrf-token{LAX}")];
        if index == 0 {
            // Strict binds the CSRF token to the browser, as no `__Host-` name does here.
            expected.push(format!("authwire.browser{LAX}"));
        }
        expected.push(format!("next-auth.callback-url{LAX}"));
        expected.push(session("next-auth.session-token", ""));
        assert_eq!(attributes(&app).await, expected);
    }
}

#[tokio::test]
async fn s_118_every_cookie_can_have_the_host_prefix() {
    for app in App::both() {
        let app = app.with(|options| {
            options.host_cookies(true);
        });
        let mut browser = Browser::new(app.build());
        for answer in [browser.get("/csrf").await, {
            let token = browser.csrf().await;
            let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
            browser.post("/callback/credentials", &fields).await
        }] {
            assert!(!answer.set_cookies().is_empty());
            for cookie in answer.set_cookies() {
                assert!(cookie.starts_with("__Host-") && !cookie.contains("Domain"), "{cookie}");
                assert!(cookie.contains("; Path=/;") && cookie.contains("; Secure"), "{cookie}");
            }
        }
        assert_eq!(browser.get("/session").await.json()["user"]["name"], "Ada Lovelace");
    }
}

#[test]
fn s_057_what_would_break_the_header_is_refused_at_start() {
    let spec = |name: &str, domain: Option<&str>, path: Option<&str>| CookieSpec {
        name: name.to_owned(),
        options: CookieOptions {
            domain: domain.map(str::to_owned),
            path: path.map(str::to_owned),
            ..CookieOptions::lax(true)
        },
    };
    let code = |app: &App, cookie, spec| {
        let mut options = app.options.clone();
        options.cookie(cookie, spec).build().err().map(|error| error.code())
    };
    let poison = [";", "=", "\r", "\n", "\r\nX: y", " ", "\t", "\0", ",", "\"", "é", "\u{7f}"];
    for app in App::both() {
        for cookie in [CookieName::SessionToken, CookieName::CallbackUrl, CookieName::CsrfToken] {
            assert_eq!(code(&app, cookie, spec("my.name", Some("app.example"), Some("/x"))), None);
            assert_eq!(code(&app, cookie, spec("", None, None)), Some("INVALID_COOKIE"));
            for bad in poison {
                let (inside, before) = (format!("a{bad}b"), format!("{bad}a"));
                for name in [&inside, &before] {
                    assert_eq!(code(&app, cookie, spec(name, None, None)), Some("INVALID_COOKIE"), "name {name:?}");
                }
                if bad == "\"" {
                    continue;
                }
                let domain = spec("n", Some(&inside), None);
                assert_eq!(code(&app, cookie, domain), Some("INVALID_COOKIE"), "domain {inside:?}");
                let path = spec("n", None, Some(&format!("/{inside}")));
                assert_eq!(code(&app, cookie, path), Some("INVALID_COOKIE"), "path {inside:?}");
            }
        }
    }
}
