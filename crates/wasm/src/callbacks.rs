//! `callbacks`: the decisions of an application that is written in JavaScript. A callback that it leaves out is the engine's own.

use crate::{
    error::{of_type, thrown},
    functions::Functions,
    host_object::{self, from_js, to_js},
    value::{from_json, object},
    word::word,
};
use async_trait::async_trait;
use authwire_core::{
    BoxError, Callbacks, JwtCall, Object, RedirectCall, Session, SessionCall, SignIn, SignInCall, Token, Trigger,
    default_redirect,
};
use wasm_bindgen::JsValue;

pub(crate) struct JsCallbacks(pub(crate) Functions);

#[async_trait]
impl Callbacks for JsCallbacks {
    async fn sign_in(&self, call: SignInCall) -> Result<SignIn, BoxError> {
        let answer = self.0.call("signIn", || {
            let members = [
                ("user", Some(&*call.user)),
                ("account", Some(&*call.account)),
                ("profile", call.profile.as_deref()),
                ("credentials", call.credentials.as_ref()),
            ];
            [object(given(members))]
        });
        let Some(answer) = answer else { return Ok(SignIn::Allow) };
        let answer = answer.await?;
        Ok(match answer.as_string() {
            Some(url) if !url.is_empty() => SignIn::Redirect(url),
            _ if answer.is_truthy() => SignIn::Allow,
            _ => SignIn::Deny,
        })
    }

    async fn redirect(&self, call: RedirectCall) -> Result<String, BoxError> {
        let answer = self.0.call("redirect", || {
            [object([("url", call.url.as_str().into()), ("baseUrl", call.base_url.as_str().into())])]
        });
        let Some(answer) = answer else { return Ok(default_redirect(&call.url, &call.base_url)) };
        answer.await?.as_string().ok_or_else(|| thrown(of_type("the redirect callback must return a string")))
    }

    async fn jwt(&self, token: Token, call: JwtCall) -> Result<Token, BoxError> {
        let answer = self.0.call("jwt", || {
            let members = [
                ("token", Some(&*token)),
                ("user", call.user.as_deref()),
                ("account", call.account.as_deref()),
                ("profile", call.profile.as_deref()),
            ];
            let mut members: Vec<_> = given(members).collect();
            if let Some(is_new_user) = call.is_new_user {
                members.push(("isNewUser", is_new_user.into()));
            }
            if let Some(trigger) = call.trigger {
                members.push(("trigger", word(trigger.as_str())));
            }
            if !matches!(call.trigger, Some(Trigger::SignIn | Trigger::SignUp)) {
                members.push(("session", call.update.as_ref().map_or(JsValue::UNDEFINED, from_json)));
            }
            [object(members)]
        });
        let Some(answer) = answer else { return Ok(token) };
        Ok(from_js(answer.await?).into())
    }

    async fn session(&self, session: Session, call: SessionCall) -> Result<Session, BoxError> {
        let answer = self.0.call("session", || {
            let mut members = vec![("session", to_js(&session))];
            if let SessionCall::Jwt { token, .. } = &call {
                members.push(("token", to_js(token)));
            }
            [object(members)]
        });
        let Some(answer) = answer else { return Ok(session) };
        Ok(from_js(answer.await?).into())
    }

    fn adopt(&self, object: Object) -> Object {
        host_object::adopt(object)
    }
}

/// The members that there are, as references of JavaScript.
pub(crate) fn given<'o, const N: usize>(
    members: [(&'static str, Option<&'o Object>); N],
) -> impl Iterator<Item = (&'static str, JsValue)> + use<'o, N> {
    members.into_iter().filter_map(|(key, object)| object.map(|object| (key, to_js(object))))
}
