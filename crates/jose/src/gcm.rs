use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};

use crate::{OpenError, SealError};

pub(crate) const IV_LEN: usize = 12;
pub(crate) const TAG_LEN: usize = 16;

/// A256GCM (RFC 7518 §5.3) with its key schedule and hash key prepared.
pub(crate) struct Gcm(Aes256Gcm);

impl Gcm {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(Aes256Gcm::new(key.into()))
    }

    /// Encrypts in place and returns the tag.
    pub(crate) fn seal(&self, iv: &[u8; IV_LEN], aad: &[u8], buffer: &mut [u8]) -> Result<[u8; TAG_LEN], SealError> {
        self.0.encrypt_inout_detached(iv.into(), aad, buffer.into()).map(Into::into).map_err(|_| SealError::Cipher)
    }

    /// Decrypts in place. After a failure the buffer holds nothing of use.
    pub(crate) fn open(
        &self,
        iv: &[u8; IV_LEN],
        aad: &[u8],
        buffer: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), OpenError> {
        self.0.decrypt_inout_detached(iv.into(), aad, buffer.into(), tag.into()).map_err(|_| OpenError::Refused)
    }
}
