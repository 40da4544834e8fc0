//! The page of the demonstration, in the look of the built-in pages.

use askama::Template;
use authwire::{Auth, Session};
use axum::{
    extract::State,
    http::{HeaderName, header},
    response::{Html, IntoResponse},
};

/// No script, and nothing from elsewhere.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const OWN_STYLE: &str = include_str!("../templates/index.css");

#[derive(Template)]
#[template(path = "index.html")]
struct Index<'a> {
    base_path: &'a str,
    signed_in: Option<SignedIn>,
}

struct SignedIn {
    name: String,
    session: String,
}

/// `GET /`: who is signed in.
pub(crate) async fn index(State(auth): State<Auth>, session: Option<Session>) -> impl IntoResponse {
    let signed_in = session.map(|session| SignedIn {
        name: session.user().name().map_or_else(|| "somebody".to_owned(), |name| name.into_owned()),
        session: serde_json::to_string_pretty(&session).unwrap_or_default(),
    });
    let page = Index { base_path: auth.base_path(), signed_in }.render().unwrap_or_default();
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    (headers, Html(page))
}

/// `GET /style.css`: the engine's own styles, and a few more.
pub(crate) async fn style(State(auth): State<Auth>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], format!("{}\n{OWN_STYLE}", auth.stylesheet()))
}
