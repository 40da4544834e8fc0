//! Under which public URL this request is answered.

use crate::allow_list::{HostPattern, authority};
use http::{HeaderMap, HeaderValue, header::HOST, request::Parts};
use std::sync::Arc;
use url::Url;

/// The base path when nothing configures another.
pub(crate) const DEFAULT_BASE_PATH: &str = "/api/auth";

/// Where the application is reached, and the engine below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublicUrl {
    /// Scheme, host and port: `https://app.example`.
    pub(crate) origin: Arc<str>,
    /// The origin and the base path: `https://app.example/api/auth`.
    pub(crate) base: Arc<str>,
    /// Host and port.
    pub(crate) host: Arc<str>,
    /// Whether cookies are those of https.
    pub(crate) secure: bool,
}

impl PublicUrl {
    /// As next-auth reads `NEXTAUTH_URL`: `https://` is put before what does not begin with `http`, the path is the base path. But a
    /// scheme is not taken for a host, as in `HTTPS://app.example`.
    pub(crate) fn parse(text: &str, base_path: Option<&str>) -> Option<Self> {
        let whole = text.starts_with("http") || text.contains("://");
        let url = if whole { Url::parse(text) } else { Url::parse(&format!("https://{text}")) }.ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let path = base_path.unwrap_or_else(|| base_path_of(&url));
        Some(Self::new(&url, path, url.scheme() == "https"))
    }

    fn new(url: &Url, base_path: &str, secure: bool) -> Self {
        let origin = url.origin().ascii_serialization();
        Self {
            base: format!("{origin}{base_path}").into(),
            host: origin.split_once("://").map_or(origin.as_str(), |(_, host)| host).into(),
            origin: origin.into(),
            secure,
        }
    }

    /// The path below which the engine answers.
    pub(crate) fn base_path(&self) -> &str {
        self.base.get(self.origin.len()..).unwrap_or(DEFAULT_BASE_PATH)
    }
}

/// The path of a configured URL, without a slash at its end.
pub(crate) fn base_path_of(url: &Url) -> &str {
    match url.path() {
        "/" => DEFAULT_BASE_PATH,
        path => path.strip_suffix('/').unwrap_or(path),
    }
}

/// Where the public URL comes from.
#[derive(Clone, Debug)]
pub(crate) enum OriginSource {
    /// From the configuration: no header counts.
    Fixed(PublicUrl),
    /// From the forwarded host, or else the host, of each request.
    Headers { trusted: Trusted, base_path: Arc<str>, proxies: Option<usize>, secure: Option<bool> },
}

/// Which hosts a header may name.
#[derive(Clone, Debug)]
pub(crate) enum Trusted {
    /// Any (compat: next-auth's `AUTH_TRUST_HOST`).
    Any,
    /// Those of a list.
    Listed(Arc<[HostPattern]>),
}

/// The request names a host that is malformed or not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the Host or X-Forwarded-Host of the request is malformed or not one of the trusted hosts: set AUTH_URL, or list the host with trusted_hosts or AUTH_TRUSTED_HOSTS"
)]
pub(crate) struct UntrustedHost;

/// The `Host` of a request that has none, because HTTP/2 sends it with the target (RFC 9113 §8.3.1).
pub(crate) fn host_of_target(parts: &Parts) -> Option<HeaderValue> {
    let authority = parts.uri.authority().filter(|_| !parts.headers.contains_key(HOST))?;
    HeaderValue::from_str(authority.as_str()).ok()
}

impl OriginSource {
    /// As [`resolve`](Self::resolve), for a request as it came.
    pub(crate) fn of_request(&self, parts: &Parts) -> Result<PublicUrl, UntrustedHost> {
        match host_of_target(parts) {
            None => self.resolve(&parts.headers),
            Some(host) => {
                let mut headers = parts.headers.clone();
                headers.insert(HOST, host);
                self.resolve(&headers)
            }
        }
    }

    pub(crate) fn resolve(&self, headers: &HeaderMap) -> Result<PublicUrl, UntrustedHost> {
        let (trusted, base_path, proxies, secure) = match self {
            Self::Fixed(url) => return Ok(url.clone()),
            Self::Headers { trusted, base_path, proxies, secure } => (trusted, base_path, *proxies, *secure),
        };
        let forwarded = hop(headers, "x-forwarded-host", proxies)?;
        let host = match forwarded {
            Some(host) => host,
            None => hop(headers, "host", None)?.ok_or(UntrustedHost)?,
        };
        let proto = hop(headers, "x-forwarded-proto", proxies);
        let (url, url_secure) = match trusted {
            Trusted::Any => {
                let scheme = if matches!(proto, Ok(Some("http"))) { "http" } else { "https" };
                (authority(scheme, host).ok_or(UntrustedHost)?, scheme == "https")
            }
            Trusted::Listed(patterns) => {
                let asked = match proto? {
                    None => "https",
                    Some(scheme @ ("http" | "https")) => scheme,
                    Some(_) => return Err(UntrustedHost),
                };
                // A pattern without a scheme fits the request's; one with a scheme decides it.
                let scheme_of = |pattern: &HostPattern| pattern.scheme().unwrap_or(asked).to_owned();
                patterns
                    .iter()
                    .find_map(|pattern| {
                        let url = authority(&scheme_of(pattern), host)?;
                        pattern.matches(&url).then(|| (url, pattern.scheme().unwrap_or("https") == "https"))
                    })
                    .ok_or(UntrustedHost)?
            }
        };
        Ok(PublicUrl::new(&url, base_path, secure.unwrap_or(url_secure)))
    }
}

/// The value that counts of a header which proxies extend: the only one, or the one that the outermost of `proxies` trusted proxies added.
fn hop<'h>(headers: &'h HeaderMap, name: &str, proxies: Option<usize>) -> Result<Option<&'h str>, UntrustedHost> {
    let mut values = headers.get_all(name).iter();
    let Some(first) = values.next() else { return Ok(None) };
    match (values.next(), proxies) {
        (None, None) => {
            first.to_str().map(|value| Some(value).filter(|value| !value.is_empty())).map_err(|_| UntrustedHost)
        }
        (Some(_), None) => Err(UntrustedHost),
        (_, Some(proxies)) => {
            let mut hops = Vec::new();
            for value in headers.get_all(name) {
                hops.extend(value.to_str().map_err(|_| UntrustedHost)?.split(',').map(str::trim));
            }
            let at = hops.len().checked_sub(proxies.max(1)).ok_or(UntrustedHost)?;
            Ok(hops.get(at).copied())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configured_url_is_read_as_next_auth_reads_it() {
        for (text, origin, base) in [
            ("https://example.com", "https://example.com", "https://example.com/api/auth"),
            ("https://example.com/", "https://example.com", "https://example.com/api/auth"),
            ("https://example.com/myapp/api/auth/", "https://example.com", "https://example.com/myapp/api/auth"),
            ("example.com", "https://example.com", "https://example.com/api/auth"),
            ("localhost:3000", "https://localhost:3000", "https://localhost:3000/api/auth"),
            ("http://EXAMPLE.com:80/x?q=1#h", "http://example.com", "http://example.com/x"),
            ("HTTPS://[::1]:8443/auth/", "https://[::1]:8443", "https://[::1]:8443/auth"),
        ] {
            let url = PublicUrl::parse(text, None).expect(text);
            assert_eq!((&*url.origin, &*url.base), (origin, base), "{text}");
        }
        assert_eq!(PublicUrl::parse("http://[", None), None);
        assert_eq!(PublicUrl::parse("ftp://example.com", None), None);
        assert_eq!(PublicUrl::parse("https://a.example/x", Some("/auth")).expect("valid").base_path(), "/auth");
    }

    #[test]
    fn only_the_hop_of_the_outermost_trusted_proxy_counts() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-host", http::HeaderValue::from_static("evil.io, a.example, inner"));
        assert_eq!(hop(&headers, "x-forwarded-host", Some(2)), Ok(Some("a.example")));
        assert_eq!(hop(&headers, "x-forwarded-host", Some(4)), Err(UntrustedHost));
    }
}
