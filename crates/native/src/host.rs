//! The operating system's clock and random generator.

use authwire_core::{BoxFuture, Clock, Rng, RngError, Runtime, Timestamp};
use std::time::{Duration, SystemTime};

/// The runtime of a native server, with the environment of the process. Its clock waits with tokio's timer.
#[must_use]
pub fn runtime() -> Runtime {
    Runtime::new(SystemClock, OsRng).env(|name| std::env::var(name).ok())
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(0).after(since)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The operating system's random generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRng;

impl Rng for OsRng {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngError> {
        getrandom::fill(bytes).map_err(|_| RngError)
    }
}
