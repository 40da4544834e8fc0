//! `POST callback/{provider}` of a credentials provider: the application checks what was typed, then a session begins.

use crate::{
    Account, Authorize, AuthorizeRequest, BoxError, JwtCall, Provider, Reply, SignIn, SignInCall, SignInEvent, Token,
    Trigger, User,
    callbacks::guarded,
    context::{Context, CsrfVerified},
    cookies::encode_component,
    error::shown,
    refusal::Refusal,
    session::{self, notify},
};
use http::StatusCode;

pub(super) async fn callback(
    cx: &Context<'_>,
    _: CsrfVerified,
    provider: &Provider,
    authorize: &dyn Authorize,
) -> Result<Reply, Refusal> {
    let request = cx.request;
    let call = AuthorizeRequest {
        method: request.method.clone(),
        headers: request.headers.clone(),
        query: request.query.clone(),
        body: request.body.clone(),
    };
    let user = match guarded(|| authorize.authorize(request.body.clone(), call)).await {
        Ok(Some(user)) => user,
        Ok(None) => {
            let target = format!("error?error=CredentialsSignin&provider={}", encode_component(provider.id()));
            return Ok(Reply::redirect(cx.url(&target)).status(StatusCode::UNAUTHORIZED));
        }
        Err(error) => return Ok(failed(cx, "AUTHORIZE_ERROR", &error).status(StatusCode::UNAUTHORIZED)),
    };
    if cx.strict() && user.id().is_none_or(|id| id.is_empty()) {
        cx.log().says(
            "AUTHORIZE_ERROR",
            "authorize returned a user without an id: set `id`, by which the session will know the user",
        );
        return Ok(cx.error("Callback"));
    }
    let account = cx.adopt(account(&user, provider));
    let call = SignInCall {
        user: user.clone(),
        account: account.clone(),
        profile: None,
        credentials: Some(request.body.clone()),
    };
    match guarded(|| cx.auth.options().callbacks.sign_in(call)).await {
        Ok(SignIn::Allow) => {}
        Ok(SignIn::Deny) => return Ok(cx.error("AccessDenied").status(StatusCode::FORBIDDEN)),
        Ok(SignIn::Redirect(url)) => return Ok(Reply::redirect(url)),
        Err(error) => return Ok(failed(cx, "SIGN_IN_CALLBACK_ERROR", &error)),
    }
    let token = match token(cx, &user, &account).await {
        Ok(token) => token,
        Err(error) if cx.strict() => {
            cx.log().error("CALLBACK_CREDENTIALS_ERROR", &error);
            return Ok(cx.error("Callback"));
        }
        Err(error) => {
            cx.log().error("CALLBACK_CREDENTIALS_ERROR", &error);
            return Err(Refusal::Escaped(error));
        }
    };
    let options = cx.auth.options();
    let expires = options.runtime.clock.now().after(options.settings.session_max_age);
    let cookies = session::write(&cx.log(), &cx.session_cookie(), cx.table(), token, expires);
    if let Some(events) = &options.events {
        let event = SignInEvent { user, account, profile: None, is_new_user: None };
        notify(&cx.log(), "SIGN_IN_EVENT_ERROR", || events.sign_in(event)).await;
    }
    Ok(Reply::redirect(cx.callback_url.as_str()).cookies(cookies))
}

/// v4 shows the message of what was thrown; the strict profile only one that was meant to be shown.
fn failed(cx: &Context<'_>, code: &str, error: &BoxError) -> Reply {
    match shown(error, cx.auth.settings().profile) {
        Some(message) => cx.error(&message),
        None => {
            cx.log().error(code, error);
            cx.error("Callback")
        }
    }
}

fn account(user: &User, provider: &Provider) -> Account {
    let mut account = Account::new();
    account
        .set_some("providerAccountId", user.get("id"))
        .set("type", provider.provider_type().as_str())
        .set("provider", provider.id());
    account
}

async fn token(cx: &Context<'_>, user: &User, account: &Account) -> Result<String, BoxError> {
    let mut token = Token::new();
    for (claim, field) in [("name", "name"), ("email", "email"), ("picture", "image")] {
        token.set_some(claim, user.get(field));
    }
    token.set_some("sub", user.id());
    let call = JwtCall {
        user: Some(user.clone()),
        account: Some(account.clone()),
        is_new_user: Some(false),
        trigger: Some(Trigger::SignIn),
        ..JwtCall::default()
    };
    let options = cx.auth.options();
    let mut token = guarded(|| options.callbacks.jwt(cx.adopt(token), call)).await?;
    if options.settings.session_absolute_max_age.is_some() {
        token.set(session::SIGNED_IN_AT, options.runtime.clock.now().seconds());
    }
    cx.tokens().encode(&token, options.settings.jwt_max_age).await
}
