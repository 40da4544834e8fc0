//! The CSRF token: a double-submit cookie, signed with the secret.

use crate::{RngError, Runtime, cookies::CookieTable, cookies::Cookies};
use authwire_jose::Secret;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Longer cookies and fields are no tokens of ours; their hash is not computed.
const MAX_LENGTH: usize = 512;

/// The CSRF token of a request.
pub(crate) struct Csrf {
    /// The token; empty for an action that neither checks nor shows it.
    pub(crate) token: String,
    /// The token came from a cookie that this server signed.
    from_cookie: bool,
    /// Cookies to set, for a token that is new: name's kind and value.
    pub(crate) fresh: Option<FreshCsrf>,
}

/// What a new token leaves in the browser.
pub(crate) struct FreshCsrf {
    pub(crate) cookie: String,
    pub(crate) browser: Option<String>,
}

/// Binds a token to one browser, where the name of the CSRF cookie does not: a subdomain cannot set a `__Host-` cookie.
fn needs_binding(strict: bool, table: &CookieTable) -> bool {
    strict && !table.csrf_token.name.starts_with("__Host-")
}

impl Csrf {
    /// Reads the cookie; makes a new token when there is none that this server signed.
    pub(crate) fn read(
        cookies: &Cookies,
        table: &CookieTable,
        secrets: &[Secret],
        strict: bool,
        runtime: &Runtime,
    ) -> Result<Self, RngError> {
        let bound = needs_binding(strict, table);
        let browser = if bound { cookies.get(&table.browser.name).filter(|id| id.len() == 64) } else { None };
        let disputed =
            strict && (cookies.disputed(&table.csrf_token.name) || (bound && cookies.disputed(&table.browser.name)));
        if !disputed
            && (!bound || browser.is_some())
            && let Some(cookie) = cookies.get(&table.csrf_token.name)
            && let Some(token) = verify(cookie, browser.unwrap_or_default(), secrets)
        {
            return Ok(Self { token: token.to_owned(), from_cookie: true, fresh: None });
        }
        let token = runtime.hex::<32>()?;
        let (browser, set) = match (bound, browser) {
            (false, _) => (String::new(), false),
            (true, Some(id)) if !disputed => (id.to_owned(), false),
            (true, _) => (runtime.hex::<32>()?, true),
        };
        let hash = secrets.first().map(|secret| sign(&token, &browser, secret)).unwrap_or_default();
        let fresh = FreshCsrf { cookie: format!("{token}|{hash}"), browser: set.then_some(browser) };
        Ok(Self { token, from_cookie: false, fresh: Some(fresh) })
    }

    /// Whether `field`, sent with a POST, is the token of the request's own cookie.
    pub(crate) fn verifies(&self, field: Option<&str>) -> bool {
        self.from_cookie
            && field.is_some_and(|field| {
                field.len() == self.token.len() && bool::from(field.as_bytes().ct_eq(self.token.as_bytes()))
            })
    }
}

/// The token of a cookie that one of the secrets signed.
fn verify<'c>(cookie: &'c str, browser: &str, secrets: &[Secret]) -> Option<&'c str> {
    if cookie.len() > MAX_LENGTH {
        return None;
    }
    let mut parts = cookie.split('|');
    let (token, hash) = (parts.next()?, parts.next()?);
    let signed = |secret| bool::from(sign(token, browser, secret).as_bytes().ct_eq(hash.as_bytes()));
    secrets.iter().any(signed).then_some(token)
}

/// next-auth's signature: the SHA-256 of the token and the secret, in hexadecimal. (A browser's id is of one length, so nothing shifts.)
fn sign(token: &str, browser: &str, secret: &Secret) -> String {
    let hash = Sha256::new().chain_update(token).chain_update(browser).chain_update(secret.expose()).finalize();
    base16ct::lower::encode_string(&hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_as_next_auth_signs() {
        let cookie = "csrf|c0cbdcb1753b9a518167996c4fa23435179203b312ca3d8f6db0812d999a27fc";
        let secrets = [Secret::from("other"), Secret::from("secret")];
        assert_eq!(verify(cookie, "", &secrets), Some("csrf"));
        assert_eq!(verify(&format!("{cookie}|more"), "", &secrets), Some("csrf"));
        assert_eq!(verify(cookie, "", &secrets[..1]), None);
        for wrong in ["", "|", "csrf", "csrf|", "csrf|xyz"] {
            assert_eq!(verify(wrong, "", &secrets), None, "{wrong}");
        }
    }
}
