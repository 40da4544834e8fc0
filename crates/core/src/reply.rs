//! What is answered: the same value for an `http::Response` and for a JavaScript host.

use crate::{BoxError, Object, cookies::SetCookie, origin::PublicUrl, pages::Skin, redirect};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Response, StatusCode,
    header::{
        ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, EXPIRES, LOCATION, PRAGMA, REFERRER_POLICY,
        SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
    },
};
use http_body_util::Full;
use serde_json::Value;
use std::{borrow::Cow, fmt};

/// The body of the engine's responses.
pub type ResponseBody = Full<Bytes>;

/// What a reply says.
pub enum Body {
    /// Nothing.
    Empty,
    /// Plain text.
    Text(Cow<'static, str>),
    /// A page.
    Html(String),
    /// An object; the very one that a callback returned, where one did.
    Json(Object),
}

/// An answer of the engine.
#[non_exhaustive]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers, without cookies and content type.
    pub headers: HeaderMap,
    /// The cookies to set, in order.
    pub cookies: Vec<SetCookie>,
    /// The body.
    pub body: Body,
    /// Where next-auth lets an error of the application escape, that error. A JavaScript host throws it; the reply itself says 500.
    pub error: Option<BoxError>,
    redirect: Option<String>,
    /// Only the cookies of the flow, none for CSRF and callback URL.
    pub(crate) bare: bool,
    charset: bool,
}

/// The kind alone: pages and objects hold CSRF tokens and sessions.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Text(_) => "Text(..)",
            Self::Html(_) => "Html(..)",
            Self::Json(_) => "Json(..)",
        })
    }
}

/// Without headers, whose `Location` may carry a token, and without the text of an error.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("cookies", &self.cookies)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl Reply {
    pub(crate) fn new(status: StatusCode, body: Body) -> Self {
        Self {
            status,
            headers: HeaderMap::with_capacity(16),
            cookies: Vec::new(),
            body,
            error: None,
            redirect: None,
            bare: false,
            charset: false,
        }
    }

    pub(crate) fn json(object: impl Into<Object>) -> Self {
        Self::new(StatusCode::OK, Body::Json(object.into()))
    }

    pub(crate) fn json_literal(status: StatusCode, value: &Value) -> Self {
        let object = value.as_object().cloned().unwrap_or_default();
        Self::new(status, Body::Json(object.into()))
    }

    pub(crate) fn text(status: StatusCode, text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(status, Body::Text(text.into()))
    }

    pub(crate) fn html(status: StatusCode, page: String) -> Self {
        Self::new(status, Body::Html(page))
    }

    /// A redirect; in JSON mode, `{"url"}` with status 200.
    pub(crate) fn redirect(target: impl Into<String>) -> Self {
        Self { redirect: Some(target.into()), ..Self::new(StatusCode::OK, Body::Empty) }
    }

    /// The status; for a redirect, its status in JSON mode.
    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn cookies(mut self, cookies: Vec<SetCookie>) -> Self {
        self.cookies = cookies;
        self
    }

    pub(crate) fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    pub(crate) fn allow(mut self, methods: &'static str) -> Self {
        self.headers.insert(ALLOW, HeaderValue::from_static(methods));
        self
    }

    /// v4's host answers so when an error escapes.
    pub(crate) fn escaped(error: BoxError) -> Self {
        Self { error: Some(error), ..Self::text(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error").bare() }
    }

    /// Settles redirects and the headers that every answer carries.
    pub(crate) fn finish(mut self, json_mode: bool, strict: Option<(&PublicUrl, &Skin)>) -> Self {
        if let Some(target) = self.redirect.take() {
            let target = match strict {
                Some((public, _)) => redirect::absolute(&target, public),
                None => target,
            };
            if json_mode {
                let url = if strict.is_some() { redirect::header_safe(&target).into_owned() } else { target };
                let mut body = Object::new();
                body.set("url", url);
                self.body = Body::Json(body);
            } else {
                self.status = StatusCode::FOUND;
                let location = HeaderValue::try_from(&*redirect::header_safe(&target))
                    .unwrap_or_else(|_| HeaderValue::from_static("/"));
                self.headers.insert(LOCATION, location);
            }
        }
        self.headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache, no-store"));
        self.headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
        self.headers.insert(EXPIRES, HeaderValue::from_static("0"));
        self.headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        match strict {
            Some((public, skin)) => self.isolated(skin, &public.origin),
            None => self,
        }
    }

    /// The headers that keep a page from being framed, opened or added to by others (strict).
    pub(crate) fn isolated(mut self, skin: &Skin, origin: &str) -> Self {
        if let Body::Html(_) = &self.body {
            self.charset = true;
            self.headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
            // Not `no-referrer`: with that, browsers send `Origin: null` along with the page's own forms.
            self.headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
            self.headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
            if let Ok(policy) = HeaderValue::try_from(skin.content_security_policy(origin)) {
                self.headers.insert(CONTENT_SECURITY_POLICY, policy);
            }
        }
        self
    }

    /// The content type of the body. v4 gives none to its plain texts.
    #[must_use]
    pub fn content_type(&self) -> Option<&'static str> {
        match &self.body {
            Body::Html(_) if self.charset => Some("text/html; charset=utf-8"),
            Body::Html(_) => Some("text/html"),
            Body::Json(_) => Some("application/json; charset=utf-8"),
            Body::Text(_) | Body::Empty => None,
        }
    }

    /// As an HTTP response.
    #[must_use]
    pub fn into_http(self) -> Response<ResponseBody> {
        let kind = self.content_type();
        let bytes = match self.body {
            Body::Empty => Bytes::new(),
            Body::Text(Cow::Borrowed(text)) => Bytes::from_static(text.as_bytes()),
            Body::Text(Cow::Owned(text)) | Body::Html(text) => Bytes::from(text),
            Body::Json(object) => serde_json::to_vec(&object).unwrap_or_default().into(),
        };
        let mut response = Response::new(Full::new(bytes));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        *headers = self.headers;
        if let Some(kind) = kind {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        for cookie in &self.cookies {
            headers.append(SET_COOKIE, cookie.to_header());
        }
        response
    }
}
