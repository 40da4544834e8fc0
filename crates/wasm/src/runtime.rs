//! What the engine needs from its host: the time and randomness.

use authwire_core::{BoxFuture, Clock, Rng, RngError, Runtime, Timestamp};
use js_sys::{Function, Promise};
use send_wrapper::SendWrapper;
use std::time::Duration;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &Function, milliseconds: i32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// JavaScript's clock, and `crypto.getRandomValues`.
pub(crate) fn host() -> Runtime {
    Runtime::new(JsClock, JsRng)
}

struct JsClock;

impl Clock for JsClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(js_sys::Date::now() as i64)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let milliseconds = i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
        Box::pin(SendWrapper::new(async move {
            let mut timer = None;
            let over = Promise::new(&mut |resolve, _| timer = Some(Timer(set_timeout(&resolve, milliseconds))));
            // A timer's promise never rejects.
            let _ = JsFuture::from(over).await;
            drop(timer);
        }))
    }
}

/// A timer that ends with whoever waits for it: left running, it would keep a Node process alive.
struct Timer(JsValue);

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.0);
    }
}

struct JsRng;

impl Rng for JsRng {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngError> {
        getrandom::fill(bytes).map_err(|_| RngError)
    }
}
