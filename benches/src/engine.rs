//! Authwire with the options of `reference/server.mjs`.

use authwire::{Auth, ConfigError, Credentials, Field};

use crate::system::{ORIGIN, SECRET};

/// In the compat profile: over plain http the strict one wants a CSRF token that is bound to the browser, which next-auth's cookies are not.
pub(crate) fn configured() -> Result<Auth, ConfigError> {
    let mut options = authwire::builder();
    options.compat().url(ORIGIN).secret(SECRET);
    for (id, name) in [("credentials", "Credentials"), ("staff", "Staff"), ("partners", "Partners")] {
        let fields =
            [Field::new("username").label("Username"), Field::new("password").label("Password").input_type("password")];
        options.provider(Credentials::new(fields, |_, _| async { Ok(None) }).id(id).name(name));
    }
    options.build()
}
