//! `cookies`: names and attributes that the application gave its cookies.

use crate::{
    options::{flag, of_kind, seconds, text},
    value::{is_nothing, member},
};
use authwire_core::{ConfigError, CookieName, CookieOptions, CookieSpec, Options, Priority, SameSite};
use wasm_bindgen::JsValue;

const COOKIES: [(&str, CookieName); 3] = [
    ("sessionToken", CookieName::SessionToken),
    ("callbackUrl", CookieName::CallbackUrl),
    ("csrfToken", CookieName::CsrfToken),
];

/// Each replaces its default whole: an attribute that the application leaves out is not set.
pub(crate) fn read_all(from: &JsValue, options: &mut Options) -> Result<(), ConfigError> {
    let cookies = member(from, "cookies");
    for (key, cookie) in COOKIES {
        let entry = member(&cookies, key);
        if !is_nothing(&entry) {
            let name = text(&entry, "name")?.ok_or_else(|| of_kind(&format!("cookies.{key}.name"), "a string"))?;
            options.cookie(cookie, CookieSpec { name, options: attributes(&member(&entry, "options"))? });
        }
    }
    Ok(())
}

fn attributes(from: &JsValue) -> Result<CookieOptions, ConfigError> {
    let set = |name| flag(from, name) == Some(true);
    Ok(CookieOptions {
        http_only: set("httpOnly"),
        secure: set("secure"),
        same_site: same_site(&member(from, "sameSite"))?,
        path: text(from, "path")?.filter(|path| !path.is_empty()),
        domain: text(from, "domain")?.filter(|domain| !domain.is_empty()),
        max_age: seconds(from, "maxAge")?,
        partitioned: set("partitioned"),
        priority: match text(from, "priority")?.map(|name| name.to_ascii_lowercase()).as_deref() {
            None => None,
            Some("low") => Some(Priority::Low),
            Some("medium") => Some(Priority::Medium),
            Some("high") => Some(Priority::High),
            Some(_) => return Err(of_kind("priority", "\"low\", \"medium\" or \"high\"")),
        },
    })
}

fn same_site(value: &JsValue) -> Result<Option<SameSite>, ConfigError> {
    if value.is_falsy() {
        return Ok(None);
    }
    let name = value.as_string().map(|name| name.to_ascii_lowercase());
    match (name.as_deref(), value.as_bool()) {
        (Some("strict"), _) | (_, Some(true)) => Ok(Some(SameSite::Strict)),
        (Some("lax"), _) => Ok(Some(SameSite::Lax)),
        (Some("none"), _) => Ok(Some(SameSite::None)),
        _ => Err(of_kind("sameSite", "\"lax\", \"strict\" or \"none\"")),
    }
}
