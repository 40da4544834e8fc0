use aes::Aes256;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit};
use hmac::{Hmac, Mac};
use sha2::Sha512;

use crate::{KeyError, OpenError, SealError};

pub(crate) const IV_LEN: usize = 16;
pub(crate) const TAG_LEN: usize = 32;
const BLOCK_LEN: usize = 16;

/// A256CBC-HS512 (RFC 7518 §5.2.5) with its key schedule and hash state prepared.
pub(crate) struct CbcHmac {
    cipher: Aes256,
    mac: Hmac<Sha512>,
}

impl CbcHmac {
    /// The first half of the key authenticates, the second encrypts (RFC 7518 §5.2.2.1).
    pub(crate) fn new(key: &[u8; 64]) -> Result<Self, KeyError> {
        let (mac_key, enc_key) = key.split_at(32);
        Ok(Self {
            cipher: Aes256::new_from_slice(enc_key).map_err(|_| KeyError::Derivation)?,
            mac: Hmac::new_from_slice(mac_key).map_err(|_| KeyError::Derivation)?,
        })
    }

    fn mac(&self, iv: &[u8; IV_LEN], aad: &[u8], ciphertext: &[u8]) -> Hmac<Sha512> {
        let aad_bits = (aad.len() as u64).saturating_mul(8);
        let mut mac = self.mac.clone();
        mac.update(aad);
        mac.update(iv);
        mac.update(ciphertext);
        mac.update(&aad_bits.to_be_bytes());
        mac
    }

    /// Pads and encrypts `buffer` in place and returns the tag.
    pub(crate) fn seal(&self, iv: &[u8; IV_LEN], aad: &[u8], buffer: &mut Vec<u8>) -> Result<[u8; TAG_LEN], SealError> {
        let len = buffer.len();
        buffer.resize(padded_len(len), 0);
        cbc::Encryptor::inner_iv_init(self.cipher.clone(), iv.into())
            .encrypt_padded::<Pkcs7>(buffer, len)
            .map_err(|_| SealError::Cipher)?;
        let full = self.mac(iv, aad, buffer).finalize().into_bytes();
        full.first_chunk().copied().ok_or(SealError::Cipher)
    }

    /// Checks the tag, then decrypts in place and drops the padding.
    pub(crate) fn open(
        &self,
        iv: &[u8; IV_LEN],
        aad: &[u8],
        buffer: &mut Vec<u8>,
        tag: &[u8; TAG_LEN],
    ) -> Result<(), OpenError> {
        self.mac(iv, aad, buffer).verify_truncated_left(tag).map_err(|_| OpenError::Refused)?;
        let len = cbc::Decryptor::inner_iv_init(self.cipher.clone(), iv.into())
            .decrypt_padded::<Pkcs7>(buffer)
            .map_err(|_| OpenError::Refused)?
            .len();
        buffer.truncate(len);
        Ok(())
    }
}

/// PKCS #7 always adds something: a full block when the length already fits.
pub(crate) const fn padded_len(len: usize) -> usize {
    (len / BLOCK_LEN).saturating_add(1).saturating_mul(BLOCK_LEN)
}
