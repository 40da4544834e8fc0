//! A JavaScript-shaped object: what users, tokens, sessions, accounts and profiles are.

use crate::BoxError;
use serde_json::{Map, Value};
use std::{
    any::Any,
    borrow::Cow,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// An object with ordered keys, where a key that is absent differs from one that is null.
///
/// It is either JSON or an object of a JavaScript host. Cloning never copies the contents: a JSON clone is a value of its own
/// (copy on write), a host's object stays the one object that it is there.
///
/// ```
/// let mut user = authwire_core::Object::new();
/// user.set("name", "Ada").set("image", None::<String>);
/// assert_eq!(user.str("name").as_deref(), Some("Ada"));
/// assert_eq!(user.get("image"), Some(serde_json::Value::Null));
/// assert_eq!(user.get("email"), None);
/// ```
#[derive(Clone)]
pub struct Object(Repr);

#[derive(Clone)]
enum Repr {
    Json { identity: u64, map: Arc<Map<String, Value>> },
    Host(Arc<dyn HostObject>),
}

/// An object that a host owns. Reads are live, so what host code changes is seen.
pub trait HostObject: Any + Send + Sync {
    /// The value of a member, `None` when absent or undefined.
    fn get(&self, key: &str) -> Option<Value>;
    /// Sets a member, in the host's own object.
    fn set(&self, key: &str, value: Value);
    /// Removes a member, in the host's own object.
    fn remove(&self, key: &str);
    /// The object as JSON would write it.
    ///
    /// # Errors
    /// When it cannot be written, as one that contains itself.
    fn to_json(&self) -> Result<Map<String, Value>, BoxError>;
}

fn next_identity() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Object {
    /// An empty object.
    #[must_use]
    pub fn new() -> Self {
        Map::new().into()
    }

    /// A host's object, by reference.
    pub fn host(object: impl HostObject) -> Self {
        Self(Repr::Host(Arc::new(object)))
    }

    /// The value of a member.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Value> {
        match &self.0 {
            Repr::Json { map, .. } => map.get(key).cloned(),
            Repr::Host(host) => host.get(key),
        }
    }

    /// The value of a member that is a string.
    #[must_use]
    pub fn str(&self, key: &str) -> Option<Cow<'_, str>> {
        match &self.0 {
            Repr::Json { map, .. } => map.get(key).and_then(Value::as_str).map(Cow::Borrowed),
            Repr::Host(host) => match host.get(key) {
                Some(Value::String(text)) => Some(Cow::Owned(text)),
                _ => None,
            },
        }
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Repr::Json { map, .. } => map.is_empty(),
            Repr::Host(host) => host.to_json().is_ok_and(|map| map.is_empty()),
        }
    }

    /// Sets a member, in place when it exists, else last.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) -> &mut Self {
        match &mut self.0 {
            Repr::Json { map, .. } => {
                Arc::make_mut(map).insert(key.to_owned(), value.into());
            }
            Repr::Host(host) => host.set(key, value.into()),
        }
        self
    }

    /// Sets a member when there is a value. (JavaScript's `undefined` leaves the key out of what JSON writes.)
    pub fn set_some(&mut self, key: &str, value: Option<impl Into<Value>>) -> &mut Self {
        if let Some(value) = value {
            self.set(key, value);
        }
        self
    }

    /// Removes a member; the others keep their order.
    pub fn remove(&mut self, key: &str) -> &mut Self {
        match &mut self.0 {
            Repr::Json { map, .. } => {
                Arc::make_mut(map).shift_remove(key);
            }
            Repr::Host(host) => host.remove(key),
        }
        self
    }

    /// The nested object at `key`, made when it is absent. An object of a host is detached from its host first.
    pub fn child_mut(&mut self, key: &str) -> &mut Map<String, Value> {
        let child = self.json_mut().entry(key).or_insert(Value::Null);
        if !child.is_object() {
            *child = Value::Object(Map::new());
        }
        match child {
            Value::Object(map) => map,
            _ => unreachable!("an object was put here above"),
        }
    }

    fn json_mut(&mut self) -> &mut Map<String, Value> {
        if let Repr::Host(_) = &self.0 {
            *self = self.to_json().into();
        }
        match &mut self.0 {
            Repr::Json { map, .. } => Arc::make_mut(map),
            Repr::Host(_) => unreachable!("a host's object was detached above"),
        }
    }

    /// The typed view, read once.
    ///
    /// # Errors
    /// When the object does not have `T`'s shape.
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> serde_json::Result<T> {
        let map = self.try_to_json().map_err(serde::de::Error::custom)?;
        serde_json::from_value(Value::Object(map))
    }

    /// A copy as JSON. Of a host's object that JSON cannot write, an empty one.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        self.try_to_json().unwrap_or_default()
    }

    /// A copy as JSON.
    ///
    /// # Errors
    /// What the host says when JSON cannot write its object. An object that is not a host's never fails.
    pub fn try_to_json(&self) -> Result<Map<String, Value>, BoxError> {
        self.as_json().map(Cow::into_owned)
    }

    /// As [`try_to_json`](Object::try_to_json), without a copy where there is no need for one.
    pub(crate) fn as_json(&self) -> Result<Cow<'_, Map<String, Value>>, BoxError> {
        match &self.0 {
            Repr::Json { map, .. } => Ok(Cow::Borrowed(map)),
            Repr::Host(host) => host.to_json().map(Cow::Owned),
        }
    }

    /// The host's own object, for the host.
    #[must_use]
    pub fn downcast<T: 'static>(&self) -> Option<&T> {
        match &self.0 {
            Repr::Json { .. } => None,
            Repr::Host(host) => (&**host as &dyn Any).downcast_ref(),
        }
    }

    /// Whether this is the object that `other` is, changed or not: JavaScript's `===`, where changing a clone counts as changing
    /// the object in place. (next-auth tells a token that the `jwt` callback changed from one that it made anew.)
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Json { identity: a, .. }, Repr::Json { identity: b, .. }) => a == b,
            (Repr::Host(a), Repr::Host(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl Default for Object {
    fn default() -> Self {
        Self::new()
    }
}

impl From<Map<String, Value>> for Object {
    fn from(map: Map<String, Value>) -> Self {
        Self(Repr::Json { identity: next_identity(), map: Arc::new(map) })
    }
}

impl serde::Serialize for Object {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Json { map, .. } => map.serialize(serializer),
            Repr::Host(host) => host.to_json().map_err(serde::ser::Error::custom)?.serialize(serializer),
        }
    }
}

impl<'de> serde::Deserialize<'de> for Object {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self::from)
    }
}

/// Silent: users, tokens and accounts hold what no log may show.
impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Object(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_null_survive() {
        let object: Object = serde_json::from_str(r#"{"z":1,"a":null,"m":{"y":2,"b":3}}"#).expect("valid");
        assert_eq!(serde_json::to_string(&object).expect("valid"), r#"{"z":1,"a":null,"m":{"y":2,"b":3}}"#);
        let mut changed = object.clone();
        changed.set("z", 9).remove("a").set("n", true);
        assert_eq!(serde_json::to_string(&changed).expect("valid"), r#"{"z":9,"m":{"y":2,"b":3},"n":true}"#);
        assert_eq!(object.get("z"), Some(1.into()), "a clone is a value of its own");
    }

    #[test]
    fn identity_follows_changes_but_not_copies() {
        let object = Object::new();
        let mut changed = object.clone();
        changed.set("a", 1);
        assert!(changed.is(&object));
        assert!(!Object::from(object.to_json()).is(&object));
    }
}
