//! JWT sessions: read, renewed and shown (v4's order of steps).

use crate::{
    Auth, BoxError, JwtCall, Object, Session, SessionCall, SessionEvent, Token, Trigger,
    callbacks::guarded,
    compiled::Compiled,
    cookies::{CookieTable, SessionCookie, SetCookie},
    logger::{Log, LogDetails},
};
use serde_json::Value;
use std::time::Duration;

/// The claim that holds when the user signed in, for sessions that may not live for ever (OpenID Connect Core §2 names it).
pub(crate) const SIGNED_IN_AT: &str = "auth_time";

/// A session as read, and the cookies that reading it sets.
#[derive(Default)]
pub(crate) struct SessionRead {
    pub(crate) session: Option<Session>,
    pub(crate) cookies: Vec<SetCookie>,
}

/// The client asks for an update.
pub(crate) struct Update {
    pub(crate) data: Option<Value>,
}

/// Reads the session of a request. Whatever fails is logged, ends the session and never reaches the client.
pub(crate) async fn read(
    auth: &Auth,
    compiled: &Compiled,
    cookie: &SessionCookie<'_>,
    table: &CookieTable,
    update: Option<Update>,
) -> SessionRead {
    if cookie.disputed && auth.settings().profile.is_strict() {
        auth.log().says("JWT_SESSION_ERROR", "the request carries two different session cookies of one name, one of which another host may have set; nobody is signed in for this request");
        return SessionRead::default();
    }
    let Some(token) = cookie.token.as_deref().filter(|token| !token.is_empty()) else {
        return SessionRead::default();
    };
    let mut session = None;
    match renew(auth, compiled, token, update, &mut session).await {
        Ok(Renewed { token, expires }) => {
            SessionRead { session, cookies: write(&auth.log(), cookie, table, token, expires) }
        }
        Err(error) => {
            auth.log().error("JWT_SESSION_ERROR", &error);
            SessionRead { session, cookies: cookie.clear(&table.session_token) }
        }
    }
}

/// The cookies that carry `token`; the log tells when it has to be split.
pub(crate) fn write(
    log: &Log,
    cookie: &SessionCookie<'_>,
    table: &CookieTable,
    token: String,
    expires: crate::Timestamp,
) -> Vec<SetCookie> {
    let length = token.len();
    let cookies = cookie.write(&table.session_token, token, expires);
    if cookies.len() > 1 {
        let message =
            format!("the session token is {length} characters long: {} cookies are set or deleted", cookies.len());
        log.debug("CHUNKING_SESSION_COOKIE", LogDetails::says(&message));
    }
    cookies
}

struct Renewed {
    token: String,
    expires: crate::Timestamp,
}

/// `shown` is set as soon as the session callback has answered: v4 shows that session even when the token then cannot be renewed.
async fn renew(
    auth: &Auth,
    compiled: &Compiled,
    token: &str,
    update: Option<Update>,
    shown: &mut Option<Session>,
) -> Result<Renewed, BoxError> {
    let options = auth.options();
    let callbacks = &*options.callbacks;
    let tokens = compiled.tokens(options);
    let now = options.runtime.clock.now();
    let max_age = options.settings.session_max_age;

    let decoded = Token::from(callbacks.adopt(tokens.decode(token).await?.ok_or("JWT invalid")?.into()));
    let signed_in_at =
        options.settings.session_absolute_max_age.map(|cap| within(&decoded, now.seconds(), cap)).transpose()?;
    let call = match update {
        Some(Update { data }) => JwtCall { trigger: Some(Trigger::Update), update: data, ..JwtCall::default() },
        None => JwtCall::default(),
    };
    let mut token = guarded(|| callbacks.jwt(decoded.clone(), call)).await?;

    // v4 reads name, email and picture from the object that it decoded: what the callback changed in it shows, what it made anew does not.
    let source = if token.is(&decoded) { &token } else { &decoded };
    let expires = now.after(max_age);
    let session = callbacks.adopt(default_session(source, &expires.to_iso())).into();
    let session = guarded(|| callbacks.session(session, SessionCall::Jwt { token: token.clone() })).await?;
    *shown = Some(session.clone());

    if let Some(signed_in_at) = signed_in_at {
        token.set(SIGNED_IN_AT, signed_in_at);
    }
    let renewed = tokens.encode(&token, max_age).await?;
    if let Some(events) = &options.events {
        notify(&auth.log(), "SESSION_EVENT_ERROR", || events.session(SessionEvent { session, token })).await;
    }
    Ok(Renewed { token: renewed, expires })
}

fn default_session(token: &Token, expires: &str) -> Object {
    let mut user = serde_json::Map::new();
    for (field, claim) in [("name", "name"), ("email", "email"), ("image", "picture")] {
        if let Some(value) = token.get(claim) {
            user.insert(field.to_owned(), value);
        }
    }
    let mut session = serde_json::Map::new();
    session.insert("user".to_owned(), user.into());
    session.insert("expires".to_owned(), expires.into());
    session.into()
}

/// When the user signed in, if that is not longer ago than `cap`. A token of before the limit was configured counts from its last renewal.
fn within(token: &Token, now: i64, cap: Duration) -> Result<i64, BoxError> {
    let claim = |name| token.get(name).as_ref().and_then(Value::as_i64);
    let signed_in_at = claim(SIGNED_IN_AT).or_else(|| claim("iat")).unwrap_or(now);
    let cap = i64::try_from(cap.as_secs()).unwrap_or(i64::MAX);
    if now.saturating_sub(signed_in_at) > cap {
        Err("the session has reached its absolute age".into())
    } else {
        Ok(signed_in_at)
    }
}

/// Tells the application of an event; what fails there changes no answer.
pub(crate) async fn notify<F>(log: &Log, code: &str, event: impl FnOnce() -> F)
where
    F: Future<Output = Result<(), BoxError>>,
{
    if let Err(error) = guarded(event).await {
        log.error(code, &error);
    }
}
