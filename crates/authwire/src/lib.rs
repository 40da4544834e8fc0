//! NextAuth.js, rebuilt in Rust.
//!
//! ```no_run
//! use authwire::{Credentials, Field, Session, User};
//! use axum::{Json, Router, routing::get};
//!
//! async fn me(session: Session) -> Json<Session> {
//!     Json(session)
//! }
//!
//! # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
//! let auth = authwire::builder()
//!     .from_env() // AUTH_URL, AUTH_SECRET
//!     .provider(Credentials::new(
//!         [Field::new("username"), Field::new("password").input_type("password")],
//!         |input, _request| async move {
//!             let mut user = User::new();
//!             user.set("id", "1").set("name", "Ada");
//!             Ok((input.str("password").as_deref() == Some("…")).then_some(user))
//!         },
//!     ))
//!     .build()?;
//!
//! let app: Router = Router::new()
//!     .route("/me", get(me))
//!     .layer(auth.layer())
//!     .nest_service("/api/auth", auth.clone())
//!     .with_state(auth);
//! # let _ = app;
//! # Ok(())
//! # }
//! ```

pub use authwire_core::*;

#[cfg(feature = "native")]
pub use authwire_native as native;

#[cfg(feature = "native")]
pub use authwire_native::{PasswordError, Passwords};

#[cfg(feature = "native")]
mod builder;

#[cfg(feature = "native")]
pub use builder::{builder, session_reader};

/// Compiles the code of README.md.
#[cfg(all(doctest, feature = "native", feature = "axum"))]
#[doc = include_str!("../../../README.md")]
struct ReadMe;
