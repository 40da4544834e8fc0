//! What a native server brings to Authwire: clock, randomness, log lines, password hashing.

mod console;
mod host;
mod password;

pub use console::ConsoleLogger;
pub use host::{OsRng, SystemClock, runtime};
pub use password::{MAX_PASSWORD, PasswordError, Passwords};
