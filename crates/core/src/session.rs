//! JWT sessions: read, renewed and shown (v4's order of steps).

use crate::{
    Auth, BoxError, JwtCall, Object, Session, SessionCall, SessionEvent, Token, Trigger,
    callbacks::guarded,
    compiled::Compiled,
    cookies::{COOKIE_OVERHEAD, CookieTable, MAX_COOKIE, SessionCookie, SetCookie, chunk_sizes},
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

/// The session of one request, about to be read.
pub(crate) struct SessionReading<'a> {
    pub(crate) auth: &'a Auth,
    pub(crate) compiled: &'a Compiled,
    pub(crate) table: &'a CookieTable,
    pub(crate) cookie: SessionCookie<'a>,
}

impl SessionReading<'_> {
    /// Reads the session. Whatever fails is logged, ends the session and never reaches the client.
    pub(crate) async fn read(self, update: Option<Update>) -> SessionRead {
        if self.cookie.disputed && self.auth.settings().profile.is_strict() {
            self.auth.log().says("JWT_SESSION_ERROR", "the request carries two different session cookies of one name, one of which another host may have set; nobody is signed in for this request");
            return SessionRead::default();
        }
        let Some(token) = self.cookie.token.as_deref().filter(|token| !token.is_empty()) else {
            return SessionRead::default();
        };
        let mut session = None;
        match self.renew(token, update, &mut session).await {
            Ok(cookies) => SessionRead { session, cookies },
            Err(error) => {
                self.auth.log().error("JWT_SESSION_ERROR", &error);
                SessionRead { session, cookies: self.cookie.clear(&self.table.session_token) }
            }
        }
    }

    /// The cookies of the renewed token. `shown` is set as soon as the session callback has answered: v4 shows that session even when
    /// the token then cannot be renewed.
    async fn renew(
        &self,
        token: &str,
        update: Option<Update>,
        shown: &mut Option<Session>,
    ) -> Result<Vec<SetCookie>, BoxError> {
        let options = self.auth.options();
        let callbacks = &*options.callbacks;
        let tokens = self.compiled.tokens(options);
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
        let log = self.auth.log();
        let cookies = write(&log, &self.cookie, self.table, renewed, expires);
        if let Some(events) = &options.events {
            notify(&log, "SESSION_EVENT_ERROR", || events.session(SessionEvent { session, token })).await;
        }
        Ok(cookies)
    }
}

/// The cookies that carry `token`; the log tells, in v4's words, when it has to be split.
pub(crate) fn write(
    log: &Log,
    cookie: &SessionCookie<'_>,
    table: &CookieTable,
    token: String,
    expires: crate::Timestamp,
) -> Vec<SetCookie> {
    let sizes = chunk_sizes(&token);
    if sizes.len() > 1 {
        let mut metadata = Object::new();
        metadata
            .set("message", format!("Session cookie exceeds allowed {MAX_COOKIE} bytes."))
            .set("emptyCookieSize", COOKIE_OVERHEAD)
            .set("valueSize", token.len())
            .set("chunks", sizes);
        log.debug("CHUNKING_SESSION_COOKIE", LogDetails { metadata: Some(&metadata), ..LogDetails::default() });
    }
    cookie.write(&table.session_token, token, expires)
}

fn default_session(token: &Token, expires: &str) -> Object {
    let mut user = serde_json::Map::with_capacity(3);
    for (field, claim) in [("name", "name"), ("email", "email"), ("image", "picture")] {
        if let Some(value) = token.get(claim) {
            user.insert(field.to_owned(), value);
        }
    }
    let mut session = serde_json::Map::with_capacity(2);
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
