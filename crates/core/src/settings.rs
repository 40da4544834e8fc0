//! The part of the options that is worked out once: everything but providers, callbacks and other effects.

use crate::{SecurityProfile, Theme, cookies::CookieOverrides};
use authwire_jose::Secret;
use std::{sync::Arc, time::Duration};

/// 30 days, next-auth's default for sessions and tokens.
const THIRTY_DAYS: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Pages of the application that stand in for the built-in ones (next-auth's `pages`). Paths or URLs; `None` means built in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// Instead of the sign-in page; gets `callbackUrl` and `error` in its query.
    pub sign_in: Option<String>,
    /// Instead of the sign-out page.
    pub sign_out: Option<String>,
    /// Instead of the error page; gets `error` in its query.
    pub error: Option<String>,
    /// Instead of the page that asks to look into the mailbox.
    pub verify_request: Option<String>,
}

#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) profile: SecurityProfile,
    pub(crate) secrets: Arc<[Secret]>,
    pub(crate) jwt_secret: Option<Secret>,
    pub(crate) url: Option<String>,
    pub(crate) base_path: Option<String>,
    pub(crate) trust_host: Option<bool>,
    pub(crate) trusted_hosts: Vec<String>,
    pub(crate) trusted_proxies: Option<usize>,
    pub(crate) trusted_origins: Vec<String>,
    pub(crate) development: Option<bool>,
    pub(crate) debug: bool,
    pub(crate) session_max_age: Duration,
    pub(crate) session_absolute_max_age: Option<Duration>,
    pub(crate) jwt_max_age: Duration,
    pub(crate) pages: Pages,
    pub(crate) theme: Theme,
    pub(crate) use_secure_cookies: Option<bool>,
    pub(crate) cookies: CookieOverrides,
    pub(crate) environment: Environment,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            profile: SecurityProfile::default(),
            secrets: Arc::new([]),
            jwt_secret: None,
            url: None,
            base_path: None,
            trust_host: None,
            trusted_hosts: Vec::new(),
            trusted_proxies: None,
            trusted_origins: Vec::new(),
            development: None,
            debug: false,
            session_max_age: THIRTY_DAYS,
            session_absolute_max_age: None,
            jwt_max_age: THIRTY_DAYS,
            pages: Pages::default(),
            theme: Theme::default(),
            use_secure_cookies: None,
            cookies: CookieOverrides::default(),
            environment: Environment::default(),
        }
    }
}

/// What the environment says. It fills in what the builder leaves open, whichever came first.
#[derive(Clone, Default)]
pub(crate) struct Environment {
    pub(crate) url: Option<String>,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) trust_host: Option<String>,
    pub(crate) trusted_hosts: Vec<String>,
    pub(crate) mode: Option<String>,
}

impl Environment {
    /// Reads next-auth's variables and `AUTH_*`, each once. An empty variable counts as unset.
    pub(crate) fn read(lookup: &crate::EnvLookup) -> Self {
        let get = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let older = ["AUTH_SECRET_1", "AUTH_SECRET_2", "AUTH_SECRET_3"];
        Self {
            url: get("NEXTAUTH_URL").or_else(|| get("AUTH_URL")),
            secrets: get("NEXTAUTH_SECRET")
                .or_else(|| get("AUTH_SECRET"))
                .into_iter()
                .chain(older.into_iter().filter_map(get))
                .map(Secret::from)
                .collect(),
            // next-auth asks whether VERCEL is defined at all before it asks for the other.
            trust_host: lookup("VERCEL").or_else(|| lookup("AUTH_TRUST_HOST")),
            trusted_hosts: get("AUTH_TRUSTED_HOSTS")
                .map(|list| list.split(',').map(|host| host.trim().to_owned()).collect())
                .unwrap_or_default(),
            mode: get("AUTH_ENV"),
        }
    }

    fn same_as(&self, other: &Self) -> bool {
        let Self { url, secrets, trust_host, trusted_hosts, mode } = other;
        self.url == *url
            && same_secrets(&self.secrets, secrets)
            && self.trust_host == *trust_host
            && self.trusted_hosts == *trusted_hosts
            && self.mode == *mode
    }
}

/// Both come from the application's own configuration: how long this takes tells nobody anything.
fn same_secrets(ours: &[Secret], theirs: &[Secret]) -> bool {
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| ours.expose() == theirs.expose())
}

impl Settings {
    /// Whether the same follows from both.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        // Taken apart, so that no setting can be forgotten.
        let Self {
            profile,
            secrets,
            jwt_secret,
            url,
            base_path,
            trust_host,
            trusted_hosts,
            trusted_proxies,
            trusted_origins,
            development,
            debug,
            session_max_age,
            session_absolute_max_age,
            jwt_max_age,
            pages,
            theme,
            use_secure_cookies,
            cookies,
            environment,
        } = other;
        self.profile == *profile
            && same_secrets(&self.secrets, secrets)
            && same_secrets(self.jwt_secret.as_slice(), jwt_secret.as_slice())
            && self.url == *url
            && self.base_path == *base_path
            && self.trust_host == *trust_host
            && self.trusted_hosts == *trusted_hosts
            && self.trusted_proxies == *trusted_proxies
            && self.trusted_origins == *trusted_origins
            && self.development == *development
            && self.debug == *debug
            && self.session_max_age == *session_max_age
            && self.session_absolute_max_age == *session_absolute_max_age
            && self.jwt_max_age == *jwt_max_age
            && self.pages == *pages
            && self.theme == *theme
            && self.use_secure_cookies == *use_secure_cookies
            && self.cookies == *cookies
            && self.environment.same_as(environment)
    }

    pub(crate) fn is_development(&self) -> bool {
        self.development.unwrap_or_else(|| self.environment.mode.as_deref() == Some("development"))
    }

    /// The application's secrets, the current one first.
    pub(crate) fn secrets(&self) -> Arc<[Secret]> {
        if self.secrets.is_empty() { self.environment.secrets.as_slice().into() } else { self.secrets.clone() }
    }
}
