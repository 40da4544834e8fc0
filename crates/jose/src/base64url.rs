use base64ct::{Base64UrlUnpadded, Encoding};

use crate::OpenError;

/// Length of `bytes` bytes once encoded.
pub(crate) const fn encoded_len(bytes: usize) -> usize {
    bytes.saturating_mul(4).div_ceil(3)
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

pub(crate) fn append(out: &mut String, bytes: &[u8]) {
    out.push_str(&encode(bytes));
}

pub(crate) fn decode(segment: &str) -> Result<Vec<u8>, OpenError> {
    Base64UrlUnpadded::decode_vec(segment).map_err(|_| OpenError::Encoding)
}

pub(crate) fn decode_array<const N: usize>(segment: &str) -> Result<[u8; N], OpenError> {
    let mut out = [0; N];
    if segment.len() != encoded_len(N) {
        return Err(OpenError::Encoding);
    }
    Base64UrlUnpadded::decode(segment, &mut out).map_err(|_| OpenError::Encoding)?;
    Ok(out)
}
