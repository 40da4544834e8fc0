//! The pages: sign in, sign out, verify request, error; built in, or the application's own.

use crate::{
    Provider, Reply,
    context::Context,
    cookies::encode_component,
    pages::{ErrorKind, ProviderForm, SignInPage},
    provider::Kind,
    redirect::query_separator,
};
use http::StatusCode;

/// Codes that the sign-in page explains, and not the error page.
const SIGN_IN_ERRORS: [&str; 10] = [
    "Signin",
    "OAuthSignin",
    "OAuthCallback",
    "OAuthCreateAccount",
    "EmailCreateAccount",
    "Callback",
    "OAuthAccountNotLinked",
    "EmailSignin",
    "CredentialsSignin",
    "SessionRequired",
];

/// `GET signin`.
pub(super) fn sign_in(cx: &Context<'_>) -> Reply {
    let error = cx.request.error_code();
    if let Some(page) = &cx.auth.settings().pages.sign_in {
        let mut target = format!("{page}{}callbackUrl={}", query_separator(page), encode_component(&cx.callback_url));
        if let Some(error) = &error {
            target.push_str("&error=");
            target.push_str(&encode_component(error));
        }
        return Reply::redirect(target);
    }
    let action = |provider: &Provider| match provider.kind() {
        Kind::Credentials { .. } => cx.url(&format!("callback/{}", provider.id())),
        Kind::OAuth { .. } => cx.url(&format!("signin/{}", provider.id())),
    };
    let actions: Vec<String> = cx.auth.options().providers.iter().map(action).collect();
    // v4 shows what the query says, as it says it; the strict profile where that leads.
    let asked = cx.request.query.str("callbackUrl").filter(|_| !cx.strict());
    let callback_url = asked.as_deref().unwrap_or(&cx.callback_url);
    let forms = cx.auth.options().providers.iter().zip(&actions).map(|(provider, action)| match provider.kind() {
        Kind::OAuth { style } => {
            let style = Some(style).filter(|_| !cx.strict());
            ProviderForm::OAuth { name: provider.name(), action, callback_url, style }
        }
        Kind::Credentials { fields, .. } => {
            ProviderForm::Credentials { id: provider.id(), name: provider.name(), action, fields }
        }
    });
    let error = cx.request.query_error();
    let page = SignInPage { providers: forms.collect(), csrf_token: &cx.csrf.token, error: error.as_deref() };
    Reply::html(StatusCode::OK, cx.auth.skin().sign_in(&page))
}

/// `GET signout`.
pub(super) fn sign_out(cx: &Context<'_>) -> Reply {
    match &cx.auth.settings().pages.sign_out {
        Some(page) => Reply::redirect(page.as_str()),
        None => Reply::html(StatusCode::OK, cx.auth.skin().sign_out(&cx.url("signout"), &cx.csrf.token)),
    }
}

/// `GET verify-request`.
pub(super) fn verify_request(cx: &Context<'_>) -> Reply {
    match &cx.auth.settings().pages.verify_request {
        Some(page) => Reply::redirect(page.as_str()),
        None => Reply::html(StatusCode::OK, cx.auth.skin().verify_request(&cx.public.origin)),
    }
}

/// `GET error`.
pub(super) fn error(cx: &Context<'_>) -> Reply {
    let code = cx.request.error_code();
    if let Some(code) = code.as_deref().filter(|code| SIGN_IN_ERRORS.contains(code)) {
        return Reply::redirect(cx.url(&format!("signin?error={code}")));
    }
    if let Some(page) = &cx.auth.settings().pages.error {
        let code = code.as_deref().unwrap_or("undefined");
        return Reply::redirect(format!("{page}{}error={}", query_separator(page), encode_component(code)));
    }
    let kind = ErrorKind::from_code(code.as_deref().unwrap_or_default());
    let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::OK);
    Reply::html(status, cx.auth.skin().error(kind, &cx.public.origin, &cx.url("signin")))
}
