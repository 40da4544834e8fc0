//! Errors that applications make, and what of them a user may read.

use crate::{RngError, SecurityProfile};
use std::{error::Error, fmt};

/// Any error of an application's callback.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// An error whose text the end user may read.
///
/// What `authorize` or the `sign_in` callback fails with reaches the browser as a closed code; a `PublicError` reaches it in these words, as
/// the `error` parameter of the error page. (In the compat profile every message does, as in next-auth.)
///
/// ```
/// # use authwire_core::{BoxError, PublicError};
/// fn check(locked: bool) -> Result<(), BoxError> {
///     if locked { Err(PublicError::new("This account is locked.").into()) } else { Ok(()) }
/// }
/// assert!(check(true).is_err());
/// ```
#[derive(Clone, Debug)]
pub struct PublicError(String);

impl PublicError {
    /// An error that tells the user this.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for PublicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for PublicError {}

/// The text of `error` that a URL may carry to the user, if any.
///
/// Never that of an I/O failure, whose text names hosts and paths.
pub(crate) fn shown(error: &BoxError, profile: SecurityProfile) -> Option<String> {
    if error.downcast_ref::<PublicError>().is_some() {
        return Some(error.to_string());
    }
    if profile.is_strict() || error.downcast_ref::<Panicked>().is_some() {
        return None;
    }
    let mut cause: Option<&(dyn Error + 'static)> = Some(&**error);
    while let Some(error) = cause {
        if error.downcast_ref::<std::io::Error>().is_some() {
            return None;
        }
        cause = error.source();
    }
    Some(error.to_string())
}

/// A callback of the application panicked. (On a target that aborts on panic the host sees the panic itself.)
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a callback of the application panicked; the panic message is on the standard error stream")]
pub(crate) struct Panicked;

/// Why a session token could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EncodeError {
    #[error("the session token would be {0} characters long, but browsers and proxies take no more than {limit}: keep less in the token", limit = crate::cookies::SESSION_CEILING)]
    TooLong(usize),
    #[error(transparent)]
    Rng(#[from] RngError),
    #[error("the token cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    #[error("the host cannot write the token as JSON")]
    Object(#[source] BoxError),
    #[error("the token could not be encrypted")]
    Seal(#[from] authwire_jose::SealError),
}
