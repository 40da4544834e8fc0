//! A Rust service beside a Next.js application: it reads the sessions that NextAuth.js 4 or Auth.js 5 made there, from
//! their cookies or from `Authorization: Bearer`, and changes nothing. Run it with the front end's own secret,
//! `AUTH_SECRET=… cargo run --example readonly`, and ask http://localhost:3000/me with the front end's cookies.

use authwire::SessionReader;
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use std::sync::Arc;

type Error = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let secret = std::env::var("AUTH_SECRET").map_err(|_| "set AUTH_SECRET to the secret of the front end")?;
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:3000").await?, app(&secret)?).await?;
    Ok(())
}

/// The service. Over plain http (development) also call `danger_accept_plain_cookies` on the reader.
pub fn app(secret: &str) -> Result<Router, Error> {
    let sessions = authwire::session_reader(secret)?;
    Ok(Router::new().route("/me", get(me)).with_state(Arc::new(sessions)))
}

async fn me(State(sessions): State<Arc<SessionReader>>, headers: HeaderMap) -> Response {
    match sessions.read(&headers) {
        Some(token) => Json(serde_json::json!({ "id": token.sub(), "email": token.email() })).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}
