//! Passwords: hashed with Argon2id, checked at the same cost whether the user exists or not.

mod stored;
#[cfg(test)]
mod tests;

use crate::{ConsoleLogger, OsRng};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use authwire_core::{LogDetails, Logger, Rng, RngError};
use std::{fmt, hint::black_box, num::NonZero, sync::Arc, thread::available_parallelism};
use stored::Stored;
use tokio::{sync::Semaphore, task::spawn_blocking};
use zeroize::Zeroizing;

/// The longest password, in bytes of UTF-8. Longer ones are refused, never cut.
pub const MAX_PASSWORD: usize = 1024;

/// The longest stored hash that is looked at, in bytes.
const MAX_STORED: usize = 512;

/// How many may wait for each that is being hashed.
const WAITING_FOR_EACH: usize = 32;

/// Costs of equal strength, of which one has to be reached: KiB of memory, passes (OWASP Password Storage Cheat Sheet).
const LEAST_COSTS: [(u32, u32); 5] = [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)];

/// Hashes and checks passwords with Argon2id (RFC 9106), for the `authorize` of a credentials provider.
///
/// Hashes are PHC strings (`$argon2id$v=19$m=19456,t=2,p=1$salt$hash`), with a salt of their own. Other schemes, such as bcrypt, are
/// not read.
///
/// Hashing takes much time and memory on purpose. So it runs on tokio's threads for blocking work, as many at a time as there are
/// processors; others wait in a bounded queue, and beyond that the answer is [`PasswordError::Busy`]. Clones share the queue: make one
/// `Passwords` and clone it.
///
/// ```
/// use authwire_core::{Credentials, Field, User};
/// use authwire_native::Passwords;
/// # struct Row { id: String, password_hash: String }
/// # async fn find_by_name(_name: &str) -> Result<Option<Row>, std::io::Error> { Ok(None) }
///
/// let passwords = Passwords::new();
/// let provider = Credentials::new(
///     [Field::new("username"), Field::new("password").input_type("password")],
///     move |input, _request| {
///         let passwords = passwords.clone();
///         async move {
///             let row = find_by_name(&input.str("username").unwrap_or_default()).await?;
///             // Asked even when there is no such user, so that the time that passes does not tell.
///             let stored = row.as_ref().map(|row| row.password_hash.as_str());
///             if !passwords.verify(stored, input.str("password")).await? {
///                 return Ok(None);
///             }
///             Ok(row.map(|row| {
///                 let mut user = User::new();
///                 user.set("id", row.id);
///                 user
///             }))
///         }
///     },
/// );
/// ```
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
    logger: Arc<dyn Logger>,
    rng: Arc<dyn Rng>,
}

/// Why a password was neither hashed nor checked. Says nothing about the password itself or what is stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// Too many passwords are being hashed; try again in a moment.
    #[error("too many passwords are being checked; try again in a moment")]
    Busy,
    /// A password to hash is empty, longer than [`MAX_PASSWORD`] or holds a NUL character.
    #[error("a password has 1 to {MAX_PASSWORD} bytes and no NUL character")]
    Refused,
    /// The cost is below every recommendation of OWASP, or too high to be meant.
    #[error("the cost is too low to protect passwords, or too high for a server")]
    Cost,
    /// There were no random bytes for the salt.
    #[error(transparent)]
    Random(#[from] RngError),
    /// Hashing itself failed: there was no memory, or the runtime is shutting down.
    #[error("the password could not be hashed")]
    Failed,
}

impl Passwords {
    /// 19 MiB of memory, 2 passes, 1 lane for a new hash and for an unknown user; as many at a time as there are processors, 32 times
    /// as many waiting; log lines on the standard error stream.
    #[must_use]
    pub fn new() -> Self {
        let parallel = available_parallelism().map_or(1, NonZero::get);
        Self {
            params: Params::DEFAULT,
            running: Arc::new(Semaphore::new(parallel)),
            admitted: Arc::new(Semaphore::new(admitted(parallel, parallel.saturating_mul(WAITING_FOR_EACH)))),
            logger: Arc::new(ConsoleLogger::new()),
            rng: Arc::new(OsRng),
        }
    }

    /// At most `parallel` (at least 1) at a time, and `waiting` more in the queue.
    #[must_use]
    pub fn limits(mut self, parallel: usize, waiting: usize) -> Self {
        let parallel = parallel.clamp(1, Semaphore::MAX_PERMITS);
        self.running = Arc::new(Semaphore::new(parallel));
        self.admitted = Arc::new(Semaphore::new(admitted(parallel, waiting)));
        self
    }

    /// The cost of new hashes, and of the one that stands in for an unknown user: choose that of the hashes that are stored, so that
    /// both take as long. Default: 19456 KiB, 2 passes, 1 lane. What is stored is always checked at its own cost.
    ///
    /// # Errors
    /// [`PasswordError::Cost`] below OWASP's recommendations, and above 256 MiB, 16 passes or 16 lanes.
    pub fn cost(mut self, memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, PasswordError> {
        let enough = LEAST_COSTS.iter().any(|(memory, least)| memory_kib >= *memory && passes >= *least);
        let params = Params::new(memory_kib, passes, lanes, None).map_err(|_| PasswordError::Cost)?;
        if !enough || !stored::is_bearable(&params) {
            return Err(PasswordError::Cost);
        }
        self.params = params;
        Ok(self)
    }

    /// Where the line goes that tells of a stored hash that cannot be read.
    #[must_use]
    pub fn logger(mut self, logger: impl Logger + 'static) -> Self {
        self.logger = Arc::new(logger);
        self
    }

    /// Where salts come from. Default: the operating system.
    #[must_use]
    pub fn rng(mut self, rng: impl Rng + 'static) -> Self {
        self.rng = Arc::new(rng);
        self
    }

    /// The hash to store for a password.
    ///
    /// # Errors
    /// [`PasswordError::Refused`] before any work for a password that is empty, longer than [`MAX_PASSWORD`] or holds NUL; the other
    /// reasons are the server's.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let password = accepted(password).ok_or(PasswordError::Refused)?;
        let mut salt = [0; 16];
        self.rng.fill(&mut salt)?;
        let argon2 = self.argon2();
        let hashed = self.off_the_workers(move || argon2.hash_password_with_salt(&password, &salt)).await?;
        hashed.map(|hash| hash.to_string()).map_err(|_| PasswordError::Failed)
    }

    /// Whether `password` is the one that `stored` was made from. `stored` is `None` for an unknown user: that takes as long and is
    /// `false`. `password` is what came in: `input.str("password")` is `None` for all that is not text.
    ///
    /// A password that [`hash`](Passwords::hash) would refuse is `false` at once, whoever the user is. A stored hash that cannot be read
    /// (cut, another scheme, costlier than 256 MiB, 16 passes or 16 lanes) is `false` too, takes as long as an unknown user, and is one
    /// log line, `PASSWORD_HASH_UNREADABLE`.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] and [`PasswordError::Failed`].
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub async fn verify(&self, stored: Option<&str>, password: Option<impl AsRef<str>>) -> Result<bool, PasswordError> {
        let Some(password) = password.and_then(|password| accepted(password.as_ref())) else { return Ok(false) };
        let stored = match stored.map(Stored::read) {
            Some(Ok(stored)) => Some(stored),
            Some(Err(why)) => {
                let message = format!(
                    "a stored password hash cannot be read: {why}. The sign-in is refused; let the user set a new password"
                );
                self.logger.error("PASSWORD_HASH_UNREADABLE", LogDetails::says(&message));
                None
            }
            None => None,
        };
        let argon2 = self.argon2();
        let verified = self.off_the_workers(move || match stored {
            Some(stored) => stored.verify(&password),
            None => {
                let mut hash = [0; Params::DEFAULT_OUTPUT_LEN];
                let worked = argon2.hash_password_into(&password, &[0; 16], &mut hash);
                black_box(hash);
                worked.map(|()| false).map_err(|_| PasswordError::Failed)
            }
        });
        verified.await?
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone())
    }

    /// Runs `job` on a thread for blocking work. The permits go with it: a request that is given up leaves its job running.
    async fn off_the_workers<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let admitted = self.admitted.clone().try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let running = self.running.clone().acquire_owned().await.map_err(|_| PasswordError::Failed)?;
        let job = move || {
            let _held = (admitted, running);
            job()
        };
        spawn_blocking(job).await.map_err(|_| PasswordError::Failed)
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// The cost and how many are at work: nothing secret is kept.
impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords")
            .field("memory_kib", &self.params.m_cost())
            .field("passes", &self.params.t_cost())
            .field("lanes", &self.params.p_cost())
            .finish_non_exhaustive()
    }
}

fn admitted(parallel: usize, waiting: usize) -> usize {
    parallel.saturating_add(waiting).min(Semaphore::MAX_PERMITS)
}

/// The bytes of a password that a hash can be made of.
fn accepted(password: &str) -> Option<Zeroizing<Vec<u8>>> {
    let fits = !password.is_empty() && password.len() <= MAX_PASSWORD && !password.contains('\0');
    fits.then(|| Zeroizing::new(password.as_bytes().to_vec()))
}
