//! The credentials journey under attack.

mod claims;
mod errors;
mod passwords;

use crate::browser::{Answer, Browser};
use authwire::{Auth, BoxError, Credentials, Field, User};

/// A provider that answers whatever is typed with this.
fn answering(answer: impl Fn() -> Result<Option<User>, BoxError> + Send + Sync + 'static) -> Credentials {
    Credentials::new([Field::new("username")], move |_, _| {
        let answer = answer();
        async { answer }
    })
}

/// A fresh browser's attempt to sign in, as a page (302) and as a script (JSON).
async fn attempts(auth: &Auth, fields: &[(&str, &str)]) -> (Answer, Answer) {
    let mut page = Browser::new(auth.clone());
    let token = page.csrf().await;
    let mut script = page.clone();
    let mut fields = fields.to_vec();
    fields.push(("csrfToken", &token));
    let html = page.post("/callback/credentials", &fields).await;
    fields.push(("json", "true"));
    (html, script.post("/callback/credentials", &fields).await)
}
