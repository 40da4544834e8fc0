//! A stored hash: read with suspicion, since a database may hold anything.

use super::{MAX_STORED, PasswordError};
use argon2::{
    Argon2, Params, PasswordHash, PasswordVerifier,
    password_hash::{Error, phc::Output},
};
use std::fmt;

/// Beyond this a hash is not a hash but an attack, or rubbish: KiB of memory, passes, lanes.
const MOST_COSTLY: (u32, u32, u32) = (256 * 1024, 16, 16);

/// Lengths of hashes that libraries make. Any other means that some of it is missing.
const LENGTHS: [usize; 4] = [16, 24, 32, 64];

/// An Argon2 hash that can be checked.
pub(super) struct Stored(PasswordHash);

/// Why a stored hash cannot be read. The hash itself is never shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    Ascii,
    Long,
    Scheme,
    Shape,
    Cut,
    Cost,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ascii => "it holds other characters than ASCII",
            Self::Long => "it is far too long",
            Self::Scheme => "it does not begin with $argon2id$, $argon2i$ or $argon2d$",
            Self::Shape => "it is not a PHC string",
            Self::Cut => "some of it is missing",
            Self::Cost => "it asks for more than 256 MiB of memory, 16 passes or 16 lanes",
        })
    }
}

impl Stored {
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        if text.len() > MAX_STORED {
            return Err(Unreadable::Long);
        }
        if !text.is_ascii() {
            return Err(Unreadable::Ascii);
        }
        if !["$argon2id$", "$argon2i$", "$argon2d$"].into_iter().any(|scheme| text.starts_with(scheme)) {
            return Err(Unreadable::Scheme);
        }
        let hash = PasswordHash::new(text).map_err(|_| Unreadable::Shape)?;
        let length = hash.hash.as_ref().map(Output::len);
        if hash.salt.is_none() || !length.is_some_and(|length| LENGTHS.contains(&length)) {
            return Err(Unreadable::Cut);
        }
        let params = Params::try_from(&hash).map_err(|_| Unreadable::Shape)?;
        if is_bearable(&params) { Ok(Self(hash)) } else { Err(Unreadable::Cost) }
    }

    pub(super) fn verify(&self, password: &[u8]) -> Result<bool, PasswordError> {
        match Argon2::default().verify_password(password, &self.0) {
            Ok(()) => Ok(true),
            Err(Error::PasswordInvalid) => Ok(false),
            Err(_) => Err(PasswordError::Failed),
        }
    }
}

pub(super) fn is_bearable(params: &Params) -> bool {
    let (memory, passes, lanes) = MOST_COSTLY;
    params.m_cost() <= memory && params.t_cost() <= passes && params.p_cost() <= lanes
}
