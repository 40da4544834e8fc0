//! Answers, for the host to send.

use crate::{error, host_object, value::object, word::word};
use authwire_core::{Body, Reply};
use http::header::LOCATION;
use js_sys::Array;
use wasm_bindgen::JsValue;

/// # Errors
/// What the application threw, where next-auth lets it escape.
pub(crate) fn write(reply: Reply) -> Result<JsValue, JsValue> {
    if let Some(escaped) = &reply.error {
        return Err(error::to_js(&**escaped));
    }
    let headers = Array::new();
    if let Some(kind) = reply.content_type() {
        headers.push(&pair("content-type", &word(kind)));
    }
    for (name, value) in &reply.headers {
        let text = String::from_utf8_lossy(value.as_bytes());
        // Most say the same in every answer.
        let value = if *name == LOCATION { JsValue::from_str(&text) } else { word(&text) };
        headers.push(&pair(name.as_str(), &value));
    }
    let cookies: Array = reply
        .cookies
        .iter()
        .map(|cookie| JsValue::from(&*String::from_utf8_lossy(cookie.to_header().as_bytes())))
        .collect();
    let body = match &reply.body {
        Body::Empty => JsValue::UNDEFINED,
        Body::Text(text) => JsValue::from_str(text),
        Body::Html(page) => JsValue::from_str(page),
        Body::Json(object) => host_object::to_js(object),
    };
    Ok(object([
        ("status", reply.status.as_u16().into()),
        ("headers", headers.into()),
        ("cookies", cookies.into()),
        ("body", body),
    ]))
}

fn pair(name: &str, value: &JsValue) -> JsValue {
    Array::of2(&word(name), value).into()
}
