//! Every way in which a request names a target, and where the browser ends up.

use crate::{
    app::App,
    browser::{Answer, Browser},
};
use authwire::Pages;
use serde_json::json;
use url::{Url, form_urlencoded::byte_serialize};

const COOKIE: &str = "__Secure-next-auth.callback-url";

/// Where a request names its target.
#[derive(Clone, Copy, Debug)]
pub enum Sink {
    /// A field of the form that is posted to an action.
    Form(Action),
    /// A member of the JSON that is posted.
    Json(Action),
    /// The query of a POST.
    Query(Action),
    /// As [`Sink::Form`], and the answer is asked for as JSON.
    FormReply(Action),
    /// As [`Sink::Query`], and the answer is asked for as JSON.
    QueryReply(Action),
    /// The query of a GET, which the cookie remembers for the sign-out that follows.
    Remembered(&'static str),
    /// The cookie, encoded as the engine encodes it.
    Cookie,
    /// The cookie, as written; for payloads without escapes, which it would undo.
    RawCookie,
    /// The application's own sign-in page, to which the target is appended.
    Page,
}

/// What is posted.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    Callback,
    SignOut,
    /// Answers with the sign-in page; the sign-out that follows tells what the cookie remembers.
    SignIn,
}

pub const SINKS: [Sink; 19] = [
    Sink::Form(Action::Callback),
    Sink::Json(Action::Callback),
    Sink::Query(Action::Callback),
    Sink::FormReply(Action::Callback),
    Sink::QueryReply(Action::Callback),
    Sink::Form(Action::SignOut),
    Sink::Json(Action::SignOut),
    Sink::Query(Action::SignOut),
    Sink::FormReply(Action::SignOut),
    Sink::QueryReply(Action::SignOut),
    Sink::Form(Action::SignIn),
    Sink::Json(Action::SignIn),
    Sink::Query(Action::SignIn),
    Sink::Remembered("/signin"),
    Sink::Remembered("/csrf"),
    Sink::Remembered("/session"),
    Sink::Cookie,
    Sink::RawCookie,
    Sink::Page,
];

impl Sink {
    pub fn is_query(self) -> bool {
        matches!(self, Self::Query(_) | Self::QueryReply(_) | Self::Remembered(_) | Self::Page)
    }
}

/// Where the browser ended up.
#[derive(Debug)]
pub enum Landing {
    Target(String),
    /// next-auth's configuration answer.
    Refused,
    /// No browser can write this payload there.
    Unsent,
}

/// A signed-in browser, to be sent to each sink afresh.
pub struct Visitor {
    browser: Browser,
    with_page: Browser,
    csrf: String,
}

impl Visitor {
    pub async fn new(app: App) -> Self {
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let csrf = browser.csrf().await;
        browser.cookies.retain(|(name, _)| name != COOKIE);
        let page = Pages { sign_in: Some("/login?from=auth".to_owned()), ..Pages::default() };
        let mut with_page = browser.clone();
        with_page.auth = app
            .with(|options| {
                options.pages(page);
            })
            .build();
        Self { browser, with_page, csrf }
    }

    pub async fn send(&self, sink: Sink, payload: &str) -> Landing {
        let mut browser = self.browser.clone();
        let query = format!("?callbackUrl={}", byte_serialize(payload.as_bytes()).collect::<String>());
        let with_target = [("callbackUrl", payload)];
        match sink {
            Sink::Form(action) => {
                let answer = self.post(&mut browser, action, "", &with_target).await;
                self.landing(&mut browser, action, &answer).await
            }
            Sink::Query(action) => {
                let answer = self.post(&mut browser, action, &query, &[]).await;
                self.landing(&mut browser, action, &answer).await
            }
            Sink::Json(action) => {
                let body = json!({
                    "csrfToken": self.csrf, "username": "ada", "password": "lovelace", "callbackUrl": payload,
                });
                let answer = browser.post_json(action.path(), &body).await;
                self.landing(&mut browser, action, &answer).await
            }
            Sink::FormReply(action) => {
                replied(&self.post(&mut browser, action, "", &[("callbackUrl", payload), ("json", "true")]).await)
            }
            Sink::QueryReply(action) => replied(&self.post(&mut browser, action, &query, &[("json", "true")]).await),
            Sink::Remembered(path) => {
                let answer = browser.get(&format!("{path}{query}")).await;
                if answer.status == 500 { refused(&answer) } else { self.remembered(&mut browser).await }
            }
            Sink::Cookie => {
                browser.set(COOKIE, &byte_serialize(payload.as_bytes()).collect::<String>().replace('+', "%20"));
                self.remembered(&mut browser).await
            }
            Sink::RawCookie if payload.bytes().any(|b| b.is_ascii_control() || matches!(b, b';' | b'%')) => {
                Landing::Unsent
            }
            Sink::RawCookie => {
                browser.set(COOKIE, payload);
                self.remembered(&mut browser).await
            }
            Sink::Page => {
                let answer = self.with_page.clone().get(&format!("/signin{query}")).await;
                if answer.status == 500 { refused(&answer) } else { appended(&answer) }
            }
        }
    }

    async fn post(&self, browser: &mut Browser, action: Action, query: &str, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("csrfToken", &*self.csrf), ("username", "ada"), ("password", "lovelace")];
        fields.extend_from_slice(more);
        browser.post(&format!("{}{query}", action.path()), &fields).await
    }

    async fn landing(&self, browser: &mut Browser, action: Action, answer: &Answer) -> Landing {
        match action {
            _ if answer.status == 500 => refused(answer),
            Action::SignIn => {
                assert_eq!(answer.location(), "https://app.example/api/auth/signin");
                self.remembered(browser).await
            }
            Action::Callback | Action::SignOut => located(answer),
        }
    }

    /// Where a sign-out without a target of its own leads.
    async fn remembered(&self, browser: &mut Browser) -> Landing {
        located(&browser.post("/signout", &[("csrfToken", &self.csrf)]).await)
    }
}

impl Action {
    fn path(self) -> &'static str {
        match self {
            Self::Callback => "/callback/credentials",
            Self::SignOut => "/signout",
            Self::SignIn => "/signin/credentials",
        }
    }
}

fn located(answer: &Answer) -> Landing {
    assert_eq!(answer.status, 302, "{answer:?}");
    assert_eq!(answer.headers.get_all("location").iter().count(), 1);
    let target = answer.location();
    assert!(target.bytes().all(|b| b.is_ascii_graphic()), "{target:?}");
    Landing::Target(target.to_owned())
}

fn replied(answer: &Answer) -> Landing {
    if answer.status == 500 {
        return refused(answer);
    }
    assert_eq!((answer.status.as_u16(), answer.header("location")), (200, None), "{answer:?}");
    Landing::Target(answer.json()["url"].as_str().expect("a URL").to_owned())
}

/// The target that the application's own page is told.
fn appended(answer: &Answer) -> Landing {
    let page = Url::parse("https://app.example").expect("a URL").join(answer.location()).expect("a URL");
    assert_eq!((page.host_str(), page.path()), (Some("app.example"), "/login"), "{answer:?}");
    let pairs: Vec<_> = page.query_pairs().into_owned().collect();
    assert_eq!((&*pairs[0].0, &*pairs[1].0, pairs.len()), ("from", "callbackUrl", 2), "{answer:?}");
    Landing::Target(pairs[1].1.clone())
}

fn refused(answer: &Answer) -> Landing {
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("There is a problem with the server configuration."), "{answer:?}");
    assert!(answer.set_cookies().is_empty(), "{answer:?}");
    Landing::Refused
}

/// Whether both a browser (WHATWG) and a client that splits URLs as RFC 3986 does stay on the application's host.
///
/// `lenient` lets userinfo, case and the default port pass, which the compat profile leaves as they are.
pub fn stays(target: &str, lenient: bool) -> bool {
    let page = Url::parse("https://app.example/api/auth/callback/credentials").expect("a URL");
    let browser = page.join(target).is_ok_and(|url| {
        url.scheme() == "https" && url.host_str() == Some("app.example") && url.port_or_known_default() == Some(443)
    });
    let Some((scheme, rest)) = target.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = if lenient {
        let (user, host) = authority.split_once('@').unwrap_or(("", authority));
        let (host, port) = host.split_once(':').unwrap_or((host, "443"));
        let port = port.is_empty() || port.parse() == Ok(443_u16);
        port && !user.contains('\\') && host.eq_ignore_ascii_case("app.example") && scheme.eq_ignore_ascii_case("https")
    } else {
        (scheme, authority) == ("https", "app.example")
    };
    browser && plain
}
