//! Cookies that another host of the domain has set.

use super::{name, session};
use crate::{
    app::App,
    browser::Browser,
    mint::{self, CSRF, SESSION},
};

#[tokio::test]
async fn s_119_two_sessions_of_one_name_are_nobodys() {
    let (ada, eve) = (mint::ada_token(), mint::named("Eve"));
    for (index, app) in App::both().into_iter().enumerate() {
        let (auth, strict) = (app.build(), index == 0);
        for (first, last, wins) in [(&ada, &eve, "Ada Lovelace"), (&eve, &ada, "Eve")] {
            app.lines.clear();
            let answer = session(&auth, format!("{SESSION}={first}; {SESSION}={last}")).await;
            if strict {
                assert_eq!(answer.body, "{}");
                assert!(answer.cookie(SESSION).is_none(), "neither renewed nor cleared: {answer:?}");
                assert_eq!(app.lines.count("JWT_SESSION_ERROR"), 1);
            } else {
                assert_eq!(name(&answer).as_deref(), Some(wins));
            }
        }
        let twice = session(&auth, format!("{SESSION}={ada}; x=y; {SESSION}={ada}")).await;
        assert_eq!(name(&twice).as_deref(), Some("Ada Lovelace"), "the same value twice is one session");
        let garbage = session(&auth, format!("{SESSION}={ada}; {SESSION}=garbage")).await;
        assert_eq!(name(&garbage).is_none(), strict);
    }
}

#[tokio::test]
async fn s_119_two_chunks_of_one_name_are_nobodys() {
    let long = mint::named(&"Ada ".repeat(1200));
    let chunks = super::header(&mint::chunks(SESSION, &long));
    for (index, app) in App::both().into_iter().enumerate() {
        let auth = app.build();
        assert!(name(&session(&auth, &chunks).await).is_some());
        let tossed = session(&auth, format!("{chunks}; {SESSION}.1=tossed")).await;
        assert_eq!(name(&tossed).is_none(), index == 0);
        let before = session(&auth, format!("{SESSION}.1=tossed; {chunks}")).await;
        assert_eq!(name(&before), None);
    }
}

#[tokio::test]
async fn s_119_two_csrf_cookies_protect_nothing() {
    for (index, app) in App::both().into_iter().enumerate() {
        let strict = index == 0;
        let (mut ada, mut eve) = (Browser::new(app.build()), Browser::new(app.build()));
        let tokens = [ada.csrf().await, eve.csrf().await];
        let tossed = (CSRF.to_owned(), eve.cookie(CSRF).expect("a cookie").to_owned());
        for (place, first) in [(1, 0), (0, 1)] {
            for (which, token) in tokens.iter().enumerate() {
                let mut browser = ada.clone();
                browser.cookies.insert(place.min(browser.cookies.len()), tossed.clone());
                let fields = [("csrfToken", &**token), ("username", "ada"), ("password", "lovelace")];
                let answer = browser.post("/callback/credentials", &fields).await;
                let passes = !strict && which == first;
                assert_eq!(answer.cookie(SESSION).is_some(), passes, "{place} {which} {answer:?}");
                if strict {
                    assert_eq!(answer.location(), "https://app.example/api/auth/signin?csrf=true");
                    assert!(answer.cookie(CSRF).is_some(), "a fresh one");
                }
            }
        }
    }
}

#[tokio::test]
async fn s_127_names_are_compared_byte_by_byte() {
    let token = mint::ada_token();
    for app in App::both() {
        let auth = app.build();
        for other in [
            "next-auth.session-token",
            "__secure-next-auth.session-token",
            "__SECURE-next-auth.session-token",
            "__Secure-Next-Auth.session-token",
            "__Secure-next-auth.session-Token",
            "__Host-next-auth.session-token",
            "\u{a0}__Secure-next-auth.session-token",
            "\u{2003}__Secure-next-auth.session-token",
            "\u{feff}__Secure-next-auth.session-token",
            "%5F_Secure-next-auth.session-token",
            "__Secure-next-auth.session-token\u{a0}",
            "$Version=1, __Secure-next-auth.session-token",
        ] {
            let answer = session(&auth, format!("{other}={token}")).await;
            assert_eq!(answer.body, "{}", "{other}");
            assert!(answer.cookie(SESSION).is_none(), "{other}: {answer:?}");
        }
        // Latin-1 spaces as single bytes.
        for space in [0xa0_u8, 0x85] {
            let mut bytes = vec![space];
            bytes.extend_from_slice(format!("{SESSION}={token}").as_bytes());
            assert_eq!(session(&auth, bytes).await.body, "{}");
        }
        assert!(name(&session(&auth, format!("{SESSION}={token}")).await).is_some());
    }
}
