//! Options, read from the application's object.

use crate::{
    callbacks::JsCallbacks,
    codec::JsCodec,
    cookie,
    events::JsEvents,
    functions::Functions,
    log::JsLogger,
    provider, runtime,
    value::{is_nothing, member},
};
use authwire_core::{ColorScheme, ConfigError, Options, Pages, Secret, SecurityProfile, Theme};
use js_sys::{Array, Function, Uint8Array};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};

/// Reads options. What is wrong with them becomes their fault, so that they can answer for it.
pub(crate) fn read(from: &JsValue) -> Options {
    let mut options = Options::new(runtime::host());
    let mut faults = Vec::new();
    effects(from, &mut options);
    for read in [profile, secrets, settings, lifetimes, looks, cookie::read_all, strategy, providers] {
        faults.extend(read(from, &mut options).err());
    }
    if let Some(fault) = faults.into_iter().next() {
        options.fault(fault);
    }
    options
}

fn effects(from: &JsValue, options: &mut Options) {
    let debug = flag(from, "debug") == Some(true);
    options.debug(debug);
    options.callbacks(JsCallbacks(Functions::of(member(from, "callbacks"))));
    options.events(JsEvents(Functions::of(member(from, "events"))));
    let logger = member(from, "logger");
    if is_nothing(&logger) {
        options.host_logger(JsLogger { functions: Functions::of(logger), debug });
    } else {
        options.logger(JsLogger { functions: Functions::of(logger), debug });
    }
    let jwt = member(from, "jwt");
    if member(&jwt, "encode").is_instance_of::<Function>() && member(&jwt, "decode").is_instance_of::<Function>() {
        options.jwt_codec(JsCodec::new(jwt));
    }
}

fn profile(from: &JsValue, options: &mut Options) -> Result<(), ConfigError> {
    match text(from, "profile")?.as_deref() {
        None => {}
        Some("strict") => {
            options.profile(SecurityProfile::Strict);
        }
        Some("compat") => {
            options.profile(SecurityProfile::Compat);
        }
        Some(_) => return Err(of_kind("profile", "\"strict\" or \"compat\"")),
    }
    Ok(())
}

fn secrets(from: &JsValue, options: &mut Options) -> Result<(), ConfigError> {
    if let Some(secret) = secret(from, "secret")? {
        options.secret(secret);
    }
    if let Some(secret) = secret(&member(from, "jwt"), "secret")? {
        options.jwt_secret(secret);
    }
    Ok(())
}

fn settings(from: &JsValue, options: &mut Options) -> Result<(), ConfigError> {
    if let Some(url) = text(from, "url")? {
        options.url(url);
    }
    if let Some(path) = text(from, "basePath")? {
        options.base_path(path);
    }
    if let Some(trust) = flag(from, "trustHost") {
        options.danger_trust_any_host(trust);
    }
    let hosts = member(from, "trustedHosts");
    if !is_nothing(&hosts) {
        let hosts: Array = hosts.dyn_into().map_err(|_| of_kind("trustedHosts", "an array"))?;
        options.trusted_hosts(hosts.iter().filter_map(|host| host.as_string()));
    }
    if flag(from, "development") == Some(true) {
        options.development();
    }
    if let Some(secure) = flag(from, "useSecureCookies") {
        options.use_secure_cookies(secure);
    }
    Ok(())
}

fn lifetimes(from: &JsValue, options: &mut Options) -> Result<(), ConfigError> {
    let (session, jwt) = (member(from, "session"), member(from, "jwt"));
    if let Some(age) = seconds(&session, "maxAge")? {
        options.session_max_age(age);
    }
    if let Some(age) = seconds(&session, "absoluteMaxAge")? {
        options.session_absolute_max_age(age);
    }
    if let Some(age) = seconds(&jwt, "maxAge")? {
        options.jwt_max_age(age);
    }
    Ok(())
}

fn looks(from: &JsValue, options: &mut Options) -> Result<(), ConfigError> {
    let theme = member(from, "theme");
    let shown = |name| member(&theme, name).as_string().unwrap_or_default();
    let scheme = match shown("colorScheme").as_str() {
        "dark" => ColorScheme::Dark,
        "light" => ColorScheme::Light,
        _ => ColorScheme::Auto,
    };
    options.theme(
        Theme::new()
            .color_scheme(scheme)
            .logo(shown("logo"))
            .brand_color(shown("brandColor"))
            .button_text(shown("buttonText")),
    );
    let pages = member(from, "pages");
    options.pages(Pages {
        sign_in: page(&pages, "signIn")?,
        sign_out: page(&pages, "signOut")?,
        error: page(&pages, "error")?,
        verify_request: page(&pages, "verifyRequest")?,
    });
    Ok(())
}

/// Empty text means the built-in page, as in next-auth.
fn page(pages: &JsValue, name: &str) -> Result<Option<String>, ConfigError> {
    Ok(text(pages, name)?.filter(|page| !page.is_empty()))
}

fn providers(from: &JsValue, options: &mut Options) -> Result<(), ConfigError> {
    let list = member(from, "providers");
    if is_nothing(&list) {
        return Ok(());
    }
    let list: Array = list.dyn_into().map_err(|_| of_kind("providers", "an array"))?;
    for item in list {
        options.provider(provider::read(item)?);
    }
    Ok(())
}

/// Sessions in a database are refused: to answer with another kind than the one that is configured would sign everybody out.
fn strategy(from: &JsValue, _: &mut Options) -> Result<(), ConfigError> {
    let asked = text(&member(from, "session"), "strategy")?;
    let adapter = !is_nothing(&member(from, "adapter"));
    if asked.as_deref().unwrap_or(if adapter { "database" } else { "jwt" }) == "jwt" {
        return Ok(());
    }
    let all = member(from, "providers").dyn_into::<Array>().unwrap_or_default();
    let only_credentials = all.length() > 0
        && all.iter().all(|provider| member(&provider, "type").as_string().as_deref() == Some("credentials"));
    Err(if asked.is_some() && only_credentials {
        ConfigError::new(
            "CALLBACK_CREDENTIALS_JWT_ERROR",
            "Signin in with credentials only supported if JWT strategy is enabled",
            "Set session.strategy to \"jwt\"",
        )
    } else {
        ConfigError::new(
            "UNSUPPORTED_STRATEGY",
            "Sessions in a database are not supported by this version of Authwire.",
            "Set session.strategy to \"jwt\", or stay with next-auth until they are",
        )
    })
}

/// A member that is text; nothing counts as absent.
pub(crate) fn text(from: &JsValue, name: &str) -> Result<Option<String>, ConfigError> {
    typed(from, name, "a string", JsValue::as_string)
}

/// A member as JavaScript takes it for true or false; nothing counts as absent.
pub(crate) fn flag(from: &JsValue, name: &str) -> Option<bool> {
    let value = member(from, name);
    (!is_nothing(&value)).then(|| value.is_truthy())
}

/// Seconds: a number, or text that spells one, as an environment variable does.
pub(crate) fn seconds(from: &JsValue, name: &str) -> Result<Option<Duration>, ConfigError> {
    typed(from, name, "a number of seconds", |value| {
        let number = value.as_f64().or_else(|| value.as_string()?.trim().parse().ok())?;
        Duration::try_from_secs_f64(number).ok()
    })
}

/// Text or bytes.
fn secret(from: &JsValue, name: &str) -> Result<Option<Secret>, ConfigError> {
    typed(from, name, "a string", |value| {
        let bytes = || value.dyn_ref::<Uint8Array>().map(|bytes| bytes.to_vec().into());
        value.as_string().map(Secret::from).or_else(bytes)
    })
}

fn typed<T>(
    from: &JsValue,
    name: &str,
    kind: &str,
    read: impl FnOnce(&JsValue) -> Option<T>,
) -> Result<Option<T>, ConfigError> {
    let value = member(from, name);
    if is_nothing(&value) {
        return Ok(None);
    }
    read(&value).map(Some).ok_or_else(|| of_kind(name, kind))
}

/// The error of an option that is something else than it should be.
pub(crate) fn of_kind(name: &str, kind: &str) -> ConfigError {
    ConfigError::new("INVALID_OPTIONS", format!("the option {name} is not {kind}"), "Correct or remove it")
}
