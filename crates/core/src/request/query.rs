//! Queries and form bodies: fields, where a repeated key becomes an array.

use super::Unreadable;
use crate::Object;
use serde_json::{Map, Value};

/// Fields beyond this refuse the request.
const MAX_FIELDS: usize = 100;

pub(super) fn read(text: &str) -> Result<Object, Unreadable> {
    read_bytes(text.as_bytes())
}

pub(super) fn read_bytes(bytes: &[u8]) -> Result<Object, Unreadable> {
    let mut fields = Map::new();
    for (count, (key, value)) in form_urlencoded::parse(bytes).enumerate() {
        if count >= MAX_FIELDS {
            return Err(Unreadable::Fields);
        }
        let value = Value::String(value.into_owned());
        match fields.get_mut(&*key) {
            None => {
                fields.insert(key.into_owned(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Ok(fields.into())
}
