//! What functions of the application throw, and what JavaScript is told of errors of the engine.

use crate::value::{member, set};
use authwire_core::{BoxError, ConfigError};
use send_wrapper::SendWrapper;
use std::{error::Error, fmt};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// As a function, `String` words every value, symbols too; it throws what the value's own `toString` throws.
    #[wasm_bindgen(catch, js_name = String)]
    fn worded(value: &JsValue) -> Result<js_sys::JsString, JsValue>;
}

/// A thrown value: any value, though usually an `Error`.
pub(crate) struct JsError(SendWrapper<JsValue>);

impl JsError {
    /// Of the value that was thrown.
    pub(crate) fn new(thrown: JsValue) -> Self {
        Self(SendWrapper::new(thrown))
    }

    /// The error in a chain of causes that the application threw, if one is.
    fn find<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e Self> {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if let Some(thrown) = error.downcast_ref() {
                return Some(thrown);
            }
            cause = error.source();
        }
        None
    }
}

impl fmt::Display for JsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = member(&self.0, "message").as_string();
        let message = message.or_else(|| worded(&self.0).ok().map(String::from));
        f.write_str(message.as_deref().unwrap_or("an error that cannot be worded"))
    }
}

impl fmt::Debug for JsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsError({self})")
    }
}

impl Error for JsError {}

/// A thrown value as an error of the engine.
pub(crate) fn thrown(value: JsValue) -> BoxError {
    Box::new(JsError::new(value))
}

/// An error for JavaScript: the very value that the application threw, or an `Error` that says what the engine found.
pub(crate) fn to_js(error: &(dyn Error + 'static)) -> JsValue {
    match JsError::find(error) {
        Some(thrown) => thrown.0.clone().take(),
        None => with_code(&error.to_string(), error.downcast_ref::<ConfigError>().map(ConfigError::code)),
    }
}

/// A configuration that is not sound.
pub(crate) fn of_config(error: &ConfigError) -> JsValue {
    to_js(error)
}

/// A `TypeError` for an argument of another shape than is asked for.
pub(crate) fn of_type(message: &str) -> JsValue {
    js_sys::TypeError::new(message).into()
}

fn with_code(message: &str, code: Option<&str>) -> JsValue {
    let error = js_sys::Error::new(message);
    if let Some(code) = code {
        set(error.unchecked_ref(), "code", &code.into());
    }
    error.into()
}
