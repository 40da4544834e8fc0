//! Prints sealed tokens, one JSON object a line, for another implementation to open:
//! `cargo run -q -p authwire-jose --example seal | node crates/jose/tests/vectors/verify.mjs`.

use std::error::Error;
use std::io::{Write, stdout};

use authwire_jose::{Keyring, Secret, claims};
use serde_json::{Map, Value, json};

const STAMP: claims::Stamp<'_> =
    claims::Stamp { now: 1_700_000_000, max_age: 3_000_000_000, jti: "11111111-1111-4111-8111-111111111111" };

fn main() -> Result<(), Box<dyn Error>> {
    let samples = [
        json!({}),
        json!({"name": "Jane", "email": "jane@example.com", "picture": null, "sub": "42"}),
        json!({"name": "Zoë 张伟 🦀 \u{2028} \" \\ \u{0}", "ключ": ["ß", {"": ""}], "z": 1, "a": -2.5}),
        json!({"jti": "old", "sub": "1", "exp": 5, "iat": 6, "last": true}),
        json!({"sub": "7", "bio": "x".repeat(9000)}),
    ];
    let secrets: [&[&str]; 3] = [&["secret"], &["geheim-ß-🦀"], &["new", "secret"]];
    let v4_salts = ["", "next-auth.state", "__Secure-next-auth.pkce.code_verifier"];
    let v5_salts = ["authjs.session-token", "__Secure-authjs.session-token"];

    let mut out = stdout().lock();
    let mut counter: u128 = 0;
    for names in secrets {
        let keys: Vec<Secret> = names.iter().map(|name| Secret::from(*name)).collect();
        for (profile, salts) in [("v4", &v4_salts[..]), ("v5", &v5_salts[..])] {
            for salt in salts {
                let keyring = match profile {
                    "v4" => Keyring::v4(&keys, salt)?,
                    _ => Keyring::v5(&keys, salt)?,
                };
                for sample in &samples {
                    let mut claims: Map<String, Value> = serde_json::from_value(sample.clone())?;
                    claims::stamp(&mut claims, &STAMP);
                    // A counter keeps the output reproducible. A server must use random bytes.
                    counter = counter.wrapping_add(1);
                    let iv = counter.rotate_right(32).to_be_bytes();
                    let token = keyring.seal(&serde_json::to_vec(&claims)?, &iv)?;
                    let line = json!({
                        "profile": profile, "secrets": names, "salt": salt,
                        "claims": claims, "token": token,
                    });
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
    Ok(())
}
