//! How large a request may be.

use super::Unreadable;
use crate::SecurityProfile;
use http::request::Parts;

const MAX_URI: usize = 8 * 1024;
const MAX_HEADERS: usize = 64 * 1024;

/// Bytes that a body may have: in the compat profile what Next.js allows.
pub(crate) fn body_limit(profile: SecurityProfile) -> usize {
    match profile {
        SecurityProfile::Strict => 64 * 1024,
        SecurityProfile::Compat => 1024 * 1024,
    }
}

/// Whether the head of a request is refused for its size.
pub(crate) fn oversized(parts: &Parts) -> Option<Unreadable> {
    let uri = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
    if uri > MAX_URI {
        return Some(Unreadable::Uri);
    }
    let headers: usize = parts
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len().saturating_add(value.len()).saturating_add(4))
        .sum();
    (headers > MAX_HEADERS).then_some(Unreadable::Headers)
}
