use std::time::{Duration, Instant};

use authwire_jose::claims::{self, ClaimsError};
use authwire_jose::{MAX_TOKEN_LENGTH, OpenError};
use data_encoding::BASE64URL_NOPAD;

use super::{IV, V5_COOKIE, v4, v5};

/// Far above what the refusal takes, far below what giving in would take.
const SOON: Duration = Duration::from_millis(50);

/// The quickest of some runs must be quick: any one of them may have been interrupted by other programs.
fn assert_soon(what: impl std::fmt::Debug, work: impl Fn()) {
    let quickest = (0..20).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    assert!(quickest.into_iter().any(|took| took < SOON), "{what:?} never took less than {SOON:?}");
}

#[test]
fn hostile_shapes_cost_next_to_nothing() {
    let pbes2 = r#"{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2c":1000000000,"p2s":"AAAA"}"#;
    let pbes2 = BASE64URL_NOPAD.encode(pbes2.as_bytes());
    let shapes = [
        (".".repeat(1_000_000), OpenError::TooLong),
        ("A".repeat(1 << 20) + "....", OpenError::TooLong),
        (".".repeat(MAX_TOKEN_LENGTH), OpenError::Segments),
        ("A".repeat(MAX_TOKEN_LENGTH - 4) + "....", OpenError::Header),
        (format!("{pbes2}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA"), OpenError::Member),
        (format!("{pbes2}.AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAA"), OpenError::EncryptedKey),
    ];
    for keyring in [v4(""), v5(V5_COOKIE)] {
        for (token, reason) in &shapes {
            assert_soon(reason, || assert_eq!(keyring.open(token), Err(*reason)));
        }
    }
}

#[test]
fn bombs_made_with_the_key_do_not_go_off() {
    let nested = format!("{}{}", r#"{"a":"#.repeat(5000), "}".repeat(5000));
    let lists = format!(r#"{{"a":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    let open_lists = format!(r#"{{"a":{}"#, "[".repeat(20_000));
    let twice = r#"{"a":{"b":[{"c":1,"c":1}]}}"#.to_owned();
    for (bomb, reason) in [
        (nested, ClaimsError::TooDeep),
        (lists, ClaimsError::TooDeep),
        (open_lists, ClaimsError::TooDeep),
        (twice, ClaimsError::Duplicate),
        (r#"{"exp":NaN}"#.to_owned(), ClaimsError::Syntax),
        (r#"{"exp":Infinity}"#.to_owned(), ClaimsError::Syntax),
        (format!(r#"{{"exp":{}}}"#, "9".repeat(20_000)), ClaimsError::Syntax),
    ] {
        for keyring in [v4(""), v5(V5_COOKIE)] {
            let token = keyring.seal(bomb.as_bytes(), &IV).unwrap();
            assert_soon(reason, || {
                let plaintext = keyring.open(&token).unwrap();
                assert_eq!(claims::parse(&plaintext), Err(reason));
            });
        }
    }
}
