//! Without a web framework: `Auth` is a tower service, and so is a page behind its layer. Everything below the base path
//! goes to the engine, the rest to the page, which reads the session from the request's parts.
//! Run it with `cargo run --example plain_hyper`, then open http://localhost:3000/.

use authwire::{Auth, BoxError, Credentials, Field, ResponseBody, User};
use bytes::Bytes;
use http::{Request, Response, StatusCode, header::LOCATION};
use hyper::{body::Body, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use tower::{Layer, ServiceExt};

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let auth = auth()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    loop {
        let (connection, _) = listener.accept().await?;
        let auth = auth.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| app(auth.clone(), request));
            // A connection that a client breaks off is no business of the others.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(connection), service).await;
        });
    }
}

/// The application: one request, one response.
pub async fn app<B>(auth: Auth, request: Request<B>) -> Result<Response<ResponseBody>, Infallible>
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    let rest = request.uri().path().strip_prefix(auth.base_path());
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Ok(auth.handle(request).await);
    }
    // Behind the layer, the cookie that reading the session renews reaches the response.
    let layer = auth.layer();
    layer.layer(tower::service_fn(move |request| page(auth.clone(), request))).oneshot(request).await
}

async fn page<B>(auth: Auth, request: Request<B>) -> Result<Response<ResponseBody>, Infallible> {
    let (parts, _) = request.into_parts();
    let mut response = Response::new(ResponseBody::default());
    match auth.session(&parts).await {
        Some(session) => {
            let name = session.user().name().unwrap_or_default().into_owned();
            *response.body_mut() = ResponseBody::new(Bytes::from(format!("Hello, {name}\n")));
        }
        None => match auth.sign_in_url(&parts).and_then(|url| url.parse().ok()) {
            Some(url) => {
                *response.status_mut() = StatusCode::FOUND;
                response.headers_mut().insert(LOCATION, url);
            }
            None => *response.status_mut() = StatusCode::UNAUTHORIZED,
        },
    }
    Ok(response)
}

/// The engine.
pub fn auth() -> Result<Auth, BoxError> {
    let fields = [Field::new("username"), Field::new("password").input_type("password")];
    let ada = Credentials::new(fields, |input, _request| async move {
        // An example's user. See `minimal` for hashed passwords.
        let right =
            input.str("username").as_deref() == Some("ada") && input.str("password").as_deref() == Some("lovelace");
        let mut user = User::new();
        user.set("id", "1").set("name", "Ada Lovelace");
        Ok(right.then_some(user))
    });
    Ok(authwire::builder().development().secret("an example's secret, make your own!").provider(ada).build()?)
}
