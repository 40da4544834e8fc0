//! The five objects of the protocol: one [`Object`] each, with the known keys as methods.

use crate::Object;
use serde_json::{Map, Value};
use std::borrow::Cow;

macro_rules! object {
    ($(#[$doc:meta])* $name:ident { $($(#[$key_doc:meta])* $key:ident = $json:literal),* $(,)? }) => {
        $(#[$doc])*
        ///
        /// Fields beyond the known ones are kept; read them with [`Object::get`] or, typed, with [`Object::parse`].
        #[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Object);

        impl $name {
            /// An object without members.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $($(#[$key_doc])*
            #[must_use]
            pub fn $key(&self) -> Option<Cow<'_, str>> {
                self.0.str($json)
            })*
        }

        impl std::ops::Deref for $name {
            type Target = Object;
            fn deref(&self) -> &Object {
                &self.0
            }
        }

        impl std::ops::DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Object {
                &mut self.0
            }
        }

        impl From<Object> for $name {
            fn from(object: Object) -> Self {
                Self(object)
            }
        }

        impl From<$name> for Object {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl From<Map<String, Value>> for $name {
            fn from(map: Map<String, Value>) -> Self {
                Self(map.into())
            }
        }
    };
}

object!(
    /// Who signs in.
    User {
        /// The display name.
        name = "name",
        /// The e-mail address.
        email = "email",
        /// The address of a picture.
        image = "image",
    }
);
object!(
    /// The claims of a JWT session.
    Token {
        /// Who the token speaks of (RFC 7519 §4.1.2): the user's id.
        sub = "sub",
        /// The display name.
        name = "name",
        /// The e-mail address.
        email = "email",
        /// The address of a picture.
        picture = "picture",
    }
);
object!(
    /// What the client may see of who is signed in: `{"user": {…}, "expires": "…"}`.
    Session {
        /// When the session ends if nobody uses it, in the form of `Date.toISOString()`.
        expires = "expires",
    }
);
object!(
    /// A user's way in at one provider.
    Account {
        /// The id of the provider.
        provider = "provider",
        /// The kind of the provider: `credentials`, `oauth` or `email`.
        kind = "type",
        /// The user's id at the provider, when it is a string.
        provider_account_id = "providerAccountId",
    }
);
object!(
    /// What the provider said about the user, as it said it.
    Profile {
        /// The subject identifier (OpenID Connect Core §2).
        sub = "sub",
    }
);

impl User {
    /// The user's id. A number is written in decimal, as JavaScript's `toString()` writes it.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        match self.get("id")? {
            Value::String(id) => Some(id),
            Value::Number(id) => Some(match id.as_f64().filter(|_| id.is_f64()) {
                // JavaScript has one kind of number: 7.0 is 7 there.
                Some(float) if float.fract() == 0.0 && float.abs() < 1e21 => format!("{:.0}", float + 0.0),
                _ => id.to_string(),
            }),
            Value::Bool(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

impl Session {
    /// The signed-in user as the client sees it.
    #[must_use]
    pub fn user(&self) -> User {
        match self.get("user") {
            Some(Value::Object(user)) => user.into(),
            _ => User::new(),
        }
    }

    /// The user's members, to add to: `session.user_mut().insert("id".into(), id.into())`.
    pub fn user_mut(&mut self) -> &mut Map<String, Value> {
        self.child_mut("user")
    }
}
