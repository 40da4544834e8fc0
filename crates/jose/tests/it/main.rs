//! Tokens against the JavaScript libraries' own, and against whoever tampers with them.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_types
)]

mod bombs;
mod header;
mod keyring;
mod tamper;
mod vectors;

use authwire_jose::{Keyring, Secret};

pub(crate) const JANE: &[u8] = br#"{"name":"Jane","email":"jane@example.com","picture":null,"sub":"42","iat":1700000000,"exp":4102444800,"jti":"11111111-1111-4111-8111-111111111111"}"#;

pub(crate) const IV: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

pub(crate) const V5_COOKIE: &str = "authjs.session-token";

pub(crate) fn secrets(names: &[&str]) -> Vec<Secret> {
    names.iter().copied().map(Secret::from).collect()
}

pub(crate) fn v4(salt: &str) -> Keyring {
    Keyring::v4(&secrets(&["secret"]), salt).unwrap()
}

pub(crate) fn v5(cookie_name: &str) -> Keyring {
    Keyring::v5(&secrets(&["secret"]), cookie_name).unwrap()
}
