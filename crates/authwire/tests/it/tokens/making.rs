//! Tokens as they are made: nothing in them may ever repeat.

use crate::{
    app::{App, ORIGIN, SECRET, ada},
    browser::Browser,
    mint,
};
use authwire::{Options, Rng, RngError, Runtime, native::OsRng};
use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

/// The system's generator, which remembers what it gave and can be made to fail.
#[derive(Clone, Default)]
struct Watched {
    given: Arc<Mutex<Vec<Vec<u8>>>>,
    broken: Arc<AtomicBool>,
}

impl Rng for Watched {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngError> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(RngError);
        }
        OsRng.fill(bytes)?;
        self.given.lock().expect("no panic").push(bytes.to_vec());
        Ok(())
    }
}

fn watched(compat: bool) -> (App, Watched) {
    let (app, rng) = (App::strict(), Watched::default());
    let mut options = Options::new(Runtime::new(app.clock.clone(), rng.clone()));
    options.url(ORIGIN).secret(SECRET).host_logger(app.lines.clone()).provider(ada());
    if compat {
        options.compat();
    }
    (App { options, ..app }, rng)
}

fn iv(token: &str) -> String {
    token.split('.').nth(2).expect("segments").to_owned()
}

#[tokio::test]
async fn s_136_every_token_has_fresh_bytes_of_the_generator() {
    for compat in [false, true] {
        let (app, rng) = watched(compat);
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let (mut ivs, mut jtis) = (HashSet::new(), HashSet::new());
        for count in 1..=1000 {
            rng.given.lock().expect("no panic").clear();
            assert!(!browser.is_anonymous().await);
            let token = browser.session_cookie().expect("renewed").to_owned();
            let given = rng.given.lock().expect("no panic").concat();
            assert_eq!(given.len(), 32, "one draw a token");
            assert_eq!(super::base64url(&given[..12]), iv(&token), "the vector is the generator's");
            let claims = mint::open(SECRET, &token).expect("ours");
            ivs.insert(iv(&token));
            jtis.insert(claims["jti"].as_str().expect("a jti").to_owned());
            assert_eq!((ivs.len(), jtis.len()), (count, count));
        }
    }
}

/// One draw makes one token (above), so a million draws stand for a million tokens.
#[test]
fn s_136_a_million_draws_do_not_repeat() {
    let mut draws: Vec<u128> = Vec::with_capacity(1_000_000);
    for _ in 0..1_000_000 {
        let mut bytes = [0; 32];
        OsRng.fill(&mut bytes).expect("a generator");
        let mut iv = [0; 16];
        iv[..12].copy_from_slice(&bytes[..12]);
        draws.push(u128::from_be_bytes(iv));
    }
    draws.sort_unstable();
    assert!(draws.windows(2).all(|pair| pair[0] != pair[1]));
}

#[tokio::test]
async fn s_136_without_randomness_no_token_is_made() {
    for compat in [false, true] {
        let (app, rng) = watched(compat);
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let token = browser.csrf().await;
        rng.broken.store(true, Ordering::SeqCst);

        let mut stranger = Browser::new(browser.auth.clone());
        let answer = stranger.get("/csrf").await;
        assert_eq!(answer.status, 500);
        assert!(answer.set_cookies().is_empty());
        assert_eq!(app.lines.count("RANDOMNESS_ERROR"), 1);

        let mut again = browser.clone();
        let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
        let answer = again.post("/callback/credentials", &fields).await;
        assert!(answer.cookie(mint::SESSION).is_none(), "no sign-in: {answer:?}");
        assert_eq!(app.lines.count("CALLBACK_CREDENTIALS_ERROR"), 1);

        rng.broken.store(false, Ordering::SeqCst);
        assert!(!browser.is_anonymous().await, "and later all is well again");
    }
}
