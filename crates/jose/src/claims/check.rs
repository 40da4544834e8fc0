use serde_json::{Map, Value};

use super::ClaimsError;

/// The time limits claims are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The time now, in seconds since 1970.
    pub now: i64,
    /// How far the clocks of issuer and reader may differ, in seconds. Default 15, as in
    /// next-auth 4.
    pub tolerance: i64,
    /// Whether a token without `exp` is refused. Default `false`, as in next-auth 4.
    pub require_exp: bool,
    /// The latest `exp` that is taken, in seconds since 1970; the tolerance is not added.
    /// Default: none.
    pub latest_exp: Option<i64>,
}

impl Rules {
    /// The rules of next-auth 4 at the time `now` (seconds since 1970).
    #[must_use]
    pub const fn at(now: i64) -> Self {
        Self { now, tolerance: 15, require_exp: false, latest_exp: None }
    }
}

/// Checks `iat`, `nbf` and `exp`.
///
/// A token has expired when `exp <= now - tolerance` and is not valid yet when
/// `nbf > now + tolerance`. `iat` must be a number if it is there, but may lie in the future.
/// Fractions of a second are allowed.
///
/// # Errors
/// The first rule that is broken, in the order `iat`, `nbf`, `exp`.
pub fn check(claims: &Map<String, Value>, rules: &Rules) -> Result<(), ClaimsError> {
    seconds(claims, "iat")?;
    if let Some(nbf) = seconds(claims, "nbf")?
        && nbf > rules.now.saturating_add(rules.tolerance)
    {
        return Err(ClaimsError::NotYetValid { by: nbf.saturating_sub(rules.now) });
    }
    match seconds(claims, "exp")? {
        None if rules.require_exp => Err(ClaimsError::MissingExp),
        None => Ok(()),
        Some(exp) if exp <= rules.now.saturating_sub(rules.tolerance) => {
            Err(ClaimsError::Expired { by: rules.now.saturating_sub(exp) })
        }
        Some(exp) => match rules.latest_exp {
            Some(latest) if exp > latest => Err(ClaimsError::TooFar { by: exp.saturating_sub(latest) }),
            _ => Ok(()),
        },
    }
}

/// A time claim, rounded up to whole seconds: against a whole number, `>` and `<=` give the same
/// answer for a number and for its ceiling.
fn seconds(claims: &Map<String, Value>, claim: &'static str) -> Result<Option<i64>, ClaimsError> {
    let number = match claims.get(claim) {
        None => return Ok(None),
        Some(Value::Number(number)) => number,
        Some(_) => return Err(ClaimsError::NotANumber(claim)),
    };
    let seconds = if let Some(whole) = number.as_i64() {
        whole
    } else if number.is_u64() {
        i64::MAX
    } else {
        let float = number.as_f64().filter(|float| float.is_finite());
        let float = float.ok_or(ClaimsError::NotANumber(claim))?;
        if float < 0.0 {
            return Err(ClaimsError::Negative(claim));
        }
        // A float beyond the range of the integer saturates, which keeps every comparison right.
        float.ceil() as i64
    };
    if seconds < 0 {
        return Err(ClaimsError::Negative(claim));
    }
    Ok(Some(seconds))
}
