//! Sessions too large for one cookie.

use super::{browser, header, name, session};
use crate::{
    app::{App, START},
    browser::Browser,
    mint::{self, CHUNK, SESSION},
};
use authwire::{BoxError, CookieName, CookieOptions, CookieSpec, JwtCodec, JwtDecode, JwtEncode, Token};
use proptest::prelude::*;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Writes tokens of any length, reads every token, and counts.
#[derive(Clone, Default)]
struct Lengths {
    length: Arc<AtomicUsize>,
    decoded: Arc<AtomicUsize>,
}

impl Lengths {
    fn set(&self, length: usize) {
        self.length.store(length, Ordering::SeqCst);
    }
}

#[async_trait::async_trait]
impl JwtCodec for Lengths {
    async fn encode(&self, _: JwtEncode) -> Result<String, BoxError> {
        let length = self.length.load(Ordering::SeqCst);
        Ok((0..length).map(|at| char::from(b'a' + u8::try_from(at % 26).expect("small"))).collect())
    }

    async fn decode(&self, call: JwtDecode) -> Result<Option<Token>, BoxError> {
        self.decoded.fetch_add(1, Ordering::SeqCst);
        let mut token = Token::new();
        token.set("name", format!("{} characters", call.token.len()));
        Ok(Some(token))
    }
}

fn with_lengths(app: App) -> (App, Lengths) {
    let lengths = Lengths::default();
    let app = app.with(|options| {
        options.jwt_codec(lengths.clone());
    });
    (app, lengths)
}

fn long(name: &str) -> Vec<(String, String)> {
    let claims = serde_json::json!({ "name": name, "filler": "x".repeat(6000), "iat": START, "exp": START + 3600 });
    mint::chunks(SESSION, &mint::token(&claims))
}

#[tokio::test]
async fn s_120_cookies_that_only_look_similar_do_not_count() {
    for app in App::both() {
        let auth = app.build();
        let token = mint::ada_token();
        for stray in [
            "X",
            "-old",
            ".evil",
            ".",
            "..0",
            ".00",
            ".01",
            ".+1",
            ".-1",
            ".0x1",
            ".1e1",
            ".9999999999999999999",
            "_0",
            ".٠",
        ] {
            for pairs in [
                format!("{SESSION}={token}; {SESSION}{stray}=evil"),
                format!("{SESSION}{stray}=evil; {SESSION}={token}"),
            ] {
                let answer = session(&auth, &pairs).await;
                assert_eq!(name(&answer).as_deref(), Some("Ada Lovelace"), "{stray}");
                assert!(answer.set_cookies().iter().all(|cookie| !cookie.starts_with(&format!("{SESSION}{stray}="))));
            }
            let chunks = header(&long("Ada"));
            let answer = session(&auth, format!("{SESSION}{stray}=evil; {chunks}; {SESSION}{stray}=evil")).await;
            assert_eq!(name(&answer).as_deref(), Some("Ada"), "{stray} beside chunks");
        }
    }
}

#[tokio::test]
async fn s_121_a_whole_set_or_nobody() {
    let (ada, bob) = (long("Ada"), mint::named("Bob"));
    let chunk = |index: usize| ada[index].clone();
    let other = |suffix: &str, value: &str| (format!("{SESSION}{suffix}"), value.to_owned());
    assert_eq!(ada.len(), 3);
    let table = [
        (vec![other("", &bob), other(".9", "stray")], Some("Bob")),
        (vec![other("", &bob), other(".0", "stray")], Some("Bob")),
        (vec![other("", &bob), other(".1", "stray"), other(".2", "stray")], Some("Bob")),
        (vec![other("", "stale"), chunk(0), chunk(1), chunk(2)], Some("Ada")),
        (vec![other("", &bob), chunk(0), chunk(1), chunk(2)], Some("Ada")),
        (vec![chunk(0), chunk(1), chunk(2), other(".3", "more")], Some("Ada")),
        (vec![chunk(0), chunk(1), chunk(2), other(".3", "more"), other(".7", "more")], Some("Ada")),
        (vec![chunk(0), chunk(2)], None),
        (vec![chunk(1), chunk(2)], None),
        (vec![chunk(0), chunk(1)], None),
        (vec![chunk(2)], None),
        (vec![other(".0", &bob)], Some("Bob")),
    ];
    for app in App::both() {
        let auth = app.build();
        for (pairs, expected) in &table {
            let mut turned = pairs.clone();
            for _ in 0..pairs.len() {
                turned.rotate_left(1);
                let answer = session(&auth, header(&turned)).await;
                let names: Vec<&str> = turned.iter().map(|(name, _)| name.as_str()).collect();
                assert_eq!(name(&answer).as_deref(), *expected, "{names:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn s_121_two_sessions_are_never_mixed(picks in prop::collection::vec((0_usize..4, 0_usize..3), 0..7)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let (ada, bob) = (long("Ada"), long("Bob"));
            let whole = vec![(SESSION.to_owned(), mint::named("Carol")); 3];
            let strays: Vec<_> = [3, 7, 12].map(|at| (format!("{SESSION}.{at}"), "x".repeat(CHUNK))).into();
            let sources = [&ada, &bob, &whole, &strays];
            let mut pairs: Vec<(String, String)> = Vec::new();
            for (source, index) in picks {
                let pair = &sources[source][index];
                if pairs.iter().all(|(known, _)| *known != pair.0) {
                    pairs.push(pair.clone());
                }
            }
            for app in App::both() {
                let auth = app.build();
                let seen = name(&session(&auth, header(&pairs)).await);
                pairs.reverse();
                prop_assert_eq!(&seen, &name(&session(&auth, header(&pairs)).await), "the order does not matter");
                prop_assert!(seen.as_deref().is_none_or(|name| ["Ada", "Bob", "Carol"].contains(&name)));
            }
            Ok(())
        })?;
    }
}

/// What an answer says of the session cookie: suffix and length of each value, `-` for a deletion.
fn changes(answer: &crate::browser::Answer) -> Vec<String> {
    let session = answer.set_cookies().into_iter().filter_map(|cookie| cookie.strip_prefix(SESSION));
    let change = |cookie: &str| {
        let (suffix, rest) = cookie.split_once('=').expect("a name");
        let (value, attributes) = rest.split_once(';').expect("attributes");
        match attributes.contains("Max-Age=0") {
            true => format!("{suffix} -"),
            false => format!("{suffix} {}", value.len()),
        }
    };
    session.map(change).collect()
}

#[tokio::test]
async fn s_122_cut_where_next_auth_cuts() {
    for app in App::both() {
        let (app, lengths) = with_lengths(app);
        for (length, expected) in [
            (1, vec![" 1"]),
            (3933, vec![" 3933"]),
            (3934, vec![".0 3933", ".1 1"]),
            (7866, vec![".0 3933", ".1 3933"]),
            (7867, vec![".0 3933", ".1 3933", ".2 1"]),
        ] {
            lengths.set(length);
            let mut browser = Browser::new(app.build());
            assert_eq!(changes(&browser.sign_in_anyhow().await), expected, "{length}");
            let read = browser.get("/session").await;
            assert_eq!(read.json()["user"]["name"], format!("{length} characters"), "put together again");
        }
    }
}

#[tokio::test]
async fn s_122_what_is_left_over_is_deleted() {
    let spec = CookieSpec {
        name: SESSION.to_owned(),
        options: CookieOptions {
            domain: Some("app.example".into()),
            path: Some("/x".into()),
            ..CookieOptions::lax(true)
        },
    };
    for app in App::both() {
        let (app, lengths) = with_lengths(app);
        lengths.set(9000);
        let mut browser = Browser::new(app.build());
        browser.sign_in_anyhow().await;
        let chunked = browser.clone();
        lengths.set(600);
        assert_eq!(changes(&browser.get("/session").await), [".0 -", ".1 -", ".2 -", " 600"], "from three to one");
        lengths.set(5000);
        assert_eq!(changes(&browser.get("/session").await), [" -", ".0 3933", ".1 1067"], "and to two");

        let plain = "; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax";
        let placed = "; Max-Age=0; Domain=app.example; Path=/x; HttpOnly; Secure; SameSite=Lax";
        let custom = app.with(|options| {
            options.cookie(CookieName::SessionToken, spec.clone());
        });
        for (auth, attributes) in [(chunked.auth.clone(), plain), (custom.build(), placed)] {
            let mut browser = chunked.clone();
            browser.auth = auth;
            let token = browser.csrf().await;
            let out = browser.post("/signout", &[("csrfToken", &token)]).await;
            let deletions: Vec<&str> =
                out.set_cookies().into_iter().filter(|cookie| cookie.starts_with(SESSION)).collect();
            let expected: Vec<String> = (0..3).map(|index| format!("{SESSION}.{index}={attributes}")).collect();
            assert_eq!(deletions, expected);
        }
    }
}

#[tokio::test]
async fn s_123_more_than_ten_chunks_are_not_read() {
    for app in App::both() {
        let (app, lengths) = with_lengths(app);
        let auth = app.build();
        lengths.set(10);
        for (count, read) in [(10, true), (11, false), (14, false)] {
            let pairs: Vec<_> = (0..count).map(|at| (format!("{SESSION}.{at}"), "x".repeat(CHUNK))).collect();
            let before = lengths.decoded.load(Ordering::SeqCst);
            let answer = session(&auth, header(&pairs)).await;
            assert_eq!(name(&answer).is_some(), read, "{count}");
            assert_eq!(lengths.decoded.load(Ordering::SeqCst) - before, usize::from(read), "{count}");
        }
        let whole = session(&auth, format!("{SESSION}={}", "x".repeat(40_001))).await;
        assert_eq!((name(&whole), lengths.decoded.load(Ordering::SeqCst)), (None, 1), "nor one as long");
    }
}

#[tokio::test]
async fn s_123_a_session_that_does_not_fit_refuses_the_sign_in() {
    for (index, app) in App::both().into_iter().enumerate() {
        let (app, lengths) = with_lengths(app);
        let mut browser = Browser::new(app.build());
        lengths.set(10 * CHUNK);
        assert_eq!(changes(&browser.sign_in_anyhow().await).len(), 10);
        lengths.set(10 * CHUNK + 1);
        let mut browser = Browser::new(app.build());
        let refused = browser.sign_in_anyhow().await;
        assert!(changes(&refused).is_empty(), "{refused:?}");
        if index == 0 {
            assert_eq!(refused.location(), "https://app.example/api/auth/error?error=Callback");
        } else {
            assert_eq!(refused.status, 500);
        }
        let lines = app.lines.all();
        assert!(lines.iter().any(|line| line.starts_with("error") && line.contains("39331")), "{lines:?}");
    }
    // The same without a codec of the application's own.
    for app in App::both() {
        let app = app.with(|options| {
            options.on_jwt(|mut token, _| {
                token.set("filler", "x".repeat(50_000));
                async { Ok(token) }
            });
        });
        let mut browser = browser(&app, "");
        let refused = browser.sign_in_anyhow().await;
        assert!(changes(&refused).is_empty(), "{refused:?}");
        assert!(app.lines.all().iter().any(|line| line.starts_with("error CALLBACK_CREDENTIALS_ERROR")));
    }
}
