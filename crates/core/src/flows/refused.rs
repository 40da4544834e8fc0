//! v4's words for a request that does not meet a flow's demands.

use crate::{Action, Reply, context::Context, refusal::Refusal};
use http::{Method, StatusCode};

pub(super) fn answer(refusal: Refusal, cx: &Context<'_>) -> Reply {
    let action = cx.action();
    match refusal {
        Refusal::CrossSite => Reply::text(StatusCode::FORBIDDEN, "Forbidden: this request was sent by another site"),
        Refusal::UnreadBody => {
            Reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type: send a form or JSON")
        }
        Refusal::Csrf => match action {
            Some(Action::Session) => Reply::json_literal(StatusCode::BAD_REQUEST, &serde_json::json!({})),
            Some(Action::SignOut) => Reply::redirect(cx.url("signout?csrf=true")),
            _ => Reply::redirect(cx.url("signin?csrf=true")),
        },
        Refusal::UnknownProvider if action == Some(Action::SignIn) && !cx.strict() => {
            Reply::redirect(cx.url("signin?csrf=true"))
        }
        Refusal::UnknownProvider | Refusal::Unsupported => unsupported(&cx.request.method),
        Refusal::CallbackMethod(_) if cx.strict() => {
            Reply::text(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed: credentials are posted")
                .allow("POST")
                .bare()
        }
        Refusal::CallbackMethod(kind) => Reply::text(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("Error: Callback for provider type {} not supported", kind.as_str()),
        ),
        Refusal::Escaped(error) => Reply::escaped(error),
    }
}

fn unsupported(method: &Method) -> Reply {
    let text = format!("Error: This action with HTTP {method} is not supported by NextAuth.js");
    Reply::text(StatusCode::BAD_REQUEST, text).bare()
}
