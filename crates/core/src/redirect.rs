//! Where a browser may be sent.

use crate::{allow_list::HostPattern, origin::PublicUrl};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;
use url::{ParseError, Url};

/// What no header may carry: controls, spaces and everything beyond ASCII (which the encoder always escapes).
const UNSAFE_IN_HEADER: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// next-auth's own `redirect` callback: a path is joined to the base URL, a URL of the same origin stays, everything else is the base URL.
///
/// Only http and https have an origin here, and what does not parse is the base URL too (next-auth ends in an unhandled error).
#[must_use]
pub fn default_redirect(url: &str, base_url: &str) -> String {
    if url.starts_with('/') {
        return format!("{base_url}{url}");
    }
    match Url::parse(url) {
        Ok(parsed) if is_http(&parsed) && parsed.origin().ascii_serialization() == base_url => url.to_owned(),
        _ => base_url.to_owned(),
    }
}

/// Whether next-auth takes `url` as a callback URL at all: http or https, or a path.
pub(crate) fn is_callback_url(url: &str, base: &str) -> bool {
    let parsed = if url.starts_with('/') { Url::parse(base).and_then(|base| base.join(url)) } else { Url::parse(url) };
    parsed.is_ok_and(|url| is_http(&url))
}

/// A target without scheme and slash (`dashboard`, `?x`) as a path of the application; what cannot be a target at all, as nothing.
pub(crate) fn rooted<'u>(url: &'u str, public: &PublicUrl) -> Option<Cow<'u, str>> {
    if url.starts_with('/') {
        return Some(Cow::Borrowed(url));
    }
    match Url::parse(url) {
        Ok(_) => Some(Cow::Borrowed(url)),
        Err(ParseError::RelativeUrlWithoutBase) => {
            Url::parse(&public.origin).and_then(|base| base.join(url)).ok().map(|url| Cow::Owned(url.into()))
        }
        Err(_) => None,
    }
}

/// The strict profile's last word on a target: absolute, http or https, without userinfo, of this origin or a trusted one, and none of the
/// engine's own actions.
pub(crate) fn confine(url: &str, public: &PublicUrl, trusted: &[HostPattern]) -> Option<String> {
    let parsed = Url::parse(&public.origin).and_then(|base| base.join(url)).ok()?;
    if !is_http(&parsed) || !parsed.username().is_empty() || parsed.password().is_some() {
        return None;
    }
    let own = parsed.origin().ascii_serialization() == *public.origin;
    if !own && !trusted.iter().any(|pattern| pattern.matches(&parsed)) {
        return None;
    }
    if own && is_below(parsed.path(), public.base_path()) {
        return None;
    }
    let text = String::from(parsed);
    // `https://app.example` stays as it is: the parser would give it a slash.
    Some(if text.strip_suffix('/') == Some(url) { url.to_owned() } else { text })
}

/// Whether `path`, decoded once more as a router might, is the base path or below it.
pub(crate) fn is_below(path: &str, base_path: &str) -> bool {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let mut segments = decoded.split('/').filter(|segment| !segment.is_empty());
    base_path.split('/').filter(|segment| !segment.is_empty()).all(|wanted| segments.next() == Some(wanted))
}

/// A target as a header can carry it.
pub(crate) fn header_safe(url: &str) -> Cow<'_, str> {
    if url.bytes().all(|b| b.is_ascii_graphic()) {
        Cow::Borrowed(url)
    } else {
        utf8_percent_encode(url, UNSAFE_IN_HEADER).into()
    }
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// `?` or `&`, whichever continues `url`.
pub(crate) fn query_separator(url: &str) -> char {
    if url.contains('?') { '&' } else { '?' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confined_targets_are_this_applications() {
        let public = PublicUrl::parse("https://app.example", None).expect("valid");
        let confine = |url: &str| confine(url, &public, &[]);
        assert_eq!(confine("https://app.example").as_deref(), Some("https://app.example"));
        assert_eq!(confine("https://APP.example:443/ok").as_deref(), Some("https://app.example/ok"));
        assert_eq!(confine("/a/b?x=1&y=%2F#h").as_deref(), Some("https://app.example/a/b?x=1&y=%2F#h"));
        for refused in [
            "https://u:p@app.example/x",
            "https://evil.io",
            "javascript:alert(1)",
            "/api/auth/signout",
            "/api%2Fauth/signin",
            "//evil.io",
        ] {
            assert_eq!(confine(refused), None, "{refused}");
        }
        assert!(confine("/api/authors").is_some());
    }
}
