//! Tokens as somebody makes them who has the secret.

use crate::app::{SECRET, START};
use authwire_jose::{Keyring, Secret};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

pub const SESSION: &str = "__Secure-next-auth.session-token";
pub const CSRF: &str = "__Host-next-auth.csrf-token";
pub const CALLBACK_URL: &str = "__Secure-next-auth.callback-url";

/// Characters of a token in one cookie.
pub const CHUNK: usize = 3933;

/// Seals text under a secret and a purpose (empty: the session).
pub fn seal(secret: &str, purpose: &str, text: &str) -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    let mut iv = [7; 16];
    iv[..8].copy_from_slice(&COUNTER.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    let keyring = Keyring::v4(&[Secret::from(secret)], purpose).expect("a secret");
    keyring.seal(text.as_bytes(), &iv).expect("short enough")
}

/// Ada's session of one hour under the application's secret.
pub fn ada_token() -> String {
    named("Ada Lovelace")
}

/// A session of one hour with this name.
pub fn named(name: &str) -> String {
    token(&json!({ "name": name, "sub": "1", "iat": START, "exp": START + 3600, "jti": "j" }))
}

/// Any claims under the application's secret.
pub fn token(claims: &Value) -> String {
    seal(SECRET, "", &claims.to_string())
}

/// The claims of a session token that the engine made.
pub fn open(secret: &str, token: &str) -> Option<Value> {
    let keyring = Keyring::v4(&[Secret::from(secret)], "").expect("a secret");
    serde_json::from_slice(&keyring.open(token).ok()?).ok()
}

/// A token cut as next-auth cuts it: names and values.
pub fn chunks(name: &str, token: &str) -> Vec<(String, String)> {
    let parts = token.as_bytes().chunks(CHUNK).map(|part| String::from_utf8(part.to_vec()).expect("ASCII"));
    parts.enumerate().map(|(index, part)| (format!("{name}.{index}"), part)).collect()
}

/// A value as a cookie can carry it, whatever it is.
pub fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
