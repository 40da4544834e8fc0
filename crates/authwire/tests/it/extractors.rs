//! Sessions on the application's own routes: the tower layer and the axum extractors.

mod engines;
mod guard;
mod per_request;
mod renewal;

use crate::{
    browser::Answer,
    mint::{self, SESSION},
};
use authwire::{Auth, Session};
use axum::{Router, routing::get};
use http::{Method, Request};
use http_body_util::BodyExt;
use tower::ServiceExt;

async fn must(session: Session) -> String {
    shown(Some(session))
}

async fn may(session: Option<Session>) -> String {
    shown(session)
}

async fn twice(first: Session, second: Option<Session>, third: Session) -> String {
    format!("{} {} {}", shown(Some(first)), shown(second), shown(Some(third)))
}

fn shown(session: Option<Session>) -> String {
    let name = |session: Session| session.to_json()["user"]["name"].as_str().unwrap_or("unnamed").to_owned();
    session.map_or_else(|| "nobody".to_owned(), name)
}

/// The routes of an application, without any layer.
fn routes() -> Router<Auth> {
    Router::new()
        .route("/must", get(must).post(must))
        .route("/may", get(may))
        .route("/twice", get(twice))
        .route("/none", get(|| async { "nothing read" }))
}

/// The application as the documentation builds it.
fn application(auth: &Auth) -> Router {
    routes().layer(auth.layer()).nest_service("/api/auth", auth.clone()).with_state(auth.clone())
}

async fn ask(router: &Router, method: Method, target: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.clone().oneshot(request.body(axum::body::Body::empty()).expect("a request")).await;
    let (parts, body) = response.expect("infallible").into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).expect("UTF-8") }
}

async fn see(router: &Router, target: &str, headers: &[(&str, &str)]) -> Answer {
    ask(router, Method::GET, target, headers).await
}

fn ada_cookie() -> String {
    format!("{SESSION}={}", mint::ada_token())
}

/// How often the session cookie is set or deleted.
fn session_cookies(answer: &Answer) -> Vec<&str> {
    answer.set_cookies().into_iter().filter(|cookie| cookie.starts_with(SESSION)).collect()
}
