//! What `build` refuses and says, what the environment fills in, and how a request is answered when its options are not sound.

use crate::{
    app::{App, ORIGIN, SECRET, ada},
    browser::Browser,
};
use authwire::{CookieName, CookieOptions, CookieSpec, Options, Pages, Runtime};

/// Options on the native clock, with this environment read.
fn under(variables: &[(&'static str, &'static str)]) -> Options {
    let variables = variables.to_vec();
    let lookup =
        move |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    let mut options = Options::new(Runtime::new(authwire::native::SystemClock, authwire::native::OsRng).env(lookup));
    options.from_env().provider(ada());
    options
}

fn refusal(options: &Options) -> String {
    let error = options.build().expect_err("refused");
    assert!(!error.message().is_empty() && !error.remedy().is_empty());
    error.code().to_owned()
}

#[test]
fn build_names_the_fault_and_the_remedy() {
    let long = "x7".repeat(16);
    let mut codes = Vec::new();
    let mut check = |change: fn(&mut Options)| {
        let mut app = App::strict();
        change(&mut app.options);
        codes.push(refusal(&app.options));
    };
    check(|o| {
        o.secret("");
    });
    check(|o| {
        o.secret("short");
    });
    check(|o| {
        o.secret("changemechangemechangemechangeme");
    });
    check(|o| {
        o.url("http://[");
    });
    check(|o| {
        o.base_path("auth");
    });
    check(|o| {
        o.base_path("/");
    });
    check(|o| {
        o.trusted_origins(["not an origin"]);
    });
    check(|o| {
        let spec = CookieSpec { name: "a;b".into(), options: CookieOptions::lax(true) };
        o.cookie(CookieName::SessionToken, spec);
    });
    check(|o| {
        o.provider(ada());
    });
    check(|o| {
        o.provider(ada().id("a/b"));
    });
    let expected = [
        "NO_SECRET",
        "WEAK_SECRET",
        "WEAK_SECRET",
        "INVALID_URL",
        "INVALID_BASE_PATH",
        "INVALID_BASE_PATH",
        "INVALID_TRUSTED_HOST",
        "INVALID_COOKIE",
        "DUPLICATE_PROVIDER",
        "INVALID_PROVIDER_ID",
    ];
    assert_eq!(codes, expected);
    let second = |options: &mut Options| {
        options.secret(long).provider(ada().id("second"));
    };
    assert!(App::strict().with(second).options.build().is_ok());
}

#[test]
fn a_cookie_that_no_browser_would_keep_is_refused() {
    let lax = CookieOptions::lax;
    let below = || CookieOptions { path: Some("/app".into()), ..lax(true) };
    let shared = || CookieOptions { domain: Some("app.example".into()), ..lax(true) };
    for (name, options, kept) in [
        ("__Host-sid", lax(true), true),
        ("__Host-sid", lax(false), false),
        ("__Host-sid", below(), false),
        ("__host-sid", shared(), false),
        ("__Host-sid", CookieOptions { path: None, ..lax(true) }, false),
        ("__Secure-sid", shared(), true),
        ("__Secure-sid", lax(false), false),
        ("sid", shared(), true),
        ("sid", lax(false), true),
    ] {
        let spec = CookieSpec { name: name.into(), options };
        let [strict, compat] = App::both().map(|app| {
            let spec = spec.clone();
            app.with(|options| {
                options.cookie(CookieName::SessionToken, spec);
            })
        });
        let built = strict.options.build().map(drop).map_err(|error| error.code());
        assert_eq!(built, if kept { Ok(()) } else { Err("INVALID_COOKIE") }, "{spec:?}");
        compat.build();
        assert_eq!(compat.lines.count("INVALID_COOKIE"), usize::from(!kept), "{spec:?}");
    }
}

#[test]
fn a_secret_is_required_in_production_and_in_development() {
    assert_eq!(refusal(&under(&[("AUTH_URL", ORIGIN)])), "NO_SECRET");
    assert_eq!(refusal(&under(&[("AUTH_URL", ORIGIN), ("AUTH_ENV", "development")])), "NO_SECRET");
    assert_eq!(refusal(under(&[("AUTH_URL", ORIGIN)]).development()), "NO_SECRET");
    assert_eq!(refusal(under(&[("AUTH_URL", ORIGIN)]).compat()), "NO_SECRET");
    // Development takes a short secret, with a warning.
    assert!(under(&[("AUTH_SECRET", "short"), ("AUTH_ENV", "development")]).build().is_ok());
    assert_eq!(refusal(&under(&[("AUTH_SECRET", "short"), ("AUTH_URL", ORIGIN)])), "WEAK_SECRET");
}

#[test]
fn the_environment_fills_in_what_the_builder_leaves_open() {
    let base = |options: &Options| options.build().map(|auth| auth.base_path().to_owned()).map_err(|e| e.code());
    let secret = ("AUTH_SECRET", SECRET);
    assert_eq!(base(&under(&[secret, ("AUTH_URL", ORIGIN)])).as_deref(), Ok("/api/auth"));
    assert_eq!(base(&under(&[secret, ("AUTH_URL", "https://app.example/auth/")])).as_deref(), Ok("/auth"));
    let both = under(&[secret, ("AUTH_URL", "https://a.example/a"), ("NEXTAUTH_URL", "https://b.example/b")]);
    assert_eq!(base(&both).as_deref(), Ok("/b"));
    assert_eq!(base(both.clone().base_path("/mine")).as_deref(), Ok("/mine"));
    assert_eq!(base(both.clone().url("https://c.example/c")).as_deref(), Ok("/c"));
    assert_eq!(base(&under(&[secret])), Err("NEXTAUTH_URL"));
    assert_eq!(base(&under(&[secret, ("AUTH_URL", "")])), Err("NEXTAUTH_URL"));
    assert_eq!(base(&under(&[secret, ("AUTH_ENV", "development")])).as_deref(), Ok("/api/auth"));
    assert_eq!(base(&under(&[secret, ("AUTH_ENV", "staging")])), Err("INVALID_ENVIRONMENT"));
    assert_eq!(base(&under(&[secret, ("AUTH_TRUST_HOST", "maybe")])), Err("INVALID_TRUST_HOST"));
    assert_eq!(base(&under(&[secret, ("AUTH_TRUST_HOST", "true")])), Err("UNTRUSTED_HOST"));
    assert_eq!(
        base(&under(&[secret, ("AUTH_TRUSTED_HOSTS", "app.example, *.app.example")])).as_deref(),
        Ok("/api/auth")
    );
    assert_eq!(base(under(&[secret, ("AUTH_TRUST_HOST", "true")]).compat()).as_deref(), Ok("/api/auth"));
}

#[tokio::test]
async fn nextauth_secret_outranks_auth_secret_and_older_ones_still_read() {
    let old = "an0ther-R4ndom-secret-of-many-bytes-1";
    let signed_in = {
        let mut browser = Browser::new(under(&[("AUTH_URL", ORIGIN), ("AUTH_SECRET", old)]).build().expect("sound"));
        browser.sign_in().await;
        browser.cookies
    };
    for (variables, anonymous) in [
        (vec![("AUTH_URL", ORIGIN), ("NEXTAUTH_SECRET", old), ("AUTH_SECRET", SECRET)], false),
        (vec![("AUTH_URL", ORIGIN), ("AUTH_SECRET", SECRET)], true),
        (vec![("AUTH_URL", ORIGIN), ("AUTH_SECRET", SECRET), ("AUTH_SECRET_1", old)], false),
    ] {
        let mut browser = Browser::new(under(&variables).build().expect("sound"));
        browser.cookies = signed_in.clone();
        assert_eq!(browser.is_anonymous().await, anonymous, "{variables:?}");
    }
}

#[test]
fn compat_names_what_it_leaves_open_in_one_warning() {
    let app = App::compat();
    app.build();
    assert_eq!(app.lines.count("COMPAT_PROFILE"), 1, "{:?}", app.lines.all());
    let line = app.lines.all().into_iter().find(|line| line.contains("COMPAT_PROFILE")).unwrap_or_default();
    for case in ["S-108", "S-109", "S-119", "S-142", "S-143", "S-160", "S-196"] {
        assert!(line.contains(case), "{case} in {line}");
    }
    assert!(!line.contains("S-112"), "the host is fixed here");
    let strict = App::strict();
    strict.build();
    assert!(strict.lines.all().is_empty(), "{:?}", strict.lines.all());
}

#[tokio::test]
async fn options_that_are_not_sound_answer_as_v4_does() {
    for app in App::both() {
        let auth = app.build();
        let broken = auth.with(|options| {
            options.secret("");
        });
        let mut browser = Browser::new(broken);
        let session = browser.get("/session").await;
        assert_eq!(session.status, 500);
        let message = "There is a problem with the server configuration. Check the server logs for more information.";
        assert_eq!(session.json(), serde_json::json!({ "message": message }));
        let page = browser.get("/signin").await;
        assert_eq!(page.status, 500);
        assert!(page.body.contains("There is a problem with the server configuration."));
        assert_eq!(app.lines.count("NO_SECRET"), 2);
        assert!(session.set_cookies().is_empty() && page.set_cookies().is_empty());

        let pages = Pages { error: Some("/oops?a=1".into()), ..Pages::default() };
        let mut browser = Browser::new(auth.with(|options| {
            options.secret("").pages(pages);
        }));
        let page = browser.get("/signin").await;
        assert!(page.location().ends_with("/oops?a=1&error=Configuration"), "{}", page.location());
        let looping = browser.get("/signin?callbackUrl=/oops").await;
        assert_eq!(looping.status, 302, "the page itself is not where the user comes from");
        let looping = browser.get("/signin?callbackUrl=%2Foops%3Fa%3D1").await;
        assert_eq!(looping.status, 500);
        assert_eq!(app.lines.count("AUTH_ON_ERROR_PAGE_ERROR"), 1);
        // The engine that was derived from is as sound as before.
        assert_eq!(Browser::new(auth).get("/session").await.status, 200);
    }
}

#[tokio::test]
async fn s_016_an_engine_that_is_not_sound_signs_nobody_in() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let mut options = app.options.clone();
        let unsound = options.secret("").build_unchecked();
        let session = browser.session_cookie().expect("signed in");
        let cookie = format!("__Secure-next-auth.session-token={session}");
        let parts = http::Request::get("/me").header("cookie", cookie).body(()).expect("a request").into_parts().0;
        assert!(browser.auth.session(&parts).await.is_some());
        assert!(unsound.session(&parts).await.is_none(), "the error's body is no session");
        browser.auth = unsound;
        let answer = browser.get("/session").await;
        assert_eq!((answer.status.as_u16(), answer.json().get("user")), (500, None));
    }
}
