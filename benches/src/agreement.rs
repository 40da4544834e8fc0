//! A comparison means something only between answers that say the same.

use crate::Failure;
use crate::system::{Action, Recorded, System};
use serde_json::Value;
use std::collections::BTreeSet;

/// Asks both systems everything that will be measured and fails at the first difference.
///
/// Times may differ, and so may the encrypted token and the markup of the page.
pub(crate) fn check(one: &System, other: &System) -> Result<(), Failure> {
    for action in Action::ALL {
        let (a, b) = (one.ask(action)?, other.ask(action)?);
        let differs = |what: &str, a: &dyn std::fmt::Debug, b: &dyn std::fmt::Debug| -> Failure {
            let (one, other) = (one.name.label(), other.name.label());
            format!("{}: {what} differs\n  {one}: {a:?}\n  {other}: {b:?}", action.name()).into()
        };
        if (a.status, b.status) != (200, 200) {
            return Err(differs("status", &a.status, &b.status));
        }
        let (kind_a, kind_b) = (media_type(&a), media_type(&b));
        if kind_a != kind_b {
            return Err(differs("content-type", &kind_a, &kind_b));
        }
        let (cookies_a, cookies_b) = (cookie_names(&a), cookie_names(&b));
        if cookies_a != cookies_b {
            return Err(differs("set-cookie", &cookies_a, &cookies_b));
        }
        if action == Action::SignIn {
            let (facts_a, facts_b) = (page_facts(&a, one), page_facts(&b, one));
            if facts_a != facts_b || facts_a.contains(&false) {
                return Err(differs("what the page shows", &facts_a, &facts_b));
            }
            continue;
        }
        let (json_a, json_b) = (timeless(&a)?, timeless(&b)?);
        if json_a != json_b {
            return Err(differs("JSON", &json_a, &json_b));
        }
        if action == Action::Session && json_a.pointer("/user/name").is_none() {
            return Err(differs("session is empty; the body", &a.body, &b.body));
        }
    }
    Ok(())
}

fn media_type(answer: &Recorded) -> Option<String> {
    answer.header("content-type").next()?.split(';').next().map(str::to_owned)
}

fn cookie_names(answer: &Recorded) -> BTreeSet<String> {
    answer.header("set-cookie").filter_map(|cookie| cookie.split('=').next()).map(str::to_owned).collect()
}

fn timeless(answer: &Recorded) -> Result<Value, Failure> {
    let mut json: Value = serde_json::from_str(&answer.body)?;
    if let Some(expires) = json.get_mut("expires") {
        *expires = Value::Null;
    }
    Ok(json)
}

/// The page must show the CSRF token of the request's cookie and a form for each provider.
fn page_facts(answer: &Recorded, system: &System) -> Vec<bool> {
    let token =
        system.cookies.split("next-auth.csrf-token=").nth(1).and_then(|rest| rest.split('%').next()).unwrap_or("?");
    [
        token,
        "Sign in with Credentials",
        "Sign in with Staff",
        "Sign in with Partners",
        "/api/auth/callback/credentials",
        "/api/auth/callback/staff",
        "/api/auth/callback/partners",
        "Username",
        "Password",
    ]
    .map(|fact| answer.body.contains(fact))
    .to_vec()
}
