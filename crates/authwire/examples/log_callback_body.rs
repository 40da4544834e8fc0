//! A handler of your own in front of the engine: the body of each `POST /api/auth/callback/…` is logged before it is
//! handled, the names of its fields always, values only where a list says that they are harmless, never a password.
//! Run it with `cargo run --example log_callback_body`, open http://localhost:3000/api/auth/signin, watch the terminal.

use authwire::{Action, Auth, Credentials, Field, User};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::any,
};
use std::{io::Write, sync::Arc};

type Error = Box<dyn std::error::Error>;

/// Fields whose values may be read by whoever reads the log.
const HARMLESS: [&str; 3] = ["username", "callbackUrl", "json"];

/// No sign-in form is larger.
const LIMIT: usize = 64 * 1024;

/// Where the lines go.
pub type Log = Arc<dyn Fn(&str) + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let log = Arc::new(|line: &str| {
        let _ = writeln!(std::io::stderr(), "{line}");
    });
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:3000").await?, app(log)?).await?;
    Ok(())
}

/// The application. The route catches what is below the base path, and the handler passes it on.
pub fn app(log: Log) -> Result<Router, Error> {
    let auth =
        authwire::builder().development().secret("an example's secret, make your own!").provider(ada()).build()?;
    let handler = move |State(auth): State<Auth>, request: Request| auth_route(auth, request, log.clone());
    Ok(Router::new().route("/api/auth/{*action}", any(handler)).with_state(auth))
}

async fn auth_route(auth: Auth, request: Request, log: Log) -> Response {
    if request.method() != Method::POST || auth.action(request.uri()) != Some(Action::Callback) {
        return auth.handle(request).await.into_response();
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LIMIT).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    log(&format!("POST {:?} {}", parts.uri.path(), describe(kind, &bytes)));
    auth.handle(Request::from_parts(parts, Body::from(bytes))).await.into_response()
}

/// The fields of a form or a JSON object. `{:?}` escapes line breaks, so that no field can forge a line of the log.
fn describe(kind: &str, bytes: &[u8]) -> String {
    let fields: Vec<(String, String)> = if kind.starts_with("application/json") {
        let object: serde_json::Map<_, _> = serde_json::from_slice(bytes).unwrap_or_default();
        object.into_iter().map(|(name, value)| (name, value.to_string())).collect()
    } else {
        url::form_urlencoded::parse(bytes).into_owned().collect()
    };
    let shown = fields.iter().map(|(name, value)| match HARMLESS.contains(&name.as_str()) {
        true => format!("{name:?}={value:?}"),
        false => format!("{name:?}=(hidden)"),
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn ada() -> Credentials {
    let fields = [Field::new("username"), Field::new("password").input_type("password")];
    Credentials::new(fields, |input, _request| async move {
        // An example's user. See `minimal` for hashed passwords.
        let right =
            input.str("username").as_deref() == Some("ada") && input.str("password").as_deref() == Some("lovelace");
        let mut user = User::new();
        user.set("id", "1").set("name", "Ada Lovelace");
        Ok(right.then_some(user))
    })
}
