//! What the application under test was asked, as reference/record.ts and the loggers of reference/behaviours.ts write it.
use authwire::{LogDetails, Logger};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};

/// One entry for each call, in order. Clones share the record.
#[derive(Clone, Debug, Default)]
pub(super) struct Recorder(Arc<Mutex<Vec<Value>>>);

impl Recorder {
    pub(super) fn record(&self, call: &str, argument: &Value) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(json!({ "call": call, "with": argument }));
    }

    pub(super) fn take(&self) -> Vec<Value> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Drops log lines with one of these codes.
    pub(super) fn forget(&self, codes: &[&str]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|call| !has_code(call, codes));
    }
}

/// Is the call a log line with one of these codes?
pub(super) fn has_code(call: &Value, codes: &[&str]) -> bool {
    call.pointer("/with/code").and_then(Value::as_str).is_some_and(|code| codes.contains(&code))
}

/// The application's logger: all levels, or errors alone.
pub(super) struct Recording {
    pub(super) recorder: Recorder,
    pub(super) errors_only: bool,
}

impl Recording {
    fn line(&self, level: &str, code: &str, details: LogDetails<'_>) {
        // The class and the text of an error are the library's own.
        let metadata = details.metadata.map_or_else(|| "error".into(), |metadata| Value::Object(metadata.to_json()));
        self.recorder.record(&format!("logger.{level}"), &json!({ "code": code, "metadata": metadata }));
    }
}

impl Logger for Recording {
    fn error(&self, code: &str, details: LogDetails<'_>) {
        self.line("error", code, details);
    }

    fn warn(&self, code: &str, _: LogDetails<'_>) {
        if !self.errors_only {
            self.recorder.record("logger.warn", &json!({ "code": code }));
        }
    }

    fn debug(&self, code: &str, details: LogDetails<'_>) {
        if !self.errors_only {
            self.line("debug", code, details);
        }
    }
}
