//! What is asked: the same value from an `http::Request` and from a JavaScript host.

mod body;
mod limits;
mod query;
mod receive;

pub(crate) use limits::{body_limit, oversized};
pub(crate) use receive::{discard, receive};

use crate::{Cookies, Object};
use http::{HeaderMap, Method, request::Parts};
use serde_json::Value;
use std::borrow::Cow;

/// What a path below the base path asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `callback/{provider}`: the end of a sign-in.
    Callback,
    /// `csrf`: the CSRF token.
    Csrf,
    /// `error`: the error page.
    Error,
    /// `_log`: log lines of clients.
    Log,
    /// `providers`: the list of providers.
    Providers,
    /// `session`: the session, or its update.
    Session,
    /// `signin`: the sign-in page, or the start of a sign-in.
    SignIn,
    /// `signout`: the sign-out page, or the end of the session.
    SignOut,
    /// `verify-request`: the page that asks to look into the mailbox.
    VerifyRequest,
}

impl Action {
    /// The action of a path segment, compared case-sensitively as in v4.
    #[must_use]
    pub fn parse(segment: &str) -> Option<Self> {
        Some(match segment {
            "callback" => Self::Callback,
            "csrf" => Self::Csrf,
            "error" => Self::Error,
            "_log" => Self::Log,
            "providers" => Self::Providers,
            "session" => Self::Session,
            "signin" => Self::SignIn,
            "signout" => Self::SignOut,
            "verify-request" => Self::VerifyRequest,
            _ => return None,
        })
    }
}

/// The path of a request below the base path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A host without a catch-all route: there is no path to read. v4 calls that a fault of the configuration.
    Missing,
    /// No action of the engine.
    Unknown,
    /// An action, and the path segment behind it: the provider's id, or an error code.
    Action(Action, Option<String>),
}

impl Route {
    /// From decoded path segments, those behind the second ignored.
    pub fn from_segments<'s>(segments: impl IntoIterator<Item = &'s str>) -> Self {
        let mut segments = segments.into_iter();
        match segments.next().and_then(Action::parse) {
            Some(action) => {
                Self::Action(action, segments.next().filter(|segment| !segment.is_empty()).map(str::to_owned))
            }
            None => Self::Unknown,
        }
    }

    /// From the path of a request: what follows the base path, else, when a framework has stripped its prefix, all of it.
    #[must_use]
    pub fn from_path(path: &str, base_path: &str) -> Self {
        let rest = below(path, base_path).unwrap_or(path);
        let segments = rest.strip_prefix('/').unwrap_or(rest).split('/').take(2).map(decoded);
        Self::from_segments(segments.collect::<Vec<_>>().iter().map(Cow::as_ref))
    }

    /// The action.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        match self {
            Self::Action(action, _) => Some(*action),
            Self::Missing | Self::Unknown => None,
        }
    }

    /// The segment behind the action.
    #[must_use]
    pub fn argument(&self) -> Option<&str> {
        match self {
            Self::Action(_, argument) => argument.as_deref(),
            Self::Missing | Self::Unknown => None,
        }
    }
}

/// What follows the base path, if `path` is it or lies below it.
pub(crate) fn below<'p>(path: &'p str, base_path: &str) -> Option<&'p str> {
    path.strip_prefix(base_path).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn decoded(segment: &str) -> Cow<'_, str> {
    if segment.contains('%') {
        percent_encoding::percent_decode_str(segment).decode_utf8_lossy()
    } else {
        Cow::Borrowed(segment)
    }
}

/// A request for the engine.
#[derive(Clone)]
#[non_exhaustive]
pub struct AuthRequest {
    /// The method.
    pub method: Method,
    /// The path below the base path.
    pub route: Route,
    /// The query, decoded once. A repeated key is an array.
    pub query: Object,
    /// The body: form fields (a repeated key is an array) or a JSON object; empty when there is none or it is something else.
    pub body: Object,
    /// The body is of a type that is not read.
    pub unread_body: bool,
    /// The cookies.
    pub cookies: Cookies,
    /// The headers.
    pub headers: HeaderMap,
}

impl AuthRequest {
    /// A request without query, body, cookies and headers, for a host to fill in.
    #[must_use]
    pub fn new(method: Method, route: Route) -> Self {
        Self {
            method,
            route,
            query: Object::new(),
            body: Object::new(),
            unread_body: false,
            cookies: Cookies::default(),
            headers: HeaderMap::new(),
        }
    }

    /// From the parts of an `http` request and its whole body.
    pub(crate) fn from_http(parts: Parts, bytes: &[u8], base_path: &str) -> Result<Self, Unreadable> {
        let body =
            if parts.method == Method::POST { body::read(&parts.headers, bytes)? } else { body::Body::default() };
        Ok(Self {
            route: Route::from_path(parts.uri.path(), base_path),
            query: parts.uri.query().map_or_else(|| Ok(Object::new()), query::read)?,
            body: body.fields,
            unread_body: body.unread,
            cookies: Cookies::parse(&parts.headers),
            method: parts.method,
            headers: parts.headers,
        })
    }

    /// The code for the sign-in and error pages: of the query, else of the path.
    pub(crate) fn error_code(&self) -> Option<Cow<'_, str>> {
        self.query_error().or_else(|| self.route.argument().map(Cow::Borrowed))
    }

    /// The `error` parameter of the query, unless it is empty.
    pub(crate) fn query_error(&self) -> Option<Cow<'_, str>> {
        if let Some(code) = self.query.str("error") {
            return Some(code).filter(|code| !code.is_empty());
        }
        match self.query.get("error")? {
            // Node writes a repeated parameter as a list; no code is known by such a name.
            Value::Array(codes) => {
                Some(Cow::Owned(codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")))
            }
            _ => None,
        }
    }
}

/// Method and path alone: headers, cookies, query and body carry credentials.
impl std::fmt::Debug for AuthRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthRequest").field("method", &self.method).field("route", &self.route).finish_non_exhaustive()
    }
}

/// A request that is refused before it is read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("Invalid JSON")]
    Json,
    #[error("Too many fields")]
    Fields,
    #[error("Body exceeds the limit")]
    Body,
    #[error("URI too long")]
    Uri,
    #[error("Header fields too large")]
    Headers,
    #[error("Bad request: the body could not be read")]
    Broken,
}

/// A member that is a non-empty string.
pub(crate) fn string(object: &Object, key: &str) -> Option<String> {
    object.str(key).filter(|text| !text.is_empty()).map(Cow::into_owned)
}
