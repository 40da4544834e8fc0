//! What an application may do in its callbacks, by the names that apps.json uses.
//! `reference/behaviours.ts` is the same list for next-auth: change both.
use super::record::Recorder;
use async_trait::async_trait;
use authwire::{
    BoxError, Callbacks, Events, JwtCall, Object, RedirectCall, Session, SessionCall, SessionEvent, SignIn, SignInCall,
    SignInEvent, SignOutEvent, Token, Trigger, User, default_redirect,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// `authorize`: the user name chooses the outcome.
pub(super) fn users(credentials: &Object) -> Result<Option<User>, BoxError> {
    let name = credentials.str("username").unwrap_or_default();
    if let Some(length) = name.strip_prefix("len-") {
        return Ok(Some(user(json!({ "id": "1", "name": "x".repeat(length.parse()?) }))));
    }
    Ok(Some(user(match name.as_ref() {
        "ada" => {
            json!({ "id": "42", "name": "Ada Lovelace", "email": "ada@example.com", "image": "https://img.example/ada.png" })
        }
        "grace" => json!({ "id": "43", "name": "Grace Hopper", "email": "Grace@Example.COM" }),
        "num" => json!({ "id": 7, "name": "Num" }),
        "noid" => json!({ "name": "Nobody", "email": "nobody@example.com" }),
        "nulls" => json!({ "id": "9", "name": null, "email": null, "image": null }),
        "extra" => json!({ "id": "10", "role": "admin", "name": "Extra", "org": { "id": 5, "tags": ["a", "b"] } }),
        "wide" => json!({ "id": "ü-1", "name": "Zoë 漢字 🦀", "email": "zoë@example.com" }),
        "markup" => json!({ "id": "12", "name": "<b>\"'&</b>", "email": "a+b@example.com" }),
        "throw" => return Err("Custom & error".into()),
        "throw-code" => return Err("AccessDenied".into()),
        "throw-empty" => return Err("".into()),
        "throw-wide" => return Err("Größe € 漢字".into()),
        "throw-newline" => return Err("a\r\nb".into()),
        _ => return Ok(None),
    })))
}

fn user(value: Value) -> User {
    let members = if let Value::Object(members) = value { members } else { Map::new() };
    members.into()
}

/// The callbacks; one that has no behaviour is next-auth's own and is not recorded.
pub(super) struct Chosen {
    pub(super) behaviours: BTreeMap<String, String>,
    pub(super) recorder: Recorder,
}

impl Chosen {
    fn of(&self, callback: &str, call: impl FnOnce() -> Value) -> Option<&str> {
        let behaviour = self.behaviours.get(callback)?;
        self.recorder.record(&format!("callbacks.{callback}"), &call());
        Some(behaviour)
    }
}

fn unknown<T>(behaviour: &str) -> Result<T, BoxError> {
    Err(format!("no behaviour {behaviour}").into())
}

#[async_trait]
impl Callbacks for Chosen {
    async fn sign_in(&self, call: SignInCall) -> Result<SignIn, BoxError> {
        let recorded = || json!({ "user": call.user, "account": call.account, "credentials": call.credentials });
        match self.of("signIn", recorded) {
            None | Some("allow") => Ok(SignIn::Allow),
            Some("deny" | "empty") => Ok(SignIn::Deny),
            Some("redirect") => Ok(SignIn::Redirect("/not-allowed?x=1".to_owned())),
            Some("external") => Ok(SignIn::Redirect("https://other.example/not-allowed".to_owned())),
            Some("throw") => Err("Boom & x".into()),
            Some(other) => unknown(other),
        }
    }

    async fn redirect(&self, call: RedirectCall) -> Result<String, BoxError> {
        match self.of("redirect", || json!({ "url": call.url, "baseUrl": call.base_url })) {
            None | Some("default") => Ok(default_redirect(&call.url, &call.base_url)),
            Some("external") => Ok("https://other.example/landing?a=1".to_owned()),
            Some("relative") => Ok("/welcome".to_owned()),
            Some("verbatim") => Ok(call.url),
            Some("wide") => Ok(format!("{}/größe?q=漢", call.base_url)),
            Some("throw") => Err("redirect failed".into()),
            Some(other) => unknown(other),
        }
    }

    async fn jwt(&self, mut token: Token, call: JwtCall) -> Result<Token, BoxError> {
        let signs_in = call.user.is_some();
        match self.of("jwt", || jwt_call(&token, &call)) {
            None | Some("default") => Ok(token),
            Some("inPlace") => {
                token.set("name", "Changed in place");
                if signs_in {
                    token.set("role", "admin");
                }
                Ok(token)
            }
            Some("fresh") => {
                let mut fresh = token.to_json();
                fresh.insert("name".to_owned(), "Changed afresh".into());
                if signs_in {
                    fresh.insert("role".to_owned(), "admin".into());
                }
                Ok(fresh.into())
            }
            Some("update") => {
                let name = call.update.as_ref().and_then(|data| data.get("name")).and_then(Value::as_str);
                if let Some(name) = name.filter(|_| call.trigger == Some(Trigger::Update)) {
                    token.set("name", name);
                }
                Ok(token)
            }
            Some("userId") => {
                token.set_some("uid", call.user.as_ref().and_then(|user| user.get("id")));
                Ok(token)
            }
            Some("empty") => Ok(Token::new()),
            Some("throw") => Err("jwt failed".into()),
            Some("throwOnRead") if signs_in => Ok(token),
            Some("throwOnRead") => Err("jwt failed on read".into()),
            Some(other) => unknown(other),
        }
    }

    async fn session(&self, mut session: Session, call: SessionCall) -> Result<Session, BoxError> {
        let SessionCall::Jwt { token, .. } = call else { return unknown("session strategy") };
        match self.of("session", || json!({ "session": session, "token": token })) {
            None | Some("default") => Ok(session),
            Some("enrich") => {
                session.user_mut().insert("id".to_owned(), token.get("sub").unwrap_or_default());
                session.set("role", token.get("role").unwrap_or_default());
                Ok(session)
            }
            Some("replace") => {
                let mut replaced = Map::new();
                replaced.insert("subject".to_owned(), token.get("sub").unwrap_or_default());
                replaced.insert("nested".to_owned(), json!({ "list": [1, 2.5, true, null] }));
                Ok(replaced.into())
            }
            Some("throw") => Err("session failed".into()),
            Some(other) => unknown(other),
        }
    }
}

/// next-auth's argument: members in its order, none for what is undefined there.
fn jwt_call(token: &Token, call: &JwtCall) -> Value {
    let mut members = Map::new();
    let mut set = |name: &str, value: Option<Value>| drop(value.map(|value| members.insert(name.to_owned(), value)));
    set("token", Some(json!(token)));
    set("user", call.user.as_ref().map(|user| json!(user)));
    set("account", call.account.as_ref().map(|account| json!(account)));
    set("isNewUser", call.is_new_user.map(Value::from));
    set("trigger", call.trigger.map(|trigger| trigger.as_str().into()));
    set("session", call.update.clone());
    Value::Object(members)
}

/// Events; they may fail after they are recorded.
pub(super) struct Told {
    pub(super) fails: bool,
    pub(super) recorder: Recorder,
}

impl Told {
    fn tell(&self, event: &str, message: &Value) -> Result<(), BoxError> {
        self.recorder.record(&format!("events.{event}"), message);
        if self.fails { Err(format!("{event} event failed").into()) } else { Ok(()) }
    }
}

#[async_trait]
impl Events for Told {
    async fn sign_in(&self, event: SignInEvent) -> Result<(), BoxError> {
        self.tell("signIn", &json!({ "user": event.user, "account": event.account }))
    }

    async fn sign_out(&self, event: SignOutEvent) -> Result<(), BoxError> {
        self.tell("signOut", &json!({ "token": event.token }))
    }

    async fn session(&self, event: SessionEvent) -> Result<(), BoxError> {
        self.tell("session", &json!({ "session": event.session, "token": event.token }))
    }
}
