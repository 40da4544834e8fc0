//! Why a request is not answered by its flow, and v4's words for it.

use crate::{Action, BoxError, ProviderType, Reply, context::Context};
use http::{Method, StatusCode};

/// A demand of a flow that the request does not meet.
pub(crate) enum Refusal {
    /// The CSRF token is missing or wrong.
    Csrf,
    /// A browser says that the request comes from another site (strict).
    CrossSite,
    /// The body is of a type that is not read (strict; otherwise the CSRF token is simply missing).
    UnreadBody,
    /// No provider has the id of the path.
    UnknownProvider,
    /// No such action, or not with this method.
    Unsupported,
    /// The callback of such a provider is not answered with this method.
    CallbackMethod(ProviderType),
    /// An error that v4 lets escape.
    Escaped(BoxError),
}

impl Refusal {
    pub(crate) fn answer(self, cx: &Context<'_>) -> Reply {
        let action = cx.action();
        match self {
            Self::CrossSite => Reply::text(StatusCode::FORBIDDEN, "Forbidden: this request was sent by another site"),
            Self::UnreadBody => {
                Reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type: send a form or JSON")
            }
            Self::Csrf => match action {
                Some(Action::Session) => Reply::json_literal(StatusCode::BAD_REQUEST, &serde_json::json!({})),
                Some(Action::SignOut) => Reply::redirect(cx.url("signout?csrf=true")),
                _ => Reply::redirect(cx.url("signin?csrf=true")),
            },
            Self::UnknownProvider if action == Some(Action::SignIn) && !cx.strict() => {
                Reply::redirect(cx.url("signin?csrf=true"))
            }
            Self::UnknownProvider | Self::Unsupported => unsupported(&cx.request.method),
            Self::CallbackMethod(_) if cx.strict() => {
                Reply::text(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed: credentials are posted")
                    .allow("POST")
                    .bare()
            }
            Self::CallbackMethod(kind) => Reply::text(
                StatusCode::INTERNAL_SERVER_ERROR,
                format!("Error: Callback for provider type {} not supported", kind.as_str()),
            ),
            Self::Escaped(error) => Reply::escaped(error),
        }
    }
}

fn unsupported(method: &Method) -> Reply {
    let text = format!("Error: This action with HTTP {method} is not supported by NextAuth.js");
    Reply::text(StatusCode::BAD_REQUEST, text).bare()
}
