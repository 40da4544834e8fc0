//! `POST signin/{provider}`: the start of a sign-in.

use crate::{
    Provider, Reply,
    context::{Context, CsrfVerified},
    provider::Kind,
};

/// Credentials are posted to the callback, so whoever starts here is shown the form.
pub(super) fn start(cx: &Context<'_>, provider: &Provider, _: CsrfVerified) -> Reply {
    match provider.kind() {
        Kind::Credentials { .. } => Reply::redirect(cx.url("signin")),
    }
}
