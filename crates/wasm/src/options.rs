//! Options, read once from the application's object.

use crate::{
    callbacks::JsCallbacks,
    error::of_type,
    events::JsEvents,
    functions::Functions,
    log::JsLogger,
    provider, runtime,
    value::{is_nothing, member},
};
use authwire_core::{Options, Pages, SecurityProfile};
use js_sys::Array;
use std::time::Duration;
use wasm_bindgen::JsValue;

pub(crate) fn read(from: &JsValue) -> Result<Options, JsValue> {
    let mut options = Options::new(runtime::host());
    if let Some(profile) = text(from, "profile")? {
        options.profile(match profile.as_str() {
            "strict" => SecurityProfile::Strict,
            "compat" => SecurityProfile::Compat,
            _ => return Err(of_type("the option profile is neither \"strict\" nor \"compat\"")),
        });
    }
    if let Some(secret) = text(from, "secret")? {
        options.secret(secret);
    }
    if let Some(url) = text(from, "url")? {
        options.url(url);
    }
    if let Some(path) = text(from, "basePath")? {
        options.base_path(path);
    }
    if flag(from, "development")? == Some(true) {
        options.development();
    }
    if let Some(secure) = flag(from, "useSecureCookies")? {
        options.use_secure_cookies(secure);
    }
    let debug = flag(from, "debug")?.unwrap_or(false);
    options.debug(debug);
    let (session, jwt) = (member(from, "session"), member(from, "jwt"));
    if let Some(age) = seconds(&session, "maxAge")? {
        options.session_max_age(age);
    }
    if let Some(age) = seconds(&jwt, "maxAge")? {
        options.jwt_max_age(age);
    }
    if let Some(secret) = text(&jwt, "secret")? {
        options.jwt_secret(secret);
    }
    options.pages(pages(&member(from, "pages"))?);
    for provider in providers(from)? {
        options.provider(provider::read(provider)?);
    }
    options.callbacks(JsCallbacks(Functions::of(member(from, "callbacks"))));
    options.events(JsEvents(Functions::of(member(from, "events"))));
    let logger = member(from, "logger");
    if is_nothing(&logger) {
        options.host_logger(JsLogger { functions: Functions::of(logger), debug });
    } else {
        options.logger(JsLogger { functions: Functions::of(logger), debug });
    }
    Ok(options)
}

fn pages(from: &JsValue) -> Result<Pages, JsValue> {
    Ok(Pages {
        sign_in: text(from, "signIn")?,
        sign_out: text(from, "signOut")?,
        error: text(from, "error")?,
        verify_request: text(from, "verifyRequest")?,
    })
}

fn providers(from: &JsValue) -> Result<Array, JsValue> {
    let list = member(from, "providers");
    if is_nothing(&list) {
        return Ok(Array::new());
    }
    wasm_bindgen::JsCast::dyn_into(list).map_err(|_| of_type("the option providers is not an array"))
}

/// A member that is text; nothing counts as absent.
pub(crate) fn text(from: &JsValue, name: &str) -> Result<Option<String>, JsValue> {
    typed(from, name, "a string", JsValue::as_string)
}

fn flag(from: &JsValue, name: &str) -> Result<Option<bool>, JsValue> {
    typed(from, name, "true or false", JsValue::as_bool)
}

fn seconds(from: &JsValue, name: &str) -> Result<Option<Duration>, JsValue> {
    typed(from, name, "a number of seconds", |value| Duration::try_from_secs_f64(value.as_f64()?).ok())
}

fn typed<T>(
    from: &JsValue,
    name: &str,
    kind: &str,
    read: impl FnOnce(&JsValue) -> Option<T>,
) -> Result<Option<T>, JsValue> {
    let value = member(from, name);
    if is_nothing(&value) {
        return Ok(None);
    }
    read(&value).map(Some).ok_or_else(|| of_type(&format!("the option {name} is not {kind}")))
}
