//! Reads the sessions of an existing NextAuth.js 4 or Auth.js 5 front end, and changes nothing.

use crate::{
    Runtime, Token,
    cookies::{Cookies, SessionCookie},
    jwt::TOLERANCE,
};
use authwire_jose::{KeyError, Keyring, Secret, claims};
use http::{HeaderMap, header::AUTHORIZATION};
use percent_encoding::percent_decode_str;

/// The longest `Authorization` header that is looked at.
const MAX_HEADER: usize = 64 * 1024;

/// Reads session tokens that NextAuth.js 4 or Auth.js 5 made with the same secret: from the session cookie, chunked or not, else from
/// `Authorization: Bearer`.
///
/// Over https only cookies with the `__Secure-` prefix count, which no other host could have set; see
/// [`danger_accept_plain_cookies`](SessionReader::danger_accept_plain_cookies).
#[derive(Clone, Debug)]
pub struct SessionReader {
    runtime: Runtime,
    cookies: Vec<(String, Keyring)>,
    secrets: Vec<Secret>,
}

impl SessionReader {
    /// A reader for both libraries' cookies under their default names, https.
    ///
    /// # Errors
    /// When there is no secret, or an empty one.
    pub fn new<S: Into<Secret>>(runtime: Runtime, secrets: impl IntoIterator<Item = S>) -> Result<Self, KeyError> {
        let mut reader = Self { runtime, cookies: Vec::new(), secrets: secrets.into_iter().map(Into::into).collect() };
        reader.next_auth_cookie("__Secure-next-auth.session-token")?;
        reader.auth_js_cookie("__Secure-authjs.session-token")?;
        Ok(reader)
    }

    /// Reads the cookies of plain http too, for development: a subdomain can set them.
    ///
    /// # Errors
    /// Never for a reader that was made.
    pub fn danger_accept_plain_cookies(&mut self) -> Result<&mut Self, KeyError> {
        self.next_auth_cookie("next-auth.session-token")?;
        self.auth_js_cookie("authjs.session-token")
    }

    /// Reads a cookie of NextAuth.js 4 by this name.
    ///
    /// # Errors
    /// Never for a reader that was made.
    pub fn next_auth_cookie(&mut self, name: &str) -> Result<&mut Self, KeyError> {
        let keyring = Keyring::v4(&self.secrets, "")?;
        self.cookies.push((name.to_owned(), keyring));
        Ok(self)
    }

    /// Reads a cookie of Auth.js 5 by this name, which is part of its key.
    ///
    /// # Errors
    /// Never for a reader that was made.
    pub fn auth_js_cookie(&mut self, name: &str) -> Result<&mut Self, KeyError> {
        let keyring = Keyring::v5(&self.secrets, name)?;
        self.cookies.push((name.to_owned(), keyring));
        Ok(self)
    }

    /// The claims of the session that a request carries; `None` when nobody is signed in.
    ///
    /// A cookie outranks the header even when it is not valid, as in `getToken`. `exp` and `nbf` are checked with 15 seconds of tolerance.
    #[must_use]
    pub fn read(&self, headers: &HeaderMap) -> Option<Token> {
        let cookies = Cookies::parse(headers);
        let mut seen = false;
        for (name, keyring) in &self.cookies {
            let cookie = SessionCookie::read(name, &cookies);
            let Some(text) = cookie.token.filter(|token| !token.is_empty()) else { continue };
            seen = true;
            if !cookie.disputed
                && let Some(token) = self.open(keyring, &text)
            {
                return Some(token);
            }
        }
        if seen {
            return None;
        }
        let bearer = bearer(headers)?;
        self.cookies.iter().find_map(|(_, keyring)| self.open(keyring, &bearer))
    }

    fn open(&self, keyring: &Keyring, token: &str) -> Option<Token> {
        let claims = claims::parse(&keyring.open(token).ok()?).ok()?;
        let rules = claims::Rules {
            now: self.runtime.clock.now().seconds(),
            tolerance: TOLERANCE,
            require_exp: true,
            latest_exp: None,
        };
        claims::check(&claims, &rules).ok()?;
        Some(claims.into())
    }
}

/// The percent-decoded credentials of the scheme `Bearer` (RFC 6750 §2.1), in any case.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(AUTHORIZATION).filter(|value| value.len() <= MAX_HEADER)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    let token = token.split(' ').next().filter(|token| !token.is_empty())?;
    if !scheme.eq_ignore_ascii_case("bearer") || !crate::cookies::escapes_are_whole(token) {
        return None;
    }
    percent_decode_str(token).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
