//! The options that are code of the application.

use super::Options;
use crate::{
    BoxError, Callbacks, Events, JwtCall, Logger, RedirectCall, RequestInfo, Session, SessionCall, SignIn, SignInCall,
    Token, callbacks::Chain,
};
use std::{future::Future, sync::Arc};

impl Options {
    /// Replaces every callback.
    pub fn callbacks(&mut self, callbacks: impl Callbacks + 'static) -> &mut Self {
        self.callbacks = Arc::new(callbacks);
        self
    }

    /// Continues the `sign_in` callback: asked when the ones before it allow the sign-in.
    pub fn on_sign_in<F, Fut>(&mut self, then: F) -> &mut Self
    where
        F: Fn(SignInCall) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<SignIn, BoxError>> + Send + 'static,
    {
        self.callbacks = Chain::sign_in(self.callbacks.clone(), then);
        self
    }

    /// Continues the `redirect` callback: receives what the ones before it returned.
    pub fn on_redirect<F, Fut>(&mut self, then: F) -> &mut Self
    where
        F: Fn(String, RedirectCall) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<String, BoxError>> + Send + 'static,
    {
        self.callbacks = Chain::redirect(self.callbacks.clone(), then);
        self
    }

    /// Continues the `jwt` callback: receives what the ones before it returned.
    pub fn on_jwt<F, Fut>(&mut self, then: F) -> &mut Self
    where
        F: Fn(Token, JwtCall) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Token, BoxError>> + Send + 'static,
    {
        self.callbacks = Chain::jwt(self.callbacks.clone(), then);
        self
    }

    /// Continues the `session` callback: receives what the ones before it returned.
    ///
    /// A closure does its work and then returns a future, so that it can lend what it captured:
    /// ```
    /// # use authwire_core::Options;
    /// # fn configure(options: &mut Options, tenant: String) {
    /// options.on_session(move |mut session, _call| {
    ///     session.set("tenant", tenant.clone());
    ///     async { Ok(session) }
    /// });
    /// # }
    /// ```
    pub fn on_session<F, Fut>(&mut self, then: F) -> &mut Self
    where
        F: Fn(Session, SessionCall) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Session, BoxError>> + Send + 'static,
    {
        self.callbacks = Chain::session(self.callbacks.clone(), then);
        self
    }

    /// Whom to tell of sign-ins, sign-outs and session reads.
    pub fn events(&mut self, events: impl Events + 'static) -> &mut Self {
        self.events = Some(Arc::new(events));
        self
    }

    /// Where log lines go, those of clients included. (A host's builder comes with a logger of its own.)
    pub fn logger(&mut self, logger: impl Logger + 'static) -> &mut Self {
        self.logger = Arc::new(logger);
        self.custom_logger = true;
        self
    }

    /// The logger that a host comes with: as [`logger`](Options::logger), but what browsers report does not reach it.
    pub fn host_logger(&mut self, logger: impl Logger + 'static) -> &mut Self {
        self.logger = Arc::new(logger);
        self.custom_logger = false;
        self
    }

    /// Changes the options for each request. The routes, the layer and the extractors all see the change.
    pub fn per_request(
        &mut self,
        change: impl Fn(&RequestInfo<'_>, &mut Options) + Send + Sync + 'static,
    ) -> &mut Self {
        self.per_request = Some(Arc::new(change));
        self
    }
}
