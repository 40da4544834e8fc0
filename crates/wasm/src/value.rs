//! JavaScript values, read as JSON writes them and made of JSON.

use crate::{error::thrown, word::word};
use authwire_core::BoxError;
use js_sys::{Array, JSON, Reflect};
use serde_json::{Map, Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// Integers up to here are exact in JavaScript (`Number.MAX_SAFE_INTEGER`).
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// The member of an object; `undefined` when there is none, when this is no object, or when its getter throws.
pub(crate) fn member(object: &JsValue, key: &str) -> JsValue {
    // `Reflect.get` throws for what is no object, which costs more than everything else here.
    if !object.is_object() && !object.is_function() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &word(key)).unwrap_or(JsValue::UNDEFINED)
}

/// Whether JavaScript takes the value for nothing: `undefined` or `null`.
pub(crate) fn is_nothing(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// An object of these members.
pub(crate) fn object<'k>(members: impl IntoIterator<Item = (&'k str, JsValue)>) -> JsValue {
    let object = js_sys::Object::new();
    for (key, value) in members {
        set(&object, key, &value);
    }
    object.into()
}

/// Sets a member. One that cannot be written, as in a frozen object, stays as it is.
pub(crate) fn set(object: &JsValue, key: &str, value: &JsValue) {
    // `Reflect.set` throws for what is no object, and answers false for what is read-only: there is nothing to do about either.
    let _ = Reflect::set(object, &word(key), value);
}

/// The object's own members that `for … in` would list, in its order.
pub(crate) fn entries(object: &JsValue) -> Vec<(String, JsValue)> {
    let Some(object) = object.dyn_ref::<js_sys::Object>() else { return Vec::new() };
    let pairs = js_sys::Object::entries(object);
    pairs
        .iter()
        .map(|pair| {
            let pair = Array::from(&pair);
            (pair.get(0).as_string().unwrap_or_default(), pair.get(1))
        })
        .collect()
}

/// The value as JSON would write it; `None` for `undefined`, functions and symbols, and for what JSON cannot write.
pub(crate) fn json(value: &JsValue) -> Option<Value> {
    if let Some(text) = value.as_string() {
        return Some(Value::String(text));
    }
    if let Some(flag) = value.as_bool() {
        return Some(Value::Bool(flag));
    }
    if let Some(number) = value.as_f64() {
        return Some(json_number(number));
    }
    if value.is_null() {
        return Some(Value::Null);
    }
    if value.is_bigint() {
        // JSON refuses it, but it is what some databases number their rows with: `id` has to be read.
        return js_sys::BigInt::from(value.clone()).to_string(10).ok().map(|digits| Value::String(digits.into()));
    }
    stringify(value).ok().flatten().and_then(|text| serde_json::from_str(&text).ok())
}

fn json_number(number: f64) -> Value {
    // Whole, and within the range in which doubles are exact: written without a fraction, as JavaScript does.
    if number.fract() == 0.0 && number.abs() <= MAX_SAFE {
        Value::from(number as i64)
    } else {
        Number::from_f64(number).map_or(Value::Null, Value::Number)
    }
}

/// The members of an object as JSON would write them.
pub(crate) fn json_object(value: &JsValue) -> Result<Map<String, Value>, BoxError> {
    if value.is_undefined() {
        return Ok(Map::new());
    }
    let text = stringify(value).map_err(thrown)?;
    let text = text.filter(|text| text.starts_with('{')).ok_or("an object was expected")?;
    Ok(serde_json::from_str(&text)?)
}

/// `JSON.stringify`; `None` where it answers `undefined`.
fn stringify(value: &JsValue) -> Result<Option<String>, JsValue> {
    let text = JSON::stringify(value)?;
    Ok(text.as_string().map(well_formed))
}

/// Replaces surrogates that stand alone, as text that was cut within an emoji has them: UTF-8 cannot hold them.
///
/// `JSON.stringify` escapes these and no other surrogates, so that each such escape in what it wrote is one.
fn well_formed(json: String) -> String {
    if !json.contains("\\ud") {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        let lone =
            escape.strip_prefix("ud").is_some_and(|digits| digits.starts_with(|c| matches!(c, '8'..='9' | 'a'..='f')));
        let length = if lone { "udxxx".len() } else { 1 };
        let Some((escape, after)) = escape.split_at_checked(length) else { break };
        if lone {
            out.push(char::REPLACEMENT_CHARACTER);
        } else {
            out.push('\\');
            out.push_str(escape);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A JavaScript value of a JSON value.
pub(crate) fn from_json(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::String(text) => JsValue::from_str(text),
        Value::Number(number) => number.as_f64().map_or(JsValue::NULL, JsValue::from_f64),
        Value::Array(_) | Value::Object(_) => parsed(&value.to_string()),
    }
}

/// A JavaScript object of these members.
pub(crate) fn from_json_object(map: &Map<String, Value>) -> JsValue {
    parsed(&serde_json::to_string(map).unwrap_or_default())
}

fn parsed(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or_else(|_| js_sys::Object::new().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_surrogates_become_replacement_characters() {
        let cut = r#"{"name":"Ada \ud83d","path":"C:\\ud83d","tail":"\udc00\n","ok":"\u001f"}"#;
        assert_eq!(
            well_formed(cut.to_owned()),
            "{\"name\":\"Ada \u{fffd}\",\"path\":\"C:\\\\ud83d\",\"tail\":\"\u{fffd}\\n\",\"ok\":\"\\u001f\"}"
        );
    }

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        for (number, text) in
            [(1.0, "1"), (-0.0, "0"), (0.5, "0.5"), (f64::NAN, "null"), (MAX_SAFE, "9007199254740991")]
        {
            assert_eq!(json_number(number).to_string(), text);
        }
    }
}
