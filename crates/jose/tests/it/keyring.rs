use authwire_jose::{KeyError, Keyring, MAX_TOKEN_LENGTH, OpenError, SealError, Secret};
use proptest::prelude::*;

use super::{IV, JANE, V5_COOKIE, secrets, v4, v5};

#[test]
fn no_secret_makes_no_keyring() {
    for list in [&[][..], &[""], &["secret", ""]] {
        for made in [Keyring::v4(&secrets(list), ""), Keyring::v5(&secrets(list), V5_COOKIE)] {
            assert_eq!(made.unwrap_err(), KeyError::NoSecret);
        }
    }
}

#[test]
fn the_first_secret_seals_and_every_secret_opens() {
    let rotated = secrets(&["new", "secret", "oldest"]);
    for (old, now) in
        [(v4(""), Keyring::v4(&rotated, "").unwrap()), (v5(V5_COOKIE), Keyring::v5(&rotated, V5_COOKIE).unwrap())]
    {
        assert_eq!(now.open(&old.seal(JANE, &IV).unwrap()).unwrap(), JANE);
        let sealed = now.seal(JANE, &IV).unwrap();
        assert_eq!(now.open(&sealed).unwrap(), JANE);
        assert_eq!(old.open(&sealed), Err(OpenError::Refused));
    }
}

#[test]
fn debug_names_the_purpose_and_no_key() {
    let keyring = Keyring::v4(&secrets(&["hunter2"]), "next-auth.state").unwrap();
    let shown = format!("{keyring:?} {:?}", Secret::from("hunter2"));
    assert_eq!(shown, r#"Keyring { purpose: "next-auth.state", .. } Secret(..)"#);
}

#[test]
fn secrets_are_bytes_whatever_they_were_made_from() {
    let forms =
        [Secret::from("geheim-ß"), Secret::from("geheim-ß".to_owned()), Secret::from("geheim-ß".as_bytes().to_vec())];
    for form in &forms {
        assert_eq!(form.expose(), "geheim-ß".as_bytes());
        assert_eq!((form.len(), form.is_empty()), (9, false));
    }
}

#[test]
fn nothing_is_sealed_that_would_not_open() {
    for keyring in [v4(""), v5(V5_COOKIE)] {
        let mut longest = 0;
        for len in (MAX_TOKEN_LENGTH * 3 / 4 - 260..MAX_TOKEN_LENGTH).step_by(7) {
            match keyring.seal(&vec![b'x'; len], &IV) {
                Ok(token) => {
                    assert!(token.len() <= MAX_TOKEN_LENGTH);
                    longest = len;
                }
                Err(error) => {
                    assert_eq!(error, SealError::TooLong);
                    break;
                }
            }
        }
        let token = keyring.seal(&vec![b'x'; longest], &IV).unwrap();
        assert!(token.len() > MAX_TOKEN_LENGTH - 32);
        assert_eq!(keyring.open(&token).unwrap().len(), longest);
        let huge = vec![0; 1 << 20];
        assert_eq!(keyring.seal(&huge, &IV), Err(SealError::TooLong));
    }
}

#[test]
fn every_purpose_has_keys_of_its_own() {
    let names = [
        "next-auth.session-token",
        "next-auth.state",
        "next-auth.nonce",
        "next-auth.pkce.code_verifier",
        "__Secure-next-auth.state",
        "__Secure-next-auth.pkce.code_verifier",
        "__Host-next-auth.state",
        "authjs.session-token",
        "__Secure-authjs.session-token",
        "authwire.link",
        "authwire.flow",
    ];
    let keyrings: Vec<Keyring> = [v4("")].into_iter().chain(names.map(v4)).chain(names.map(v5)).collect();
    for (made_by, sealer) in keyrings.iter().enumerate() {
        let token = sealer.seal(JANE, &IV).unwrap();
        for (read_by, reader) in keyrings.iter().enumerate() {
            assert_eq!(reader.open(&token).is_ok(), made_by == read_by, "{sealer:?} read by {reader:?}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_sealed_opens(
        plaintext in proptest::collection::vec(any::<u8>(), 0..2000),
        iv in any::<[u8; 16]>(),
    ) {
        for keyring in [v4(""), v4("next-auth.state"), v5(V5_COOKIE)] {
            let token = keyring.seal(&plaintext, &iv).unwrap();
            prop_assert_eq!(keyring.open(&token).unwrap(), plaintext.clone());
        }
    }
}
