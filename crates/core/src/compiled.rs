//! Settings, checked and worked out once: keys, cookies, public URL.

mod secret;

use crate::{
    ConfigError,
    allow_list::HostPattern,
    cookies::CookieTable,
    jwt::SessionTokens,
    logger::Log,
    origin::{DEFAULT_BASE_PATH, OriginSource, PublicUrl, Trusted, base_path_of},
    settings::Settings,
};
use authwire_jose::{Keyring, Secret};
use std::sync::Arc;

/// A sound configuration, ready to answer.
pub(crate) struct Compiled {
    pub(crate) origin: OriginSource,
    pub(crate) secrets: Arc<[Secret]>,
    pub(crate) session_secrets: Arc<[Secret]>,
    pub(crate) session_keys: Keyring,
    pub(crate) trusted_origins: Vec<HostPattern>,
    plain_cookies: CookieTable,
    secure_cookies: CookieTable,
    longest: i64,
    warnings: Vec<(&'static str, String)>,
}

impl Compiled {
    pub(crate) fn new(settings: &Settings) -> Result<Self, ConfigError> {
        let mut warnings = Vec::new();
        if let Some(mode) = settings.environment.mode.as_deref()
            && !matches!(mode, "development" | "production")
        {
            return Err(ConfigError::new(
                "INVALID_ENVIRONMENT",
                format!("AUTH_ENV is {mode:?}"),
                "Set AUTH_ENV to development or production",
            ));
        }
        let secrets = secret::choose(settings, &mut warnings)?;
        let session_secrets: Arc<[Secret]> =
            settings.jwt_secret.clone().map_or_else(|| secrets.clone(), |secret| Arc::new([secret]));
        let session_keys = Keyring::v4(&session_secrets, "").map_err(|_| secret::missing())?;
        check_cookies(settings, &mut warnings)?;
        let origin = origin(settings, &mut warnings)?;
        if settings.debug {
            warnings.push(("DEBUG_ENABLED", "debug lines are logged; do not leave this on in production".to_owned()));
        }
        let longest = settings.jwt_max_age.max(settings.session_max_age).as_secs();
        Ok(Self {
            origin,
            session_keys,
            session_secrets,
            secrets,
            trusted_origins: patterns(&settings.trusted_origins, "trusted origin")?,
            plain_cookies: CookieTable::new(false, &settings.cookies),
            secure_cookies: CookieTable::new(true, &settings.cookies),
            longest: i64::try_from(longest).unwrap_or(i64::MAX),
            warnings,
        })
    }

    pub(crate) fn cookies(&self, secure: bool) -> &CookieTable {
        if secure { &self.secure_cookies } else { &self.plain_cookies }
    }

    pub(crate) fn tokens<'a>(&'a self, options: &'a crate::Options) -> SessionTokens<'a> {
        SessionTokens {
            keyring: &self.session_keys,
            secrets: &self.session_secrets,
            codec: options.codec.as_ref(),
            runtime: &options.runtime,
            profile: options.settings.profile,
            longest: self.longest,
        }
    }

    pub(crate) fn trusts_any_host(&self) -> bool {
        matches!(self.origin, OriginSource::Headers { trusted: Trusted::Any, .. })
    }

    pub(crate) fn warn(&self, log: &Log) {
        for (code, message) in &self.warnings {
            log.warn(code, message);
        }
    }
}

/// next-auth sets cookies that no browser keeps all the same, and other clients may keep them.
fn check_cookies(settings: &Settings, warnings: &mut Vec<(&'static str, String)>) -> Result<(), ConfigError> {
    let promise = settings.cookies.broken_promise();
    match (settings.cookies.fault(), promise) {
        (None, None) => Ok(()),
        (None, Some(promise)) if !settings.profile.is_strict() => {
            warnings.push(("INVALID_COOKIE", promise));
            Ok(())
        }
        (Some(fault), _) | (None, Some(fault)) => {
            Err(ConfigError::new("INVALID_COOKIE", fault, "Change the name or the attributes of the cookie"))
        }
    }
}

fn origin(settings: &Settings, warnings: &mut Vec<(&'static str, String)>) -> Result<OriginSource, ConfigError> {
    let strict = settings.profile.is_strict();
    let trust = trust_any(settings)?;
    let base_path = settings.base_path.as_deref().map(base_path).transpose()?;
    if let Some(text) = settings.url.as_deref().or(settings.environment.url.as_deref()) {
        let mut url = PublicUrl::parse(text, base_path.as_deref()).ok_or_else(|| {
            ConfigError::new(
                "INVALID_URL",
                format!("the URL {text:?} does not parse"),
                "Set AUTH_URL (or NEXTAUTH_URL) to something like https://app.example",
            )
        })?;
        url.secure = settings.use_secure_cookies.unwrap_or(url.secure);
        return Ok(OriginSource::Fixed(url));
    }
    let hosts =
        if settings.trusted_hosts.is_empty() { &settings.environment.trusted_hosts } else { &settings.trusted_hosts };
    let base_path: Arc<str> = base_path.unwrap_or_else(|| DEFAULT_BASE_PATH.to_owned()).into();
    let headers = |trusted| OriginSource::Headers {
        trusted,
        base_path: base_path.clone(),
        proxies: settings.trusted_proxies,
        secure: settings.use_secure_cookies,
    };
    if !hosts.is_empty() {
        return Ok(headers(Trusted::Listed(patterns(hosts, "trusted host")?.into())));
    }
    match (trust, strict) {
        (true, false) => return Ok(headers(Trusted::Any)),
        (true, true) => {
            return Err(ConfigError::new(
                "UNTRUSTED_HOST",
                "every host would be trusted, so that anybody could have links made that lead elsewhere",
                "Set AUTH_URL, or list the hosts with trusted_hosts or AUTH_TRUSTED_HOSTS",
            ));
        }
        (false, true) if !settings.is_development() => {
            return Err(ConfigError::new(
                "NEXTAUTH_URL",
                "the public URL is not known, and no header may tell it",
                "Set AUTH_URL (or call url), or list the hosts with trusted_hosts or AUTH_TRUSTED_HOSTS; AUTH_ENV=development means http://localhost:3000",
            ));
        }
        (false, _) => {}
    }
    warnings.push(("NEXTAUTH_URL", "no URL is configured: http://localhost:3000 is used. Set AUTH_URL".to_owned()));
    let mut url = PublicUrl::parse("http://localhost:3000", Some(&base_path)).ok_or_else(|| {
        ConfigError::new("INVALID_BASE_PATH", "the base path does not parse", "Give a path such as /api/auth")
    })?;
    url.secure = settings.use_secure_cookies.unwrap_or(false);
    Ok(OriginSource::Fixed(url))
}

/// The flag as the builder says it, else as the environment: next-auth takes any text for yes, even `false`.
fn trust_any(settings: &Settings) -> Result<bool, ConfigError> {
    if let Some(trust) = settings.trust_host {
        return Ok(trust);
    }
    let Some(text) = settings.environment.trust_host.as_deref() else { return Ok(false) };
    if !settings.profile.is_strict() {
        return Ok(!text.is_empty());
    }
    match text.to_ascii_lowercase().as_str() {
        "" | "0" | "false" | "no" | "off" => Ok(false),
        "1" | "true" | "yes" | "on" => Ok(true),
        _ => Err(ConfigError::new(
            "INVALID_TRUST_HOST",
            "AUTH_TRUST_HOST is neither true nor false",
            "Set it to true or false, or remove it",
        )),
    }
}

fn base_path(path: &str) -> Result<String, ConfigError> {
    let plain =
        path.starts_with('/') && path.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'%' | b'\\'));
    let url = url::Url::parse("http://localhost")
        .and_then(|url| url.join(path))
        .ok()
        .filter(|url| plain && url.host_str() == Some("localhost") && url.path() != "/");
    match url {
        Some(url) => Ok(base_path_of(&url).to_owned()),
        None => Err(ConfigError::new(
            "INVALID_BASE_PATH",
            format!("the base path {path:?} is not a plain path below the root"),
            "Give a path such as /api/auth",
        )),
    }
}

fn patterns(hosts: &[String], what: &str) -> Result<Vec<HostPattern>, ConfigError> {
    hosts
        .iter()
        .map(|host| {
            HostPattern::parse(host).map_err(|error| {
                ConfigError::new(
                    "INVALID_TRUSTED_HOST",
                    format!("a {what} is malformed: {error}"),
                    "Correct or remove it",
                )
            })
        })
        .collect()
}
