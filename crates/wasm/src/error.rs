//! What functions of the application throw, and what JavaScript is told of errors of the engine.

use crate::value::{member, set};
use authwire_core::{BoxError, ConfigError};
use send_wrapper::SendWrapper;
use std::{error::Error, fmt};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

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
        None => match error.downcast_ref() {
            Some(config) => of_config(config),
            None => js_sys::Error::new(&error.to_string()).into(),
        },
    }
}

/// A configuration that is not sound, under the name that next-auth gives such an error.
pub(crate) fn of_config(error: &ConfigError) -> JsValue {
    let thrown = js_sys::Error::new(&format!("{} {}", error.message(), error.remedy())).into();
    set(&thrown, "code", &error.code().into());
    if let Some((_, name)) = NAMES.iter().find(|(code, _)| *code == error.code()) {
        set(&thrown, "name", &(*name).into());
    }
    thrown
}

const NAMES: [(&str, &str); 5] = [
    ("NO_SECRET", "MissingSecretError"),
    ("MISSING_NEXTAUTH_API_ROUTE_ERROR", "MissingAPIRouteError"),
    ("INVALID_CALLBACK_URL_ERROR", "InvalidCallbackUrl"),
    ("CALLBACK_CREDENTIALS_JWT_ERROR", "UnsupportedStrategyError"),
    ("CALLBACK_CREDENTIALS_HANDLER_ERROR", "MissingAuthorizeError"),
];

/// A `TypeError` for an argument of another shape than is asked for.
pub(crate) fn of_type(message: &str) -> JsValue {
    js_sys::TypeError::new(message).into()
}
