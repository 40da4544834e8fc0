//! Objects of the application, by reference.

use crate::value;
use authwire_core::{BoxError, HostObject, Object};
use send_wrapper::SendWrapper;
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

/// A value of the application that the engine passes on as the reference that it is.
///
/// Usually an object. What a callback returned instead is kept too: the session callback's `null` is the body that the client gets.
pub(crate) struct JsObject(SendWrapper<JsValue>);

impl JsObject {
    /// The reference.
    pub(crate) fn value(&self) -> &JsValue {
        &self.0
    }
}

impl HostObject for JsObject {
    fn get(&self, key: &str) -> Option<Value> {
        value::json(&value::member(&self.0, key))
    }

    fn set(&self, key: &str, value: Value) {
        value::set(&self.0, key, &value::from_json(&value));
    }

    fn remove(&self, key: &str) {
        if let Some(object) = wasm_bindgen::JsCast::dyn_ref::<js_sys::Object>(&*self.0) {
            // False for what is sealed, which then stays as it is.
            let _ = js_sys::Reflect::delete_property(object, &key.into());
        }
    }

    fn to_json(&self) -> Result<Map<String, Value>, BoxError> {
        value::json_object(&self.0)
    }
}

/// The engine's view of a value of the application.
pub(crate) fn from_js(value: JsValue) -> Object {
    Object::host(JsObject(SendWrapper::new(value)))
}

/// The application's own value, or a copy of an object that the engine made.
pub(crate) fn to_js(object: &Object) -> JsValue {
    match object.downcast::<JsObject>() {
        Some(host) => host.value().clone(),
        None => value::from_json_object(&object.to_json()),
    }
}

/// The engine's object as one of JavaScript's, the same from now on for everyone.
pub(crate) fn adopt(object: Object) -> Object {
    match object.downcast::<JsObject>() {
        Some(_) => object,
        None => from_js(value::from_json_object(&object.to_json())),
    }
}
