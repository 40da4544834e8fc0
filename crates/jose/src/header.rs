use serde_json::Value;

use crate::{OpenError, base64url, claims};

/// Content encryption of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Enc {
    A256Gcm,
    A256CbcHs512,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) enc: Enc,
    pub(crate) kid: Option<String>,
}

/// Which members and algorithms a reader takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    V4,
    V5,
}

/// `{"alg":"dir","enc":"A256GCM"}`, byte for byte what next-auth 4 writes.
pub(crate) const V4_HEADER: &str = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0";

/// The longest real header, with the `kid` of a 64-byte key, has 175 characters.
const MAX_SEGMENT: usize = 512;

impl Header {
    /// Reads the first segment of a token.
    pub(crate) fn parse(segment: &str, profile: Profile) -> Result<Self, OpenError> {
        if segment == V4_HEADER {
            return Ok(Self { enc: Enc::A256Gcm, kid: None });
        }
        if segment.len() > MAX_SEGMENT {
            return Err(OpenError::Header);
        }
        let members = claims::parse(&base64url::decode(segment)?).map_err(|_| OpenError::Header)?;
        let (mut alg, mut enc, mut kid) = (None, None, None);
        for (name, value) in members {
            let slot = match (name.as_str(), profile) {
                ("alg", _) => &mut alg,
                ("enc", _) => &mut enc,
                ("kid", Profile::V5) => &mut kid,
                _ => return Err(OpenError::Member),
            };
            let Value::String(value) = value else {
                return Err(OpenError::Header);
            };
            *slot = Some(value);
        }
        if alg.as_deref() != Some("dir") {
            return Err(OpenError::Algorithm);
        }
        let enc = match (enc.as_deref(), profile) {
            (Some("A256GCM"), _) => Enc::A256Gcm,
            (Some("A256CBC-HS512"), Profile::V5) => Enc::A256CbcHs512,
            _ => return Err(OpenError::Algorithm),
        };
        Ok(Self { enc, kid })
    }
}
