use std::fmt;
use std::sync::Arc;

use hkdf::Hkdf;
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use crate::cbc_hmac::{self, CbcHmac};
use crate::gcm::{self, Gcm};
use crate::header::{Enc, Header, Profile, V4_HEADER};
use crate::{KeyError, OpenError, SealError, Secret, base64url};

/// The longest token that is read or made, in bytes: 40 KiB.
///
/// Far above what browsers and servers carry in cookies, and low enough that hostile input costs
/// next to nothing.
pub const MAX_TOKEN_LENGTH: usize = 40 * 1024;

/// The keys of one purpose, derived and ready to use; cheap to clone.
///
/// Each purpose (session tokens, every check cookie by its name) has keys of its own, so that a
/// token made for one is worth nothing for another.
#[derive(Clone)]
pub struct Keyring(Arc<Inner>);

struct Inner {
    purpose: String,
    keys: Keys,
}

enum Keys {
    V4(Vec<Gcm>),
    V5(Vec<V5Key>),
}

/// One secret of Auth.js 5 under both content encryptions, with the `kid` of either key.
struct V5Key {
    /// The encoded header this key seals with.
    header: String,
    cbc: CbcHmac,
    cbc_kid: String,
    gcm: Gcm,
    gcm_kid: String,
}

impl Keyring {
    /// Keys as next-auth 4 derives them, for A256GCM.
    ///
    /// `salt` is empty for session tokens and the cookie's name (prefix included) for check
    /// cookies. The first secret seals; every secret opens.
    ///
    /// # Errors
    /// [`KeyError::NoSecret`] when `secrets` is empty or holds an empty secret.
    pub fn v4(secrets: &[Secret], salt: &str) -> Result<Self, KeyError> {
        let mut info = String::from("NextAuth.js Generated Encryption Key");
        if !salt.is_empty() {
            info.push_str(&format!(" ({salt})"));
        }
        let keys = secrets_of(secrets)?
            .iter()
            .map(|secret| Ok(Gcm::new(&*derive::<32>(secret, salt, &info)?)))
            .collect::<Result<_, KeyError>>()?;
        Ok(Self::from_keys(salt, Keys::V4(keys)))
    }

    /// Keys as Auth.js 5 derives them: A256CBC-HS512 to seal, and A256GCM too to open.
    ///
    /// `cookie_name` is the whole name of the cookie the token travels in, prefix included,
    /// without a chunk's suffix. The first secret seals. A token that names a `kid` is opened
    /// with the secret of that name; one without is tried with the first secret only, as Auth.js
    /// does.
    ///
    /// # Errors
    /// [`KeyError::NoSecret`] when `secrets` is empty or holds an empty secret.
    pub fn v5(secrets: &[Secret], cookie_name: &str) -> Result<Self, KeyError> {
        let info = format!("Auth.js Generated Encryption Key ({cookie_name})");
        let keys = secrets_of(secrets)?
            .iter()
            .map(|secret| {
                let cbc_key = derive::<64>(secret, cookie_name, &info)?;
                let gcm_key = derive::<32>(secret, cookie_name, &info)?;
                let cbc_kid = base64url::encode(&Sha512::digest(&*thumbprint_input(&*cbc_key)));
                let gcm_kid = base64url::encode(&Sha256::digest(&*thumbprint_input(&*gcm_key)));
                let header = format!(r#"{{"alg":"dir","enc":"A256CBC-HS512","kid":"{cbc_kid}"}}"#);
                Ok(V5Key {
                    header: base64url::encode(header.as_bytes()),
                    cbc: CbcHmac::new(&cbc_key)?,
                    cbc_kid,
                    gcm: Gcm::new(&gcm_key),
                    gcm_kid,
                })
            })
            .collect::<Result<_, KeyError>>()?;
        Ok(Self::from_keys(cookie_name, Keys::V5(keys)))
    }

    fn from_keys(purpose: &str, keys: Keys) -> Self {
        let purpose = purpose.to_owned();
        Self(Arc::new(Inner { purpose, keys }))
    }

    /// Encrypts `plaintext` (any bytes; for a token, the JSON of its claims) with the first
    /// secret.
    ///
    /// `iv` must be fresh random bytes for every call; A256GCM uses the first 12 of them.
    ///
    /// # Errors
    /// [`SealError::TooLong`] when the token would exceed [`MAX_TOKEN_LENGTH`].
    pub fn seal(&self, plaintext: &[u8], iv: &[u8; 16]) -> Result<String, SealError> {
        if plaintext.len() > MAX_TOKEN_LENGTH {
            return Err(SealError::TooLong);
        }
        match &self.0.keys {
            Keys::V4(keys) => {
                let key = keys.first().ok_or(SealError::Cipher)?;
                let iv: &[u8; gcm::IV_LEN] = iv.first_chunk().ok_or(SealError::Cipher)?;
                let mut buffer = plaintext.to_vec();
                let tag = key.seal(iv, V4_HEADER.as_bytes(), &mut buffer)?;
                assemble(V4_HEADER, iv, &buffer, &tag)
            }
            Keys::V5(keys) => {
                let key = keys.first().ok_or(SealError::Cipher)?;
                let mut buffer = Vec::with_capacity(cbc_hmac::padded_len(plaintext.len()));
                buffer.extend_from_slice(plaintext);
                let tag = key.cbc.seal(iv, key.header.as_bytes(), &mut buffer)?;
                assemble(&key.header, iv, &buffer, &tag)
            }
        }
    }

    /// Decrypts a token and returns its plaintext, which is authentic but otherwise unchecked.
    ///
    /// # Errors
    /// [`OpenError::Refused`] when no key fits or anything was changed; the other reasons are
    /// about the token's shape and are found before any cryptography runs.
    pub fn open(&self, token: &str) -> Result<Vec<u8>, OpenError> {
        if token.len() > MAX_TOKEN_LENGTH {
            return Err(OpenError::TooLong);
        }
        let mut rest = token.split('.');
        let (Some(head), Some(key), Some(iv), Some(text), Some(tag), None) =
            (rest.next(), rest.next(), rest.next(), rest.next(), rest.next(), rest.next())
        else {
            return Err(OpenError::Segments);
        };
        if !key.is_empty() {
            return Err(OpenError::EncryptedKey);
        }
        match &self.0.keys {
            Keys::V4(keys) => {
                Header::parse(head, Profile::V4)?;
                open_gcm(keys.iter(), head, iv, text, tag)
            }
            Keys::V5(keys) => {
                let Header { enc, kid } = Header::parse(head, Profile::V5)?;
                let pick = |key: &&V5Key| {
                    kid.as_ref().is_none_or(|kid| match enc {
                        Enc::A256Gcm => *kid == key.gcm_kid,
                        Enc::A256CbcHs512 => *kid == key.cbc_kid,
                    })
                };
                let key = keys.iter().find(pick);
                match enc {
                    Enc::A256Gcm => open_gcm(key.map(|key| &key.gcm), head, iv, text, tag),
                    Enc::A256CbcHs512 => open_cbc(key.map(|key| &key.cbc), head, iv, text, tag),
                }
            }
        }
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("purpose", &self.0.purpose).finish_non_exhaustive()
    }
}

fn open_gcm<'k>(
    keys: impl IntoIterator<Item = &'k Gcm>,
    head: &str,
    iv: &str,
    text: &str,
    tag: &str,
) -> Result<Vec<u8>, OpenError> {
    let iv = base64url::decode_array(iv)?;
    let tag = base64url::decode_array(tag)?;
    let mut buffer = base64url::decode(text)?;
    for (tried, key) in keys.into_iter().enumerate() {
        // A failed attempt promises nothing about the buffer's contents.
        if tried > 0 {
            buffer = base64url::decode(text)?;
        }
        if key.open(&iv, head.as_bytes(), &mut buffer, &tag).is_ok() {
            return Ok(buffer);
        }
    }
    Err(OpenError::Refused)
}

fn open_cbc(key: Option<&CbcHmac>, head: &str, iv: &str, text: &str, tag: &str) -> Result<Vec<u8>, OpenError> {
    let iv = base64url::decode_array(iv)?;
    let tag = base64url::decode_array(tag)?;
    let mut buffer = base64url::decode(text)?;
    key.ok_or(OpenError::Refused)?.open(&iv, head.as_bytes(), &mut buffer, &tag)?;
    Ok(buffer)
}

fn assemble(head: &str, iv: &[u8], text: &[u8], tag: &[u8]) -> Result<String, SealError> {
    let encoded = [iv, text, tag].map(|part| base64url::encoded_len(part.len()));
    let len = encoded.into_iter().fold(head.len().saturating_add(4), usize::saturating_add);
    if len > MAX_TOKEN_LENGTH {
        return Err(SealError::TooLong);
    }
    let mut token = String::with_capacity(len);
    token.push_str(head);
    token.push('.');
    for part in [iv, text, tag] {
        token.push('.');
        base64url::append(&mut token, part);
    }
    Ok(token)
}

fn secrets_of(secrets: &[Secret]) -> Result<&[Secret], KeyError> {
    if secrets.is_empty() || secrets.iter().any(Secret::is_empty) {
        return Err(KeyError::NoSecret);
    }
    Ok(secrets)
}

fn derive<const N: usize>(secret: &Secret, salt: &str, info: &str) -> Result<Zeroizing<[u8; N]>, KeyError> {
    let mut key = Zeroizing::new([0; N]);
    Hkdf::<Sha256>::new(Some(salt.as_bytes()), secret.expose())
        .expand(info.as_bytes(), &mut *key)
        .map_err(|_| KeyError::Derivation)?;
    Ok(key)
}

/// What RFC 7638 hashes for a symmetric key: its required members in alphabetical order.
fn thumbprint_input(key: &[u8]) -> Zeroizing<String> {
    let key = Zeroizing::new(base64url::encode(key));
    Zeroizing::new(format!(r#"{{"k":"{}","kty":"oct"}}"#, key.as_str()))
}
