//! The application's own code in the journeys: what it is called with, in which order, and what its failures do.

mod codec;
mod failures;
mod order;
mod tokens;

use crate::app::App;
use authwire::Callbacks;

/// Either profile, with these callbacks.
fn apps(callbacks: impl Callbacks + Clone + 'static) -> [App; 2] {
    App::both().map(|app| {
        app.with(|options| {
            options.callbacks(callbacks.clone());
        })
    })
}
