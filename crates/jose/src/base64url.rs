use data_encoding::BASE64URL_NOPAD;

use crate::OpenError;

/// Length of `bytes` bytes once encoded.
pub(crate) const fn encoded_len(bytes: usize) -> usize {
    bytes.saturating_mul(4).div_ceil(3)
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

pub(crate) fn append(out: &mut String, bytes: &[u8]) {
    BASE64URL_NOPAD.encode_append(bytes, out);
}

/// Decodes the one canonical spelling: no padding, no unused bits set, no other alphabet, no
/// white space.
pub(crate) fn decode(segment: &str) -> Result<Vec<u8>, OpenError> {
    BASE64URL_NOPAD.decode(segment.as_bytes()).map_err(|_| OpenError::Encoding)
}

/// As [`decode`], for segments whose length is known.
pub(crate) fn decode_array<const N: usize>(segment: &str) -> Result<[u8; N], OpenError> {
    let mut out = [0; N];
    if segment.len() != encoded_len(N) {
        return Err(OpenError::Encoding);
    }
    BASE64URL_NOPAD.decode_mut(segment.as_bytes(), &mut out).map_err(|_| OpenError::Encoding)?;
    Ok(out)
}
