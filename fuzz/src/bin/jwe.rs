//! Session tokens: whatever a cookie holds is opened or refused, what was sealed opens to the same bytes, and nothing
//! else opens at all.
#![no_main]

use std::sync::LazyLock;

use authwire_jose::{Keyring, Secret, claims};
use libfuzzer_sys::fuzz_target;

static KEYRINGS: LazyLock<[Keyring; 2]> = LazyLock::new(|| {
    let secrets = [Secret::from("new secret"), Secret::from("old secret")];
    let v4 = Keyring::v4(&secrets, "").expect("a secret is given");
    let v5 = Keyring::v5(&secrets, "authjs.session-token").expect("a secret is given");
    [v4, v5]
});

fuzz_target!(|data: &[u8]| {
    for keyring in &*KEYRINGS {
        // The input as a token. Nobody guesses a tag, so opening one that was not sealed here is a find.
        if let Ok(token) = str::from_utf8(data) {
            assert!(keyring.open(token).is_err(), "a token that was never sealed opened");
        }

        // The input as claims, and a change to their token: where, to what.
        let [at_high, at_low, byte, text @ ..] = data else {
            continue;
        };
        let Ok(sealed) = keyring.seal(text, &[7; 16]) else {
            continue;
        };
        let opened = keyring.open(&sealed).expect("what was sealed opens");
        assert_eq!(opened, text);
        // Any claims at all are parsed and checked, or refused.
        if let Ok(claims) = claims::parse(&opened) {
            let _ = claims::check(&claims, &claims::Rules::at(1_700_000_000));
        }

        let mut changed = sealed.clone().into_bytes();
        let at = usize::from(u16::from_be_bytes([*at_high, *at_low])) % changed.len();
        changed[at] = *byte;
        if let Ok(changed) = String::from_utf8(changed)
            && changed != sealed
        {
            assert!(keyring.open(&changed).is_err(), "a changed token opened");
        }
    }
});
