//! Session tokens: the built-in codec, and an application's own.

use crate::{BoxError, Runtime, SecurityProfile, Token, error::EncodeError};
use async_trait::async_trait;
use authwire_jose::{Keyring, Secret, claims};
use std::{sync::Arc, time::Duration};

/// Seconds that another instance's clock may be off (next-auth's value).
pub(crate) const TOLERANCE: i64 = 15;

/// The arguments of [`JwtCodec::encode`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct JwtEncode {
    /// The claims.
    pub token: Token,
    /// How long the token is valid.
    pub max_age: Duration,
    /// The secret for session tokens.
    pub secret: Secret,
}

/// The arguments of [`JwtCodec::decode`].
#[derive(Clone)]
#[non_exhaustive]
pub struct JwtDecode {
    /// The token of the request.
    pub token: String,
    /// The secrets for session tokens; the first is the current one.
    pub secrets: Arc<[Secret]>,
}

/// Replaces the encrypted session tokens by an application's own (next-auth's `jwt.encode` and `jwt.decode`).
///
/// Only session tokens are concerned; check cookies always use the built-in codec.
#[async_trait]
pub trait JwtCodec: Send + Sync {
    /// Writes a token.
    ///
    /// # Errors
    /// An error ends the session that is read, or refuses the sign-in.
    async fn encode(&self, call: JwtEncode) -> Result<String, BoxError>;

    /// Reads a token; `None` when it is not valid.
    ///
    /// # Errors
    /// An error, like `None`, means that nobody is signed in.
    async fn decode(&self, call: JwtDecode) -> Result<Option<Token>, BoxError>;
}

/// How session tokens are read and written under one configuration.
#[derive(Clone, Copy)]
pub(crate) struct SessionTokens<'a> {
    pub(crate) keyring: &'a Keyring,
    pub(crate) secrets: &'a Arc<[Secret]>,
    pub(crate) codec: Option<&'a Arc<dyn JwtCodec>>,
    pub(crate) runtime: &'a Runtime,
    pub(crate) profile: SecurityProfile,
    /// The longest lifetime that this configuration gives a token, in seconds.
    pub(crate) longest: i64,
}

impl SessionTokens<'_> {
    /// The claims of a token; `None` when an application's codec says so.
    pub(crate) async fn decode(&self, token: &str) -> Result<Option<Token>, BoxError> {
        if let Some(codec) = self.codec {
            let call = JwtDecode { token: token.to_owned(), secrets: self.secrets.clone() };
            return crate::callbacks::guarded(|| codec.decode(call)).await;
        }
        let now = self.runtime.clock.now().seconds();
        let claims = claims::parse(&self.keyring.open(token)?)?;
        let latest_exp = self.profile.is_strict().then(|| now.saturating_add(self.longest).saturating_add(TOLERANCE));
        claims::check(&claims, &claims::Rules { now, tolerance: TOLERANCE, require_exp: true, latest_exp })?;
        Ok(Some(claims.into()))
    }

    pub(crate) async fn encode(&self, token: &Token, max_age: Duration) -> Result<String, BoxError> {
        let text = match self.codec {
            Some(codec) => {
                let secret = self.secrets.first().cloned().ok_or("no secret is configured")?;
                let call = JwtEncode { token: token.clone(), max_age, secret };
                crate::callbacks::guarded(|| codec.encode(call)).await?
            }
            None => self.seal(token, max_age)?,
        };
        match text.len() {
            length if length > crate::cookies::SESSION_CEILING => Err(EncodeError::TooLong(length).into()),
            _ => Ok(text),
        }
    }

    fn seal(&self, token: &Token, max_age: Duration) -> Result<String, EncodeError> {
        let mut random = [0; 32];
        self.runtime.rng.fill(&mut random)?;
        let (iv, jti) = split_random(random);
        let mut buffer = uuid::Uuid::encode_buffer();
        let jti = uuid::Builder::from_random_bytes(jti).into_uuid().hyphenated().encode_lower(&mut buffer);
        let claims = token.as_json().map_err(EncodeError::Object)?;
        let stamp = claims::Stamp {
            now: self.runtime.clock.now().seconds(),
            max_age: i64::try_from(max_age.as_secs()).unwrap_or(i64::MAX),
            jti,
        };
        Ok(self.keyring.seal(&claims::write(&claims, &stamp)?, &iv)?)
    }
}

fn split_random(random: [u8; 32]) -> ([u8; 16], [u8; 16]) {
    let mut halves = ([0; 16], [0; 16]);
    let (iv, jti) = random.split_at(16);
    halves.0.copy_from_slice(iv);
    halves.1.copy_from_slice(jti);
    halves
}
