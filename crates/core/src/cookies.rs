//! Cookies: what the request sent, what the reply sets, and how they are named.

mod attributes;
mod request;
mod session;
mod set;
mod table;

pub use attributes::{CookieOptions, CookieSpec, Priority, SameSite};
pub use request::Cookies;
pub use set::SetCookie;
pub use table::CookieName;

pub(crate) use request::escapes_are_whole;
pub(crate) use session::{COOKIE_OVERHEAD, MAX_COOKIE, SESSION_CEILING, SessionCookie, chunk_sizes};
pub(crate) use set::encode_component;
pub(crate) use table::{Baked, CookieOverrides, CookieTable};
