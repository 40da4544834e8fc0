//! What a request costs inside the engine: no socket, no web server.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use authwire::{Auth, AuthRequest, Cookies, Credentials, Field, Route, SecurityProfile, User};
use criterion::{Bencher, Criterion, criterion_group, criterion_main};
use http::{HeaderMap, Method, Request, header};
use http_body_util::{BodyExt, Full};
use std::hint::black_box;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

const ORIGIN: &str = "http://localhost:3000";
/// Requests are made ahead in batches of this size, so that making them is not measured.
const BATCH: u64 = 256;

/// An engine with one credentials provider, whose sessions have 500 bytes of claims.
fn engine(profile: SecurityProfile) -> Auth {
    let mut options = authwire::builder();
    options.profile(profile);
    let fields = [Field::new("username"), Field::new("password").input_type("password")];
    let provider = Credentials::new(fields, |_, _| async {
        let mut user = User::new();
        user.set("id", "8f14e45f-ceea-467f-9c2b-3a1d5d6f0b11").set("name", "Ada Lovelace");
        user.set("email", "ada@example.com").set("image", "https://example.com/people/ada.png");
        Ok(Some(user))
    });
    options.url(ORIGIN).secret("a secret that only this benchmark knows").provider(provider);
    options.on_jwt(|mut token, call| {
        if call.user.is_some() {
            token.set("note", "n".repeat(224));
        }
        async { Ok(token) }
    });
    options.build().unwrap()
}

fn get(action: &str, cookies: &str) -> Request<Full<bytes::Bytes>> {
    Request::get(format!("/api/auth/{action}")).header(header::COOKIE, cookies).body(Full::default()).unwrap()
}

/// Signs in with credentials; the `Cookie` header of the browser afterwards.
async fn signed_in(auth: &Auth) -> String {
    let response = auth.handle(get("csrf", "")).await;
    let mut cookies: Vec<String> = taken(response.headers());
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let token = serde_json::from_slice::<serde_json::Value>(&body).unwrap()["csrfToken"].as_str().unwrap().to_owned();
    let request = Request::post("/api/auth/callback/credentials")
        .header(header::COOKIE, cookies.join("; "))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, ORIGIN)
        .body(Full::<bytes::Bytes>::from(format!("csrfToken={token}&username=ada&password=lovelace")))
        .unwrap();
    let response = auth.handle(request).await;
    cookies.extend(taken(response.headers()));
    assert!(cookies.iter().any(|cookie| cookie.contains("session-token=ey")), "{response:?}");
    cookies.join("; ")
}

fn taken(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(header::SET_COOKIE).iter();
    values.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned()).collect()
}

/// Times `call` over inputs that were made ahead.
fn batched<I, O>(bencher: &mut Bencher<'_>, runtime: &Runtime, input: impl Fn() -> I, call: impl AsyncFn(I) -> O) {
    bencher.iter_custom(|count| {
        let mut total = Duration::ZERO;
        let mut left = count;
        while left > 0 {
            let inputs: Vec<I> = (0..left.min(BATCH)).map(|_| input()).collect();
            left = left.saturating_sub(BATCH);
            total += runtime.block_on(async {
                let start = Instant::now();
                for input in inputs {
                    black_box(call(input).await);
                }
                start.elapsed()
            });
        }
        total
    });
}

fn bench(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (profile, name) in [(SecurityProfile::Compat, "compat"), (SecurityProfile::Strict, "strict")] {
        let auth = engine(profile);
        let cookies = runtime.block_on(signed_in(&auth));
        let length = cookies.split("session-token=").nth(1).unwrap().split(';').next().unwrap().len();
        let mut group = criterion.benchmark_group(name);
        for action in ["session", "csrf", "providers", "signin"] {
            let request = get(action, &cookies);
            let name = format!("handle {action}");
            group.bench_function(name, |bencher| {
                batched(bencher, &runtime, || request.clone(), |request| auth.handle(request))
            });
        }
        let mut request = AuthRequest::new(Method::GET, Route::from_path("/api/auth/session", "/api/auth"));
        request.headers = get("session", &cookies).headers().clone();
        request.cookies = Cookies::parse(&request.headers);
        group.bench_function(format!("answer session, token of {length} characters"), |bencher| {
            batched(bencher, &runtime, || request.clone(), |request| auth.answer(request));
        });
        group.finish();
    }

    let auth = engine(SecurityProfile::Strict);
    criterion.bench_function("with: a session callback for one request", |bencher| {
        bencher.iter(|| {
            auth.with(|options| {
                let tenant = black_box("tenant").to_owned();
                options.on_session(move |mut session, _| {
                    session.set("tenant", tenant.clone());
                    async { Ok(session) }
                });
                options.providers.retain(|provider| provider.id() != "google");
            })
        });
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
