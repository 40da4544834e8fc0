//! Patterns of hosts and origins that the application trusts.

use url::{Host, Url};

/// A trusted host: `app.example`, `app.example:8443`, `*.app.example` (any depth below, not the name itself), with or without a scheme.
///
/// A pattern is parsed as a URL and compared part by part, so nothing but a host can match a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostPattern {
    scheme: Option<String>,
    below: bool,
    host: Host<String>,
    port: Option<u16>,
}

/// Why a pattern is refused.
#[derive(Debug, thiserror::Error)]
#[error("{pattern:?} is not a host pattern: write app.example, app.example:8443, *.app.example or https://app.example")]
pub(crate) struct PatternError {
    pattern: String,
}

impl HostPattern {
    pub(crate) fn parse(pattern: &str) -> Result<Self, PatternError> {
        let refused = || PatternError { pattern: pattern.to_owned() };
        let (scheme, rest) = match pattern.split_once("://") {
            Some((scheme @ ("http" | "https"), rest)) => (Some(scheme.to_owned()), rest),
            Some(_) => return Err(refused()),
            None => (None, pattern),
        };
        let (below, rest) = match rest.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        // Without a scheme the port must survive whatever scheme the request turns out to have.
        let url = authority(scheme.as_deref().unwrap_or("https"), rest).ok_or_else(refused)?;
        let host = url.host().ok_or_else(refused)?.to_owned();
        let explicit = rest.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        let port = if scheme.is_some() { url.port() } else { explicit };
        Ok(Self { scheme, below, host, port })
    }

    /// The scheme that the pattern names.
    pub(crate) fn scheme(&self) -> Option<&str> {
        self.scheme.as_deref()
    }

    /// As a source of a Content-Security-Policy (CSP Level 3 §2.3.1).
    pub(crate) fn to_source(&self) -> String {
        let scheme = self.scheme.as_deref().map(|scheme| format!("{scheme}://")).unwrap_or_default();
        let below = if self.below { "*." } else { "" };
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}{below}{}{port}", self.host)
    }

    /// Whether `url` has this scheme (if one is named), host and port.
    pub(crate) fn matches(&self, url: &Url) -> bool {
        let host = match (url.host(), &self.host) {
            (Some(Host::Domain(name)), Host::Domain(below)) if self.below => name
                .strip_suffix(below.as_str())
                .and_then(|rest| rest.strip_suffix('.'))
                .is_some_and(|labels| labels.split('.').all(|label| !label.is_empty())),
            (Some(host), pattern) => !self.below && host.to_owned() == *pattern,
            (None, _) => false,
        };
        let default = url.port().is_none() && self.port.is_some() && self.port == url.port_or_known_default();
        host && (url.port() == self.port || default)
            && self.scheme.as_deref().is_none_or(|scheme| scheme == url.scheme())
    }
}

/// The URL of a host and port, if `text` is nothing but that: no userinfo, path, query, fragment, space or list.
pub(crate) fn authority(scheme: &str, text: &str) -> Option<Url> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'[' | b']'));
    if text.is_empty() || text.len() > 255 || !plain {
        return None;
    }
    let url = Url::parse(&format!("{scheme}://{text}")).ok()?;
    (url.path() == "/" && url.host_str().is_some_and(|host| !host.is_empty())).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, url: &str) -> bool {
        HostPattern::parse(pattern).expect("a pattern").matches(&Url::parse(url).expect("a URL"))
    }

    #[test]
    fn parts_are_compared_whole() {
        assert!(matches("app.example", "https://APP.example/x"));
        assert!(matches("app.example:443", "https://app.example"));
        assert!(matches("*.app.example", "https://a.b.app.example"));
        assert!(matches("https://app.example:8443", "https://app.example:8443"));
        for hostile in [
            "https://app.example",
            "https://xapp.example",
            "https://evil.io/.app.example",
            "https://evil.io?.app.example",
            "https://evil.io#.app.example",
            "https://a.app.example.evil.io",
            "https://.app.example",
            "https://..app.example",
            "https://a..app.example",
            "https://a.app.example:8443",
        ] {
            if let Ok(url) = Url::parse(hostile) {
                assert!(!HostPattern::parse("*.app.example").expect("a pattern").matches(&url), "{hostile}");
            }
        }
        assert!(!matches("https://app.example", "http://app.example"));
        assert!(!matches("app.example:8443", "https://app.example"));
    }

    #[test]
    fn only_hosts_are_patterns() {
        for wrong in [
            "",
            "*",
            "a b",
            "app.example/x",
            "u@app.example",
            "ftp://app.example",
            "app.example?x",
            "a,b",
            "*.*.example",
            "[::1",
        ] {
            assert!(HostPattern::parse(wrong).is_err(), "{wrong}");
        }
    }
}
