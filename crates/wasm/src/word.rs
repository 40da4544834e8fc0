//! Short texts that cross to JavaScript again and again: names of members and of headers. To decode one costs a microsecond, to hand
//! over a reference next to nothing.

use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::JsValue;

/// More than the engine knows names.
const MOST: usize = 512;

const LONGEST: usize = 48;

thread_local! {
    static KNOWN: RefCell<HashMap<Box<str>, JsValue>> = RefCell::default();
}

/// The text as a string of JavaScript.
pub(crate) fn word(text: &str) -> JsValue {
    if text.len() > LONGEST {
        return JsValue::from_str(text);
    }
    KNOWN.with_borrow_mut(|known| match known.get(text) {
        Some(value) => value.clone(),
        None => {
            let value = JsValue::from_str(text);
            if known.len() < MOST {
                known.insert(text.into(), value.clone());
            }
            value
        }
    })
}
