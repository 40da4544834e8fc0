//! What the engine needs from its host: a clock and randomness.

use crate::Timestamp;
use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Tells the time and waits.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Ends after `duration`. Bounds how long a request waits for an application's redirect callback.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// A cryptographically secure random generator.
pub trait Rng: Send + Sync {
    /// Fills `bytes` with random bytes.
    ///
    /// # Errors
    /// When the generator fails. The engine then refuses the request: it has no weaker source to fall back to.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngError>;
}

/// The host's random generator failed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the random generator of the host failed; no token was made")]
pub struct RngError;

/// The host's effects in one value, handed over when options are created.
///
/// `authwire::builder()` brings the native ones; tests bring a clock of their own.
#[derive(Clone)]
#[non_exhaustive]
pub struct Runtime {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Arc<dyn Rng>,
    /// Looks up a variable of the environment; a runtime without one has no variables.
    pub env: Arc<EnvLookup>,
}

/// Looks up a variable of the environment.
pub type EnvLookup = dyn Fn(&str) -> Option<String> + Send + Sync;

impl Runtime {
    /// A runtime of these parts, without an environment.
    pub fn new(clock: impl Clock + 'static, rng: impl Rng + 'static) -> Self {
        Self { clock: Arc::new(clock), rng: Arc::new(rng), env: Arc::new(|_| None) }
    }

    /// With this environment, for [`Options::from_env`](crate::Options::from_env).
    #[must_use]
    pub fn env(mut self, lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.env = Arc::new(lookup);
        self
    }

    /// `N` random bytes in lower-case hexadecimal.
    pub(crate) fn hex<const N: usize>(&self) -> Result<String, RngError> {
        let mut bytes = [0; N];
        self.rng.fill(&mut bytes)?;
        Ok(base16ct::lower::encode_string(&bytes))
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Runtime(..)")
    }
}
