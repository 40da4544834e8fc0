//! The application: the engine, a page that shows who is signed in, and a route for those alone.

use crate::{
    demo::{DemoUser, random_secret},
    pages,
};
use authwire::{Auth, Session};
use axum::{
    Json, Router,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use std::{error::Error, net::SocketAddr};

/// The engine as a development server: what the environment leaves open is chosen for this run.
pub(crate) async fn auth(
    address: SocketAddr,
    environment: impl Fn(&str) -> Option<String>,
    demo: &DemoUser,
) -> Result<Auth, Box<dyn Error>> {
    let is_set = |names: &[&str]| names.iter().any(|name| environment(name).is_some());
    let mut options = authwire::builder();
    options.from_env().development().provider(demo.provider().await?);
    if !is_set(&["AUTH_SECRET", "NEXTAUTH_SECRET"]) {
        options.secret(random_secret()?);
    }
    if !is_set(&["AUTH_URL", "NEXTAUTH_URL", "AUTH_TRUSTED_HOSTS"]) {
        // Whichever of its names a browser uses for this machine, the forms must lead back to the same one.
        let port = address.port();
        options.trusted_hosts([
            format!("http://localhost:{port}"),
            format!("http://127.0.0.1:{port}"),
            format!("http://{address}"),
        ]);
    }
    Ok(options.build()?)
}

/// Every route.
pub(crate) fn router(auth: &Auth) -> Router {
    Router::new()
        .route("/", get(pages::index))
        .route("/me", get(me))
        .layer(auth.layer())
        .nest_service(auth.base_path(), auth.clone())
        .route("/style.css", get(pages::style))
        .route("/favicon.ico", get(StatusCode::NO_CONTENT))
        .route("/healthz", get("ok"))
        .fallback(nothing_here)
        .with_state(auth.clone())
}

/// For signed-in users alone: 401 for a program, the sign-in page for a browser.
async fn me(session: Session) -> Json<Session> {
    Json(session)
}

async fn nothing_here() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain")], "Nothing here. The demonstration begins at /\n")
}
