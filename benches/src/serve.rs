//! The servers that live in this program, each a process of its own: `bench serve <name>`.

use crate::system::Recorded;
use crate::{Failure, engine};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::Response;
use axum::routing::get;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use std::io::Write;

/// Serves until stdin closes.
pub(crate) fn run(words: &[String]) -> Result<(), Failure> {
    let mut first_line = String::new();
    std::io::stdin().read_line(&mut first_line)?;
    let app = match words {
        [name] if name == "ours" => ours()?,
        [name] if name == "limit" => limit(&serde_json::from_str::<Vec<Recorded>>(&first_line)?)?,
        _ => return Err("there is no such server".into()),
    };
    // What `#[tokio::main]` gives an application.
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(listen(app))
}

async fn listen(app: Router) -> Result<(), Failure> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    writeln!(std::io::stdout().lock(), "{{\"port\":{}}}", listener.local_addr()?.port())?;
    std::thread::spawn(|| {
        // Whatever ends the wait, the parent is no longer there.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0)
    });
    Ok(axum::serve(listener, app).await?)
}

/// An application like any other, with the options of `reference/server.mjs`.
fn ours() -> Result<Router, Failure> {
    Ok(Router::new().nest_service("/api/auth", engine::configured()?))
}

/// The same headers, cookies and body every time.
fn limit(answers: &[Recorded]) -> Result<Router, Failure> {
    let mut app = Router::new();
    for answer in answers {
        let mut headers = HeaderMap::new();
        for (name, value) in &answer.headers {
            // hyper writes its own of these, also for ours.
            if !["date", "content-length", "connection", "keep-alive"].contains(&name.as_str()) {
                headers.append(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_str(value)?);
            }
        }
        let status = StatusCode::from_u16(answer.status)?;
        let body = Bytes::from(answer.body.clone());
        let constant = move || {
            let mut response = Response::new(Body::from(body.clone()));
            *response.status_mut() = status;
            *response.headers_mut() = headers.clone();
            std::future::ready(response)
        };
        app = app.route(&format!("/api/auth/{}", answer.action), get(constant));
    }
    Ok(app)
}
