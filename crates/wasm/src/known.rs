//! The settings of late, so that options which are made anew for each request do not derive their keys anew.

use authwire_core::{Auth, Options};
use std::cell::RefCell;

/// An application has one configuration, or one for each of its tenants; and `getServerSession` may be given another.
const MOST: usize = 16;

thread_local! {
    /// Engines without effects: what a request closes over must not outlive it.
    static KNOWN: RefCell<Vec<Auth>> = const { RefCell::new(Vec::new()) };
}

/// The engine of these options, whatever they are.
pub(crate) fn engine(options: Options) -> Auth {
    KNOWN.with_borrow_mut(|known| {
        let base = match known.iter().position(|auth| auth.has_settings_of(&options)) {
            Some(at) => known.remove(at),
            None => options.without_effects().build_unchecked(),
        };
        let auth = base.with(|all| *all = options);
        // The one asked for last comes first.
        known.insert(0, base);
        known.truncate(MOST);
        auth
    })
}
