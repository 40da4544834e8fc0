//! Tokens that were valid before somebody touched them, or are valid for something else.

use super::{Target, base64url};
use crate::{
    app::{App, SECRET, START},
    browser::Browser,
    mint::{self, CALLBACK_URL, CSRF, SESSION},
};
use authwire_jose::{Keyring, Secret};

fn bytes_of(segment: &str) -> Vec<u8> {
    let symbol = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for c in segment.bytes() {
        bits = bits << 6 | u32::from(symbol(c));
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 255) as u8);
        }
    }
    bytes
}

#[tokio::test]
async fn s_131_every_flipped_bit_is_noticed() {
    let token = mint::ada_token();
    let segments: Vec<&str> = token.split('.').collect();
    for target in Target::both().await {
        for at in [0, 2, 3, 4] {
            let bytes = bytes_of(segments[at]);
            assert_eq!(base64url(&bytes), segments[at]);
            for bit in 0..bytes.len() * 8 {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                let flipped = base64url(&flipped);
                let mut copy = segments.clone();
                copy[at] = &flipped;
                target.refuses(&copy.join("."), &format!("segment {at}, bit {bit}")).await;
            }
        }
    }
}

#[tokio::test]
async fn s_131_cut_and_mixed_tokens_are_refused() {
    let (ada, eve) = (mint::ada_token(), mint::named("Eve"));
    for target in Target::both().await {
        for length in 1..ada.len() {
            target.refuses(&ada[..length], "cut at the end").await;
            target.refuses(&ada[length..], "cut at the beginning").await;
        }
        let (ada, eve): (Vec<&str>, Vec<&str>) = (ada.split('.').collect(), eve.split('.').collect());
        for mask in 1..7_usize {
            let mixed: Vec<&str> =
                (0..5).map(|at| if at >= 2 && mask >> (at - 2) & 1 == 1 { eve[at] } else { ada[at] }).collect();
            target.refuses(&mixed.join("."), "two tokens mixed").await;
        }
    }
}

#[tokio::test]
async fn s_131_another_secret_is_no_secret() {
    let claims = serde_json::json!({ "sub": "1", "exp": START + 3600 }).to_string();
    for target in Target::both().await {
        let mut reasons = Vec::new();
        for other in [&SECRET[1..], &format!("{SECRET} "), &SECRET.to_lowercase(), "secret"] {
            target.refuses(&mint::seal(other, "", &claims), "another secret").await;
            reasons.push(target.reason());
        }
        reasons.dedup();
        assert_eq!(reasons.len(), 1, "one reason, whatever the key: {reasons:?}");
        assert!(Keyring::v4(&[Secret::from("")], "").is_err(), "an empty secret makes no key at all");
        target.takes(&mint::seal(SECRET, "", &claims), "the secret").await;
    }
}

#[tokio::test]
async fn s_133_a_token_for_one_purpose_is_worth_nothing_for_another() {
    let cookies = [
        "next-auth.session-token",
        "next-auth.state",
        "next-auth.nonce",
        "next-auth.pkce.code_verifier",
        "next-auth.callback-url",
        "next-auth.csrf-token",
    ];
    let purposes: Vec<String> =
        cookies.iter().flat_map(|name| ["", "__Secure-", "__Host-"].map(|prefix| format!("{prefix}{name}"))).collect();
    let claims =
        serde_json::json!({ "sub": "1", "name": "Eve", "value": "v", "provider": "credentials", "exp": START + 900 })
            .to_string();
    for target in Target::both().await {
        for purpose in &purposes {
            target.refuses(&mint::seal(SECRET, purpose, &claims), purpose).await;
            let keyring = Keyring::v5(&[Secret::from(SECRET)], purpose).expect("a secret");
            let authjs = keyring.seal(claims.as_bytes(), &[9; 16]).expect("short");
            target.refuses(&authjs, "a token of Auth.js 5").await;
        }
        target.takes(&mint::seal(SECRET, "", &claims), "a session").await;
    }
    // Every purpose against every other.
    let keyring = |purpose: &str| Keyring::v4(&[Secret::from(SECRET)], purpose).expect("a secret");
    for made_for in &purposes {
        let token = mint::seal(SECRET, made_for, &claims);
        for read_as in &purposes {
            assert_eq!(keyring(read_as).open(&token).is_ok(), made_for == read_as, "{made_for} as {read_as}");
        }
        assert!(keyring("").open(&token).is_err());
    }
}

#[tokio::test]
async fn s_133_values_of_cookies_do_not_change_places() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let names = [SESSION, CSRF, CALLBACK_URL];
        let values = names.map(|name| browser.cookie(name).expect("set").to_owned());
        for (value, from) in values.iter().zip(names) {
            for to in names.into_iter().filter(|to| *to != from) {
                let mut other = Browser::new(browser.auth.clone());
                other.set(to, value);
                let answer = other.get("/session").await;
                assert_eq!(answer.body, "{}", "{from} as {to}");
                if to == CSRF {
                    assert!(answer.cookie(CSRF).is_some_and(|fresh| fresh != value), "{from} as {to}: replaced");
                }
            }
        }
    }
}
