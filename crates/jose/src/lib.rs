//! The encrypted tokens of NextAuth.js 4 and Auth.js 5, and nothing else.
//!
//! A token is a compact JWE (RFC 7516) with `alg` = `dir`: the content key is derived from the
//! application's secret with HKDF-SHA-256, once, when a [`Keyring`] is made. The crate reads no
//! clock, no environment and no random numbers; the caller hands them in.
//!
//! ```
//! use authwire_jose::{Keyring, Secret, claims};
//! use serde_json::{Map, json};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let keyring = Keyring::v4(&[Secret::from("a long random string")], "")?;
//!
//! let mut token = Map::new();
//! token.insert("sub".into(), json!("42"));
//! let stamp = claims::Stamp {
//!     now: 1_700_000_000,
//!     max_age: 2_592_000,
//!     jti: "11111111-1111-4111-8111-111111111111",
//! };
//! // 16 fresh random bytes in real life: an initialisation vector must never be used twice.
//! let sealed = keyring.seal(&claims::write(&token, &stamp)?, &[7; 16])?;
//!
//! let opened = claims::parse(&keyring.open(&sealed)?)?;
//! claims::check(&opened, &claims::Rules::at(1_700_000_060))?;
//! assert_eq!(opened["sub"], "42");
//! # Ok(())
//! # }
//! ```
//!
//! What a token may look like is decided before any cryptography runs, and is narrower than what
//! the JavaScript library accepts: exactly five segments, an empty encrypted key, one spelling of
//! every base64url segment, and a header made of `alg`, `enc` and (Auth.js 5) `kid` alone. So
//! password-based keys, compression and critical extensions cannot even be asked for.

mod base64url;
mod cbc_hmac;
pub mod claims;
mod error;
mod gcm;
mod header;
mod keyring;
mod secret;

pub use error::{KeyError, OpenError, SealError};
pub use keyring::{Keyring, MAX_TOKEN_LENGTH};
pub use secret::Secret;
