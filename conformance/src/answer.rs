//! An answer, taken apart for the comparison.
use crate::{apps::App, http::Response};
use serde_json::Value;

/// What one side said to one request, and what its application was asked meanwhile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Without `Set-Cookie`; names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) cookies: Vec<SetCookie>,
    pub(crate) body: String,
    /// The claims of the session token that the answer sets: `Null` if the reference cannot read it.
    pub(crate) claims: Option<Value>,
    /// Recorded calls, `{"call": …, "with": …}`.
    pub(crate) calls: Vec<Value>,
    /// The cookie by which the strict profile knew the browser that asked.
    pub(crate) browser: Option<String>,
    /// The host's own words for an exception that the library did not catch.
    pub(crate) escaped: bool,
    /// Unix time in seconds at which the answer was there.
    pub(crate) at: i64,
}

/// One `Set-Cookie` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SetCookie {
    pub(crate) name: String,
    /// As sent: percent-encoded.
    pub(crate) value: String,
    /// In the order sent; a flag has an empty value.
    pub(crate) attributes: Vec<(String, String)>,
}

impl SetCookie {
    fn parse(line: &str) -> Self {
        let mut parts = line.split("; ");
        let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).unwrap_or((line, ""));
        let attributes = parts
            .map(|part| part.split_once('=').unwrap_or((part, "")))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self { name: name.to_owned(), value: value.to_owned(), attributes }
    }

    /// An attribute's value; names are compared as they are written.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    /// Tells the browser to forget the cookie.
    pub(crate) fn deletes(&self) -> bool {
        self.attribute("Max-Age") == Some("0")
    }
}

impl Answer {
    /// Takes a response apart; claims and calls come from elsewhere.
    pub(crate) fn of(response: Response, at: i64) -> Self {
        let (cookies, headers): (Vec<_>, Vec<_>) =
            response.headers.into_iter().partition(|(name, _)| name == "set-cookie");
        Self {
            status: response.status,
            headers,
            cookies: cookies.iter().map(|(_, line)| SetCookie::parse(line)).collect(),
            body: String::from_utf8_lossy(&response.body).into_owned(),
            claims: None,
            calls: Vec::new(),
            browser: None,
            escaped: false,
            at,
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_html(&self) -> bool {
        self.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
    }

    /// The session token that the answer sets, put together from its chunks.
    pub(crate) fn session_token(&self, app: &App) -> Option<String> {
        let mut pieces: Vec<_> =
            self.cookies.iter().filter(|cookie| app.is_session_cookie(&cookie.name) && !cookie.deletes()).collect();
        pieces.sort_by_key(|cookie| cookie.name.rsplit('.').next().and_then(|index| index.parse::<usize>().ok()));
        let token: String = pieces.iter().map(|cookie| cookie.value.as_str()).collect();
        (!token.is_empty()).then_some(token)
    }
}
