//! The value of a request's cookie, `some-custom-cookie`, becomes part of the session, in the two ways there are:
//! `auth.with(…).handle(request)` in a handler (`cargo run --example cookie_into_session handler`), which may await, and
//! `per_request` (`cargo run --example cookie_into_session`), which the layer and the extractors obey as well.

use authwire::{Auth, Cookies, Credentials, Field, Options, Session, User};
use axum::{
    Json, Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::{any, get},
};

type Error = Box<dyn std::error::Error>;

/// Set by other parts of the application.
const COOKIE: &str = "some-custom-cookie";

#[tokio::main]
async fn main() -> Result<(), Error> {
    let app = match std::env::args().nth(1).as_deref() {
        Some("handler") => in_a_handler()?,
        _ => per_request()?,
    };
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:3000").await?, app).await?;
    Ok(())
}

/// The first way: the handler derives an engine for its request. `GET /api/auth/session` has the cookie; `/me` does not,
/// because the extractor reads the session with the engine of the state.
pub fn in_a_handler() -> Result<Router, Error> {
    let auth = options().build()?;
    Ok(Router::new()
        .route("/api/auth/{*action}", any(auth_route))
        .route("/me", get(me).layer(auth.layer()))
        .with_state(auth))
}

async fn auth_route(State(auth): State<Auth>, request: Request) -> Response {
    let cookie = Cookies::parse(request.headers()).get(COOKIE).map(str::to_owned);
    let auth = auth.with(|options| show(options, cookie));
    auth.handle(request).await.into_response()
}

/// The second way: the options are derived wherever a session is read, in `/me` too.
pub fn per_request() -> Result<Router, Error> {
    let auth = options().per_request(|request, options| show(options, request.cookie(COOKIE))).build()?;
    Ok(Router::new().route("/me", get(me)).layer(auth.layer()).nest_service("/api/auth", auth.clone()).with_state(auth))
}

/// Anybody can write a cookie: good for showing it, not for deciding by it.
fn show(options: &mut Options, cookie: Option<String>) {
    options.on_session(move |mut session, _call| {
        session.set_some("someCookie", cookie.clone());
        async { Ok(session) }
    });
}

async fn me(session: Session) -> Json<Session> {
    Json(session)
}

fn options() -> Options {
    let fields = [Field::new("username"), Field::new("password").input_type("password")];
    let ada = Credentials::new(fields, |input, _request| async move {
        // An example's user. See `minimal` for hashed passwords.
        let right =
            input.str("username").as_deref() == Some("ada") && input.str("password").as_deref() == Some("lovelace");
        let mut user = User::new();
        user.set("id", "1").set("name", "Ada Lovelace");
        Ok(right.then_some(user))
    });
    let mut options = authwire::builder();
    options.development().secret("an example's secret, make your own!").provider(ada);
    options
}
