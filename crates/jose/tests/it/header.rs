use authwire_jose::{Keyring, OpenError};
use data_encoding::BASE64URL_NOPAD;

use super::{IV, JANE, V5_COOKIE, v4, v5};

/// A valid token of the keyring under another header: its shape decides, not its key.
fn under(keyring: &Keyring, header: &str) -> Result<Vec<u8>, OpenError> {
    let token = keyring.seal(JANE, &IV).unwrap();
    let (_, body) = token.split_once('.').unwrap();
    keyring.open(&format!("{}.{body}", BASE64URL_NOPAD.encode(header.as_bytes())))
}

#[test]
fn only_the_known_members_are_read() {
    for extra in [
        r#""zip":"DEF""#,
        r#""crit":["exp"],"exp":1"#,
        r#""crit":["absent"]"#,
        r#""crit":[]"#,
        r#""p2c":1000000000,"p2s":"AAAA""#,
        r#""p2c":1"#,
        r#""epk":{"kty":"EC"}"#,
        r#""jwk":{"kty":"oct","k":"AAAA"}"#,
        r#""jku":"https://evil.example/keys""#,
        r#""x5u":"https://evil.example/cert""#,
        r#""x5c":[]"#,
        r#""typ":"JWT""#,
        r#""cty":"JWT""#,
        r#""b64":false"#,
        r#""iv":"AAAA","tag":"AAAA""#,
        r#""Alg":"none""#,
        r#""alg ":"none""#,
        r#""__proto__":{}"#,
        r#""":"""#,
    ] {
        let header = format!(r#"{{"alg":"dir","enc":"A256GCM",{extra}}}"#);
        for keyring in [v4(""), v5(V5_COOKIE)] {
            assert_eq!(under(&keyring, &header), Err(OpenError::Member), "{header}");
        }
    }
    let named = r#"{"alg":"dir","enc":"A256GCM","kid":"0"}"#;
    assert_eq!(under(&v4(""), named), Err(OpenError::Member));
    assert_eq!(under(&v5(V5_COOKIE), named), Err(OpenError::Encoding), "16-byte iv");
}

#[test]
fn only_the_known_algorithms_are_used() {
    for alg in [
        "none",
        "DIR",
        "Dir",
        "A128KW",
        "A256KW",
        "A256GCMKW",
        "RSA1_5",
        "RSA-OAEP",
        "RSA-OAEP-256",
        "ECDH-ES",
        "ECDH-ES+A256KW",
        "PBES2-HS256+A128KW",
        "HS256",
        "RS256",
        "",
        "dir ",
        "dir\u{0}",
    ] {
        let header = serde_json::json!({"alg": alg, "enc": "A256GCM"}).to_string();
        for keyring in [v4(""), v5(V5_COOKIE)] {
            assert_eq!(under(&keyring, &header), Err(OpenError::Algorithm), "{header}");
        }
    }
    for enc in ["A128GCM", "A192GCM", "A128CBC-HS256", "A192CBC-HS384", "a256gcm", "C20P", "XC20P", ""] {
        let header = serde_json::json!({"alg": "dir", "enc": enc}).to_string();
        for keyring in [v4(""), v5(V5_COOKIE)] {
            assert_eq!(under(&keyring, &header), Err(OpenError::Algorithm), "{header}");
        }
    }
    for header in [r#"{"alg":"dir"}"#, r#"{"enc":"A256GCM"}"#, "{}"] {
        assert_eq!(under(&v4(""), header), Err(OpenError::Algorithm), "{header}");
    }
    let v5_only = r#"{"alg":"dir","enc":"A256CBC-HS512"}"#;
    assert_eq!(under(&v4(""), v5_only), Err(OpenError::Algorithm));
}

#[test]
fn malformed_headers_are_refused() {
    let deep = format!(r#"{{"alg":{}{}}}"#, "[".repeat(100), "]".repeat(100));
    for header in [
        "",
        "{",
        "null",
        "[]",
        r#""dir""#,
        r#"{"alg":"dir","enc":"A256GCM"}{}"#,
        r#"{"alg":"dir","enc":"A256GCM",}"#,
        r#"{"alg":"dir","alg":"dir","enc":"A256GCM"}"#,
        r#"{"alg":"dir","\u0061lg":"none","enc":"A256GCM"}"#,
        r#"{"alg":["dir"],"enc":"A256GCM"}"#,
        r#"{"alg":"dir","enc":null}"#,
        r#"{"alg":"dir","enc":5}"#,
        "\u{feff}{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
        &deep,
    ] {
        for keyring in [v4(""), v5(V5_COOKIE)] {
            assert_eq!(under(&keyring, header), Err(OpenError::Header), "{header}");
        }
    }
    let long = format!(r#"{{"alg":"dir","enc":"A256GCM"{}}}"#, " ".repeat(600));
    assert_eq!(under(&v4(""), &long), Err(OpenError::Header));
}

#[test]
fn another_spelling_of_the_header_is_authenticated_too() {
    for header in [
        r#"{"enc":"A256GCM","alg":"dir"}"#,
        r#"{"alg": "dir", "enc": "A256GCM"}"#,
        r#"{"alg":"\u0064ir","enc":"A256GCM"}"#,
    ] {
        assert_eq!(under(&v4(""), header), Err(OpenError::Refused), "{header}");
    }
}

#[test]
fn other_serialisations_are_refused() {
    let keyring = v4("");
    let token = keyring.seal(JANE, &IV).unwrap();
    let five: Vec<&str> = token.split('.').collect();
    let json = serde_json::json!({
        "protected": five[0], "iv": five[2], "ciphertext": five[3], "tag": five[4],
    });
    assert_eq!(keyring.open(&json.to_string()), Err(OpenError::Segments));
    assert_eq!(keyring.open(&five[2..].join(".")), Err(OpenError::Segments));
    assert_eq!(keyring.open(""), Err(OpenError::Segments));
    assert_eq!(keyring.open("...."), Err(OpenError::Header));
    assert_eq!(keyring.open(&token.replacen("..", ".AA.", 1)), Err(OpenError::EncryptedKey));
}
