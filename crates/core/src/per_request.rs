//! What per-request options may look at.

use crate::{Action, Options, cookies::Cookies};
use http::{HeaderMap, Method, Uri, request::Parts};

/// Changes options for one request.
pub(crate) type PerRequest = dyn Fn(&RequestInfo<'_>, &mut Options) + Send + Sync;

/// A request, before its body is read.
#[derive(Clone, Copy)]
pub struct RequestInfo<'r> {
    parts: &'r Parts,
    action: Option<Action>,
}

impl<'r> RequestInfo<'r> {
    pub(crate) fn new(parts: &'r Parts, action: Option<Action>) -> Self {
        Self { parts, action }
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &'r Method {
        &self.parts.method
    }

    /// The target.
    #[must_use]
    pub fn uri(&self) -> &'r Uri {
        &self.parts.uri
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &'r HeaderMap {
        &self.parts.headers
    }

    /// The host that the client named, without its port and as it was written: of the `Host` header, or without one (HTTP/2) of the target.
    /// Only good for choosing among known tenants, since a client can name any.
    #[must_use]
    pub fn host(&self) -> Option<&'r str> {
        let host = match self.parts.headers.get(http::header::HOST) {
            Some(host) => host.to_str().ok()?,
            None => return self.parts.uri.authority().map(http::uri::Authority::host),
        };
        Some(
            host.rsplit_once(':')
                .map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host }),
        )
    }

    /// The action of the engine, if the request is for one.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        self.action
    }

    /// Whether this asks for the sign-in page.
    #[must_use]
    pub fn is_sign_in_page(&self) -> bool {
        self.action == Some(Action::SignIn) && self.parts.method == Method::GET
    }

    /// The value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        Cookies::parse(&self.parts.headers).get(name).map(str::to_owned)
    }
}

/// Method and path alone: headers and query carry credentials.
impl std::fmt::Debug for RequestInfo<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestInfo")
            .field("method", self.method())
            .field("path", &self.uri().path())
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}
