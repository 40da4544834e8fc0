//! The claims inside a token: strict JSON in, time limits checked and set.

mod check;
mod parse;
mod write;

use thiserror::Error;

pub use check::{Rules, check};
pub use parse::{MAX_BYTES, MAX_DEPTH, parse};
pub use write::{Stamp, write};

/// Why claims were not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ClaimsError {
    /// Longer than [`MAX_BYTES`].
    #[error("the claims are too long")]
    TooLong,
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("the claims are nested too deeply")]
    TooDeep,
    /// An object, at whatever depth, names a member twice.
    #[error("the claims name a member twice")]
    Duplicate,
    /// The claims are JSON, but not an object.
    #[error("the claims are not an object")]
    NotAnObject,
    /// Not JSON in UTF-8, or a number no double can hold.
    #[error("the claims are not JSON")]
    Syntax,
    /// `exp` passed `by` seconds ago, more than the tolerance.
    #[error("the token expired {by} s ago")]
    Expired {
        /// Seconds since `exp`.
        by: i64,
    },
    /// `nbf` lies `by` seconds ahead, more than the tolerance.
    #[error("the token becomes valid in {by} s")]
    NotYetValid {
        /// Seconds until `nbf`.
        by: i64,
    },
    /// There is no `exp`, and [`Rules::require_exp`] asks for one.
    #[error("the token has no expiry")]
    MissingExp,
    /// `exp` lies `by` seconds after [`Rules::latest_exp`].
    #[error("the token's expiry is {by} s too far away")]
    TooFar {
        /// Seconds from the latest expiry that is taken.
        by: i64,
    },
    /// The claim is there but is not a number.
    #[error("the claim {0} is not a number")]
    NotANumber(&'static str),
    /// The claim is a number below zero, a time no issuer means.
    #[error("the claim {0} is negative")]
    Negative(&'static str),
}

#[cfg(test)]
mod tests;
