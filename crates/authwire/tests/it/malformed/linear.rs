//! One large input takes about as long as eight that are an eighth of it (S-214).

use crate::{
    app::App,
    browser::answer,
    mint::{CALLBACK_URL, CSRF, SESSION},
};
use authwire::Auth;
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use std::time::{Duration, Instant};

type Build = fn(usize) -> Request<Full<Bytes>>;

fn get(query: &str, headers: &[(&str, String)]) -> Request<Full<Bytes>> {
    let mut request = Request::builder().uri(format!("/api/auth/csrf{query}"));
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request.body(Full::default()).expect("a request")
}

fn post(kind: &str, body: String) -> Request<Full<Bytes>> {
    let request = Request::builder().method("POST").uri("/api/auth/signout").header("content-type", kind);
    request.body(Full::new(body.into())).expect("a request")
}

fn form(body: String) -> Request<Full<Bytes>> {
    post("application/x-www-form-urlencoded", body)
}

/// A name, a request of about `n` bytes, and the largest `n`.
const PARSERS: [(&str, Build, usize); 17] = [
    (
        "path",
        |n| {
            Request::builder()
                .uri(format!("/api/auth/{}", "/a%2f".repeat(n / 5)))
                .body(Full::default())
                .expect("a request")
        },
        8_000,
    ),
    ("query", |n| get(&format!("?{}", "%41+".repeat(n / 4)), &[]), 8_000),
    ("callback URL: dot segments", |n| get(&format!("?callbackUrl=/{}", "a/../".repeat(n / 5)), &[]), 8_000),
    ("callback URL: slashes", |n| get(&format!("?callbackUrl={}", "/".repeat(n)), &[]), 8_000),
    ("callback URL: userinfo", |n| form(format!("callbackUrl=https://{}app.example", "@".repeat(n))), 60_000),
    ("callback URL: host", |n| form(format!("callbackUrl=https://{}/", "%C3%A9".repeat(n / 6))), 60_000),
    ("callback URL: labels", |n| form(format!("callbackUrl=https://{}/", "xn--a.".repeat(n / 6))), 60_000),
    ("callback URL: escapes", |n| form(format!("callbackUrl=/{}", "%09%25".repeat(n / 6))), 60_000),
    ("form", |n| form(format!("a={}", "%41".repeat(n / 3))), 60_000),
    ("JSON text", |n| post("application/json", format!("{{\"a\":\"{}\"}}", "\\\"[".repeat(n / 3))), 60_000),
    (
        "JSON members",
        |n| {
            post(
                "application/json",
                format!("{{{}\"z\":1}}", (0..n / 10).map(|i| format!("\"{i:05}\":1,")).collect::<String>()),
            )
        },
        60_000,
    ),
    ("cookie pairs", |n| get("", &[("cookie", "a=b; ".repeat(n / 5))]), 60_000),
    ("cookie escapes", |n| get("", &[("cookie", format!("{CALLBACK_URL}={}", "%41".repeat(n / 3)))]), 60_000),
    ("CSRF cookie", |n| get("", &[("cookie", format!("{CSRF}={}", "|".repeat(n)))]), 60_000),
    ("session token: dots", |n| session(".".repeat(n)), 60_000),
    (
        "session token: base64",
        |n| {
            session(format!(
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.{}.AAAAAAAAAAAAAAAAAAAAAA",
                "A".repeat(n / 4 * 4)
            ))
        },
        38_000,
    ),
    (
        "other headers",
        |n| get("", &[("user-agent", "(".repeat(n / 2)), ("accept-language", "a;q=0,".repeat(n / 12))]),
        60_000,
    ),
];

fn session(token: String) -> Request<Full<Bytes>> {
    let request = Request::builder().uri("/api/auth/session").header("cookie", format!("{SESSION}={token}"));
    request.body(Full::default()).expect("a request")
}

/// How long this thread has run: other programs on the machine then do not count. Where Linux does not tell, the time of day.
fn time_spent(since: Instant) -> Duration {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = statistics.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// What `runs` requests of this size take together.
async fn cost(auth: &Auth, build: Build, size: usize, runs: usize) -> Duration {
    let requests: Vec<_> = (0..runs).map(|_| build(size)).collect();
    let clock = Instant::now();
    let before = time_spent(clock);
    for request in requests {
        let answer = answer(auth, request).await;
        assert!(!answer.status.is_server_error(), "{answer:?}");
    }
    time_spent(clock).saturating_sub(before)
}

/// The same number of bytes, in requests of an eighth of the cap and of the whole: a parser whose time is quadratic takes eight times as
/// long for the latter. Doubling may cost a factor of 2.2, so three doublings make 1.33; the clock advances in steps of milliseconds.
async fn is_linear(auth: &Auth, build: Build, cap: usize) -> Result<(), String> {
    const RUNS: usize = 10;
    let (pieces, whole) = (cost(auth, build, cap / 8, RUNS * 8).await, cost(auth, build, cap, RUNS).await);
    let linear = whole <= pieces.mul_f64(1.33) + Duration::from_millis(10) && whole < Duration::from_secs(1);
    if linear { Ok(()) } else { Err(format!("{pieces:?} for {} bytes at a time, {whole:?} for {cap}", cap / 8)) }
}

/// A busy machine only ever makes it look worse, so one good measurement of five is enough.
#[tokio::test]
async fn s_214_time_grows_with_the_input_and_no_faster() {
    let auth = App::strict().build();
    for (name, build, cap) in PARSERS {
        let mut measured = is_linear(&auth, build, cap).await;
        for _ in 0..4 {
            if measured.is_err() {
                measured = is_linear(&auth, build, cap).await;
            }
        }
        assert_eq!(measured, Ok(()), "{name}");
    }
}
