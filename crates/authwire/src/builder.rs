//! Options with the native runtime filled in.

use authwire_core::{KeyError, Options, Secret, SessionReader};

/// Options for a native server: its clock, its randomness, log lines on the standard error stream.
#[must_use]
pub fn builder() -> Options {
    let mut options = Options::new(authwire_native::runtime());
    options.host_logger(authwire_native::ConsoleLogger::new());
    options
}

/// Reads the sessions of an existing NextAuth.js 4 or Auth.js 5 front end with the same secret.
///
/// ```no_run
/// # fn handler(headers: &http::HeaderMap) -> Result<(), Box<dyn std::error::Error>> {
/// let sessions = authwire::session_reader(std::env::var("AUTH_SECRET")?)?;
/// if let Some(token) = sessions.read(headers) {
///     println!("signed in: {:?}", token.email());
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// When the secret is empty.
pub fn session_reader(secret: impl Into<Secret>) -> Result<SessionReader, KeyError> {
    SessionReader::new(authwire_native::runtime(), [secret])
}
