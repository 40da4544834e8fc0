//! Providers, read from the objects that next-auth's factories make.

use crate::{
    functions::Functions,
    host_object::{from_js, to_js},
    options::text,
    value::{entries, member, object},
};
use async_trait::async_trait;
use authwire_core::{
    Authorize, AuthorizeRequest, BoxError, ConfigError, Credentials, Field, Object, Provider, ProviderStyle, User,
};
use http::HeaderMap;
use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};

/// Reads one provider.
///
/// # Errors
/// Its type is not known, or something that it needs is missing.
pub(crate) fn read(provider: JsValue) -> Result<Provider, ConfigError> {
    let kind = text(&provider, "type")?.unwrap_or_default();
    if kind == "credentials" {
        return credentials(provider);
    }
    let id = text(&provider, "id")?.unwrap_or_default();
    if kind == "oauth" {
        let name = text(&provider, "name")?.unwrap_or_else(|| id.clone());
        return Ok(Provider::listed_only(id, name, style(&member(&provider, "style"))?));
    }
    Err(ConfigError::new(
        "UNSUPPORTED_PROVIDER",
        format!(
            "The provider {id:?} is of the type {kind:?}, with which this version of Authwire cannot sign anybody in."
        ),
        "Leave it out, or stay with next-auth until it is supported",
    ))
}

fn style(style: &JsValue) -> Result<ProviderStyle, ConfigError> {
    let read = |name| text(style, name).map(Option::unwrap_or_default);
    let mut looks = ProviderStyle::new();
    looks.logo = read("logo")?;
    looks.logo_dark = read("logoDark")?;
    looks.bg = read("bg")?;
    looks.bg_dark = read("bgDark")?;
    looks.text = read("text")?;
    looks.text_dark = read("textDark")?;
    Ok(looks)
}

fn credentials(provider: JsValue) -> Result<Provider, ConfigError> {
    if !member(&provider, "authorize").is_instance_of::<Function>() {
        return Err(ConfigError::new(
            "CALLBACK_CREDENTIALS_HANDLER_ERROR",
            "Must define an authorize() handler to use credentials authentication provider",
            "Give the provider one",
        ));
    }
    let (id, name) = (text(&provider, "id")?, text(&provider, "name")?);
    let fields: Vec<_> = entries(&member(&provider, "credentials")).into_iter().map(field).collect();
    let mut credentials = Credentials::with(fields, JsAuthorize(Functions::of(provider)));
    if let Some(id) = id {
        credentials = credentials.id(id);
    }
    if let Some(name) = name {
        credentials = credentials.name(name);
    }
    Ok(credentials.into())
}

/// One input of the form: attributes as a component of a page has them, `true` for a bare one.
fn field((key, attributes): (String, JsValue)) -> Field {
    entries(&attributes).into_iter().fold(Field::new(key), |field, (name, value)| {
        let name = match name.as_str() {
            // A component's own, no attributes.
            "key" | "ref" | "children" | "dangerouslySetInnerHTML" => return field,
            "className" => "class",
            "htmlFor" => "for",
            "defaultValue" => "value",
            "defaultChecked" => "checked",
            name => name,
        };
        match (value.as_bool(), value.as_string(), value.as_f64()) {
            (Some(true), _, _) => field.attribute(name, ""),
            (_, Some(text), _) => field.attribute(name, text),
            (_, _, Some(number)) => field.attribute(name, number.to_string()),
            // `false`, `null` and what no attribute can hold.
            _ => field,
        }
    })
}

struct JsAuthorize(Functions);

#[async_trait]
impl Authorize for JsAuthorize {
    async fn authorize(&self, credentials: Object, request: AuthorizeRequest) -> Result<Option<User>, BoxError> {
        let answer = self.0.call("authorize", || {
            let request = object([
                ("query", to_js(&request.query)),
                ("body", to_js(&request.body)),
                ("headers", headers(&request.headers)),
                ("method", request.method.as_str().into()),
            ]);
            [to_js(&credentials), request]
        });
        let Some(answer) = answer else { return Ok(None) };
        let user = answer.await?;
        Ok(user.is_truthy().then(|| from_js(user).into()))
    }
}

/// As Node has them: lower-case names, repeated ones joined.
fn headers(headers: &HeaderMap) -> JsValue {
    let pairs = headers.keys().map(|name| {
        let values: Vec<_> = headers.get_all(name).iter().map(|value| latin1(value.as_bytes())).collect();
        Array::of2(&name.as_str().into(), &values.join(", ").into())
    });
    js_sys::Object::from_entries(&pairs.collect::<Array>()).map_or_else(|_| object([]), Into::into)
}

/// Node reads header bytes as ISO 8859-1.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}
