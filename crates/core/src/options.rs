//! NextAuth's options. The same type builds an [`Auth`] and changes one for a request.

mod effects;

use crate::{
    Auth, Callbacks, ConfigError, CookieName, CookieSpec, Pages, Provider, Runtime, SecurityProfile, Theme,
    callbacks::Defaults,
    logger::Silent,
    per_request::PerRequest,
    settings::{Environment, Settings},
};
use crate::{Events, JwtCodec, Logger};
use authwire_jose::Secret;
use std::{fmt, sync::Arc, time::Duration};

/// NextAuth's options: what [`Auth`] is built of, and what a request may change.
///
/// Setters take `&mut self` and return it, so that one type serves the builder, [`Auth::with`] and
/// [`per_request`](Options::per_request).
#[derive(Clone)]
pub struct Options {
    /// The providers, in the order of the sign-in page.
    pub providers: Vec<Provider>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) runtime: Runtime,
    pub(crate) callbacks: Arc<dyn Callbacks>,
    pub(crate) events: Option<Arc<dyn Events>>,
    pub(crate) logger: Arc<dyn Logger>,
    /// The logger is the application's, not the one that the host came with.
    pub(crate) custom_logger: bool,
    pub(crate) codec: Option<Arc<dyn JwtCodec>>,
    pub(crate) per_request: Option<Arc<PerRequest>>,
    /// What a host found wrong with the options that it was given.
    pub(crate) fault: Option<ConfigError>,
}

impl Options {
    /// Options with next-auth's defaults, in the strict profile, on this runtime. (`authwire::builder()` brings the native one.)
    #[must_use]
    pub fn new(runtime: Runtime) -> Self {
        Self {
            providers: Vec::new(),
            settings: Arc::default(),
            runtime,
            callbacks: Arc::new(Defaults),
            events: None,
            logger: Arc::new(Silent),
            custom_logger: false,
            codec: None,
            per_request: None,
            fault: None,
        }
    }

    fn change(&mut self) -> &mut Settings {
        Arc::make_mut(&mut self.settings)
    }

    /// Adds a provider.
    pub fn provider(&mut self, provider: impl Into<Provider>) -> &mut Self {
        self.providers.push(provider.into());
        self
    }

    /// The compat profile: as next-auth 4.24.15 wherever an honest user could tell. See [`SecurityProfile`].
    pub fn compat(&mut self) -> &mut Self {
        self.profile(SecurityProfile::Compat)
    }

    /// The security profile. Default: [`SecurityProfile::Strict`].
    pub fn profile(&mut self, profile: SecurityProfile) -> &mut Self {
        self.change().profile = profile;
        self
    }

    /// The secret that signs and encrypts, at least 32 bytes. Default: `NEXTAUTH_SECRET`, `AUTH_SECRET`.
    pub fn secret(&mut self, secret: impl Into<Secret>) -> &mut Self {
        self.secrets([secret])
    }

    /// Several secrets, for a change of secret that signs nobody out: the first writes, all read.
    pub fn secrets<S: Into<Secret>>(&mut self, secrets: impl IntoIterator<Item = S>) -> &mut Self {
        self.change().secrets = secrets.into_iter().map(Into::into).collect();
        self
    }

    /// A secret for session tokens alone (next-auth's `jwt.secret`). Default: the secret.
    pub fn jwt_secret(&mut self, secret: impl Into<Secret>) -> &mut Self {
        self.change().jwt_secret = Some(secret.into());
        self
    }

    /// The public URL, whose path, if it has one, is the base path. Default: `NEXTAUTH_URL`, `AUTH_URL`. It outranks every header.
    pub fn url(&mut self, url: impl Into<String>) -> &mut Self {
        self.change().url = Some(url.into());
        self
    }

    /// Where the engine is mounted. Default: the path of the URL, else `/api/auth`.
    pub fn base_path(&mut self, path: impl Into<String>) -> &mut Self {
        self.change().base_path = Some(path.into());
        self
    }

    /// Takes the public host from `X-Forwarded-Host`, else `Host`, when no URL is set, if it is one of these: `app.example`,
    /// `app.example:8443`, `*.app.example`, `https://app.example`. Default: `AUTH_TRUSTED_HOSTS`, separated by commas.
    pub fn trusted_hosts<S: Into<String>>(&mut self, hosts: impl IntoIterator<Item = S>) -> &mut Self {
        self.change().trusted_hosts = hosts.into_iter().map(Into::into).collect();
        self
    }

    /// Takes any host from these headers, as next-auth's `AUTH_TRUST_HOST` does. Only the compat profile knows this without a list.
    pub fn danger_trust_any_host(&mut self, trust: bool) -> &mut Self {
        self.change().trust_host = Some(trust);
        self
    }

    /// How many proxies in front extend the `X-Forwarded-*` headers. Unset, such a header must hold one value.
    pub fn trusted_proxies(&mut self, proxies: usize) -> &mut Self {
        self.change().trusted_proxies = Some(proxies);
        self
    }

    /// Other origins to which users may be sent (strict), in the form of [`trusted_hosts`](Options::trusted_hosts).
    pub fn trusted_origins<S: Into<String>>(&mut self, origins: impl IntoIterator<Item = S>) -> &mut Self {
        self.change().trusted_origins = origins.into_iter().map(Into::into).collect();
        self
    }

    /// A development server: `http://localhost:3000` when no URL is set. Default: whether `AUTH_ENV` is `development`.
    pub fn development(&mut self) -> &mut Self {
        self.change().development = Some(true);
        self
    }

    /// Fills in what is not set here from the environment, which is read once, here: `AUTH_URL`, `AUTH_SECRET` (and older secrets in
    /// `AUTH_SECRET_1` to `_3`), `AUTH_TRUSTED_HOSTS`, `AUTH_TRUST_HOST`, `AUTH_ENV`, and next-auth's `NEXTAUTH_URL` and
    /// `NEXTAUTH_SECRET`, which outrank their `AUTH_` twins. An empty variable counts as unset.
    pub fn from_env(&mut self) -> &mut Self {
        let lookup = self.runtime.env.clone();
        self.change().environment = Environment::read(&*lookup);
        self
    }

    /// How long a session lives after it was last read. Default: 30 days.
    pub fn session_max_age(&mut self, age: Duration) -> &mut Self {
        self.change().session_max_age = age;
        self
    }

    /// How long a session lives at most after the sign-in, however much it is used. Default: without limit, as in next-auth.
    pub fn session_absolute_max_age(&mut self, age: Duration) -> &mut Self {
        self.change().session_absolute_max_age = Some(age);
        self
    }

    /// How long the token that a sign-in makes is valid (next-auth's `jwt.maxAge`). Default: 30 days, whatever the session's age is.
    pub fn jwt_max_age(&mut self, age: Duration) -> &mut Self {
        self.change().jwt_max_age = age;
        self
    }

    /// Replaces the encrypted session tokens (next-auth's `jwt.encode` and `jwt.decode`).
    pub fn jwt_codec(&mut self, codec: impl JwtCodec + 'static) -> &mut Self {
        self.codec = Some(Arc::new(codec));
        self
    }

    /// Pages of the application instead of the built-in ones.
    pub fn pages(&mut self, pages: Pages) -> &mut Self {
        self.change().pages = pages;
        self
    }

    /// The looks of the built-in pages.
    pub fn theme(&mut self, theme: Theme) -> &mut Self {
        self.change().theme = theme;
        self
    }

    /// Whether cookies are those of https (`Secure`, `__Secure-` and `__Host-` names). Default: whether the URL is https.
    pub fn use_secure_cookies(&mut self, secure: bool) -> &mut Self {
        self.change().use_secure_cookies = Some(secure);
        self
    }

    /// Another name and other attributes for a cookie. Replaces all of its defaults, as in next-auth.
    pub fn cookie(&mut self, cookie: CookieName, spec: CookieSpec) -> &mut Self {
        self.change().cookies.set(cookie, spec);
        self
    }

    /// `__Host-` names for every cookie over https, so that no subdomain can set them. Running next-auth beside needs the same names there.
    pub fn host_cookies(&mut self, on: bool) -> &mut Self {
        self.change().cookies.host_prefix = on;
        self
    }

    /// Logs what happens inside. Not for production.
    pub fn debug(&mut self, on: bool) -> &mut Self {
        self.change().debug = on;
        self
    }

    /// The settings alone, without providers and without code of the application: what a host keeps to share it later, see [`Auth::with`].
    #[must_use]
    pub fn without_effects(&self) -> Self {
        Self { settings: self.settings.clone(), ..Self::new(self.runtime.clone()) }
    }

    /// Checks the configuration and makes the engine. Warnings go to the logger, once.
    ///
    /// # Errors
    /// The first thing that is wrong, with next-auth's code where it has one, and what to do.
    pub fn build(&self) -> Result<Auth, ConfigError> {
        let auth = Auth::from_options(self.clone());
        auth.check()?;
        Ok(auth)
    }

    /// Makes the engine without checking the configuration, for hosts that must not fail before a request asks: one that is not sound
    /// answers every request with v4's configuration error and logs it. See [`Auth::check`].
    #[must_use]
    pub fn build_unchecked(&self) -> Auth {
        Auth::from_options(self.clone())
    }

    /// Makes these options count as wrong, for a host that reads them from elsewhere and found an error that they cannot express.
    pub fn fault(&mut self, error: ConfigError) -> &mut Self {
        self.fault = Some(error);
        self
    }
}

/// Names the providers alone: settings hold secrets.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("profile", &self.settings.profile)
            .field("providers", &self.providers)
            .finish_non_exhaustive()
    }
}
