//! `providers` and `csrf`: what clients ask before they act.

use crate::{Reply, context::Context};
use serde_json::{Map, Value};

/// `GET providers`: every provider by its id, in configured order.
pub(super) fn providers(cx: &Context<'_>) -> Reply {
    let mut all = Map::new();
    for provider in &cx.auth.options().providers {
        let id = provider.id();
        let described = [
            ("id", id.to_owned()),
            ("name", provider.name().to_owned()),
            ("type", provider.provider_type().as_str().to_owned()),
            ("signinUrl", cx.url(&format!("signin/{id}"))),
            ("callbackUrl", cx.url(&format!("callback/{id}"))),
        ];
        all.insert(
            id.to_owned(),
            described
                .into_iter()
                .map(|(key, text)| (key.to_owned(), Value::String(text)))
                .collect::<Map<_, _>>()
                .into(),
        );
    }
    Reply::json(all).bare()
}

/// `GET csrf`: the token that every POST has to repeat.
pub(super) fn csrf(cx: &Context<'_>) -> Reply {
    let mut body = Map::new();
    body.insert("csrfToken".to_owned(), cx.csrf.token.clone().into());
    Reply::json(body)
}
