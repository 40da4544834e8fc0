//! Application code that writes down when it is called, and with what.

use crate::app::App;
use async_trait::async_trait;
use authwire::{
    Authorize, AuthorizeRequest, BoxError, Callbacks, Credentials, Events, Field, JwtCall, Object, RedirectCall,
    Session, SessionCall, SessionEvent, SignIn, SignInCall, SignInEvent, SignOutEvent, Token, User, default_redirect,
};
use serde_json::{Map, Value, json};
use std::sync::{Arc, Mutex};

/// Callbacks, events and `authorize` with next-auth's defaults; every call is noted as `name {arguments}`, under next-auth's names.
#[derive(Clone, Default)]
pub struct Witness(Arc<Mutex<Vec<String>>>);

impl Witness {
    /// The calls since the last time, in order.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("no poison"))
    }

    /// The names alone.
    pub fn names(&self) -> Vec<String> {
        self.take().iter().map(|call| call.split(' ').next().unwrap_or_default().to_owned()).collect()
    }

    /// The calls but for `redirect`, which every request with a callback URL, cookie included, brings about.
    pub fn beyond_redirects(&self) -> Vec<String> {
        self.take().into_iter().filter(|call| !call.starts_with("redirect ")).collect()
    }

    pub fn note(&self, name: &str, arguments: impl IntoIterator<Item = (&'static str, Option<Value>)>) {
        let arguments = arguments.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        let arguments = Value::Object(arguments.collect::<Map<_, _>>());
        self.0.lock().expect("no poison").push(format!("{name} {arguments}"));
    }

    /// Puts this application code into `app`, whose provider lets `ada` in.
    pub fn watch(&self, app: App) -> App {
        app.with(|options| {
            options.providers.clear();
            options.callbacks(self.clone()).events(self.clone());
            options.provider(Credentials::with(
                [Field::new("username"), Field::new("password").input_type("password")],
                self.clone(),
            ));
        })
    }
}

fn value(object: &Object) -> Option<Value> {
    Some(Value::Object(object.to_json()))
}

#[async_trait]
impl Callbacks for Witness {
    async fn sign_in(&self, call: SignInCall) -> Result<SignIn, BoxError> {
        self.note(
            "signIn",
            [
                ("user", value(&call.user)),
                ("account", value(&call.account)),
                ("profile", call.profile.as_deref().and_then(value)),
                ("credentials", call.credentials.as_ref().and_then(value)),
            ],
        );
        Ok(SignIn::Allow)
    }

    async fn redirect(&self, call: RedirectCall) -> Result<String, BoxError> {
        self.note("redirect", [("url", Some(json!(call.url))), ("baseUrl", Some(json!(call.base_url)))]);
        Ok(default_redirect(&call.url, &call.base_url))
    }

    async fn jwt(&self, token: Token, call: JwtCall) -> Result<Token, BoxError> {
        self.note(
            "jwt",
            [
                ("token", value(&token)),
                ("user", call.user.as_deref().and_then(value)),
                ("account", call.account.as_deref().and_then(value)),
                ("profile", call.profile.as_deref().and_then(value)),
                ("isNewUser", call.is_new_user.map(Value::Bool)),
                ("trigger", call.trigger.map(|trigger| json!(trigger.as_str()))),
                ("session", call.update),
            ],
        );
        Ok(token)
    }

    async fn session(&self, session: Session, call: SessionCall) -> Result<Session, BoxError> {
        let SessionCall::Jwt { token, .. } = call else { return Err("another strategy".into()) };
        self.note("session", [("session", value(&session)), ("token", value(&token))]);
        Ok(session)
    }
}

#[async_trait]
impl Events for Witness {
    async fn sign_in(&self, event: SignInEvent) -> Result<(), BoxError> {
        self.note(
            "event:signIn",
            [
                ("user", value(&event.user)),
                ("account", value(&event.account)),
                ("profile", event.profile.as_deref().and_then(value)),
                ("isNewUser", event.is_new_user.map(Value::Bool)),
            ],
        );
        Ok(())
    }

    async fn sign_out(&self, event: SignOutEvent) -> Result<(), BoxError> {
        self.note("event:signOut", [("token", event.token.as_deref().and_then(value))]);
        Ok(())
    }

    async fn session(&self, event: SessionEvent) -> Result<(), BoxError> {
        self.note("event:session", [("session", value(&event.session)), ("token", value(&event.token))]);
        Ok(())
    }
}

#[async_trait]
impl Authorize for Witness {
    async fn authorize(&self, input: Object, request: AuthorizeRequest) -> Result<Option<User>, BoxError> {
        self.note(
            "authorize",
            [
                ("credentials", value(&input)),
                ("query", value(&request.query)),
                ("body", value(&request.body)),
                ("method", Some(json!(request.method.as_str()))),
            ],
        );
        let right =
            input.str("username").as_deref() == Some("ada") && input.str("password").as_deref() == Some("lovelace");
        let mut user = User::new();
        user.set("id", 1).set("name", "Ada Lovelace").set("email", "ada@app.example");
        Ok(right.then_some(user))
    }
}
