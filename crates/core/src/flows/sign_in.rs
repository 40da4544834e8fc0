//! `POST signin/{provider}`: the start of a sign-in.

use crate::{
    Provider, Reply,
    context::{Context, CsrfVerified},
    provider::Kind,
};

/// `callback/{provider}` of an OAuth provider.
pub(super) fn oauth_callback(cx: &Context<'_>, provider: &Provider) -> Reply {
    cx.log().says("OAUTH_CALLBACK_ERROR", &not_served(provider));
    cx.error("OAuthCallback")
}

fn not_served(provider: &Provider) -> String {
    format!(
        "the provider {:?} is shown, but this version of Authwire cannot sign anybody in with OAuth yet",
        provider.id()
    )
}

/// Credentials are posted to the callback, so whoever starts here is shown the form.
pub(super) fn start(cx: &Context<'_>, provider: &Provider, _: CsrfVerified) -> Reply {
    match provider.kind() {
        Kind::Credentials { .. } => Reply::redirect(cx.url("signin")),
        Kind::OAuth { .. } => {
            cx.log().says("SIGNIN_OAUTH_ERROR", &not_served(provider));
            cx.error("OAuthSignin")
        }
    }
}
