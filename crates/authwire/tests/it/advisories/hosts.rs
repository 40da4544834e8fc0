//! Hosts that a request claims, and lists of hosts (S-017, S-019, S-023, S-056).

use super::targets::LOOKALIKES;
use crate::{
    app::{App, ORIGIN, ada},
    browser::{Browser, answer},
};
use authwire::{Auth, BoxError, Callbacks, Options, RedirectCall};
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use proptest::prelude::*;

type Change = fn(&mut Options);

fn from(host: &str, path: &str) -> Request<Full<Bytes>> {
    Request::builder().uri(format!("/api/auth{path}")).header("host", host).body(Full::default()).expect("a request")
}

#[tokio::test]
async fn s_017_the_configured_url_outranks_every_header() {
    let trusting: [(fn() -> App, Change); 3] = [
        (App::compat, |options| {
            options.danger_trust_any_host(true);
        }),
        (App::compat, |options| {
            options.trusted_hosts(["evil.io", "*.evil.io"]).trusted_proxies(1);
        }),
        (App::strict, |options| {
            options.trusted_hosts(["evil.io", "app.example"]);
        }),
    ];
    for (app, trust) in trusting {
        let mut browser = Browser::new(app().with(trust).build());
        for name in ["x-forwarded-host", "host", "forwarded", "x-host", "x-original-host"] {
            browser.headers.push((name, "evil.io".to_owned()));
        }
        browser.headers.push(("x-forwarded-proto", "http".to_owned()));
        for path in ["/providers", "/signin", "/signout", "/verify-request", "/error?error=AccessDenied"] {
            let answer = browser.get(path).await;
            assert!(!answer.body.contains("evil.io"), "{path}: {answer:?}");
            assert!(answer.set_cookies().iter().all(|cookie| cookie.starts_with("__")), "{path}: {answer:?}");
        }
        assert!(browser.get("/providers").await.body.contains("https://app.example/api/auth/signin/credentials"));
        assert_eq!(
            browser.get("/error?error=Signin").await.location(),
            "https://app.example/api/auth/signin?error=Signin"
        );
        let token = browser.csrf().await;
        assert_eq!(browser.post("/signout", &[("csrfToken", &token)]).await.location(), ORIGIN);
    }
}

/// Sends users wherever they ask.
struct Verbatim;

#[async_trait::async_trait]
impl Callbacks for Verbatim {
    async fn redirect(&self, call: RedirectCall) -> Result<String, BoxError> {
        Ok(call.url)
    }
}

/// Where a sign-out leads under a list that trusts `pattern` alone.
async fn lands(auth: &Auth, url: &str) -> String {
    let mut browser = Browser::new(auth.clone());
    let token = browser.csrf().await;
    browser.post("/signout", &[("csrfToken", &token), ("callbackUrl", url)]).await.location().to_owned()
}

fn trusting(pattern: &'static str) -> Auth {
    App::strict()
        .with(|options| {
            options.callbacks(Verbatim).trusted_origins([pattern]);
        })
        .build()
}

const OUTSIDE: [&str; 14] = [
    "https://evil.io/.shop.example",
    "https://evil.io?.shop.example",
    "https://evil.io#.shop.example",
    "https://evil.io\\.shop.example",
    "https://shop.example.evil.io",
    "https://xshop.example",
    "https://shop.example",
    "https://.shop.example",
    "https://..shop.example",
    "https://a..shop.example",
    "https://a.shop.example:8443",
    "https://a.shop.example@evil.io",
    "https://a.shop.example%2eevil.io",
    "https://a.shop.example.",
];

#[tokio::test]
async fn s_019_a_pattern_matches_hosts_and_nothing_else() {
    let below = trusting("*.shop.example");
    for url in OUTSIDE {
        assert_eq!(lands(&below, url).await, ORIGIN, "{url}");
    }
    assert_eq!(lands(&below, "https://a.b.shop.example/x").await, "https://a.b.shop.example/x");

    let exact = trusting("https://shop.example:8443");
    assert_eq!(lands(&exact, "https://shop.example:8443/x").await, "https://shop.example:8443/x");
    for url in [
        "http://shop.example:8443/",
        "https://shop.example/",
        "https://shop.example:443/",
        "https://a.shop.example:8443/",
    ] {
        assert_eq!(lands(&exact, url).await, ORIGIN, "{url}");
    }
}

#[test]
fn s_019_generated_hosts_match_only_when_they_are_below() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let auth = trusting("https://*.shop.example");
    let part = "[a-z0-9.%@/?#:\\\\-]{0,8}";
    let url =
        (proptest::sample::select(vec!["https", "http"]), part, "(evil\\.io|shop\\.example|\\.shop\\.example)", part);
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |((scheme, before, host, after) in url)| {
        let asked = format!("{scheme}://{before}{host}{after}");
        let landed = runtime.block_on(lands(&auth, &asked));
        if landed != ORIGIN {
            let url = url::Url::parse(&landed).expect("a URL");
            let name = url.host_str().expect("a host");
            prop_assert!(name.ends_with(".shop.example") && name.split('.').all(|label| !label.is_empty()), "{asked}: {landed}");
            prop_assert_eq!((url.scheme(), url.port(), url.username()), ("https", None, ""), "{}", asked);
        }
    });
}

#[tokio::test]
async fn s_056_no_look_alike_is_a_trusted_host() {
    for app in App::both() {
        // `url` cannot be unset, so these options start anew.
        let mut options = Options::new(authwire::Runtime::new(app.clock.clone(), authwire::native::OsRng));
        options.secret(crate::app::SECRET).trusted_hosts(["app.example"]).provider(ada());
        let auth = options.build().expect("sound");
        assert_eq!(answer(&auth, from("app.example", "/csrf")).await.status, 200);
        assert_eq!(answer(&auth, from("APP.example:443", "/csrf")).await.status, 200);
        for host in LOOKALIKES {
            let refused = answer(&auth, from(host, "/csrf")).await;
            assert_eq!(refused.status, 400, "{host}: {refused:?}");
            assert!(refused.set_cookies().is_empty());
        }
    }
}

/// An engine that takes its host from each request, and names its provider after it.
fn by_host(options: &mut Options) -> Auth {
    options.secret(crate::app::SECRET).provider(ada());
    options.per_request(|request, options| {
        let host = request.host().unwrap_or("none").to_owned();
        options.providers.clear();
        options.provider(ada().name(format!("door of {host}")));
    });
    options.build().expect("sound")
}

async fn interleaved(auth: Auth, hosts: [&'static str; 2], hostile: u16) {
    let mut tasks = Vec::new();
    for task in 0..8_usize {
        let auth = auth.clone();
        tasks.push(tokio::spawn(async move {
            for turn in 0..1250_usize {
                let mine = hosts[(task + turn) % 2];
                let other = hosts[(task + turn + 1) % 2];
                let path = ["/providers", "/signin", "/signout", "/error?error=AccessDenied"][turn % 4];
                let answer = answer(&auth, from(mine, path)).await;
                let is_hostile = mine == hosts[1];
                assert_eq!(
                    answer.status.as_u16(),
                    if is_hostile && hostile != 200 {
                        hostile
                    } else if turn % 4 == 3 {
                        403
                    } else {
                        200
                    }
                );
                assert!(!answer.body.contains(other), "{mine}{path}: {answer:?}");
                assert!(!format!("{:?}", answer.headers).contains(other), "{mine}{path}: {answer:?}");
                if answer.status == 200 && turn % 4 < 2 {
                    assert!(answer.body.contains(&format!("door of {mine}")), "{mine}{path}: {answer:?}");
                    assert!(
                        answer.body.contains(&format!("https://{mine}/api/auth/callback/credentials")),
                        "{answer:?}"
                    );
                }
            }
        }));
    }
    for task in tasks {
        task.await.expect("no request saw the other host");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_023_ten_thousand_requests_do_not_mix_their_hosts() {
    let runtime = || Options::new(authwire::Runtime::new(App::strict().clock, authwire::native::OsRng));
    let any = by_host(runtime().compat().danger_trust_any_host(true));
    interleaved(any, ["one.example", "evil.io"], 200).await;
    let listed = by_host(runtime().trusted_hosts(["one.example", "two.example"]));
    interleaved(listed, ["one.example", "evil.io"], 400).await;
}
