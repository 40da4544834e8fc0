//! Log lines on the standard error stream.

use authwire_core::{LogDetails, Logger};
use std::io::{IsTerminal, Write, stderr};

/// Writes one line for each event: `[authwire][error][CODE] what happened`. In colour on a terminal, unless `NO_COLOR` is set.
#[derive(Clone, Copy, Debug)]
pub struct ConsoleLogger {
    colour: bool,
}

impl ConsoleLogger {
    /// A logger for this terminal.
    #[must_use]
    pub fn new() -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { colour: !plain && stderr().is_terminal() }
    }

    fn line(self, level: &str, colour: u8, code: &str, details: LogDetails<'_>) {
        let code: String = code.chars().filter(|c| !c.is_control()).take(128).collect();
        let (on, off) = if self.colour { (format!("\x1b[{colour}m"), "\x1b[0m") } else { (String::new(), "") };
        // A log that cannot be written must not fail a request.
        let _ = writeln!(stderr().lock(), "{on}[authwire][{level}][{code}]{off} {details}");
    }
}

impl Default for ConsoleLogger {
    fn default() -> Self {
        Self::new()
    }
}

impl Logger for ConsoleLogger {
    fn error(&self, code: &str, details: LogDetails<'_>) {
        self.line("error", 31, code, details);
    }

    fn warn(&self, code: &str, details: LogDetails<'_>) {
        self.line("warn", 33, code, details);
    }

    fn debug(&self, code: &str, details: LogDetails<'_>) {
        self.line("debug", 36, code, details);
    }
}
