//! Authwire as the suite's subject.
use crate::{Failure, answer::Answer, http::Request, reference::Reference, side::Side};

/// A second copy of the reference in the subject's place.
pub(crate) struct ReferenceAgain(pub(crate) Reference);

impl Side for ReferenceAgain {
    fn restart(&mut self, app: &str) -> Result<(), Failure> {
        self.0.restart(app)
    }

    fn ask(&mut self, app: &str, request: &Request) -> Result<Answer, Failure> {
        self.0.ask(app, request)
    }
}
