//! The log: next-auth's codes, each with its error or data.

use crate::{BoxError, Object, redacted::without_userinfo};
use std::{error::Error, fmt, sync::Arc};

/// What a log line is about, beside its code.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct LogDetails<'e> {
    /// The error. What a host's callback threw can be downcast to the host's own error.
    pub error: Option<&'e (dyn Error + Send + Sync + 'static)>,
    /// Further data.
    pub metadata: Option<&'e Object>,
    /// A sentence for the developer: what happened and what to do.
    pub message: Option<&'e str>,
}

impl<'e> LogDetails<'e> {
    /// Details that are an error.
    #[must_use]
    pub fn of(error: &'e (dyn Error + Send + Sync + 'static)) -> Self {
        Self { error: Some(error), ..Self::default() }
    }

    /// Details that are a sentence.
    #[must_use]
    pub fn says(message: &'e str) -> Self {
        Self { message: Some(message), ..Self::default() }
    }
}

/// The sentence and the error with its causes, on one line: control characters, which could forge further lines, are escaped, and the
/// passwords of URLs are left out.
impl fmt::Display for LogDetails<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if let Some(message) = self.message {
            write!(f, "{}", OneLine(message))?;
            separator = ": ";
        }
        let mut cause: Option<&(dyn Error + 'static)> = self.error.map(|error| error as _);
        while let Some(error) = cause {
            write!(f, "{separator}{}", OneLine(&error.to_string()))?;
            separator = ": ";
            cause = error.source();
        }
        if let Some(metadata) = self.metadata {
            let json = serde_json::to_string(metadata).unwrap_or_default();
            write!(f, "{separator}{}", OneLine(&json))?;
        }
        Ok(())
    }
}

/// The longest text that one log line takes from anywhere.
const LINE: usize = 2048;

struct OneLine<'t>(&'t str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Before it is cut: half a URL is not told for one.
        let text = without_userinfo(self.0);
        for c in text.chars().take(LINE) {
            if c.is_control() || reorders(c) || matches!(c, '\u{2028}' | '\u{2029}') {
                write!(f, "{}", c.escape_unicode())?
            } else {
                fmt::Write::write_char(f, c)?
            }
        }
        if text.chars().nth(LINE).is_some() { f.write_str("…") } else { Ok(()) }
    }
}

/// Whether a terminal would show what follows in another order.
fn reorders(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Where log lines go. The codes are next-auth's, where it has one.
pub trait Logger: Send + Sync {
    /// Something failed.
    fn error(&self, code: &str, details: LogDetails<'_>);
    /// Something should be changed.
    fn warn(&self, code: &str, details: LogDetails<'_>);
    /// What happens inside.
    fn debug(&self, code: &str, details: LogDetails<'_>);
}

/// The logger of a configuration, and whether it wants debug lines.
#[derive(Clone)]
pub(crate) struct Log {
    pub(crate) logger: Arc<dyn Logger>,
    pub(crate) debug: bool,
}

impl Log {
    pub(crate) fn error(&self, code: &str, error: &BoxError) {
        self.logger.error(code, LogDetails::of(&**error));
    }

    pub(crate) fn says(&self, code: &str, message: &str) {
        self.logger.error(code, LogDetails::says(message));
    }

    pub(crate) fn warn(&self, code: &str, message: &str) {
        self.logger.warn(code, LogDetails::says(message));
    }

    pub(crate) fn debug(&self, code: &str, details: LogDetails<'_>) {
        if self.debug {
            self.logger.debug(code, details);
        }
    }
}

/// Drops every line: the logger of options that were given none.
pub(crate) struct Silent;

impl Logger for Silent {
    fn error(&self, _: &str, _: LogDetails<'_>) {}
    fn warn(&self, _: &str, _: LogDetails<'_>) {}
    fn debug(&self, _: &str, _: LogDetails<'_>) {}
}
