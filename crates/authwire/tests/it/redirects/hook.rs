//! The application's own `redirect` callback (S-108).

use crate::{
    app::{App, ORIGIN},
    browser::{Answer, Browser},
};
use authwire::{BoxError, Callbacks, Options, RedirectCall};

async fn sign_out(app: &App, target: &str) -> Answer {
    let mut browser = Browser::new(app.build());
    let token = browser.csrf().await;
    app.lines.clear();
    browser.post("/signout", &[("csrfToken", &token), ("callbackUrl", target)]).await
}

/// Takes every target for a good one, as applications with several domains do.
struct Verbatim;

#[async_trait::async_trait]
impl Callbacks for Verbatim {
    async fn redirect(&self, call: RedirectCall) -> Result<String, BoxError> {
        Ok(call.url)
    }
}

/// Fails before it has made a future.
struct Impatient;

impl Callbacks for Impatient {
    fn redirect<'s, 'f>(&'s self, _: RedirectCall) -> authwire::BoxFuture<'f, Result<String, BoxError>>
    where
        's: 'f,
        Self: 'f,
    {
        panic!("at once")
    }
}

#[tokio::test]
async fn s_108_a_callback_that_fails_means_the_base_url() {
    let failures: [fn(&mut Options); 4] = [
        |options| {
            options.on_redirect(|_, _| async { panic!("inside") });
        },
        |options| {
            options.on_redirect(|_, _| -> std::future::Ready<_> { panic!("before") });
        },
        |options| {
            options.on_redirect(|_, _| async { Err("no".into()) });
        },
        |options| {
            options.callbacks(Impatient);
        },
    ];
    for fail in failures {
        for app in App::both() {
            let app = app.with(fail);
            let answer = sign_out(&app, "/dash").await;
            assert_eq!((answer.status.as_u16(), answer.location()), (302, ORIGIN));
            assert_eq!(app.lines.count("REDIRECT_CALLBACK_ERROR"), 1, "{:?}", app.lines.all());
            assert_eq!(app.lines.all().len(), 1, "{:?}", app.lines.all());
        }
    }
}

#[tokio::test]
async fn s_108_a_foreign_url_needs_a_trusted_origin() {
    let foreign = "https://evil.io/x";
    let app = App::strict().with(|options| {
        options.callbacks(Verbatim);
    });
    assert_eq!(sign_out(&app, foreign).await.location(), ORIGIN);
    assert_eq!(app.lines.count("REDIRECT_REFUSED"), 1, "{:?}", app.lines.all());

    let app = App::strict().with(|options| {
        options.on_redirect(move |_, _| async move { Ok(foreign.to_owned()) });
    });
    assert_eq!(sign_out(&app, "/dash").await.location(), ORIGIN);
    assert_eq!(app.lines.count("REDIRECT_REFUSED"), 1, "{:?}", app.lines.all());

    let app = App::strict().with(|options| {
        options.callbacks(Verbatim).trusted_origins(["https://shop.example", "*.app.example"]);
    });
    for trusted in ["https://shop.example/cart?x=1", "https://a.app.example/"] {
        assert_eq!(sign_out(&app, trusted).await.location(), trusted);
        assert!(app.lines.all().is_empty(), "{:?}", app.lines.all());
    }
    for refused in ["http://shop.example/", "https://shop.example:8443/", "https://u@shop.example/", "javascript:1"] {
        assert_eq!(sign_out(&app, refused).await.location(), ORIGIN, "{refused}");
    }

    let app = App::compat().with(|options| {
        options.callbacks(Verbatim);
    });
    for verbatim in [foreign, "/relative", "https://u:p@shop.example:443/"] {
        assert_eq!(sign_out(&app, verbatim).await.location(), verbatim);
    }
}

/// What a browser does not get from a target by default is nothing that the application has to be warned of.
#[tokio::test]
async fn s_108_targets_that_the_default_refuses_fill_no_log() {
    for app in App::both() {
        for target in ["https://evil.io", "/api/auth/signout", "https://u:p@app.example/", "http://[", "dashboard"] {
            sign_out(&app, target).await;
            assert!(app.lines.all().is_empty(), "{target}: {:?}", app.lines.all());
        }
    }
}

#[tokio::test]
async fn s_108_only_the_compat_profile_waits_without_limit() {
    // The test's clock has every wait be over at once, so one pause of the callback is already too long.
    let slow = |options: &mut Options| {
        options.on_redirect(|url, _| async move {
            tokio::task::yield_now().await;
            Ok(url)
        });
    };
    let app = App::strict().with(slow);
    assert_eq!(sign_out(&app, "/dash").await.location(), ORIGIN);
    assert_eq!(app.lines.count("REDIRECT_CALLBACK_ERROR"), 1, "{:?}", app.lines.all());
    let app = App::compat().with(slow);
    assert_eq!(sign_out(&app, "/dash").await.location(), "https://app.example/dash");
    assert!(app.lines.all().is_empty(), "{:?}", app.lines.all());
}
