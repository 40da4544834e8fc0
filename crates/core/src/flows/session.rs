//! `GET session` reads the session, `POST session` updates it.

use crate::reply::Body;
use crate::{
    Reply, Session,
    context::{Context, CsrfVerified},
    session::{SessionReading, Update},
};
use http::StatusCode;

/// `GET session`: the session, or `{}`.
pub(super) async fn read(cx: &Context<'_>) -> Reply {
    answer(cx, None).await
}

/// `POST session`, the client's `update()`: as a read, but the callbacks are told so and get what the client sent.
pub(super) async fn update(cx: &Context<'_>, _: CsrfVerified) -> Reply {
    answer(cx, Some(Update { data: cx.request.body.get("data") })).await
}

async fn answer(cx: &Context<'_>, update: Option<Update>) -> Reply {
    let reading =
        SessionReading { auth: cx.auth, compiled: cx.compiled, table: cx.table(), cookie: cx.session_cookie() };
    let read = reading.read(update).await;
    let session = read.session.unwrap_or_else(Session::new);
    Reply::new(StatusCode::OK, Body::Json(session.into())).cookies(read.cookies)
}
