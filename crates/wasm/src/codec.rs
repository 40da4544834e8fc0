//! `jwt.encode` and `jwt.decode`: session tokens of the application's own making.

use crate::{
    error::{of_type, thrown},
    functions::Functions,
    host_object::{from_js, to_js},
    value::{is_nothing, set},
};
use async_trait::async_trait;
use authwire_core::{BoxError, JwtCodec, JwtDecode, JwtEncode, Token};
use js_sys::Object;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

/// Calls them with all members of the option `jwt`, as next-auth does, and the token.
///
/// The secret is therefore the one that the host put there: it may be bytes, and is what the application wrote.
pub(crate) struct JsCodec {
    jwt: SendWrapper<JsValue>,
    functions: Functions,
}

impl JsCodec {
    /// Of the option `jwt`.
    pub(crate) fn new(jwt: JsValue) -> Self {
        Self { functions: Functions::of(jwt.clone()), jwt: SendWrapper::new(jwt) }
    }

    fn arguments<const N: usize>(&self, members: [(&str, JsValue); N]) -> JsValue {
        let arguments = Object::assign(&Object::new(), &Object::from((*self.jwt).clone())).into();
        for (name, value) in members {
            set(&arguments, name, &value);
        }
        arguments
    }
}

#[async_trait]
impl JwtCodec for JsCodec {
    async fn encode(&self, call: JwtEncode) -> Result<String, BoxError> {
        let answer = self.functions.call("encode", || {
            let max_age = JsValue::from_f64(call.max_age.as_secs_f64());
            [self.arguments([("token", to_js(&call.token)), ("maxAge", max_age)])]
        });
        let answer = answer.ok_or("the option jwt.encode is not a function")?.await?;
        answer.as_string().ok_or_else(|| thrown(of_type("jwt.encode must return a string")))
    }

    async fn decode(&self, call: JwtDecode) -> Result<Option<Token>, BoxError> {
        let answer = self.functions.call("decode", || [self.arguments([("token", JsValue::from_str(&call.token))])]);
        let token = answer.ok_or("the option jwt.decode is not a function")?.await?;
        Ok((!is_nothing(&token)).then(|| from_js(token).into()))
    }
}
