//! Cookies that nobody honest sends.

use super::{get, name, session};
use crate::{
    app::App,
    browser::Browser,
    mint::{self, CALLBACK_URL, CSRF, SESSION},
};
use proptest::prelude::*;

#[tokio::test]
async fn s_124_a_poisoned_callback_url_is_replaced() {
    let long = format!("/{}", "a".repeat(8000));
    let foreign_long = format!("https://evil.io/{}", "a".repeat(8000));
    let poisons: [&[u8]; 14] = [
        b":::",
        b"//evil.io",
        b"%2F%2Fevil.io",
        b"https%3A%2F%2Fevil.io",
        b"javascript%3Aalert(1)",
        b"http%3A%2F%2F%5B",
        b"%",
        b"%ff%fe",
        b"\xff\xfe",
        b"\xc3\x28",
        b"\"",
        b"null",
        long.as_bytes(),
        foreign_long.as_bytes(),
    ];
    for app in App::both() {
        let auth = app.build();
        let token = mint::ada_token();
        for poison in poisons {
            let shown = String::from_utf8_lossy(&poison[..poison.len().min(40)]).into_owned();
            let mut cookie = format!("{SESSION}={token}; {CALLBACK_URL}=").into_bytes();
            cookie.extend_from_slice(poison);
            for path in ["session", "csrf", "signin", "signout", "error", "providers", "verify-request"] {
                let answer = get(&auth, path, &cookie).await;
                assert_eq!(answer.status, 200, "{path} {shown}: {answer:?}");
                if path == "session" {
                    assert_eq!(name(&answer).as_deref(), Some("Ada Lovelace"), "{shown}");
                }
                if path != "providers" {
                    let set = answer.cookie(CALLBACK_URL).unwrap_or_else(|| panic!("{path} {shown}: replaced"));
                    let own = set == "https%3A%2F%2Fapp.example" || set.starts_with("https%3A%2F%2Fapp.example%2F");
                    assert!(own && set.len() < 100, "{path} {shown}: {set}");
                }
            }
        }
    }
}

#[tokio::test]
async fn s_125_a_csrf_cookie_that_is_not_ours_is_replaced() {
    let hex = "0123456789abcdef".repeat(4);
    let long = "a".repeat(10_000);
    let forged = format!("{hex}|{hex}");
    // The SHA-256 of the token alone: what somebody gets who does not know the secret.
    let unsigned = format!("{}|ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", "a");
    let cookies = [
        "",
        "|",
        "||",
        &hex,
        &format!("{hex}|"),
        &format!("|{hex}"),
        &forged,
        &unsigned,
        "zz|zz",
        "%7C",
        "%zz|%zz",
        &format!("{long}|{long}"),
        &long,
        "\u{e9}|\u{e9}",
        "null|null",
        "[object Object]|x",
    ]
    .map(str::to_owned);
    for app in App::both() {
        for bad in &cookies {
            let mut browser = Browser::new(app.build());
            browser.set(CSRF, bad);
            let poisoned = browser.clone();
            let answer = browser.get("/csrf").await;
            let fresh = answer.json()["csrfToken"].as_str().expect("a token").to_owned();
            assert!(fresh.len() == 64 && fresh.bytes().all(|b| b.is_ascii_hexdigit()), "{bad:.30}");
            let cookie = answer.cookie(CSRF).unwrap_or_else(|| panic!("{bad:.30}: replaced"));
            assert!(cookie.starts_with(&format!("{fresh}%7C")));

            let half = bad.split('|').next().unwrap_or_default();
            for guess in [half, bad, "", &fresh] {
                let mut browser = poisoned.clone();
                let fields = [("csrfToken", guess), ("username", "ada"), ("password", "lovelace")];
                let refused = browser.post("/callback/credentials", &fields).await;
                assert_eq!(
                    refused.location(),
                    "https://app.example/api/auth/signin?csrf=true",
                    "{bad:.30} {guess:.30}"
                );
                assert!(refused.cookie(SESSION).is_none());
            }
        }
    }
}

#[tokio::test]
async fn s_126_odd_cookie_headers_change_nothing() {
    let ours = format!("{SESSION}={}", mint::ada_token());
    let pairs = (0..200).map(|at| format!("k{at}=v{at}")).collect::<Vec<_>>().join("; ");
    let odd: Vec<Vec<u8>> = [
        &b"=v"[..],
        b"n",
        b"",
        b";",
        b";;;;",
        b"=",
        b"==",
        b"a=%",
        b"a=%zz",
        b"a=%f",
        b"a=%ff%fe",
        b"a=\x80\x81\xff",
        b"\xff=\xfe",
        b"a=\"",
        b"a=\"b",
        b"\"a\"=b",
        b"a=b=c=d",
        b",a=b",
        b"a=b,c=d",
        b"$Path=/",
        b"__proto__=x; constructor=y; toString=z",
        b"\t=\t",
        b"a = b",
        pairs.as_bytes(),
    ]
    .iter()
    .map(|bytes| bytes.to_vec())
    .collect();
    for app in App::both() {
        let auth = app.build();
        for odd in &odd {
            assert_eq!(session(&auth, odd).await.body, "{}");
            for line in [[odd, &b"; "[..], ours.as_bytes()].concat(), [ours.as_bytes(), b"; ", odd].concat()] {
                assert_eq!(name(&session(&auth, &line).await).as_deref(), Some("Ada Lovelace"), "{odd:?}");
            }
        }
        let large = session(&auth, [ours.as_bytes(), b"; a=", &vec![b'x'; 65_536]].concat()).await;
        assert_eq!(large.status, 431);
        let fits = session(&auth, [ours.as_bytes(), b"; a=", &vec![b'x'; 60_000]].concat()).await;
        assert_eq!(name(&fits).as_deref(), Some("Ada Lovelace"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn s_126_noise_changes_nothing(noise in prop::collection::vec(prop_oneof![0x20_u8..0x7f, 0x80_u8..=0xff], 0..300)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let ours = format!("{SESSION}={}", mint::ada_token());
        let line = [&noise, &b"; "[..], ours.as_bytes(), b"; ", &noise].concat();
        for app in App::both() {
            let auth = app.build();
            let answer = runtime.block_on(session(&auth, &noise));
            prop_assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "{}"));
            let answer = runtime.block_on(session(&auth, &line));
            let seen = name(&answer);
            prop_assert_eq!(seen.as_deref(), Some("Ada Lovelace"));
        }
    }
}
