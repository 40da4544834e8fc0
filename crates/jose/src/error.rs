use thiserror::Error;

/// Why no [`Keyring`](crate::Keyring) could be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The list of secrets is empty, or one of them has no bytes.
    #[error("no secret was given, or an empty one")]
    NoSecret,
    /// The key derivation refused its input.
    #[error("the key could not be derived")]
    Derivation,
}

/// Why a token could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SealError {
    /// The token would be longer than [`MAX_TOKEN_LENGTH`](crate::MAX_TOKEN_LENGTH), and no
    /// reader would take it.
    #[error("the token would be longer than can be read back")]
    TooLong,
    /// The cipher refused its input.
    #[error("encryption failed")]
    Cipher,
}

/// Why a token was not opened.
///
/// Only the shape of a token, which its sender knows anyway, has reasons of its own. Whatever
/// depends on the key is [`Refused`](OpenError::Refused) and nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Longer than [`MAX_TOKEN_LENGTH`](crate::MAX_TOKEN_LENGTH).
    #[error("the token is too long")]
    TooLong,
    /// Not five segments separated by dots (RFC 7516 §7.1).
    #[error("the token does not have five segments")]
    Segments,
    /// The second segment is not empty; with `alg` = `dir` it must be (RFC 7516 §5.1).
    #[error("the token carries an encrypted key")]
    EncryptedKey,
    /// A segment is not base64url in its one unpadded spelling, or has the wrong length.
    #[error("a segment of the token is not canonical base64url")]
    Encoding,
    /// The header is not a JSON object, names a member twice, or a member is not text.
    #[error("the token's header is malformed")]
    Header,
    /// The header has a member other than `alg`, `enc` and (Auth.js 5) `kid`: `zip`, `crit`, `p2c`…
    #[error("the token's header has a member that is not allowed")]
    Member,
    /// `alg` or `enc` is missing, or names an algorithm these tokens never use.
    #[error("the token's algorithm is not allowed")]
    Algorithm,
    /// Not made with any of the keys, or changed since.
    #[error("the token was refused: it was made with another secret, or changed since")]
    Refused,
}
