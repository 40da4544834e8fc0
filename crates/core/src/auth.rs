//! The entry: follow [`Auth::answer`] downwards.

use crate::{
    Action, AuthLayer, AuthRequest, BoxError, ConfigError, Options, Reply, RequestInfo, ResponseBody, Route,
    compiled::Compiled,
    config,
    context::Context,
    flows,
    logger::Log,
    origin::{DEFAULT_BASE_PATH, OriginSource, host_of_target},
    pages::Skin,
    redirect,
    request::{Unreadable, below, body_limit, discard, oversized, receive},
    settings::Settings,
};
use http::{Request, Response, StatusCode, Uri, header::HOST, request::Parts};
use http_body::Body;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// The engine under one configuration. Cloning is cheap.
///
/// It is a `tower` service; [`layer`](Auth::layer) and the extractors read sessions on an application's own routes.
#[derive(Clone)]
pub struct Auth(Arc<Inner>);

struct Inner {
    options: Options,
    worked_out: Arc<WorkedOut>,
}

/// What follows from the settings alone, shared by every `Auth` that has the same.
struct WorkedOut {
    compiled: Result<Compiled, ConfigError>,
    skin: OnceLock<Skin>,
    mount_warned: AtomicBool,
}

impl Auth {
    pub(crate) fn from_options(options: Options) -> Self {
        let worked_out = WorkedOut {
            compiled: Compiled::new(&options.settings),
            skin: OnceLock::new(),
            mount_warned: AtomicBool::new(false),
        };
        Self(Arc::new(Inner { options, worked_out: Arc::new(worked_out) }))
    }

    /// This engine with other options, for one request or one tenant. What follows from the settings alone, above all the derived keys, is
    /// shared when they are the same.
    ///
    /// It cannot fail: a configuration that is not sound answers its requests with v4's configuration error.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        let mut options = self.0.options.clone();
        change(&mut options);
        if !self.has_settings_of(&options) {
            return Self::from_options(options);
        }
        Self(Arc::new(Inner { options, worked_out: self.0.worked_out.clone() }))
    }

    /// Whether these options have this engine's settings: all but providers and code of the application (callbacks, events, logger, codec).
    #[must_use]
    pub fn has_settings_of(&self, options: &Options) -> bool {
        let (ours, theirs) = (&self.0.options.settings, &options.settings);
        Arc::ptr_eq(ours, theirs) || ours.same_as(theirs)
    }

    /// For the routes of the application that read sessions: per-request options in, renewed cookies out.
    ///
    /// Put it around the outermost router that has such routes: what it sees of the path is where users come back to after a sign-in.
    #[must_use]
    pub fn layer(&self) -> AuthLayer {
        AuthLayer::new(self.clone())
    }

    /// The action of the engine that a target asks for, if any.
    #[must_use]
    pub fn action(&self, uri: &Uri) -> Option<Action> {
        Route::from_path(uri.path(), self.base_path()).action()
    }

    /// The path below which the engine answers, `/api/auth` by default.
    #[must_use]
    pub fn base_path(&self) -> &str {
        match self.compiled().map(|compiled| &compiled.origin) {
            Ok(OriginSource::Fixed(url)) => url.base_path(),
            Ok(OriginSource::Headers { base_path, .. }) => base_path,
            Err(_) => DEFAULT_BASE_PATH,
        }
    }

    /// The styles of the built-in pages, for pages of the application that should look like them.
    #[must_use]
    pub fn stylesheet(&self) -> &str {
        self.skin().stylesheet()
    }

    /// One request, one response. Never fails: every error is a response and one line in the log.
    pub async fn handle<B>(&self, request: Request<B>) -> Response<ResponseBody>
    where
        B: Body + Send,
        B::Data: Send,
        B::Error: Into<BoxError>,
    {
        let (mut parts, body) = request.into_parts();
        if let Some(host) = host_of_target(&parts) {
            parts.headers.insert(HOST, host);
        }
        let auth = self.for_request(&parts, self.action(&parts.uri));
        auth.warn_of_mount(&parts.uri, &self.0.worked_out.mount_warned);
        let request = match oversized(&parts) {
            Some(unreadable) => {
                discard(pin!(body)).await;
                Err(unreadable)
            }
            None => match receive(body, body_limit(auth.settings().profile)).await {
                Ok(bytes) => AuthRequest::from_http(parts, &bytes, auth.base_path()),
                Err(unreadable) => Err(unreadable),
            },
        };
        match request {
            Ok(request) => auth.answer(request).await,
            Err(unreadable) => refuse(unreadable),
        }
        .into_http()
    }

    /// As [`handle`](Auth::handle), for hosts that have parsed the request already. Per-request options are such a host's own affair.
    pub async fn answer(&self, request: AuthRequest) -> Reply {
        let strict = self.settings().profile.is_strict();
        let compiled = match self.compiled() {
            Ok(compiled) => compiled,
            Err(error) => return self.misconfigured(&request, error),
        };
        let public = match compiled.origin.resolve(&request.headers) {
            Ok(public) => public,
            Err(untrusted) => {
                self.log().error("UNTRUSTED_HOST", &untrusted.into());
                return Reply::text(StatusCode::BAD_REQUEST, "Bad Request: this host is not served here")
                    .finish(false, None);
            }
        };
        if let Err(error) = config::check_request(&request, strict) {
            return self.misconfigured(&request, &error);
        }
        if let Some(error) = &self.options().fault {
            return self.misconfigured(&request, error);
        }
        let cx = match Context::new(self, compiled, &request, public).await {
            Ok(cx) => cx,
            Err(error) => {
                let error = error.into();
                self.log().error("RANDOMNESS_ERROR", &error);
                return Reply::escaped(error).finish(false, None);
            }
        };
        cx.finish(flows::answer(&cx).await)
    }

    fn misconfigured(&self, request: &AuthRequest, error: &ConfigError) -> Reply {
        self.log().error(error.code(), &error.clone().into());
        let reply = flows::misconfigured(self, request).finish(false, None);
        if self.settings().profile.is_strict() { reply.isolated(self.skin(), "") } else { reply }
    }

    /// The `Auth` for one request: this one, or one with the per-request options. If these panic, the configuration is not sound.
    fn for_request(&self, parts: &Parts, action: Option<Action>) -> Self {
        let Some(change) = self.0.options.per_request.clone() else { return self.clone() };
        let info = RequestInfo::new(parts, action);
        let changed = catch_unwind(AssertUnwindSafe(|| self.with(|options| change(&info, options))));
        changed.unwrap_or_else(|_| {
            let error = ConfigError::new(
                "PER_REQUEST_PANIC",
                "the closure of per_request panicked; the panic message is on the standard error stream",
                "Make it leave the options as they are when it does not know the request",
            );
            self.with(|options| {
                options.fault(error);
            })
        })
    }

    /// As `for_request`, for a request to the application: a page of its own at `/signin` is no action of the engine.
    pub(crate) fn for_application(&self, parts: &Parts) -> Self {
        let below = below(parts.uri.path(), self.base_path()).is_some();
        self.for_request(parts, self.action(&parts.uri).filter(|_| below))
    }

    /// Whether both are one engine, and not only alike.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.options.settings
    }

    pub(crate) fn compiled(&self) -> Result<&Compiled, &ConfigError> {
        self.0.worked_out.compiled.as_ref()
    }

    pub(crate) fn skin(&self) -> &Skin {
        self.0.worked_out.skin.get_or_init(|| {
            let settings = self.settings();
            let trusted = self.compiled().map_or(&[][..], |compiled| &compiled.trusted_origins);
            Skin::new(&settings.theme).leading_to(&redirect::form_targets(trusted, &settings.pages))
        })
    }

    pub(crate) fn log(&self) -> Log {
        let options = self.options();
        Log { logger: options.logger.clone(), debug: options.settings.debug || options.custom_logger }
    }

    /// The check that [`Options::build`] makes: logs all warnings, and returns what is wrong. For an engine that was built unchecked.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), ConfigError> {
        let compiled = self.compiled().map_err(Clone::clone)?;
        if let Some(fault) = &self.options().fault {
            return Err(fault.clone());
        }
        crate::start::check_providers(self.options())?;
        compiled.warn(&self.log());
        crate::start::warn_of_open_points(self);
        Ok(())
    }

    /// A path that is neither below the base path nor an action alone, as routers leave it that take their prefix away: perhaps the engine
    /// is mounted elsewhere than it is told. Said once for the engine that was mounted, however many are derived from it.
    fn warn_of_mount(&self, uri: &Uri, warned: &AtomicBool) {
        let base_path = self.base_path();
        if below(uri.path(), base_path).is_none() && self.action(uri).is_none() && !warned.swap(true, Ordering::Relaxed)
        {
            self.log().warn("MOUNT", &format!("a request arrived that names no action and is not below the base path {base_path}: if the engine is mounted elsewhere, mount it there, or set base_path to where it is"));
        }
    }
}

impl std::fmt::Debug for Auth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Auth").field(&self.0.options).finish()
    }
}

fn refuse(unreadable: Unreadable) -> Reply {
    let status = match unreadable {
        Unreadable::Json | Unreadable::Fields | Unreadable::Broken => StatusCode::BAD_REQUEST,
        Unreadable::Body => StatusCode::PAYLOAD_TOO_LARGE,
        Unreadable::Uri => StatusCode::URI_TOO_LONG,
        Unreadable::Headers => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    };
    Reply::text(status, unreadable.to_string()).finish(false, None)
}
