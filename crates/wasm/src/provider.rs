//! Providers, read from the objects that next-auth's factories make.

use crate::{
    error::of_type,
    functions::Functions,
    host_object::{from_js, to_js},
    options::text,
    value::{entries, is_nothing, member, object},
};
use async_trait::async_trait;
use authwire_core::{Authorize, AuthorizeRequest, BoxError, Credentials, Field, Object, Provider, User};
use http::HeaderMap;
use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};

/// Reads one provider.
pub(crate) fn read(provider: JsValue) -> Result<Provider, JsValue> {
    match text(&provider, "type")?.as_deref() {
        Some("credentials") => credentials(provider),
        Some(other) => Err(of_type(&format!("a provider of the type {other:?} is not supported"))),
        None => Err(of_type("a provider has no type")),
    }
}

fn credentials(provider: JsValue) -> Result<Provider, JsValue> {
    if !member(&provider, "authorize").is_instance_of::<Function>() {
        return Err(of_type("a credentials provider has no authorize function"));
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

/// One input of the form: attributes as a component of a page would have them, `true` for a bare one.
fn field((key, attributes): (String, JsValue)) -> Field {
    entries(&attributes).into_iter().fold(Field::new(key), |field, (name, value)| match value.as_bool() {
        Some(true) => field.attribute(name, ""),
        Some(false) => field,
        None if is_nothing(&value) => field,
        None => field.attribute(name, value.as_string().unwrap_or_else(|| js_sys::JsString::from(value).into())),
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
