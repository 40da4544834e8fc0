//! Callbacks that continue others, one closure each.

use super::{Callbacks, JwtCall, RedirectCall, SessionCall, SignIn, SignInCall};
use crate::{BoxError, BoxFuture, Object, Session, Token};
use async_trait::async_trait;
use std::{future::Future, sync::Arc};

type Boxed<A, C, T> = Box<dyn Fn(A, C) -> BoxFuture<'static, Result<T, BoxError>> + Send + Sync>;

/// The callbacks `below`, one of which a closure continues with what it returned.
pub(crate) struct Chain {
    below: Arc<dyn Callbacks>,
    then: Then,
}

enum Then {
    SignIn(Box<dyn Fn(SignInCall) -> BoxFuture<'static, Result<SignIn, BoxError>> + Send + Sync>),
    Redirect(Boxed<String, RedirectCall, String>),
    Jwt(Boxed<Token, JwtCall, Token>),
    Session(Boxed<Session, SessionCall, Session>),
}

macro_rules! continuing {
    ($name:ident, $variant:ident, $result:ty, $call:ty) => {
        pub(crate) fn $name<F, Fut>(below: Arc<dyn Callbacks>, then: F) -> Arc<dyn Callbacks>
        where
            F: Fn($result, $call) -> Fut + Send + Sync + 'static,
            Fut: Future<Output = Result<$result, BoxError>> + Send + 'static,
        {
            Arc::new(Self { below, then: Then::$variant(Box::new(move |result, call| Box::pin(then(result, call)))) })
        }
    };
}

impl Chain {
    pub(crate) fn sign_in<F, Fut>(below: Arc<dyn Callbacks>, then: F) -> Arc<dyn Callbacks>
    where
        F: Fn(SignInCall) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<SignIn, BoxError>> + Send + 'static,
    {
        Arc::new(Self { below, then: Then::SignIn(Box::new(move |call| Box::pin(then(call)))) })
    }

    continuing!(redirect, Redirect, String, RedirectCall);
    continuing!(jwt, Jwt, Token, JwtCall);
    continuing!(session, Session, Session, SessionCall);
}

#[async_trait]
impl Callbacks for Chain {
    async fn sign_in(&self, call: SignInCall) -> Result<SignIn, BoxError> {
        let Then::SignIn(then) = &self.then else { return self.below.sign_in(call).await };
        match self.below.sign_in(call.clone()).await? {
            SignIn::Allow => then(call).await,
            refused => Ok(refused),
        }
    }

    async fn redirect(&self, call: RedirectCall) -> Result<String, BoxError> {
        let Then::Redirect(then) = &self.then else { return self.below.redirect(call).await };
        then(self.below.redirect(call.clone()).await?, call).await
    }

    async fn jwt(&self, token: Token, call: JwtCall) -> Result<Token, BoxError> {
        let Then::Jwt(then) = &self.then else { return self.below.jwt(token, call).await };
        then(self.below.jwt(token, call.clone()).await?, call).await
    }

    async fn session(&self, session: Session, call: SessionCall) -> Result<Session, BoxError> {
        let Then::Session(then) = &self.then else { return self.below.session(session, call).await };
        then(self.below.session(session, call.clone()).await?, call).await
    }

    fn adopt(&self, object: Object) -> Object {
        self.below.adopt(object)
    }
}
