//! Functions of the application, called as its own code would call them.

use crate::{error::thrown, value::member};
use authwire_core::BoxError;
use js_sys::{Array, Function, Promise, Reflect};
use send_wrapper::SendWrapper;
use std::{future::Future, pin::Pin};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What a function answers, awaited whether or not it is a promise.
pub(crate) type Answer = SendWrapper<Pin<Box<dyn Future<Output = Result<JsValue, BoxError>>>>>;

/// An object whose members are functions of the application: `callbacks`, `events`, `logger`, a provider.
///
/// They are looked up when they are called, and their `this` is the object, as JavaScript has it.
#[derive(Clone)]
pub(crate) struct Functions(SendWrapper<JsValue>);

impl Functions {
    /// The functions of this object, or none.
    pub(crate) fn of(object: JsValue) -> Self {
        Self(SendWrapper::new(object))
    }

    /// Calls a function and returns what it returns. `None`, and no arguments made, when the application has none of this name.
    pub(crate) fn call_now<const N: usize>(
        &self,
        name: &str,
        arguments: impl FnOnce() -> [JsValue; N],
    ) -> Option<Result<JsValue, JsValue>> {
        let function: Function = member(&self.0, name).dyn_into().ok()?;
        Some(Reflect::apply(&function, &self.0, &Array::from_iter(arguments())))
    }

    /// As [`call_now`](Self::call_now), and awaits the promise that the function may return.
    pub(crate) fn call<const N: usize>(&self, name: &str, arguments: impl FnOnce() -> [JsValue; N]) -> Option<Answer> {
        let returned = self.call_now(name, arguments)?;
        Some(SendWrapper::new(Box::pin(async move {
            let promise = Promise::resolve(&returned.map_err(thrown)?);
            JsFuture::from(promise).await.map_err(thrown)
        })))
    }
}
