//! What is checked and said once, when an engine is built.

use crate::{Auth, ConfigError, Options};
use std::collections::HashSet;

/// Refuses providers that could not be told apart or could not be reached.
pub(crate) fn check_providers(options: &Options) -> Result<(), ConfigError> {
    let mut seen = HashSet::new();
    for provider in &options.providers {
        let id = provider.id();
        if id.is_empty() || id.contains(['/', '?', '#', '%']) || id.chars().any(char::is_control) {
            return Err(ConfigError::new(
                "INVALID_PROVIDER_ID",
                format!("the provider id {id:?} cannot be a path segment"),
                "Use letters, digits and hyphens",
            ));
        }
        if !seen.insert(id) {
            return Err(ConfigError::new(
                "DUPLICATE_PROVIDER",
                format!("two providers have the id {id:?}"),
                "Give one of them another id",
            ));
        }
    }
    Ok(())
}

/// In the compat profile, one warning that names what this configuration leaves open.
pub(crate) fn warn_of_open_points(auth: &Auth) {
    let settings = auth.settings();
    if settings.profile.is_strict() {
        return;
    }
    let mut open = vec![
        "a forged pair of CSRF cookie and token is accepted when a subdomain can set cookies (S-142)",
        "the Origin and Sec-Fetch-Site of a POST are not looked at (S-143)",
        "the redirect callback may send users to any URL (S-108)",
        "users may be sent to the engine's own actions (S-109)",
        "what authorize and the sign_in callback fail with is shown in the URL (S-160)",
        "of two session cookies that differ the first counts (S-119)",
        "tokens that live longer than max_age are accepted (S-130)",
        "the built-in pages may be framed (S-196)",
    ];
    if auth.compiled().is_ok_and(|compiled| compiled.trusts_any_host()) {
        open.push("every Host and X-Forwarded-Host is trusted (S-112)");
    }
    auth.log().warn(
        "COMPAT_PROFILE",
        &format!("answering as next-auth 4.24.15 leaves open: {}. The strict profile closes them", open.join("; ")),
    );
}
