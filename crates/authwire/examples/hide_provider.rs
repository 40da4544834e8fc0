//! A provider that the sign-in page does not offer, but whose callback works: the staff's own form posts to it.
//! `per_request` takes it from the list only where the page is asked for, so every other request still knows it.
//! Run it with `cargo run --example hide_provider`, then open http://localhost:3000/api/auth/signin.

use authwire::{Credentials, Field, Session, User};
use axum::{Json, Router, routing::get};

type Error = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:3000").await?, app()?).await?;
    Ok(())
}

/// The application: customers see their form alone.
pub fn app() -> Result<Router, Error> {
    let auth = authwire::builder()
        .development()
        .secret("an example's secret, make your own!")
        .provider(provider("customers", "ada"))
        .provider(provider("staff", "grace"))
        .per_request(|request, options| {
            if request.is_sign_in_page() {
                options.providers.retain(|provider| provider.id() != "staff");
            }
        })
        .build()?;
    Ok(Router::new().route("/me", get(me)).layer(auth.layer()).nest_service("/api/auth", auth.clone()).with_state(auth))
}

async fn me(session: Session) -> Json<Session> {
    Json(session)
}

fn provider(id: &str, only: &'static str) -> Credentials {
    let fields = [Field::new("username"), Field::new("password").input_type("password")];
    let provider = Credentials::new(fields, move |input, _request| async move {
        // An example's user. See `minimal` for hashed passwords.
        let right =
            input.str("username").as_deref() == Some(only) && input.str("password").as_deref() == Some("lovelace");
        let mut user = User::new();
        user.set("id", only).set("name", only);
        Ok(right.then_some(user))
    });
    provider.id(id).name(id)
}
