//! The session cookie, which is split when it is long.

use super::{Baked, Cookies, SetCookie};
use crate::Timestamp;
use std::{borrow::Cow, sync::Arc};

/// Bytes that a browser keeps of a cookie (RFC 6265 §6.1).
pub(crate) const MAX_COOKIE: usize = 4096;

/// What next-auth reckons for the name and the attributes.
pub(crate) const COOKIE_OVERHEAD: usize = 163;

/// Characters of a token that one cookie carries.
const CHUNK: usize = MAX_COOKIE - COOKIE_OVERHEAD;

/// Chunks beyond this are neither read nor written: proxies refuse the header long before.
const MAX_CHUNKS: usize = 10;

/// The longest token that is written.
pub(crate) const SESSION_CEILING: usize = CHUNK * MAX_CHUNKS;

/// The longest token that is put together: Auth.js 5 cuts at 3936.
const READ_CEILING: usize = 40_000;

/// What the request says of the session cookie.
#[derive(Default)]
pub(crate) struct SessionCookie<'r> {
    /// The token, put together from its chunks.
    pub(crate) token: Option<Cow<'r, str>>,
    /// Every session cookie and chunk that the request carries, in its order.
    present: Vec<&'r str>,
    /// Two cookies of one name disagree.
    pub(crate) disputed: bool,
}

impl<'r> SessionCookie<'r> {
    pub(crate) fn read(name: &str, cookies: &'r Cookies) -> Self {
        let mut found = Self::default();
        let mut chunks: [Option<&str>; MAX_CHUNKS] = [None; MAX_CHUNKS];
        let mut whole = None;
        let mut beyond = false;
        for (cookie, value) in cookies.iter() {
            let Some(rest) = cookie.strip_prefix(name) else { continue };
            let place = match rest.strip_prefix('.') {
                None if rest.is_empty() => &mut whole,
                Some(digits) if is_index(digits) => {
                    match digits.parse::<usize>().ok().and_then(|index| chunks.get_mut(index)) {
                        Some(place) => place,
                        None => {
                            beyond = true;
                            found.present.push(cookie);
                            continue;
                        }
                    }
                }
                _ => continue,
            };
            match place {
                None => {
                    *place = Some(value);
                    found.present.push(cookie);
                }
                Some(first) => found.disputed |= *first != value,
            }
        }
        found.token = choose(whole, &chunks, beyond).filter(|token| token.len() <= READ_CEILING);
        found
    }

    /// Deletes every session cookie that the request carries.
    pub(crate) fn clear(&self, baked: &Arc<Baked>) -> Vec<SetCookie> {
        self.present.iter().map(|name| SetCookie::deletion(baked, name)).collect()
    }

    /// Sets the session to `token`: names that the request carries first, in its order, as a new value or as a deletion; then new names.
    pub(crate) fn write(&self, baked: &Arc<Baked>, token: String, expires: Timestamp) -> Vec<SetCookie> {
        let mut fresh = split(baked, token, expires);
        let mut cookies = Vec::with_capacity(fresh.len());
        for name in &self.present {
            cookies.push(match fresh.iter().position(|cookie| cookie.name() == *name) {
                Some(at) => fresh.remove(at),
                None => SetCookie::deletion(baked, name),
            });
        }
        cookies.append(&mut fresh);
        cookies
    }
}

/// The cookies of a token: one under the base name, or chunks `.0`, `.1`, ….
pub(crate) fn split(baked: &Arc<Baked>, token: String, expires: Timestamp) -> Vec<SetCookie> {
    if characters(&token) <= CHUNK {
        return vec![SetCookie::new(baked, token).expiring(expires)];
    }
    let mut rest = token.as_str();
    let mut cookies = Vec::with_capacity(4);
    while !rest.is_empty() {
        let end = rest.char_indices().nth(CHUNK).map_or(rest.len(), |(at, _)| at);
        let (chunk, behind) = rest.split_at(end);
        cookies.push(SetCookie::new(baked, chunk).named(format!("{}.{}", baked.name, cookies.len())).expiring(expires));
        rest = behind;
    }
    cookies
}

/// A set of chunks outranks the whole cookie, which is stale then; one chunk alone is no set, and a stray beside a whole cookie.
///
/// A set runs from `.0` without a gap up to the first chunk that is shorter than `.0`: writers fill all but the last, to a length of their
/// own. What lies behind that is a stray.
fn choose<'r>(whole: Option<&'r str>, chunks: &[Option<&'r str>; MAX_CHUNKS], beyond: bool) -> Option<Cow<'r, str>> {
    let whole = whole.map(Cow::Borrowed);
    let Some(first) = chunks.first().copied().flatten() else { return whole };
    let set = chunks.iter().map_while(|chunk| *chunk);
    let full = set.clone().take_while(|chunk| characters(chunk) >= characters(first)).count();
    let length = full.saturating_add(1).min(set.clone().count());
    match length {
        1 => whole.or(Some(Cow::Borrowed(first))),
        _ if beyond && full == MAX_CHUNKS => whole,
        _ => Some(Cow::Owned(set.take(length).collect())),
    }
}

/// The sizes, names and attributes included, of the cookies that a token needs.
pub(crate) fn chunk_sizes(token: &str) -> Vec<usize> {
    let mut rest = characters(token);
    let mut sizes = Vec::with_capacity(1);
    while rest > CHUNK {
        sizes.push(MAX_COOKIE);
        rest = rest.saturating_sub(CHUNK);
    }
    sizes.push(rest.saturating_add(COOKIE_OVERHEAD));
    sizes
}

/// Tokens are ASCII but for those of an application's own codec.
fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

fn is_index(digits: &str) -> bool {
    !digits.is_empty()
        && digits.len() <= 3
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cookies::{CookieOverrides, CookieTable};

    fn cookies(pairs: &[(&str, String)]) -> Cookies {
        Cookies::from_pairs(pairs.iter().map(|(n, v)| ((*n).to_owned(), v.clone())))
    }

    fn token(pairs: &[(&str, String)]) -> Option<String> {
        SessionCookie::read("s", &cookies(pairs)).token.map(Cow::into_owned)
    }

    #[test]
    fn only_a_set_as_it_is_written_counts() {
        let (full, last) = ("a".repeat(CHUNK), "b".to_owned());
        let both = format!("{full}{last}");
        assert_eq!(token(&[("s.1", last.clone()), ("s.0", full.clone())]), Some(both.clone()));
        assert_eq!(token(&[("s", "w".into()), ("s.9", "x".into())]).as_deref(), Some("w"));
        assert_eq!(token(&[("s", "w".into()), ("s.0", full.clone()), ("s.1", last.clone())]), Some(both.clone()));
        assert_eq!(token(&[("s.0", full.clone()), ("s.1", last.clone()), ("s.2", "x".into())]), Some(both));
        assert_eq!(token(&[("s.0", full.clone()), ("s.2", last)]), Some(full.clone()));
        assert_eq!(token(&[("s", "w".into()), ("s.0", "x".into())]).as_deref(), Some("w"));
        let authjs = "a".repeat(3936);
        assert_eq!(token(&[("s.0", authjs.clone()), ("s.1", "b".into())]), Some(format!("{authjs}b")));
        let many = |count: usize| {
            let chunks = (0..count).map(|index| (format!("s.{index}"), full.clone()));
            SessionCookie::read("s", &Cookies::from_pairs(chunks)).token.map(|token| token.len())
        };
        assert_eq!((many(10), many(11), many(200)), (Some(10 * CHUNK), None, None));
        assert_eq!(
            token(&[("sX", "x".into()), ("s-old", "x".into()), ("s.evil", "x".into()), ("s.01", "x".into())]),
            None
        );
    }

    #[test]
    fn writing_replaces_in_place_and_deletes_what_is_stale() {
        let table = CookieTable::new(false, &CookieOverrides::default());
        let baked = &table.session_token;
        let name = |rest: &str| format!("{}{rest}", baked.name);
        let request = Cookies::from_pairs([(name(".0"), "x".repeat(CHUNK)), (name(".1"), "y".to_owned())]);
        let names = |cookies: Vec<SetCookie>| {
            cookies.iter().map(|c| format!("{}={}", c.name(), c.value().len())).collect::<Vec<_>>()
        };
        let read = SessionCookie::read(&baked.name, &request);
        assert_eq!(
            names(read.write(baked, "t".repeat(CHUNK), Timestamp::from_seconds(0))),
            [name(".0=0"), name(".1=0"), name("=3933")]
        );
        assert_eq!(
            names(read.write(baked, "t".repeat(2 * CHUNK + 1), Timestamp::from_seconds(0))),
            [name(".0=3933"), name(".1=3933"), name(".2=1")]
        );
    }
}
