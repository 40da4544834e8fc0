//! What the application is told. Events are awaited; what they fail with is logged and changes no answer.

use crate::{Account, BoxError, Profile, Session, Token, User};
use async_trait::async_trait;

/// Somebody signed in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignInEvent {
    /// Who.
    pub user: User,
    /// By which way.
    pub account: Account,
    /// What the provider said, for providers that say anything.
    pub profile: Option<Profile>,
    /// Whether the user is new; absent for credentials.
    pub is_new_user: Option<bool>,
}

/// Somebody signed out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignOutEvent {
    /// The claims of the session that ended. Absent when an application's own codec read none.
    pub token: Option<Token>,
}

/// A session was read or updated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SessionEvent {
    /// What the client sees.
    pub session: Session,
    /// The claims behind it.
    pub token: Token,
}

/// What the application is told. Every default does nothing.
#[async_trait]
pub trait Events: Send + Sync {
    /// After a sign-in, when its cookies are prepared.
    ///
    /// # Errors
    /// Logged as `SIGN_IN_EVENT_ERROR`.
    async fn sign_in(&self, event: SignInEvent) -> Result<(), BoxError> {
        let _ = event;
        Ok(())
    }

    /// After a sign-out that ended a session.
    ///
    /// # Errors
    /// Logged as `SIGN_OUT_EVENT_ERROR`.
    async fn sign_out(&self, event: SignOutEvent) -> Result<(), BoxError> {
        let _ = event;
        Ok(())
    }

    /// After every successful read or update of a session.
    ///
    /// # Errors
    /// Logged as `SESSION_EVENT_ERROR`.
    async fn session(&self, event: SessionEvent) -> Result<(), BoxError> {
        let _ = event;
        Ok(())
    }
}
