//! `jwt.encode` and `jwt.decode` of the application: the token as base64url of its JSON.
use super::record::Recorder;
use async_trait::async_trait;
use authwire::{BoxError, JwtCodec, JwtDecode, JwtEncode, Token};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value, json};

pub(super) struct Codec {
    pub(super) kind: String,
    pub(super) recorder: Recorder,
}

#[async_trait]
impl JwtCodec for Codec {
    async fn encode(&self, call: JwtEncode) -> Result<String, BoxError> {
        let secret = String::from_utf8_lossy(call.secret.expose()).into_owned();
        let call_value = json!({ "token": call.token, "maxAge": call.max_age.as_secs(), "secret": secret });
        self.recorder.record("jwt.encode", &call_value);
        if self.kind == "throw" {
            return Err("encode failed".into());
        }
        Ok(Base64UrlUnpadded::encode_string(&serde_json::to_vec(&call.token)?))
    }

    async fn decode(&self, call: JwtDecode) -> Result<Option<Token>, BoxError> {
        let secret = call.secrets.first().map(|secret| String::from_utf8_lossy(secret.expose()).into_owned());
        self.recorder.record("jwt.decode", &json!({ "token": call.token, "secret": secret }));
        if self.kind == "null" {
            return Ok(None);
        }
        let claims: Map<String, Value> = serde_json::from_slice(&Base64UrlUnpadded::decode_vec(&call.token)?)?;
        Ok(Some(claims.into()))
    }
}
