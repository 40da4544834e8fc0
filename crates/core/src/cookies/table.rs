//! The cookies of one configuration: their names and attributes, written out once.

use super::{CookieOptions, CookieSpec, Priority, SameSite};
use std::{fmt::Write, sync::Arc};

/// Which cookie an option speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieName {
    /// The session: a JWE, in chunks when it is long.
    SessionToken,
    /// Where to go after signing in.
    CallbackUrl,
    /// The CSRF token and its hash.
    CsrfToken,
}

/// What the application configured instead of the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CookieOverrides {
    pub(crate) session_token: Option<CookieSpec>,
    pub(crate) callback_url: Option<CookieSpec>,
    pub(crate) csrf_token: Option<CookieSpec>,
    /// `__Host-` for all of them.
    pub(crate) host_prefix: bool,
}

impl CookieOverrides {
    pub(crate) fn set(&mut self, cookie: CookieName, spec: CookieSpec) {
        *match cookie {
            CookieName::SessionToken => &mut self.session_token,
            CookieName::CallbackUrl => &mut self.callback_url,
            CookieName::CsrfToken => &mut self.csrf_token,
        } = Some(spec);
    }

    /// Why a configured cookie cannot be written.
    pub(crate) fn fault(&self) -> Option<String> {
        self.specs().find_map(CookieSpec::fault)
    }

    /// Why browsers will not keep a configured cookie.
    pub(crate) fn broken_promise(&self) -> Option<String> {
        self.specs().find_map(CookieSpec::broken_promise)
    }

    fn specs(&self) -> impl Iterator<Item = &CookieSpec> {
        [&self.session_token, &self.callback_url, &self.csrf_token].into_iter().flatten()
    }
}

/// A cookie whose attributes are written already.
pub(crate) struct Baked {
    pub(crate) name: Arc<str>,
    pub(crate) max_age: Option<u64>,
    pub(crate) before_expires: String,
    pub(crate) after_expires: String,
}

impl Baked {
    fn new(spec: &CookieSpec) -> Arc<Self> {
        let CookieOptions { http_only, secure, same_site, path, domain, max_age, partitioned, priority } =
            &spec.options;
        let mut before = String::new();
        if let Some(domain) = domain {
            let _ = write!(before, "; Domain={domain}");
        }
        if let Some(path) = path {
            let _ = write!(before, "; Path={path}");
        }
        let mut after = String::new();
        for (on, attribute) in [(http_only, "; HttpOnly"), (secure, "; Secure"), (partitioned, "; Partitioned")] {
            if *on {
                after.push_str(attribute);
            }
        }
        after.push_str(match priority {
            Some(Priority::Low) => "; Priority=Low",
            Some(Priority::Medium) => "; Priority=Medium",
            Some(Priority::High) => "; Priority=High",
            None => "",
        });
        after.push_str(match same_site {
            Some(SameSite::Lax) => "; SameSite=Lax",
            Some(SameSite::Strict) => "; SameSite=Strict",
            Some(SameSite::None) => "; SameSite=None",
            None => "",
        });
        Arc::new(Self {
            name: spec.name.as_str().into(),
            max_age: max_age.map(|age| age.as_secs()),
            before_expires: before,
            after_expires: after,
        })
    }
}

/// Every cookie of the engine, for http or for https.
pub(crate) struct CookieTable {
    pub(crate) session_token: Arc<Baked>,
    pub(crate) callback_url: Arc<Baked>,
    pub(crate) csrf_token: Arc<Baked>,
    /// Binds the CSRF token to the browser where the cookie's name does not (strict).
    pub(crate) browser: Arc<Baked>,
}

impl CookieTable {
    pub(crate) fn new(secure: bool, overrides: &CookieOverrides) -> Self {
        let host = overrides.host_prefix && secure;
        let bake = |custom: &Option<CookieSpec>, name: &str, prefix: &str| {
            let prefix = if host { "__Host-" } else { prefix };
            Baked::new(custom.as_ref().unwrap_or(&CookieSpec {
                name: if secure { format!("{prefix}{name}") } else { name.to_owned() },
                options: CookieOptions::lax(secure),
            }))
        };
        Self {
            session_token: bake(&overrides.session_token, "next-auth.session-token", "__Secure-"),
            callback_url: bake(&overrides.callback_url, "next-auth.callback-url", "__Secure-"),
            csrf_token: bake(&overrides.csrf_token, "next-auth.csrf-token", "__Host-"),
            browser: bake(&None, "authwire.browser", "__Host-"),
        }
    }
}
