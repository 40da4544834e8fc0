//! Whether the configuration is sound.

use crate::{AuthRequest, Route, redirect};

/// What is wrong with the configuration.
///
/// Its `Debug` is the sentence too: that is what an application shows whose `main` returns the error.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {}. {remedy}", .message.trim_end_matches('.'))]
pub struct ConfigError {
    code: &'static str,
    message: String,
    remedy: &'static str,
}

impl ConfigError {
    /// What a host found wrong; see [`Options::fault`](crate::Options::fault).
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>, remedy: &'static str) -> Self {
        Self { code, message: message.into(), remedy }
    }

    /// next-auth's code where it has one: `NO_SECRET`, …
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> &str {
        self.remedy
    }
}

impl std::fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// The check of one request, after that of the options: next-auth's order.
pub(crate) fn check_request(request: &AuthRequest, strict: bool) -> Result<(), ConfigError> {
    if request.route == Route::Missing {
        return Err(ConfigError::new(
            "MISSING_NEXTAUTH_API_ROUTE_ERROR",
            "Cannot find [...nextauth].{js,ts} in `/pages/api/auth`. Make sure the filename is written correctly.",
            "Name the catch-all segment of the route `nextauth`",
        ));
    }
    // What is not a URL is answered with the base URL in the strict profile; next-auth calls it a fault of the configuration.
    let asked = request.query.get("callbackUrl").filter(|_| !strict);
    let refused = match &asked {
        None | Some(serde_json::Value::Null) => false,
        Some(serde_json::Value::String(url)) => !url.is_empty() && !redirect::is_callback_url(url),
        Some(_) => true,
    };
    if refused {
        let shown = asked.as_ref().map(ToString::to_string).unwrap_or_default();
        return Err(ConfigError::new(
            "INVALID_CALLBACK_URL_ERROR",
            format!("Invalid callback URL. Received: {}", shown.chars().take(200).collect::<String>()),
            "Send users to http or https URLs, or to paths that begin with a slash",
        ));
    }
    Ok(())
}
