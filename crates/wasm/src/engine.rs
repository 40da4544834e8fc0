//! What JavaScript sees.

use crate::{error, known, options, reply, request};
use authwire_core::Auth;
use js_sys::Promise;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

/// The engine under one configuration.
#[wasm_bindgen]
pub struct Engine(Auth);

#[wasm_bindgen]
impl Engine {
    /// An engine of next-auth's options.
    ///
    /// # Errors
    /// An `Error` that says what is wrong with them; its `code` is next-auth's where it has one.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Engine, JsValue> {
        options::read(options).build().map(Self).map_err(|error| error::of_config(&error))
    }

    /// An engine of options that may be wrong: it then answers every request with next-auth's configuration error.
    ///
    /// It costs little: engines whose settings are the same share what follows from them, so that a host can make one for each request.
    pub fn of(options: &JsValue) -> Engine {
        Self(known::engine(options::read(options)))
    }

    /// Logs the warnings of the configuration and what is wrong with it. The constructor has done so already.
    pub fn check(&self) -> Result<(), JsValue> {
        self.0.check().map_err(|error| error::of_config(&error))
    }

    /// Answers `{method, nextauth, query, body, cookies, headers}` with `{status, headers, cookies, body}`.
    ///
    /// `nextauth` holds the path segments below the base path, decoded; `cookies` and `query` are decoded records, and without `cookies`
    /// the `cookie` header is read. In the answer, `headers` is a list of pairs and `cookies` one of `Set-Cookie` values.
    ///
    /// The promise rejects where next-auth lets an error of the application escape, with that error.
    pub fn answer(&self, request: &JsValue) -> Promise {
        let auth = self.0.clone();
        let request = request::read(request);
        future_to_promise(async move { reply::write(auth.answer(request?).await) })
    }

    /// The version of the engine.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Engine").field(&self.0).finish()
    }
}
