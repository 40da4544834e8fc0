//! Takes bodies off the connection.

use super::Unreadable;
use crate::BoxError;
use bytes::{Buf, Bytes};
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::pin::{Pin, pin};

/// Bytes of a refused body that are still received, and dropped: only then does the client read the refusal, and the connection serve its
/// next request.
const DISCARDED: usize = 2 * 1024 * 1024;

/// The body, of at most `limit` bytes.
pub(crate) async fn receive<B>(body: B, limit: usize) -> Result<Bytes, Unreadable>
where
    B: Body + Send,
    B::Error: Into<BoxError>,
{
    let mut body = pin!(body);
    if announces_more_than(&*body, limit) {
        discard(body).await;
        return Err(Unreadable::Body);
    }
    match Limited::new(body.as_mut(), limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            discard(body).await;
            Err(Unreadable::Body)
        }
        Err(_) => Err(Unreadable::Broken),
    }
}

/// Receives what a refused request still sends, unless that is too much to wait for.
pub(crate) async fn discard<B: Body>(mut body: Pin<&mut B>) {
    let mut left = DISCARDED;
    if announces_more_than(&*body, left) {
        return;
    }
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Buf::remaining);
        let Some(rest) = left.checked_sub(length) else { return };
        left = rest;
    }
}

/// Whether a body says of itself that it is longer than `limit`.
fn announces_more_than(body: &impl Body, limit: usize) -> bool {
    usize::try_from(body.size_hint().lower()).map_or(true, |length| length > limit)
}
