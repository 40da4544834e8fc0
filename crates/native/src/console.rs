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
        // A log that cannot be written must not fail a request.
        let _ = writeln!(stderr().lock(), "{}", self.written(level, colour, code, details));
    }

    fn written(self, level: &str, colour: u8, code: &str, details: LogDetails<'_>) -> String {
        let code: String = code.chars().filter(char::is_ascii_graphic).take(128).collect();
        let (on, off) = if self.colour { (format!("\x1b[{colour}m"), "\x1b[0m") } else { (String::new(), "") };
        format!("{on}[authwire][{level}][{code}]{off} {details}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_207_a_record_is_one_line_of_bounded_length() {
        let hostile = "a\r\n[authwire][error][FORGED] b\x1b[2J\x07\u{9b}31m\u{2028}c\u{202e}d ".repeat(20_000);
        let error = std::io::Error::other(hostile.clone());
        for colour in [false, true] {
            let logger = ConsoleLogger { colour };
            for details in [LogDetails::says(&hostile), LogDetails::of(&error)] {
                let line = logger.written("error", 31, &hostile, details);
                let plain = line.strip_prefix("\x1b[31m").unwrap_or(&line).replacen("\x1b[0m", "", 1);
                assert!(!plain.chars().any(|c| c.is_control() || "\u{2028}\u{202e}".contains(c)), "{plain}");
                assert!(plain.starts_with("[authwire][error][a") && plain.len() < 16 * 1024, "{} bytes", plain.len());
            }
        }
    }
}
