//! What a native server brings to Authwire: clock, randomness, log lines.

mod console;
mod host;

pub use console::ConsoleLogger;
pub use host::{OsRng, SystemClock, runtime};
