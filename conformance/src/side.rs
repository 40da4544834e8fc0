//! What the runner asks of either side.
use crate::{Failure, answer::Answer, http::Request};

/// A server that is compared: the reference, or Authwire in one profile.
pub(crate) trait Side {
    /// The application forgets all that a restart of its process would forget.
    fn restart(&mut self, app: &str) -> Result<(), Failure>;

    /// Sends a request to an application.
    fn ask(&mut self, app: &str, request: &Request) -> Result<Answer, Failure>;
}
