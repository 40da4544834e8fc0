use authwire_jose::{Keyring, OpenError};
use proptest::prelude::*;

use super::{IV, JANE, V5_COOKIE, v4, v5};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn keyrings() -> [Keyring; 2] {
    [v4(""), v5(V5_COOKIE)]
}

#[test]
fn every_flipped_bit_is_noticed() {
    for keyring in keyrings() {
        let token = keyring.seal(JANE, &IV).unwrap();
        for at in 0..token.len() {
            for bit in 0..7 {
                let mut bytes = token.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let changed = String::from_utf8(bytes).unwrap();
                assert!(keyring.open(&changed).is_err(), "bit {bit} of byte {at}");
            }
        }
    }
}

/// Changes that keep the spelling canonical get past the shape, and then one answer fits all.
#[test]
fn every_changed_segment_gets_the_same_answer() {
    for keyring in keyrings() {
        let token = keyring.seal(JANE, &IV).unwrap();
        let body = token.find("..").unwrap() + 2;
        for at in body..token.len() {
            let mut bytes = token.clone().into_bytes();
            // Whole symbols that are a multiple of 16 leave up to four unused bits at zero.
            let symbol = ALPHABET.iter().position(|symbol| *symbol == bytes[at]);
            let Some(symbol) = symbol else { continue };
            bytes[at] = ALPHABET[(symbol + 16) % 64];
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(keyring.open(&changed), Err(OpenError::Refused), "byte {at}");
        }
    }
}

#[test]
fn every_truncation_is_noticed() {
    for keyring in keyrings() {
        let token = keyring.seal(JANE, &IV).unwrap();
        for len in 0..token.len() {
            assert!(keyring.open(&token[..len]).is_err(), "first {len}");
            assert!(keyring.open(&token[len + 1..]).is_err(), "after {len}");
        }
    }
}

#[test]
fn segments_of_two_valid_tokens_do_not_mix() {
    for keyring in keyrings() {
        let one = keyring.seal(JANE, &IV).unwrap();
        let other = keyring.seal(br#"{"sub":"1","role":"admin"}"#, &[9; 16]).unwrap();
        let one: Vec<&str> = one.split('.').collect();
        let other: Vec<&str> = other.split('.').collect();
        // The header and the empty key are the same in both.
        for mask in 1..7_usize {
            let mixed: Vec<&str> =
                (0..5).map(|at| if at >= 2 && mask >> (at - 2) & 1 == 1 { other[at] } else { one[at] }).collect();
            assert_eq!(keyring.open(&mixed.join(".")), Err(OpenError::Refused));
        }
    }
}

#[test]
fn a_token_has_one_spelling() {
    for keyring in keyrings() {
        // 121 bytes leave two unused bits in v4; a block multiple leaves some in v5.
        let token = keyring.seal(&JANE[..121], &IV).unwrap();
        let segments: Vec<&str> = token.split('.').collect();
        let respelled = |at: usize, segment: String| {
            let mut copy: Vec<&str> = segments.clone();
            copy[at] = &segment;
            copy.join(".")
        };
        for at in [0, 2, 3, 4] {
            let segment = segments[at];
            for noise in ["=", "==", "\n", "\r\n", " ", "\t", "\0", "A", "é", "%3D"] {
                for noisy in [format!("{segment}{noise}"), format!("{noise}{segment}")] {
                    assert!(keyring.open(&respelled(at, noisy)).is_err(), "{noise:?}");
                }
            }
            let unused = [0, 0, 4, 2][segment.len() % 4];
            let (rest, last) = segment.split_at(segment.len() - 1);
            let last = ALPHABET.iter().position(|symbol| *symbol == last.as_bytes()[0]);
            for bits in 1..1 << unused {
                let symbol = char::from(ALPHABET[last.unwrap() | bits]);
                let respelled = respelled(at, format!("{rest}{symbol}"));
                assert_eq!(keyring.open(&respelled), Err(OpenError::Encoding), "segment {at}");
            }
        }
        for (url, standard) in [("-", "+"), ("_", "/")] {
            assert!(token.contains(url), "the sample must exercise both symbols");
            let standard = token.replace(url, standard);
            assert_eq!(keyring.open(&standard), Err(OpenError::Encoding));
        }
        assert!(keyring.open(&format!(" {token}")).is_err());
        assert!(keyring.open(&format!("{token}.")).is_err());
    }
}

proptest! {
    #[test]
    fn noise_is_refused(text in "\\PC{0,300}", dots in "[A-Za-z0-9._=-]{0,300}") {
        for keyring in keyrings() {
            prop_assert!(keyring.open(&text).is_err());
            prop_assert!(keyring.open(&dots).is_err());
        }
    }

    #[test]
    fn any_splice_is_refused(
        at in any::<prop::sample::Index>(),
        len in 0_usize..40,
        insert in "[A-Za-z0-9_.-]{0,40}",
    ) {
        for keyring in keyrings() {
            let token = keyring.seal(JANE, &IV).unwrap();
            let start = at.index(token.len());
            let end = (start + len).min(token.len());
            let mut spliced = token.clone();
            spliced.replace_range(start..end, &insert);
            prop_assume!(spliced != token);
            prop_assert!(keyring.open(&spliced).is_err());
        }
    }
}
