//! The operating system's clock and random generator.

use authwire_core::{BoxFuture, Clock, Rng, RngError, Runtime, Timestamp};
use std::{
    cell::RefCell,
    time::{Duration, SystemTime},
};
use zeroize::Zeroize;

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
///
/// Small requests are served from a kilobyte that each thread asks for ahead, because a system call costs as much as encrypting a
/// session. Every byte is given out once and erased; a forked process starts anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRng;

struct Ahead {
    bytes: [u8; 1024],
    left: usize,
    process: u32,
}

thread_local! {
    static AHEAD: RefCell<Ahead> = const { RefCell::new(Ahead { bytes: [0; 1024], left: 0, process: 0 }) };
}

impl Ahead {
    /// The next `wanted.len()` bytes; `false` when so many are never kept.
    fn take(&mut self, wanted: &mut [u8]) -> Result<bool, RngError> {
        if wanted.len() > self.bytes.len() {
            return Ok(false);
        }
        let process = std::process::id();
        if self.left < wanted.len() || self.process != process {
            self.left = 0;
            getrandom::fill(&mut self.bytes).map_err(|_| RngError)?;
            (self.left, self.process) = (self.bytes.len(), process);
        }
        let start = self.left.saturating_sub(wanted.len());
        let Some(given) = self.bytes.get_mut(start..self.left) else { return Ok(false) };
        wanted.copy_from_slice(given);
        given.zeroize();
        self.left = start;
        Ok(true)
    }
}

impl Rng for OsRng {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngError> {
        if AHEAD.with_borrow_mut(|ahead| ahead.take(bytes))? {
            Ok(())
        } else {
            getrandom::fill(bytes).map_err(|_| RngError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_byte_is_given_out_once() {
        let mut seen = HashSet::new();
        for length in [16, 32, 1000, 1024, 2000].into_iter().cycle().take(500) {
            let mut bytes = vec![0; length];
            OsRng.fill(&mut bytes).unwrap();
            assert!(bytes.chunks(16).filter(|chunk| chunk.len() == 16).all(|chunk| seen.insert(chunk.to_vec())));
        }
        AHEAD.with_borrow(|ahead| assert!(ahead.bytes.iter().skip(ahead.left).all(|byte| *byte == 0), "erased"));
    }
}
