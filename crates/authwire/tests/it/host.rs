//! Under which host an application is answered, and who decides it.

use crate::{
    app::{App, ORIGIN, SECRET},
    browser::{Answer, Browser, answer},
};
use authwire::Auth;
use bytes::Bytes;
use http::{HeaderValue, Method, Request};
use http_body_util::Full;

const HOSTILE: [(&str, &str); 8] = [
    ("host", "evil.io"),
    ("x-forwarded-host", "evil.io"),
    ("forwarded", "host=evil.io;proto=http"),
    ("x-host", "evil.io"),
    ("x-forwarded-server", "evil.io"),
    ("x-original-host", "evil.io"),
    ("x-http-host-override", "evil.io"),
    ("x-forwarded-proto", "http"),
];

/// Everything in which a URL of the application appears, from a browser that was never here before.
async fn tour(auth: &Auth, headers: &[(&'static str, &str)]) -> Vec<Answer> {
    let mut browser = Browser::new(auth.clone());
    browser.headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let mut answers = Vec::new();
    for path in
        ["/providers", "/csrf", "/session", "/signin", "/signout", "/error", "/verify-request", "/error?error=Callback"]
    {
        answers.push(browser.get(path).await);
    }
    let token = browser.csrf().await;
    answers.push(browser.post("/signin/credentials", &[("csrfToken", &token)]).await);
    answers.push(browser.post("/callback/credentials", &[("csrfToken", &token), ("json", "true")]).await);
    answers.push(browser.post("/signout", &[("csrfToken", "wrong")]).await);
    answers
}

fn mentions(answers: &[Answer], text: &str) -> bool {
    answers.iter().any(|answer| format!("{answer:?}").to_ascii_lowercase().contains(text))
}

async fn providers(auth: &Auth, headers: &[(&'static str, &str)]) -> Answer {
    let mut request = Request::get("/api/auth/providers");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(auth, request.body(Full::default()).expect("a request")).await
}

fn sign_in_url(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["credentials"]["signinUrl"].as_str().expect("a URL").to_owned()
}

fn assert_refused(answer: &Answer, why: &str) {
    assert_eq!(answer.status, 400, "{why}: {answer:?}");
    assert!(answer.set_cookies().is_empty(), "{why}: {answer:?}");
}

/// An application that is reached under the hosts of a list (both profiles), and in compat under any.
fn trusting() -> [App; 3] {
    let listed = || {
        App::in_environment(&[]).with(|options| {
            options.secret(SECRET).trusted_hosts(["app.example", "*.tenant.example"]);
        })
    };
    let compat = listed().with(|options| {
        options.compat();
    });
    [listed(), compat, any_host()]
}

fn any_host() -> App {
    App::in_environment(&[("AUTH_TRUST_HOST", "true")]).with(|options| {
        options.secret(SECRET).compat();
    })
}

#[tokio::test]
async fn s_110_no_header_moves_a_configured_url() {
    for app in App::both() {
        let auth = app.build();
        for header in HOSTILE {
            let answers = tour(&auth, &[header]).await;
            assert!(!mentions(&answers, "evil.io"), "{header:?}: {answers:?}");
            assert!(!mentions(&answers, "http://"), "{header:?}: {answers:?}");
            assert_eq!(sign_in_url(&answers[0]), format!("{ORIGIN}/api/auth/signin/credentials"));
        }
        let answers = tour(&auth, &HOSTILE).await;
        assert!(!mentions(&answers, "evil.io"), "{answers:?}");
        for target in ["https://evil.io/api/auth/providers", "http://evil.io:81/api/auth/providers"] {
            let request = Request::get(target).header("host", "evil.io").body(Full::default()).expect("a request");
            let answer = answer(&auth, request).await;
            assert_eq!(sign_in_url(&answer), format!("{ORIGIN}/api/auth/signin/credentials"), "{target}");
        }
    }
}

#[tokio::test]
async fn s_110_an_unknown_host_without_a_url() {
    let nowhere = || {
        App::in_environment(&[]).with(|options| {
            options.secret(SECRET);
        })
    };
    assert_eq!(nowhere().options.build().expect_err("production").code(), "NEXTAUTH_URL");

    let compat = nowhere().with(|options| {
        options.compat();
    });
    let auth = compat.build();
    assert_eq!(compat.lines.count("NEXTAUTH_URL"), 1);
    let answers = tour(&auth, &HOSTILE).await;
    assert!(!mentions(&answers, "evil.io"), "{answers:?}");
    assert_eq!(sign_in_url(&answers[0]), "http://localhost:3000/api/auth/signin/credentials");

    let auth = trusting()[0].build();
    for headers in [&[("host", "evil.io")][..], &[("host", "")], &[]] {
        assert_refused(&providers(&auth, headers).await, "an unknown host");
    }
    assert_eq!(
        sign_in_url(&providers(&auth, &[("host", "APP.example")]).await),
        "https://app.example/api/auth/signin/credentials"
    );
}

#[tokio::test]
async fn s_110_over_http_2_the_host_is_that_of_the_target() {
    let auth = trusting()[0].build();
    for (target, status) in [("https://app.example/api/auth/session", 200), ("https://evil.io/api/auth/session", 400)] {
        let request = Request::get(target).version(http::Version::HTTP_2).body(Full::default()).expect("a request");
        assert_eq!(answer(&auth, request).await.status, status, "{target}");
    }
}

#[test]
fn s_111_the_trust_flag_says_yes_or_no() {
    fn build(variables: &'static [(&'static str, &'static str)], compat: bool) -> Result<bool, &'static str> {
        let app = App::in_environment(variables).with(|options| {
            options.secret(SECRET);
            if compat {
                options.compat();
            }
        });
        app.options
            .build()
            .map(|_| app.lines.all().iter().any(|line| line.contains("(S-112)")))
            .map_err(|error| error.code())
    }
    const OFF: [&[(&str, &str)]; 6] = [
        &[("AUTH_TRUST_HOST", "false")],
        &[("AUTH_TRUST_HOST", "0")],
        &[("AUTH_TRUST_HOST", "no")],
        &[("AUTH_TRUST_HOST", "FALSE")],
        &[("VERCEL", "0"), ("AUTH_TRUST_HOST", "true")],
        &[("AUTH_TRUST_HOST", "off")],
    ];
    for off in OFF {
        assert_eq!(build(off, false), Err("NEXTAUTH_URL"), "strict, off: {off:?}");
        assert_eq!(build(off, true), Ok(true), "compat takes any text for yes: {off:?}");
    }
    for unset in [&[("AUTH_TRUST_HOST", "")][..], &[("VERCEL", ""), ("AUTH_TRUST_HOST", "true")]] {
        assert_eq!(build(unset, false), Err("NEXTAUTH_URL"), "{unset:?}");
        assert_eq!(build(unset, true), Ok(false), "{unset:?}");
    }
    assert_eq!(build(&[("AUTH_TRUST_HOST", "maybe")], false), Err("INVALID_TRUST_HOST"));
    assert_eq!(build(&[("AUTH_TRUST_HOST", "maybe")], true), Ok(true));
    for also in [
        &[("AUTH_TRUST_HOST", "maybe"), ("AUTH_URL", ORIGIN)][..],
        &[("AUTH_TRUST_HOST", " true"), ("AUTH_TRUSTED_HOSTS", "app.example")],
    ] {
        assert_eq!(build(also, false), Err("INVALID_TRUST_HOST"), "not hidden by another setting: {also:?}");
    }
}

#[tokio::test]
async fn s_112_a_forwarded_host_counts_if_it_is_listed() {
    let alone = App::in_environment(&[("AUTH_TRUST_HOST", "true")]).with(|options| {
        options.secret(SECRET);
    });
    assert_eq!(alone.options.build().expect_err("strict wants a list").code(), "UNTRUSTED_HOST");

    for app in &trusting()[..2] {
        let auth = app.build();
        for hostile in [
            "evil.io",
            "app.example.evil.io",
            "evilapp.example",
            "tenant.example",
            "app.example:8443",
            "a.tenant.example.evil.io",
        ] {
            let headers = [("host", "app.example"), ("x-forwarded-host", hostile)];
            for answer in tour_of_gets(&auth, &headers).await {
                assert_refused(&answer, hostile);
            }
        }
        let headers = [("host", "10.0.0.7:3000"), ("x-forwarded-host", "a.tenant.example")];
        assert_eq!(
            sign_in_url(&providers(&auth, &headers).await),
            "https://a.tenant.example/api/auth/signin/credentials"
        );
    }

    let open = any_host();
    let auth = open.build();
    assert!(open.lines.all().iter().any(|line| line.contains("(S-112)")), "the open point is named");
    let headers = [("host", "app.example"), ("x-forwarded-host", "evil.io")];
    assert_eq!(sign_in_url(&providers(&auth, &headers).await), "https://evil.io/api/auth/signin/credentials");
}

async fn tour_of_gets(auth: &Auth, headers: &[(&'static str, &str)]) -> Vec<Answer> {
    let mut answers = Vec::new();
    for path in ["providers", "csrf", "session", "signin", "signout", "error"] {
        let mut request = Request::get(format!("/api/auth/{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answers.push(answer(auth, request.body(Full::default()).expect("a request")).await);
    }
    answers
}

#[tokio::test]
async fn s_113_malformed_hosts_are_refused_and_nothing_else_happens() {
    let long = "a".repeat(10_000);
    for app in trusting() {
        let auth = app.build();
        for wrong in [
            "evil io/../",
            "a@b",
            "app.example:99999",
            "[::1",
            "a,b",
            "app.example, app.example",
            &long,
            "app.example/x",
            "app.example?x",
            "app.example#x",
            "app.example\\x",
            "http://app.example",
            "app%2eexample",
            "app.example:",
            ":80",
            " ",
            "\u{7f}",
        ] {
            let Ok(value) = HeaderValue::from_str(wrong) else { continue };
            for name in ["x-forwarded-host", "host"] {
                let request = Request::get("/api/auth/providers").header(name, value.clone());
                let answer = answer(&auth, request.body(Full::default()).expect("a request")).await;
                if wrong == "app.example:" {
                    assert!(
                        answer.status == 400 || sign_in_url(&answer).starts_with("https://app.example/"),
                        "{answer:?}"
                    );
                } else {
                    assert_refused(&answer, &format!("{name}: {wrong}"));
                }
            }
        }
        for bytes in [&b"app.example\xff"[..], b"\xe4pp.example"] {
            let value = HeaderValue::from_bytes(bytes).expect("opaque bytes");
            let request = Request::get("/api/auth/csrf").header("x-forwarded-host", value);
            assert_refused(&answer(&auth, request.body(Full::default()).expect("a request")).await, "not ASCII");
        }
        for name in ["x-forwarded-host", "host"] {
            let twice = [(name, "app.example"), (name, "evil.io")];
            assert_refused(&providers(&auth, &twice).await, "two lines");
        }
        let errors = app.lines.count("UNTRUSTED_HOST");
        assert_eq!(providers(&auth, &[("host", "app.example")]).await.status, 200);
        assert_eq!(app.lines.count("UNTRUSTED_HOST"), errors, "and goes on as before");
    }
}

#[tokio::test]
async fn s_113_only_the_hop_of_the_configured_proxies_counts() {
    let app = App::in_environment(&[]).with(|options| {
        options.secret(SECRET).trusted_hosts(["app.example"]).trusted_proxies(2);
    });
    let auth = app.build();
    let with = |value: &'static str| [("host", "inner"), ("x-forwarded-host", value)];
    for right in ["app.example, inner", "evil.io, app.example, inner", "a b, [::1, app.example,inner"] {
        assert_eq!(
            sign_in_url(&providers(&auth, &with(right)).await),
            "https://app.example/api/auth/signin/credentials",
            "{right}"
        );
    }
    let lines = [("x-forwarded-host", "evil.io"), ("x-forwarded-host", "app.example"), ("x-forwarded-host", "inner")];
    assert_eq!(providers(&auth, &lines).await.status, 200, "lines are hops too");
    for wrong in ["app.example", "app.example, evil.io, inner", "app.example, inner, evil.io", ",", ""] {
        assert_refused(&providers(&auth, &with(wrong)).await, wrong);
    }
}

#[tokio::test]
async fn s_114_the_forwarded_scheme_chooses_no_cookies() {
    let csrf = |auth: Auth, proto: Option<&'static str>| async move {
        let mut request = Request::get("/api/auth/csrf").header("host", "app.example");
        if let Some(proto) = proto {
            request = request.header("x-forwarded-proto", proto);
        }
        answer(&auth, request.body(Full::default()).expect("a request")).await
    };
    let secure = |answer: &Answer| {
        answer.set_cookies().iter().all(|cookie| cookie.starts_with("__") && cookie.contains("; Secure"))
    };
    let [strict, listed, any] = trusting();
    for app in [strict, listed] {
        let auth = app.build();
        for odd in ["javascript", "http,https", "https, http", "HTTP", "ftp", "https:", "file://"] {
            assert_refused(&csrf(auth.clone(), Some(odd)).await, odd);
        }
        for plain in [None, Some("http"), Some("https"), Some("")] {
            let answer = csrf(auth.clone(), plain).await;
            assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (200, 2), "{plain:?}");
            assert!(secure(&answer), "{plain:?}: {answer:?}");
        }
    }
    let auth = any.build();
    for (proto, origin) in [
        (None, "https"),
        (Some("https"), "https"),
        (Some("http"), "http"),
        (Some("HTTP"), "https"),
        (Some("http,https"), "https"),
        (Some("javascript"), "https"),
    ] {
        let answer = csrf(auth.clone(), proto).await;
        assert_eq!(secure(&answer), origin == "https", "{proto:?}: {answer:?}");
        let url = answer.set_cookies().into_iter().find(|cookie| cookie.contains("callback-url")).expect("set");
        assert!(url.contains(&format!("{origin}%3A%2F%2Fapp.example")), "{proto:?}: {url}");
    }
    let settled = any_host().with(|options| {
        options.use_secure_cookies(true);
    });
    assert!(secure(&csrf(settled.build(), Some("http")).await), "the configuration outranks the header");
}

#[tokio::test]
async fn s_115_nothing_said_under_one_host_may_be_kept_for_another() {
    for app in trusting() {
        let auth = app.build();
        for host in ["app.example", "a.tenant.example"] {
            for answer in tour(&auth, &[("host", host)]).await {
                assert_eq!(answer.header("cache-control"), Some("private, no-cache, no-store"), "{answer:?}");
                assert!(answer.header("etag").is_none() && answer.header("last-modified").is_none());
            }
        }
        assert_ne!(
            sign_in_url(&providers(&auth, &[("host", "app.example")]).await),
            sign_in_url(&providers(&auth, &[("host", "a.tenant.example")]).await)
        );
    }
    let auth = trusting()[0].build();
    let refused = Request::builder().method(Method::GET).uri("/api/auth/csrf").header("host", "evil.io");
    let refused = answer(&auth, refused.body(Full::new(Bytes::new())).expect("a request")).await;
    assert_eq!(refused.header("cache-control"), Some("private, no-cache, no-store"));
}

#[tokio::test]
async fn s_110_the_options_of_a_request_see_the_host_that_its_url_is_made_of() {
    let app = App::in_environment(&[]).with(|options| {
        options.secret(SECRET).trusted_hosts(["red.example", "blue.example"]).per_request(|info, options| {
            let name = format!("door of {}", info.host().unwrap_or("nobody"));
            options.providers = vec![crate::app::ada().name(name).into()];
        });
    });
    let auth = app.build();
    for (target, host, seen) in [
        ("/api/auth/providers", Some("red.example"), "red.example"),
        ("https://blue.example/api/auth/providers", Some("red.example"), "red.example"),
        ("https://blue.example/api/auth/providers", None, "blue.example"),
        ("/api/auth/providers", Some("red.example:443"), "red.example"),
    ] {
        let request = host.into_iter().fold(Request::get(target), |request, host| request.header("host", host));
        let answer = answer(&auth, request.body(Full::default()).expect("a request")).await;
        assert_eq!(answer.json()["credentials"]["name"], format!("door of {seen}"), "{target} {host:?}");
        assert_eq!(sign_in_url(&answer), format!("https://{seen}/api/auth/signin/credentials"), "{target} {host:?}");
    }
}
