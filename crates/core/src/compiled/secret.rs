//! The secrets of a configuration, and which of them will not do.

use crate::{ConfigError, settings::Settings};
use authwire_jose::Secret;
use std::sync::Arc;

/// Bytes of a secret that cannot be guessed.
const MIN_LENGTH: usize = 32;

/// Long enough, but printed somewhere: placeholders of documentation and templates.
const KNOWN: [&str; 6] = [
    "your-secret-key-at-least-32-bytes-long",
    "this-is-a-very-long-secret-for-development",
    "super-secret-super-secret-super-secret",
    "changemechangemechangemechangeme",
    "0123456789abcdef0123456789abcdef",
    "a-secret-of-at-least-thirty-two-bytes",
];

pub(super) fn missing() -> ConfigError {
    ConfigError::new(
        "NO_SECRET",
        "Please define a `secret` in production.",
        "Set AUTH_SECRET (or call secret) to a random text, made for example with `openssl rand -base64 33`",
    )
}

pub(super) fn choose(
    settings: &Settings,
    warnings: &mut Vec<(&'static str, String)>,
) -> Result<Arc<[Secret]>, ConfigError> {
    let strict = settings.profile.is_strict();
    let secrets = settings.secrets();
    if secrets.is_empty() || secrets.iter().any(Secret::is_empty) {
        return Err(missing());
    }
    let weak = secrets.iter().chain(&settings.jwt_secret).find_map(weakness);
    match weak {
        Some(weakness) if strict && !settings.is_development() => {
            Err(ConfigError::new("WEAK_SECRET", weakness, "Make another, for example with `openssl rand -base64 33`"))
        }
        Some(weakness) => {
            warnings
                .push(("WEAK_SECRET", format!("{weakness}. Make another, for example with `openssl rand -base64 33`")));
            Ok(secrets)
        }
        None => Ok(secrets),
    }
}

fn weakness(secret: &Secret) -> Option<&'static str> {
    let text = secret.expose();
    if text.len() < MIN_LENGTH {
        return Some("a secret is shorter than 32 bytes");
    }
    let uniform = text.iter().all(|byte| Some(byte) == text.first());
    (uniform || KNOWN.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(text)))
        .then_some("a secret is a sample that others know too")
}
