//! Where a browser may be sent.

use crate::{Pages, allow_list::HostPattern, origin::PublicUrl};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;
use url::{ParseError, Url};

/// What no header may carry: controls, spaces and everything beyond ASCII (which the encoder always escapes).
///
/// Not the backslash: browsers read it as a slash, so that escaping one would move the end of the host.
const UNSAFE_IN_HEADER: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// next-auth's own `redirect` callback: a path is joined to the base URL, a URL of the same origin stays, everything else is the base URL.
///
/// Only http and https have an origin here, and what does not parse is the base URL too (next-auth ends in an unhandled error). A URL in
/// which other clients could find another host than browsers do is written anew, as browsers read it.
#[must_use]
pub fn default_redirect(url: &str, base_url: &str) -> String {
    if url.starts_with('/') {
        return format!("{base_url}{url}");
    }
    if is_plainly_own(url, base_url) {
        return url.to_owned();
    }
    match Url::parse(url) {
        Ok(parsed) if is_http(&parsed) && parsed.origin().ascii_serialization() == base_url => {
            // The parser passes over control characters and spaces at the ends; what is written must not carry them.
            let clean = !url.chars().any(|c| c.is_ascii_control() || c == ' ');
            if clean && has_plain_authority(url) { url.to_owned() } else { parsed.into() }
        }
        _ => base_url.to_owned(),
    }
}

/// Whether `url` is the origin itself, or a path of it without anything that a URL parser would change: most callback URLs, on every
/// request, and there is no need to parse them.
pub(crate) fn is_plainly_own(url: &str, origin: &str) -> bool {
    let plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'~' | b'.' | b'?' | b'=' | b'&' | b'+');
    url.strip_prefix(origin).is_some_and(|rest| {
        rest.is_empty()
            || (rest.starts_with('/') && rest.bytes().all(plain) && !rest.contains("//") && !rest.contains("/."))
    })
}

/// Whether everybody reads the same host in `url`. Browsers take `\` for `/`, pass over slashes, decode escapes and map look-alike letters; clients that follow
/// RFC 3986 §3.2 do not.
fn has_plain_authority(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, host) = authority.split_once('@').unwrap_or(("", authority));
    scheme.bytes().all(|b| b.is_ascii_alphabetic())
        && user.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'[' | b']'))
        && !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'[' | b']'))
}

/// Whether next-auth takes `url` as a callback URL at all: http or https, or a path.
pub(crate) fn is_callback_url(url: &str) -> bool {
    if !url.starts_with('/') {
        return Url::parse(url).is_ok_and(|url| is_http(&url));
    }
    // Every path will do; behind two slashes there must be a host, however many slashes follow. (`Url::join` wants exactly two.)
    let text: String = url.chars().filter(|c| !matches!(c, '\t' | '\r' | '\n')).collect();
    !text.starts_with("//") && !text.starts_with("/\\") || Url::parse(&format!("https:{text}")).is_ok()
}

/// A target without scheme and slash (`dashboard`, `?x`) as a path of the application; what cannot be a target at all, as nothing.
pub(crate) fn rooted<'u>(url: &'u str, public: &PublicUrl) -> Option<Cow<'u, str>> {
    if url.starts_with('/') || is_plainly_own(url, &public.origin) {
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

/// Why the strict profile does not send users somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Another origin, which is not trusted, or no http at all.
    Foreign,
    /// Ours or a trusted one, but with userinfo, or one of the engine's own actions.
    Unwanted,
}

/// The strict profile's last word on a target: absolute, http or https, without userinfo, of this origin or a trusted one, and none of the
/// engine's own actions.
pub(crate) fn confine(url: &str, public: &PublicUrl, trusted: &[HostPattern]) -> Result<String, Unfit> {
    if is_plainly_own(url, &public.origin) {
        let path = url.get(public.origin.len()..).unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default();
        return if is_below(path, public.base_path()) { Err(Unfit::Unwanted) } else { Ok(url.to_owned()) };
    }
    let parsed = Url::parse(&public.origin).and_then(|base| base.join(url)).map_err(|_| Unfit::Foreign)?;
    let own = parsed.origin().ascii_serialization() == *public.origin;
    if !is_http(&parsed) || (!own && !trusted.iter().any(|pattern| pattern.matches(&parsed))) {
        return Err(Unfit::Foreign);
    }
    let userinfo = !parsed.username().is_empty() || parsed.password().is_some();
    if userinfo || (own && is_below(parsed.path(), public.base_path())) {
        return Err(Unfit::Unwanted);
    }
    let text = String::from(parsed);
    // `https://app.example` stays as it is: the parser would give it a slash.
    Ok(if text.strip_suffix('/') == Some(url) { url.to_owned() } else { text })
}

/// Where a form of the engine may lead in the end besides the own origin, as sources of a Content-Security-Policy: browsers hold the
/// redirects that answer a form to `form-action` as well.
pub(crate) fn form_targets(trusted: &[HostPattern], pages: &Pages) -> String {
    let pages = [&pages.sign_in, &pages.sign_out, &pages.error, &pages.verify_request].into_iter().flatten();
    let pages =
        pages.filter_map(|page| Url::parse(page).ok().filter(is_http).map(|url| url.origin().ascii_serialization()));
    trusted.iter().map(HostPattern::to_source).chain(pages).collect::<Vec<_>>().join(" ")
}

/// Whether `path`, decoded and resolved once more as a router might, is the base path or below it.
pub(crate) fn is_below(path: &str, base_path: &str) -> bool {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let mut segments = Vec::new();
    for segment in decoded.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            name => segments.push(name),
        }
    }
    let mut segments = segments.into_iter();
    base_path.split('/').filter(|segment| !segment.is_empty()).all(|wanted| segments.next() == Some(wanted))
}

/// A target as the strict profile sends it: never relative.
pub(crate) fn absolute(target: &str, public: &PublicUrl) -> String {
    if target.starts_with('/') {
        return format!("{}{target}", public.origin);
    }
    rooted(target, public).map_or_else(|| public.origin.to_string(), Cow::into_owned)
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
    fn callback_urls_are_what_next_auth_takes_for_them() {
        for taken in
            ["/", "/x", "//evil.io", "///evil.io", "/\\/evil.io/%2f..", "/\t//evil.io", "/:x", "https:x", "HTTP://x"]
        {
            assert!(is_callback_url(taken), "{taken}");
        }
        for refused in
            ["", "x", "//", "/\t/", "//a b", "///[", "\t/x", "javascript:x", "blob:https://app.example/x", "http://["]
        {
            assert!(!is_callback_url(refused), "{refused}");
        }
    }

    #[test]
    fn the_default_callback_leaves_no_doubt_about_the_host() {
        let base = "https://app.example";
        for kept in
            ["https://app.example/x", "HTTPS://u:p%40@APP.example:443/x\\@evil.io", "https://app.example?@evil.io"]
        {
            assert_eq!(default_redirect(kept, base), kept);
        }
        for (ambiguous, written) in [
            (r"https://app.example\@evil.io/x", "https://app.example/@evil.io/x"),
            (r"https:\\app.example/x", "https://app.example/x"),
            ("https:app.example/x", "https://app.example/x"),
            ("https:///evil.io:@app.example", "https://evil.io@app.example/"),
            ("ht\ttps://app.example/x", "https://app.example/x"),
            ("https://app%2eexample/x", "https://app.example/x"),
            ("https://app\u{3002}example/x", "https://app.example/x"),
            ("https://evil.io@b@app.example/x", "https://evil.io%40b@app.example/x"),
        ] {
            assert_eq!(default_redirect(ambiguous, base), written, "{ambiguous}");
        }
    }

    #[test]
    fn escaping_for_a_header_moves_no_host() {
        let url = "https://app.example\\@evil.io/\u{e9}";
        let host = |url: &str| Url::parse(url).expect("a URL").host_str().map(str::to_owned);
        assert_eq!(host(&header_safe(url)), host(url));
    }

    #[test]
    fn what_is_plainly_own_is_what_the_parser_gives_back() {
        let origin = "https://app.example";
        for own in ["", "/", "/a/b-c_d~e.f", "/a?b=c&d=e+f", "/a/?x"] {
            let url = format!("{origin}{own}");
            assert!(is_plainly_own(&url, origin), "{own}");
            let parsed = String::from(Url::parse(&url).expect("a URL"));
            assert!(parsed == url || parsed.strip_suffix('/') == Some(&*url), "{own}");
        }
        for other in [
            ".evil.io",
            "@evil.io",
            ":444/",
            "//evil.io",
            "/../x",
            "/./x",
            "/%2e",
            "/a#b",
            "/\\evil.io",
            "/ a",
            "/é",
            "?a",
        ] {
            assert!(!is_plainly_own(&format!("{origin}{other}"), origin), "{other}");
        }
    }

    #[test]
    fn confined_targets_are_this_applications() {
        let public = PublicUrl::parse("https://app.example", None).expect("valid");
        let confine = |url: &str| confine(url, &public, &[]);
        assert_eq!(confine("https://app.example").as_deref(), Ok("https://app.example"));
        assert_eq!(confine("https://APP.example:443/ok").as_deref(), Ok("https://app.example/ok"));
        assert_eq!(confine("/a/b?x=1&y=%2F#h").as_deref(), Ok("https://app.example/a/b?x=1&y=%2F#h"));
        for foreign in ["https://evil.io", "https://u@evil.io", "javascript:alert(1)", "//evil.io", "http://["] {
            assert_eq!(confine(foreign), Err(Unfit::Foreign), "{foreign}");
        }
        for unwanted in [
            "https://u:p@app.example/x",
            "/api/auth/signout",
            "/api%2Fauth/signin",
            "/x/..%2fapi//auth/signin",
            "/x%5c..%5capi/auth",
        ] {
            assert_eq!(confine(unwanted), Err(Unfit::Unwanted), "{unwanted}");
        }
        assert!(confine("/api/authors").is_ok());
        assert!(confine("/api/auth%2f..%2f..").is_ok());
    }

    #[test]
    fn the_strict_profile_sends_nobody_to_a_relative_target() {
        let public = PublicUrl::parse("https://app.example", None).expect("valid");
        for (target, sent) in [
            ("/x", "https://app.example/x"),
            ("//evil.io", "https://app.example//evil.io"),
            ("denied?why=1", "https://app.example/denied?why=1"),
            ("https://other.example", "https://other.example"),
            ("http://[", "https://app.example"),
        ] {
            assert_eq!(absolute(target, &public), sent);
        }
    }
}
