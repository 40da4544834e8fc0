//! What the application decides.

mod chain;

pub(crate) use chain::Chain;

use crate::{
    Account, BoxError, Object, Profile, Session, Token, User, default_redirect, error::Panicked, redacted::WithoutQuery,
};
use async_trait::async_trait;
use serde_json::Value;
use std::{
    fmt,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
};

/// What the `sign_in` callback says.
#[derive(Clone, PartialEq, Eq)]
pub enum SignIn {
    /// The user may sign in.
    Allow,
    /// The user may not: `error=AccessDenied`.
    Deny,
    /// The user is sent to this URL instead.
    Redirect(String),
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Allow => f.write_str("Allow"),
            Self::Deny => f.write_str("Deny"),
            Self::Redirect(url) => f.debug_tuple("Redirect").field(&WithoutQuery(url)).finish(),
        }
    }
}

/// The arguments of [`Callbacks::sign_in`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignInCall {
    /// Who signs in.
    pub user: User,
    /// The way in.
    pub account: Account,
    /// What the provider said, for providers that say anything.
    pub profile: Option<Profile>,
    /// The whole body that was posted, for a credentials provider.
    pub credentials: Option<Object>,
}

/// The arguments of [`Callbacks::redirect`].
#[derive(Clone)]
#[non_exhaustive]
pub struct RedirectCall {
    /// Where the browser asks to go.
    pub url: String,
    /// The public origin of the application: `https://app.example`.
    pub base_url: String,
}

impl fmt::Debug for RedirectCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedirectCall")
            .field("url", &WithoutQuery(&self.url))
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// Why [`Callbacks::jwt`] runs; absent when a session is only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A known user signed in.
    SignIn,
    /// A new user signed in.
    SignUp,
    /// The client asked for an update of the session.
    Update,
}

impl Trigger {
    /// next-auth's word: `signIn`, `signUp`, `update`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "signIn",
            Self::SignUp => "signUp",
            Self::Update => "update",
        }
    }
}

/// The arguments of [`Callbacks::jwt`] beside the token.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct JwtCall {
    /// Who signed in; at sign-in only.
    pub user: Option<User>,
    /// The way in; at sign-in only.
    pub account: Option<Account>,
    /// What the provider said; at sign-in only.
    pub profile: Option<Profile>,
    /// Whether the user is new; at sign-in only.
    pub is_new_user: Option<bool>,
    /// Why the callback runs.
    pub trigger: Option<Trigger>,
    /// What the client sent with an update (next-auth's `session` argument). Check it before it enters the token.
    pub update: Option<Value>,
}

/// Why it runs: what the client sent stays unsaid, like everything else.
impl fmt::Debug for JwtCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtCall")
            .field("trigger", &self.trigger)
            .field("is_new_user", &self.is_new_user)
            .finish_non_exhaustive()
    }
}

/// The arguments of [`Callbacks::session`] beside the session.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SessionCall {
    /// The session is kept in a JWT.
    #[non_exhaustive]
    Jwt {
        /// Its claims, as the `jwt` callback returned them.
        token: Token,
    },
}

/// Decisions of the application. Every method's default is next-auth v4's.
///
/// To change one of them for a single closure, see [`Options::on_session`](crate::Options::on_session) and its siblings.
#[async_trait]
pub trait Callbacks: Send + Sync {
    /// Whether this user may sign in. Default: [`SignIn::Allow`].
    ///
    /// # Errors
    /// An error sends the user to the error page; see [`PublicError`](crate::PublicError) for what it shows.
    async fn sign_in(&self, call: SignInCall) -> Result<SignIn, BoxError> {
        let _ = call;
        Ok(SignIn::Allow)
    }

    /// Where a browser may be sent. Called for every callback URL that a request brings. Default: [`default_redirect`].
    ///
    /// # Errors
    /// An error, like a panic, means the base URL, and one line in the log.
    async fn redirect(&self, call: RedirectCall) -> Result<String, BoxError> {
        Ok(default_redirect(&call.url, &call.base_url))
    }

    /// What the session token holds. Called at sign-in, at every read of the session and at an update. Default: the token as it is.
    ///
    /// # Errors
    /// An error ends the session that is read, or refuses the sign-in.
    async fn jwt(&self, token: Token, call: JwtCall) -> Result<Token, BoxError> {
        let _ = call;
        Ok(token)
    }

    /// What the client may see. Default: the session as it is, `{"user": {name, email, image}, "expires"}`.
    ///
    /// # Errors
    /// An error ends the session.
    async fn session(&self, session: Session, call: SessionCall) -> Result<Session, BoxError> {
        let _ = call;
        Ok(session)
    }

    /// Makes an object of the engine one of the host's, so that the callbacks share one reference to it. Default: as it is.
    ///
    /// For hosts whose callbacks are written in another language; applications have no use for it.
    fn adopt(&self, object: Object) -> Object {
        object
    }
}

/// next-auth v4's own callbacks.
pub(crate) struct Defaults;

impl Callbacks for Defaults {}

/// Runs a callback of the application and turns its panic into an error, be it before or inside of its future.
pub(crate) async fn guarded<T, F>(callback: impl FnOnce() -> F) -> Result<T, BoxError>
where
    F: Future<Output = Result<T, BoxError>>,
{
    let Ok(callback) = catch_unwind(AssertUnwindSafe(callback)) else { return Err(Panicked.into()) };
    let mut callback = pin!(callback);
    poll_fn(|cx| {
        catch_unwind(AssertUnwindSafe(|| callback.as_mut().poll(cx)))
            .unwrap_or_else(|_| Poll::Ready(Err(Panicked.into())))
    })
    .await
}
