//! The `Cookie` header, read as the Pages API of Next.js reads it.

use http::{HeaderMap, header::COOKIE};
use percent_encoding::percent_decode_str;

/// The cookies of a request, in its order, percent-decoded.
///
/// Of several cookies of one name the first counts. A value that does not decode is kept as it came, as next-auth keeps it.
#[derive(Clone, Default)]
pub struct Cookies(Vec<(String, String)>);

impl Cookies {
    /// From the `Cookie` headers of a request.
    #[must_use]
    pub fn parse(headers: &HeaderMap) -> Self {
        let mut pairs = Vec::with_capacity(4);
        for header in headers.get_all(COOKIE) {
            match header.to_str() {
                Ok(text) => read_pairs(text, &mut pairs),
                Err(_) => read_pairs(&latin1(header.as_bytes()), &mut pairs),
            }
        }
        Self(pairs)
    }

    /// From names and decoded values, for a host that has parsed the header already.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The value of the first cookie of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether the request carries two cookies of this name with different values: one of them was set from elsewhere.
    pub(crate) fn disputed(&self, name: &str) -> bool {
        let first = self.get(name);
        self.0.iter().any(|(n, value)| n == name && Some(value.as_str()) != first)
    }

    /// Names and values in the order of the request.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Silent: cookies are credentials.
impl std::fmt::Debug for Cookies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cookies({})", self.0.len())
    }
}

/// Node reads header bytes as ISO 8859-1.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

fn read_pairs(header: &str, pairs: &mut Vec<(String, String)>) {
    let mut rest = header;
    loop {
        let end = memchr::memchr(b';', rest.as_bytes()).unwrap_or(rest.len());
        let (pair, behind) = rest.split_at(end);
        if let Some((name, value)) = pair.split_once('=') {
            let value = value.trim_matches([' ', '\t']);
            let value = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value);
            pairs.push((name.trim_matches([' ', '\t']).to_owned(), decode(value)));
        }
        match behind.strip_prefix(';') {
            Some(next) => rest = next,
            None => return,
        }
    }
}

fn decode(value: &str) -> String {
    if memchr::memchr(b'%', value.as_bytes()).is_none() || !escapes_are_whole(value) {
        return value.to_owned();
    }
    percent_decode_str(value).decode_utf8().map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned)
}

/// JavaScript's `decodeURIComponent` refuses a value with a broken escape; percent-decoding would pass it through.
pub(crate) fn escapes_are_whole(value: &str) -> bool {
    value
        .split('%')
        .skip(1)
        .all(|rest| rest.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(header: &'static [u8]) -> Cookies {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, http::HeaderValue::from_bytes(header).expect("valid"));
        Cookies::parse(&headers)
    }

    #[test]
    fn the_first_of_a_name_counts_and_quotes_go() {
        let cookies = parse(br#"a=1; b="x y"; a=2; c=%7C; d=%zz; e; =f; g=%ff"#);
        assert_eq!(cookies.get("a"), Some("1"));
        assert!(cookies.disputed("a") && !cookies.disputed("b"));
        assert_eq!(cookies.get("b"), Some("x y"));
        assert_eq!(cookies.get("c"), Some("|"));
        assert_eq!(cookies.get("d"), Some("%zz"));
        assert_eq!(cookies.get("e"), None);
        assert_eq!(cookies.get("g"), Some("%ff"));
    }

    #[test]
    fn bytes_beyond_ascii_are_latin1() {
        assert_eq!(parse(b"a=\xe9").get("a"), Some("\u{e9}"));
    }
}
