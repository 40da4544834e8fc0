//! `POST signout`: the session ends in this browser.

use crate::{
    Reply, SignOutEvent,
    context::{Context, CsrfVerified},
    session::notify,
};

pub(super) async fn end(cx: &Context<'_>, _: CsrfVerified) -> Reply {
    let cookie = cx.session_cookie();
    let reply = Reply::redirect(cx.callback_url.as_str());
    let Some(token) = cookie.token.as_deref().filter(|token| !token.is_empty()) else {
        return reply;
    };
    match cx.tokens().decode(token).await {
        Ok(token) => {
            if let Some(events) = &cx.auth.options().events {
                let event = SignOutEvent { token: token.map(|token| cx.adopt(token)) };
                notify(&cx.log(), "SIGN_OUT_EVENT_ERROR", || events.sign_out(event)).await;
            }
        }
        Err(error) => cx.log().error("SIGNOUT_ERROR", &error),
    }
    reply.cookies(cookie.clear(&cx.table().session_token))
}
