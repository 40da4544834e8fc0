use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value};

/// What is written into a token's claims when it is made.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// The time now, in seconds since 1970; becomes `iat`.
    pub now: i64,
    /// How long the token is valid, in seconds; `exp` is `now + max_age`.
    pub max_age: i64,
    /// A fresh random identifier, a UUID of version 4 in next-auth 4.
    pub jti: &'a str,
}

/// The claims as JSON, with `iat`, `exp` and `jti` as the stamp says. Members that exist keep their place among the
/// others, new ones follow at the end in this order.
///
/// # Errors
/// Never for claims that [`parse`](super::parse) accepts; the type is that of the JSON writer.
pub fn write(claims: &Map<String, Value>, stamp: &Stamp<'_>) -> serde_json::Result<Vec<u8>> {
    let exp = stamp.now.saturating_add(stamp.max_age);
    let mut text = Vec::with_capacity(512);
    let mut writer = serde_json::Serializer::new(&mut text);
    let mut object = writer.serialize_map(None)?;
    for (name, value) in claims {
        match name.as_str() {
            "iat" => object.serialize_entry(name, &stamp.now)?,
            "exp" => object.serialize_entry(name, &exp)?,
            "jti" => object.serialize_entry(name, stamp.jti)?,
            _ => object.serialize_entry(name, value)?,
        }
    }
    if !claims.contains_key("iat") {
        object.serialize_entry("iat", &stamp.now)?;
    }
    if !claims.contains_key("exp") {
        object.serialize_entry("exp", &exp)?;
    }
    if !claims.contains_key("jti") {
        object.serialize_entry("jti", stamp.jti)?;
    }
    object.end()?;
    Ok(text)
}
