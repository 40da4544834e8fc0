//! Requests, as the host has parsed them.

use crate::{
    error::of_type,
    host_object::from_js,
    value::{entries, is_nothing, member},
};
use authwire_core::{AuthRequest, Cookies, Object, Route};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

pub(crate) fn read(from: &JsValue) -> Result<AuthRequest, JsValue> {
    let method = match member(from, "method").as_string() {
        Some(method) => Method::from_bytes(method.as_bytes()).map_err(|_| of_type("the method is none of HTTP's"))?,
        None => Method::GET,
    };
    let mut request = AuthRequest::new(method, route(&member(from, "nextauth")));
    request.query = fields(member(from, "query"));
    // As the engine itself reads requests: hosts parse the body of a GET too.
    if request.method == Method::POST {
        let body = member(from, "body");
        // Text is what a host leaves of a body whose type it does not read.
        request.unread_body = body.as_string().is_some_and(|text| !text.is_empty());
        request.body = fields(body);
    }
    request.headers = headers(&member(from, "headers"));
    let cookies = member(from, "cookies");
    request.cookies = if is_nothing(&cookies) {
        Cookies::parse(&request.headers)
    } else {
        Cookies::from_pairs(entries(&cookies).into_iter().filter_map(|(name, value)| Some((name, value.as_string()?))))
    };
    Ok(request)
}

fn route(segments: &JsValue) -> Route {
    if is_nothing(segments) {
        return Route::Missing;
    }
    let segments: Vec<_> = match segments.dyn_ref::<Array>() {
        Some(segments) => segments.iter().take(2).map(|segment| segment.as_string().unwrap_or_default()).collect(),
        None => segments.as_string().into_iter().collect(),
    };
    Route::from_segments(segments.iter().map(String::as_str))
}

/// The host's own object, so that the application gets what the host parsed; what is no object has no fields.
fn fields(value: JsValue) -> Object {
    if value.is_object() { from_js(value) } else { Object::new() }
}

fn headers(from: &JsValue) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in entries(from) {
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
        match value.dyn_ref::<Array>() {
            Some(values) => values.iter().filter_map(|value| header(&value)).for_each(|value| {
                headers.append(&name, value);
            }),
            None => headers.extend(header(&value).map(|value| (name, value))),
        }
    }
    headers
}

/// A header's bytes: hosts read them as ISO 8859-1, one character for each.
fn header(value: &JsValue) -> Option<HeaderValue> {
    let text = value.as_string()?;
    let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
    HeaderValue::from_bytes(&bytes.unwrap_or_else(|_| text.into_bytes())).ok()
}
