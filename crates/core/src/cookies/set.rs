//! `Set-Cookie`, byte for byte as next-auth writes it.

use super::Baked;
use crate::Timestamp;
use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::{borrow::Cow, fmt, sync::Arc};

/// What JavaScript's `encodeURIComponent` escapes.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// By byte, whether it stands for itself in any part of a URL (RFC 3986 §2.3).
#[expect(clippy::indexing_slicing, reason = "checked when it is compiled")]
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
        byte += 1;
    }
    table
};

/// JavaScript's `encodeURIComponent`.
pub(crate) fn encode_component(value: &str) -> Cow<'_, str> {
    // Session tokens, the longest values, need no escape.
    if value.bytes().all(|byte| UNRESERVED.get(usize::from(byte)) == Some(&true)) {
        return Cow::Borrowed(value);
    }
    utf8_percent_encode(value, COMPONENT).into()
}

/// A cookie that a reply sets or deletes.
#[derive(Clone)]
pub struct SetCookie {
    name: Arc<str>,
    value: String,
    baked: Arc<Baked>,
    max_age: Option<u64>,
    expires: Option<Timestamp>,
}

impl SetCookie {
    /// A cookie of this kind with its configured lifetime.
    pub(crate) fn new(baked: &Arc<Baked>, value: impl Into<String>) -> Self {
        Self {
            name: baked.name.clone(),
            value: value.into(),
            baked: baked.clone(),
            max_age: baked.max_age,
            expires: None,
        }
    }

    pub(crate) fn expiring(mut self, at: Timestamp) -> Self {
        self.expires = Some(at);
        self
    }

    /// Under another name: a chunk.
    pub(crate) fn named(mut self, name: impl Into<Arc<str>>) -> Self {
        self.name = name.into();
        self
    }

    /// `name=; Max-Age=0` with the attributes that the cookie was set with.
    pub(crate) fn deletion(baked: &Arc<Baked>, name: &str) -> Self {
        Self { name: name.into(), value: String::new(), baked: baked.clone(), max_age: Some(0), expires: None }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value before it is percent-encoded.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// When the cookie ends, if it has an `Expires`.
    #[must_use]
    pub fn expires(&self) -> Option<Timestamp> {
        self.expires
    }

    /// The header's value.
    #[must_use]
    pub fn to_header(&self) -> HeaderValue {
        use fmt::Write;
        let value = encode_component(&self.value);
        let mut text = String::with_capacity(self.name.len().saturating_add(value.len()).saturating_add(128));
        text.push_str(&self.name);
        text.push('=');
        text.push_str(&value);
        if let Some(max_age) = self.max_age {
            let _ = write!(text, "; Max-Age={max_age}");
        }
        text.push_str(&self.baked.before_expires);
        if let Some(expires) = self.expires {
            text.push_str("; Expires=");
            text.push_str(&expires.to_http_date());
        }
        text.push_str(&self.baked.after_expires);
        // Names and attributes are checked when options are built and the value is percent-encoded, so this cannot fail.
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

/// The name alone: values are credentials.
impl fmt::Debug for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SetCookie({}=..)", self.name)
    }
}
