//! The claims inside a token: strict JSON in, time limits checked and set.

mod check;
mod parse;

use serde_json::{Map, Value};
use thiserror::Error;

pub use check::{Rules, check};
pub use parse::{MAX_BYTES, MAX_DEPTH, parse};

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

/// What is written into a token's claims when it is made.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// The time now, in seconds since 1970; becomes `iat`.
    pub now: i64,
    /// How long the token is valid, in seconds; `exp` is `now + max_age`.
    pub max_age: i64,
    /// A fresh random identifier, a UUID of version 4 in next-auth 4.
    pub jti: &'a str,
}

/// Sets `iat`, `exp` and `jti`. Members that exist keep their place among the others, new ones
/// follow at the end in this order.
pub fn stamp(claims: &mut Map<String, Value>, stamp: &Stamp<'_>) {
    let exp = stamp.now.saturating_add(stamp.max_age);
    claims.insert("iat".to_owned(), Value::from(stamp.now));
    claims.insert("exp".to_owned(), Value::from(exp));
    claims.insert("jti".to_owned(), Value::from(stamp.jti));
}

#[cfg(test)]
mod tests;
