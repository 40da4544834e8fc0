//! `events`: what an application that is written in JavaScript is told.

use crate::{
    callbacks::given,
    functions::{Answer, Functions},
    value::object,
};
use async_trait::async_trait;
use authwire_core::{BoxError, Events, SessionEvent, SignInEvent, SignOutEvent};

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
        let told = self.0.call("signOut", || [object(given([("token", event.token.as_deref())]))]);
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
