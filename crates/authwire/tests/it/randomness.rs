//! Fresh values are fresh, or there are none.

use crate::{
    app::{App, SECRET},
    browser::Browser,
    mint,
};
use authwire::{Options, Rng, RngError, Runtime};
use bytes::Bytes;
use http::{
    Request,
    header::{COOKIE, SET_COOKIE},
};
use http_body_util::Empty;
use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// How many tokens are made; `AUTHWIRE_TOKENS` asks for another number.
const TOKENS: usize = 1_000_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_136_no_vector_and_no_id_comes_twice() {
    let tokens = std::env::var("AUTHWIRE_TOKENS").ok().and_then(|text| text.parse().ok()).unwrap_or(TOKENS);
    // What the engine reads in the token that it made before.
    let ids = Arc::new(Mutex::new(HashSet::new()));
    let app = App::strict().with(|options| {
        let ids = ids.clone();
        options.on_jwt(move |token, call| {
            if call.trigger.is_none() {
                let id = token.str("jti").expect("an id").into_owned();
                assert_eq!(id.len(), 36, "a UUID");
                assert!(ids.lock().expect("no id came twice").insert(id), "an id came twice");
            }
            async { Ok(token) }
        });
    });
    let auth = app.build();
    let mut workers = Vec::new();
    for _ in 0..2 {
        let mut browser = Browser::new(auth.clone());
        browser.sign_in().await;
        let (auth, mut token) = (auth.clone(), browser.session_cookie().expect("signed in").to_owned());
        workers.push(tokio::spawn(async move {
            let mut vectors = Vec::with_capacity(tokens / 2);
            for _ in 0..tokens / 2 {
                let request = Request::get("/api/auth/session").header(COOKIE, format!("{}={token}", mint::SESSION));
                let request = request.body(Empty::<Bytes>::new()).expect("a request");
                let response = auth.handle(request).await;
                let cookies = response.headers().get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
                let renewed = cookies.filter_map(|cookie| cookie.strip_prefix(mint::SESSION)?.strip_prefix('=')).next();
                renewed.and_then(|rest| rest.split(';').next()).expect("every read renews").clone_into(&mut token);
                vectors.push(token.split('.').nth(2).expect("an initialisation vector").to_owned());
            }
            vectors
        }));
    }
    let mut vectors = HashSet::new();
    for worker in workers {
        for vector in worker.await.expect("no panic") {
            assert_eq!(vector.len(), 16, "96 bits");
            assert!(vectors.insert(vector), "a vector came twice");
        }
    }
    assert_eq!((vectors.len(), ids.lock().expect("no poison").len()), (tokens / 2 * 2, tokens / 2 * 2));
    assert_eq!(app.lines.count("JWT_SESSION_ERROR"), 0);
}

/// Fills with bytes that differ from call to call, as often as it is told, then fails.
#[derive(Clone)]
struct Failing {
    left: Arc<AtomicUsize>,
}

impl Rng for Failing {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngError> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        let byte = left.map_err(|_| RngError)? as u8;
        bytes.fill(byte);
        Ok(())
    }
}

fn failing(app: App) -> (App, Failing) {
    let rng = Failing { left: Arc::new(AtomicUsize::new(usize::from(u8::MAX))) };
    let mut options = Options::new(Runtime::new(app.clock.clone(), rng.clone()));
    options.url(crate::app::ORIGIN).secret(SECRET).host_logger(app.lines.clone()).provider(crate::app::ada());
    (App { options, ..app }, rng)
}

#[tokio::test]
async fn s_136_without_randomness_nothing_is_made() {
    for (app, strict) in App::both().into_iter().zip([true, false]) {
        let (app, rng) = failing(app);
        let app = app.with(|options| {
            if !strict {
                options.compat();
            }
        });
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        let stop = || rng.left.store(0, Ordering::SeqCst);

        // No CSRF token for a browser without one, on any route.
        stop();
        app.lines.clear();
        let routes = ["/csrf", "/signin", "/signout", "/error", "/session"];
        for route in routes {
            let answer = Browser::new(browser.auth.clone()).get(route).await;
            assert_eq!((answer.status.as_u16(), &*answer.body), (500, "Internal Server Error"), "{route}");
            assert_eq!(answer.set_cookies(), Vec::<&str>::new(), "{route}");
        }
        assert_eq!(app.lines.count("RANDOMNESS_ERROR"), routes.len(), "{:?}", app.lines.all());

        // No session.
        app.lines.clear();
        let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
        let answer = browser.post("/callback/credentials", &fields).await;
        match strict {
            true => assert_eq!(answer.location(), "https://app.example/api/auth/error?error=Callback"),
            false => assert_eq!((answer.status.as_u16(), &*answer.body), (500, "Internal Server Error")),
        }
        assert!(browser.session_cookie().is_none());
        assert_eq!(app.lines.count("CALLBACK_CREDENTIALS_ERROR"), 1, "{:?}", app.lines.all());

        // No renewal: a session that is read then ends, as whenever it cannot be renewed.
        rng.left.store(8, Ordering::SeqCst);
        browser.sign_in().await;
        stop();
        app.lines.clear();
        let answer = browser.get("/session").await;
        assert!(browser.session_cookie().is_none(), "{answer:?}");
        assert_eq!(app.lines.count("JWT_SESSION_ERROR"), 1, "{:?}", app.lines.all());

        // With it, all is well again.
        rng.left.store(8, Ordering::SeqCst);
        browser.sign_in().await;
    }
}
