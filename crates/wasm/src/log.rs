//! `logger`: next-auth's codes, each with the error or the data behind it. A level that the application leaves out goes to the console.

use crate::{error, functions::Functions, host_object, value::set};
use authwire_core::{LogDetails, Logger};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(code: &str, about: &JsValue);
    #[wasm_bindgen(js_namespace = console, js_name = warn)]
    fn console_warn(code: &str, about: &JsValue);
    #[wasm_bindgen(js_namespace = console, js_name = debug)]
    fn console_debug(code: &str, about: &JsValue);
}

pub(crate) struct JsLogger {
    pub(crate) functions: Functions,
    /// Whether lines for debugging reach the console. An application's own function gets them in any case, as in next-auth.
    pub(crate) debug: bool,
}

impl JsLogger {
    /// Whether the application has a function of this name. What it throws is dropped: a line that is lost must not lose the answer.
    fn told(&self, level: &str, code: &str, about: &JsValue) -> bool {
        self.functions.call_now(level, || [code.into(), about.clone()]).is_some()
    }
}

impl Logger for JsLogger {
    fn error(&self, code: &str, details: LogDetails<'_>) {
        let about = match details.message {
            Some(message) if details.error.is_none() && details.metadata.is_none() => {
                js_sys::Error::new(message).into()
            }
            _ => about(details),
        };
        if !self.told("error", code, &about) {
            console_error(&format!("[next-auth][error][{code}]"), &about);
        }
    }

    fn warn(&self, code: &str, details: LogDetails<'_>) {
        let about = about(details);
        if !self.told("warn", code, &about) {
            console_warn(&format!("[next-auth][warn][{code}]"), &about);
        }
    }

    fn debug(&self, code: &str, details: LogDetails<'_>) {
        let about = about(details);
        if !self.told("debug", code, &about) && self.debug {
            console_debug(&format!("[next-auth][debug][{code}]"), &about);
        }
    }
}

/// next-auth's second argument: the error itself, or data with the error as its member `error`, or the sentence.
fn about(details: LogDetails<'_>) -> JsValue {
    let error = details.error.map(|error| error::to_js(error));
    match (error, details.metadata, details.message) {
        (Some(error), None, _) => error,
        (error, Some(metadata), _) => {
            let metadata = host_object::to_js(metadata);
            if let Some(error) = error {
                set(&metadata, "error", &error);
            }
            metadata
        }
        (None, None, Some(message)) => message.into(),
        (None, None, None) => JsValue::UNDEFINED,
    }
}
