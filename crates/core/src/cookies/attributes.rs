//! Names and attributes of cookies, as an application configures them.

use std::time::Duration;

/// `SameSite` of a cookie (RFC 6265bis §5.6.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SameSite {
    Strict,
    Lax,
    None,
}

/// `Priority` of a cookie, which Chromium reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Priority {
    Low,
    Medium,
    High,
}

/// The attributes of a cookie. What is not set is not written, as in next-auth: an override replaces all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CookieOptions {
    /// `HttpOnly`: scripts cannot read the cookie.
    pub http_only: bool,
    /// `Secure`: the browser sends it over https only.
    pub secure: bool,
    /// `SameSite`.
    pub same_site: Option<SameSite>,
    /// `Path`.
    pub path: Option<String>,
    /// `Domain`; unset, the cookie stays with the host that set it.
    pub domain: Option<String>,
    /// `Max-Age`, written in whole seconds.
    pub max_age: Option<Duration>,
    /// `Partitioned`.
    pub partitioned: bool,
    /// `Priority`.
    pub priority: Option<Priority>,
}

impl CookieOptions {
    /// `HttpOnly; SameSite=Lax; Path=/`, and `Secure` as told: next-auth's defaults.
    #[must_use]
    pub fn lax(secure: bool) -> Self {
        Self { http_only: true, secure, same_site: Some(SameSite::Lax), path: Some("/".into()), ..Self::default() }
    }
}

/// The name and the attributes of one cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CookieSpec {
    /// The name, for reading, writing, clearing and chunks; for check cookies also the salt of their key.
    pub name: String,
    /// The attributes.
    pub options: CookieOptions,
}

impl CookieSpec {
    /// Why no browser could keep this cookie as it is meant, or why it would break the header.
    pub(crate) fn fault(&self) -> Option<String> {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if self.name.is_empty() || !self.name.chars().all(token) {
            return Some(format!("the cookie name {:?} is not a token of RFC 6265 §4.1.1", self.name));
        }
        for (attribute, value) in [("Domain", &self.options.domain), ("Path", &self.options.path)] {
            if let Some(value) = value
                && (value.is_empty() || !value.chars().all(|c| c.is_ascii_graphic() && !";,=".contains(c)))
            {
                return Some(format!(
                    "{attribute}={value:?} of the cookie {} cannot be written in a header",
                    self.name
                ));
            }
        }
        if let Some(path) = &self.options.path
            && !path.starts_with('/')
        {
            return Some(format!("Path={path:?} of the cookie {} does not begin with a slash", self.name));
        }
        None
    }

    /// Why no browser keeps this cookie: its prefix promises what other attributes break (RFC 6265bis §5.7, in any case).
    pub(crate) fn broken_promise(&self) -> Option<String> {
        let CookieOptions { secure, path, domain, .. } = &self.options;
        let begins =
            |prefix: &str| self.name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let wants = if begins("__Host-") && (!secure || domain.is_some() || path.as_deref() != Some("/")) {
            "__Host- wants Secure, Path=/ and no Domain"
        } else if begins("__Secure-") && !secure {
            "__Secure- wants Secure"
        } else {
            return None;
        };
        Some(format!("no browser keeps the cookie {}: {wants}", self.name))
    }
}
