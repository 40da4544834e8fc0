//! Sign-in for an axum application: the engine below `/api/auth`, one route for signed-in users, a hashed password.
//! Run it with `AUTH_ENV=development AUTH_SECRET=$(openssl rand -base64 33) cargo run --example minimal`, open
//! http://localhost:3000/me and sign in as `ada`, password `correct horse battery staple`.

use authwire::{Auth, Credentials, Field, Passwords, Session, User};
use axum::{Json, Router, routing::get};

type Error = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let passwords = Passwords::new();
    let hash = passwords.hash("correct horse battery staple").await?; // from your users' table
    let auth = authwire::builder()
        .from_env() // AUTH_URL, AUTH_SECRET
        .provider(credentials(passwords, hash))
        .build()?;
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:3000").await?, app(auth)).await?;
    Ok(())
}

/// The application: the layer belongs around the routes that read sessions.
pub fn app(auth: Auth) -> Router {
    Router::new().route("/me", get(me)).layer(auth.layer()).nest_service("/api/auth", auth.clone()).with_state(auth)
}

/// Without a session, a browser is sent to the sign-in page and a program gets 401.
async fn me(session: Session) -> Json<Session> {
    Json(session)
}

/// Who may sign in.
pub fn credentials(passwords: Passwords, hash: String) -> Credentials {
    let fields = [Field::new("username"), Field::new("password").input_type("password")];
    Credentials::new(fields, move |input, _request| {
        let passwords = passwords.clone();
        let known = (input.str("username").as_deref() == Some("ada")).then(|| hash.clone());
        async move {
            // Asked even when there is no such user, so that the time that passes does not tell.
            if !passwords.verify(known.as_deref(), input.str("password")).await? {
                return Ok(None);
            }
            let mut user = User::new();
            user.set("id", "1").set("name", "Ada Lovelace");
            Ok(Some(user))
        }
    })
}
