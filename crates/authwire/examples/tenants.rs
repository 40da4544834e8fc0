//! Many tenants under one application: providers, colour and secret by the host that the request names. The routes, the
//! layer and the extractors see the same options, so a session of one tenant is none at another. Run it with
//! `cargo run --example tenants`, open http://red.localhost:3000/me (user `ruby`) and http://blue.localhost:3000/me (`azul`).

use authwire::{Auth, Credentials, Field, Session, Theme, User};
use axum::{Json, Router, extract::State, routing::get};

type Error = Box<dyn std::error::Error>;

/// What differs. A real application reads it from its database and keeps it in memory.
#[derive(Clone, Copy)]
struct Tenant {
    host: &'static str,
    url: &'static str,
    secret: &'static str,
    colour: &'static str,
    user: &'static str,
}

const TENANTS: [Tenant; 2] = [
    Tenant {
        host: "red.localhost",
        url: "http://red.localhost:3000",
        secret: "a secret of red alone, make your own",
        colour: "#b91c1c",
        user: "ruby",
    },
    Tenant {
        host: "blue.localhost",
        url: "http://blue.localhost:3000",
        secret: "a secret of blue alone, make your own",
        colour: "#1d4ed8",
        user: "azul",
    },
];

#[tokio::main]
async fn main() -> Result<(), Error> {
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:3000").await?, app()?).await?;
    Ok(())
}

/// The application. Whoever names no tenant's host gets 400 from the engine, and no session anywhere.
pub fn app() -> Result<Router, Error> {
    let auth = authwire::builder()
        .development()
        .secret("nobody's secret: no tenant is known by it")
        .trusted_hosts(TENANTS.map(|tenant| tenant.url))
        .per_request(|request, options| {
            let tenant =
                request.host().and_then(|host| TENANTS.iter().find(|tenant| host.eq_ignore_ascii_case(tenant.host)));
            if let Some(tenant) = tenant {
                options
                    .url(tenant.url)
                    .secret(tenant.secret)
                    .theme(Theme::new().brand_color(tenant.colour))
                    .provider(provider(tenant));
            }
        })
        .build()?;
    Ok(Router::new()
        .route("/me", get(me))
        .layer(auth.layer())
        .nest_service("/api/auth", auth.clone())
        .route("/healthz", get(healthz))
        .with_state(auth))
}

async fn me(session: Session) -> Json<Session> {
    Json(session)
}

/// Outside the layer, the extractor derives the tenant's options by itself.
async fn healthz(State(_): State<Auth>, session: Option<Session>) -> &'static str {
    if session.is_some() { "ok, and you are signed in" } else { "ok" }
}

fn provider(tenant: &Tenant) -> Credentials {
    let only = tenant.user;
    let fields = [Field::new("username"), Field::new("password").input_type("password")];
    Credentials::new(fields, move |input, _request| async move {
        // An example's user. See `minimal` for hashed passwords.
        let right =
            input.str("username").as_deref() == Some(only) && input.str("password").as_deref() == Some("lovelace");
        let mut user = User::new();
        user.set("id", only).set("name", only);
        Ok(right.then_some(user))
    })
}
