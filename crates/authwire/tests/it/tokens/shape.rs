//! Which tokens are looked at at all.

use super::{Target, base64url};
use crate::mint;
use std::time::{Duration, Instant};

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A valid token under another header.
fn under(header: &str) -> String {
    let token = mint::ada_token();
    let (_, body) = token.split_once('.').expect("segments");
    format!("{}.{body}", base64url(header.as_bytes()))
}

fn shape_was_refused(reason: &str) -> bool {
    ["algorithm is not allowed", "member that is not allowed", "header is malformed"]
        .iter()
        .any(|text| reason.contains(text))
}

#[tokio::test]
async fn s_129_one_algorithm_and_nothing_else() {
    let mut headers = Vec::new();
    for alg in [
        "none",
        "DIR",
        "A128KW",
        "A192KW",
        "A256KW",
        "A128GCMKW",
        "A256GCMKW",
        "PBES2-HS256+A128KW",
        "PBES2-HS512+A256KW",
        "RSA1_5",
        "RSA-OAEP",
        "RSA-OAEP-256",
        "ECDH-ES",
        "ECDH-ES+A256KW",
        "HS256",
        "RS256",
        "ES256",
        "EdDSA",
        "",
    ] {
        headers.push(format!(r#"{{"alg":"{alg}","enc":"A256GCM"}}"#));
    }
    for enc in ["A128GCM", "A192GCM", "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "C20P", "a256gcm", ""] {
        headers.push(format!(r#"{{"alg":"dir","enc":"{enc}"}}"#));
    }
    for extra in [
        r#""zip":"DEF""#,
        r#""crit":["exp"]"#,
        r#""typ":"JWT""#,
        r#""kid":"0""#,
        r#""jku":"https://evil.io""#,
        r#""p2c":1"#,
        r#""epk":{}"#,
    ] {
        headers.push(format!(r#"{{"alg":"dir","enc":"A256GCM",{extra}}}"#));
    }
    for broken in [
        r#"{"alg":"dir"}"#,
        r#"{"enc":"A256GCM"}"#,
        "{}",
        "[]",
        "null",
        "",
        r#"{"alg":"dir","alg":"dir","enc":"A256GCM"}"#,
    ] {
        headers.push(broken.to_owned());
    }
    for target in Target::both().await {
        for header in &headers {
            target.refuses(&under(header), header).await;
            assert!(shape_was_refused(&target.reason()), "before any key is used: {header} {}", target.reason());
        }
        target.takes(&under(r#"{"alg":"dir","enc":"A256GCM"}"#), "the one that is used").await;
    }
}

#[tokio::test]
async fn s_129_five_segments_the_second_empty() {
    let token = mint::ada_token();
    let parts: Vec<&str> = token.split('.').collect();
    let shapes = [
        parts[2..].join("."),
        [parts[0], parts[3], parts[4]].join("."),
        format!("{token}."),
        format!(".{token}"),
        token.replace("..", "."),
        token.replace("..", "..."),
        token.replace("..", ".AAAA."),
        token.replace("..", ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA."),
        format!(
            r#"{{"protected":"{}","iv":"{}","ciphertext":"{}","tag":"{}"}}"#,
            parts[0], parts[2], parts[3], parts[4]
        ),
        serde_json::json!({ "protected": parts[0], "recipients": [{}], "iv": parts[2] }).to_string(),
        format!("Bearer {token}"),
        format!("\"{token}\" "),
        "....".to_owned(),
    ];
    for target in Target::both().await {
        for shape in &shapes {
            target.refuses(shape, shape).await;
        }
    }
}

#[tokio::test]
async fn s_046_critical_extensions_are_refused() {
    for target in Target::both().await {
        for crit in [
            r#"["exp"]"#,
            r#"["absent"]"#,
            "[]",
            "true",
            r#"["b64"],"b64":false"#,
            r#"["exp"],"exp":1"#,
            r#"["alg"]"#,
            "null",
        ] {
            target.refuses(&under(&format!(r#"{{"alg":"dir","enc":"A256GCM","crit":{crit}}}"#)), crit).await;
            assert!(shape_was_refused(&target.reason()), "{crit}");
        }
    }
}

#[tokio::test]
async fn s_043_no_password_is_stretched_for_a_stranger() {
    for target in Target::both().await {
        let start = Instant::now();
        let mut count = 0;
        for p2c in ["1", "1000", "10000", "1000000", "1000000000", "1e9", "-1", "\"9\""] {
            for alg in ["PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"] {
                let header = format!(r#"{{"alg":"{alg}","enc":"A256GCM","p2c":{p2c},"p2s":"AAAAAAAAAAAAAAAAAAAAAA"}}"#);
                let plain = under(&header);
                let with_key = plain.replace("..", ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.");
                for token in [&plain, &with_key] {
                    target.refuses(token, &header).await;
                    count += 1;
                }
            }
        }
        // v4 takes 10 ms for the one with 10,000 rounds; 1,000,000,000 rounds would take minutes. Unoptimised, on a busy machine.
        assert!(start.elapsed() / count < Duration::from_millis(10), "{:?} each", start.elapsed() / count);
    }
}

#[tokio::test]
async fn s_045_dots_and_long_segments_cost_nothing() {
    for target in Target::both().await {
        let shapes = [
            ".".repeat(30_000),
            format!("{}....", "A".repeat(30_000)),
            format!("{}..AAAA.AAAA.AAAA", "A".repeat(30_000)),
            format!("..{}.AAAA.AAAA", "A".repeat(30_000)),
            format!("{}{}", mint::ada_token(), ".".repeat(30_000)),
        ];
        let start = Instant::now();
        for shape in &shapes {
            target.refuses(shape, "a long shape").await;
        }
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        let answer = target.offer(&".".repeat(1_000_000)).await;
        assert_eq!(answer.status, 431, "the head of the request is refused for its size");
    }
}

#[tokio::test]
async fn s_132_a_session_has_one_spelling() {
    let token = mint::ada_token();
    let segments: Vec<&str> = token.split('.').collect();
    let spelled = |at: usize, text: String| {
        let mut copy = segments.clone();
        copy[at] = &text;
        copy.join(".")
    };
    for target in Target::both().await {
        target.takes(&token, "as it was made").await;
        let mut loose = 0;
        for at in [0, 2, 3, 4] {
            let segment = segments[at];
            for noise in ["=", "==", "\n", "\r\n", " ", "\t", "%3D", "\u{200b}"] {
                target.refuses(&spelled(at, format!("{segment}{noise}")), "noise behind").await;
                target.refuses(&spelled(at, format!("{noise}{segment}")), "noise before").await;
            }
            let unused = [0, 0, 4, 2][segment.len() % 4];
            let (rest, last) = segment.split_at(segment.len() - 1);
            let place = ALPHABET.find(last).expect("base64url");
            for bits in 1..1_usize << unused {
                let other = &ALPHABET[place | bits..=place | bits];
                target.refuses(&spelled(at, format!("{rest}{other}")), "unused bits").await;
                loose += 1;
            }
        }
        assert!(loose >= 15, "the tag alone has four unused bits");
        for (url, standard) in [("-", "+"), ("_", "/")] {
            let long = mint::named(&"a name of some length ".repeat(40));
            assert!(long.contains(url));
            target.refuses(&long.replace(url, standard), "the standard alphabet").await;
        }
    }
}
