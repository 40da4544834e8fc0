use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::ClaimsError;

/// The longest claims that are parsed, in bytes: 256 KiB.
pub const MAX_BYTES: usize = 256 * 1024;

/// The deepest nesting of objects and arrays that is parsed; the claims themselves are depth 1.
pub const MAX_DEPTH: u8 = 64;

/// Parses claims: one JSON object in UTF-8, and nothing after it.
///
/// Stricter than JavaScript's `JSON.parse`, because a token that two readers understand
/// differently is an attack: a member named twice (at any depth) is refused, so are numbers
/// outside the range of a double, lone surrogates, and nesting beyond [`MAX_DEPTH`].
///
/// # Errors
/// [`ClaimsError::TooLong`], [`TooDeep`](ClaimsError::TooDeep),
/// [`Duplicate`](ClaimsError::Duplicate), [`NotAnObject`](ClaimsError::NotAnObject) or
/// [`Syntax`](ClaimsError::Syntax).
pub fn parse(bytes: &[u8]) -> Result<Map<String, Value>, ClaimsError> {
    if bytes.len() > MAX_BYTES {
        return Err(ClaimsError::TooLong);
    }
    let reason = Cell::new(ClaimsError::Syntax);
    let strict = Strict { depth: 0, reason: &reason };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = strict.deserialize(&mut reader).map_err(|_| reason.get())?;
    reader.end().map_err(|_| ClaimsError::Syntax)?;
    match value {
        Value::Object(claims) => Ok(claims),
        _ => Err(ClaimsError::NotAnObject),
    }
}

/// Builds a value; `depth` is that of the value's container.
#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: u8,
    reason: &'a Cell<ClaimsError>,
}

impl Strict<'_> {
    fn fail<E: Error>(self, reason: ClaimsError) -> E {
        self.reason.set(reason);
        E::custom("refused")
    }

    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.fail(ClaimsError::TooDeep));
        }
        Ok(Self { depth: self.depth.saturating_add(1), ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| self.fail(ClaimsError::Syntax))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        // Most tokens fit without growing.
        let mut object = Map::with_capacity(8);
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(inner)?;
            if object.insert(name, value).is_some() {
                return Err(self.fail(ClaimsError::Duplicate));
            }
        }
        Ok(Value::Object(object))
    }
}
