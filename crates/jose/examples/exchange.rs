//! Seals and opens tokens for another implementation: one JSON object a line on standard input, one answer a line.
//!
//! `tests/vectors/exchange.mjs` runs it against the JavaScript libraries.

use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

use authwire_jose::{Keyring, Secret, claims};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    for (count, line) in stdin().lock().lines().enumerate() {
        let order: Value = serde_json::from_str(&line?)?;
        let keyring = keyring(&order)?;
        let answer = match order.get("token").and_then(Value::as_str) {
            Some(token) => match open(&keyring, token, order.get("now").and_then(Value::as_i64).unwrap_or_default()) {
                Ok(plaintext) => json!({ "plaintext": plaintext }),
                Err(error) => json!({ "error": error.to_string() }),
            },
            None => {
                // A counter keeps the output reproducible. A server must use random bytes.
                let iv = (count as u128).rotate_right(32).to_be_bytes();
                json!({ "token": seal(&keyring, &order, &iv)? })
            }
        };
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

fn keyring(order: &Value) -> Result<Keyring, Box<dyn Error>> {
    let secrets = order.get("secrets").and_then(Value::as_array).ok_or("no secrets")?;
    let secrets: Vec<Secret> = secrets.iter().filter_map(Value::as_str).map(Secret::from).collect();
    let salt = order.get("salt").and_then(Value::as_str).unwrap_or_default();
    Ok(match order.get("profile").and_then(Value::as_str) {
        Some("v4") => Keyring::v4(&secrets, salt)?,
        _ => Keyring::v5(&secrets, salt)?,
    })
}

/// The plaintext as it was encrypted, if its claims are accepted.
fn open(keyring: &Keyring, token: &str, now: i64) -> Result<String, Box<dyn Error>> {
    let plaintext = keyring.open(token)?;
    claims::check(&claims::parse(&plaintext)?, &claims::Rules::at(now))?;
    Ok(String::from_utf8(plaintext)?)
}

fn seal(keyring: &Keyring, order: &Value, iv: &[u8; 16]) -> Result<String, Box<dyn Error>> {
    let text = order.get("claims").and_then(Value::as_str).ok_or("neither token nor claims")?;
    let claims: Map<String, Value> = serde_json::from_str(text)?;
    let now = order.get("now").and_then(Value::as_i64).ok_or("no time")?;
    let stamp = claims::Stamp { now, max_age: 2_592_000, jti: "11111111-1111-4111-8111-111111111111" };
    Ok(keyring.seal(&claims::write(&claims, &stamp)?, iv)?)
}
