//! The engine of Authwire: NextAuth's routes, cookies, tokens and callbacks, without I/O.
//!
//! Applications use the `authwire` crate, which adds what a native server needs. Start reading at [`Auth::answer`].
//!
//! This crate knows no clock, no environment, no thread and no socket: a [`Runtime`] brings them. It builds for
//! `wasm32-unknown-unknown`.

mod allow_list;
mod auth;
#[cfg(feature = "axum")]
mod axum;
mod callbacks;
mod compiled;
mod config;
mod context;
mod cookies;
mod csrf;
mod error;
mod events;
mod flows;
mod jwt;
mod layer;
mod logger;
mod model;
mod object;
mod options;
mod origin;
mod pages;
mod per_request;
mod profile;
mod provider;
mod reader;
mod redacted;
mod redirect;
mod refusal;
mod reply;
mod request;
mod runtime;
mod service;
mod session;
mod settings;
mod start;
mod time;

pub use auth::Auth;
pub use authwire_jose::{KeyError, Secret};
#[cfg(feature = "axum")]
pub use axum::SignInRequired;
pub use callbacks::{Callbacks, JwtCall, RedirectCall, SessionCall, SignIn, SignInCall, Trigger};
pub use config::ConfigError;
pub use cookies::{CookieName, CookieOptions, CookieSpec, Cookies, Priority, SameSite, SetCookie};
pub use error::{BoxError, PublicError};
pub use events::{Events, SessionEvent, SignInEvent, SignOutEvent};
pub use jwt::{JwtCodec, JwtDecode, JwtEncode};
pub use layer::{AuthLayer, WithAuth};
pub use logger::{LogDetails, Logger};
pub use model::{Account, Profile, Session, Token, User};
pub use object::{HostObject, Object};
pub use options::Options;
pub use pages::{ColorScheme, Field, ProviderStyle, Theme, is_color};
pub use per_request::RequestInfo;
pub use profile::SecurityProfile;
pub use provider::{Authorize, AuthorizeRequest, Credentials, Provider, ProviderType};
pub use reader::SessionReader;
pub use redirect::default_redirect;
pub use reply::{Body, Reply, ResponseBody};
pub use request::{Action, AuthRequest, Route};
pub use runtime::{BoxFuture, Clock, EnvLookup, Rng, RngError, Runtime};
pub use settings::Pages;
pub use time::Timestamp;
