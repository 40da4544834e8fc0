//! `events`: what an application that is written in JavaScript is told.

use crate::{
    callbacks::given,
    functions::{Answer, Functions},
    host_object::to_js,
    value::object,
};
use async_trait::async_trait;
use authwire_core::{BoxError, Events, SessionEvent, SignInEvent, SignOutEvent};
use wasm_bindgen::JsValue;

pub(crate) struct JsEvents(pub(crate) Functions);

#[async_trait]
impl Events for JsEvents {
    async fn sign_in(&self, event: SignInEvent) -> Result<(), BoxError> {
        let told = self.0.call("signIn", || {
            let members = [
                ("user", Some(&*event.user)),
                ("account", Some(&*event.account)),
                ("profile", event.profile.as_deref()),
            ];
            let is_new_user = event.is_new_user.map(|is_new_user| ("isNewUser", is_new_user.into()));
            [object(given(members).chain(is_new_user))]
        });
        heard(told).await
    }

    async fn sign_out(&self, event: SignOutEvent) -> Result<(), BoxError> {
        // A token that the application's own decoder refused is there, as `null`.
        let token = event.token.as_deref().map_or(JsValue::NULL, to_js);
        let told = self.0.call("signOut", || [object([("token", token)])]);
        heard(told).await
    }

    async fn session(&self, event: SessionEvent) -> Result<(), BoxError> {
        let told = self
            .0
            .call("session", || [object(given([("session", Some(&*event.session)), ("token", Some(&*event.token))]))]);
        heard(told).await
    }
}

async fn heard(told: Option<Answer>) -> Result<(), BoxError> {
    match told {
        Some(answer) => answer.await.map(drop),
        None => Ok(()),
    }
}
