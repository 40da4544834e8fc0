//! Cookies as they leave, and as browsers, subdomains and attackers send them.

mod attributes;
mod caching;
mod chunks;
mod hostile;
mod tossing;

use crate::{
    app::App,
    browser::{Answer, Browser, answer},
    mint::SESSION,
};
use authwire::Auth;
use http::{HeaderValue, Request};
use http_body_util::Full;

/// A GET of the session with a `Cookie` header of exactly these bytes.
async fn session(auth: &Auth, cookie: impl AsRef<[u8]>) -> Answer {
    get(auth, "session", cookie).await
}

async fn get(auth: &Auth, path: &str, cookie: impl AsRef<[u8]>) -> Answer {
    let cookie = HeaderValue::from_bytes(cookie.as_ref()).expect("bytes that a header can carry");
    let request = Request::get(format!("/api/auth/{path}")).header("cookie", cookie);
    answer(auth, request.body(Full::default()).expect("a request")).await
}

fn header(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

fn name(answer: &Answer) -> Option<String> {
    assert_eq!(answer.status, 200, "{answer:?}");
    Some(answer.json()["user"]["name"].as_str()?.to_owned())
}

fn browser(app: &App, token: &str) -> Browser {
    let mut browser = Browser::new(app.build());
    browser.set(SESSION, token);
    browser
}
