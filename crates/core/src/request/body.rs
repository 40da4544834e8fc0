//! Bodies of POST requests: forms and JSON objects. Everything else is left unread, as the CSRF token must not come from it.

use super::{Unreadable, query};
use crate::Object;
use http::{HeaderMap, header::CONTENT_TYPE};
use serde_json::Value;

/// JSON nested deeper is refused.
const MAX_DEPTH: usize = 32;

#[derive(Default)]
pub(super) struct Body {
    pub(super) fields: Object,
    pub(super) unread: bool,
}

pub(super) fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<Body, Unreadable> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut parts = kind.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let utf8 = parts.filter_map(|parameter| parameter.split_once('=')).all(|(name, value)| {
        !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    let fields = if utf8 && essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        query::read_bytes(bytes)?
    } else if utf8 && essence.eq_ignore_ascii_case("application/json") {
        json(bytes)?
    } else {
        return Ok(Body { fields: Object::new(), unread: !bytes.is_empty() });
    };
    Ok(Body { fields, unread: false })
}

fn json(bytes: &[u8]) -> Result<Object, Unreadable> {
    if bytes.is_empty() {
        return Ok(Object::new());
    }
    if too_deep(bytes) {
        return Err(Unreadable::Json);
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => Ok(fields.into()),
        Ok(_) => Ok(Object::new()),
        Err(_) => Err(Unreadable::Json),
    }
}

/// Whether brackets outside of strings nest deeper than the limit.
fn too_deep(bytes: &[u8]) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match (in_string, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => in_string = !in_string,
            (false, b'{' | b'[') => {
                depth = depth.saturating_add(1);
                if depth > MAX_DEPTH {
                    return true;
                }
            }
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(kind: &'static str, body: &str) -> Result<String, Unreadable> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, http::HeaderValue::from_static(kind));
        read(&headers, body.as_bytes())
            .map(|body| format!("{} {}", serde_json::to_string(&body.fields).expect("JSON"), body.unread))
    }

    #[test]
    fn forms_and_json_objects_are_read_and_nothing_else() {
        assert_eq!(
            fields("application/x-www-form-urlencoded", "a=1&b=x+y&a=2").as_deref(),
            Ok(r#"{"a":["1","2"],"b":"x y"} false"#)
        );
        assert_eq!(
            fields("application/json; charset=UTF-8", r#"{"a":{"b":null}}"#).as_deref(),
            Ok(r#"{"a":{"b":null}} false"#)
        );
        assert_eq!(fields("application/json", "[1]").as_deref(), Ok("{} false"));
        for unread in [
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "",
            "application/jsonx",
        ] {
            assert_eq!(fields(unread, "a=1").as_deref(), Ok("{} true"), "{unread}");
        }
        assert_eq!(fields("application/json", "{"), Err(Unreadable::Json));
        assert_eq!(fields("application/json", &"[".repeat(33)), Err(Unreadable::Json));
        assert!(fields("application/json", r#"{"a":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"[[["}"#).is_ok());
        assert_eq!(fields("application/x-www-form-urlencoded", &"a&".repeat(101)), Err(Unreadable::Fields));
    }
}
