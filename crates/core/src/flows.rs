//! The REST API: one row an action, one file a journey.

mod credentials;
mod describe;
mod log;
mod misconfigured;
mod page;
mod refused;
mod session;
mod sign_in;
mod sign_out;

pub(crate) use misconfigured::answer as misconfigured;

use crate::{Action, Reply, context::Context, provider::Kind, refusal::Refusal};
use http::Method;

enum Verb {
    Get,
    Post,
    Other,
}

impl From<&Method> for Verb {
    fn from(method: &Method) -> Self {
        match *method {
            Method::GET => Self::Get,
            Method::POST => Self::Post,
            _ => Self::Other,
        }
    }
}

/// The answer of a flow, or v4's words for why there is none.
pub(crate) async fn answer(cx: &Context<'_>) -> Reply {
    dispatch(cx).await.unwrap_or_else(|refusal| refused::answer(refusal, cx))
}

/// What a flow demands of the request is an argument, so that it cannot be forgotten.
async fn dispatch(cx: &Context<'_>) -> Result<Reply, Refusal> {
    use Action::*;
    use Verb::*;
    let action = cx.action().ok_or(Refusal::Unsupported)?;
    match (Verb::from(&cx.request.method), action) {
        (Get, Providers) => Ok(describe::providers(cx)),
        (Get, Csrf) => Ok(describe::csrf(cx)),
        (Get, Session) => Ok(session::read(cx).await),
        (Post, Session) => Ok(session::update(cx, cx.csrf()?).await),
        (Get, SignIn) => Ok(page::sign_in(cx)),
        (Post, SignIn) => Ok(sign_in::start(cx, cx.provider()?, cx.csrf()?)),
        (Get, SignOut) => Ok(page::sign_out(cx)),
        (Post, SignOut) => Ok(sign_out::end(cx, cx.csrf()?).await),
        (verb @ (Get | Post), Callback) => {
            let provider = cx.provider()?;
            match (verb, provider.kind()) {
                (Post, Kind::Credentials { authorize, .. }) => {
                    credentials::callback(cx, cx.csrf()?, provider, &**authorize).await
                }
                (_, Kind::OAuth { .. }) => Ok(sign_in::oauth_callback(cx, provider)),
                (_, Kind::Credentials { .. }) => Err(Refusal::CallbackMethod(provider.provider_type())),
            }
        }
        (Get, VerifyRequest) => Ok(page::verify_request(cx)),
        (Get, Error) => Ok(page::error(cx)),
        (Post, Log) => Ok(log::receive(cx)),
        _ => Err(Refusal::Unsupported),
    }
}
