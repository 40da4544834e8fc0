//! Compares two answers part by part.
mod cookies;
mod css;
mod headers;
mod html;
mod json;
mod volatile;

pub(crate) use cookies::is_browser;
pub(crate) use headers::rule_of;
pub(crate) use volatile::Pairs;

use crate::{
    answer::Answer,
    apps::App,
    scenario::{Aspect, Profile},
};
use serde_json::Value;
use std::fmt;

/// One difference between two answers.
#[derive(Clone, Debug)]
pub(crate) struct Mismatch {
    pub(crate) aspect: Aspect,
    what: String,
    reference: String,
    subject: String,
}

impl Mismatch {
    fn new(aspect: Aspect, what: impl Into<String>, reference: impl fmt::Debug, subject: impl fmt::Debug) -> Self {
        Self { aspect, what: what.into(), reference: format!("{reference:?}"), subject: format!("{subject:?}") }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: next-auth {}, Authwire {}", self.what, self.reference, self.subject)
    }
}

/// All differences, in the order of the parts.
pub(crate) fn answers(
    app: &App,
    profile: Profile,
    reference: &Answer,
    subject: &Answer,
    pairs: &mut Pairs,
) -> Vec<Mismatch> {
    let mut found = Vec::new();
    if reference.status != subject.status {
        found.push(Mismatch::new(Aspect::Status, "status", reference.status, subject.status));
    }
    headers::compare(profile, reference, subject, &mut found);
    cookies::compare(app, profile, reference, subject, pairs, &mut found);
    claims(reference, subject, pairs, &mut found);
    if !reference.escaped {
        body(reference, subject, pairs, &mut found);
    }
    let recorded = |answer: &Answer| Value::Array(answer.calls.clone());
    if let Some((at, theirs, ours)) =
        json::difference(&recorded(reference), &recorded(subject), (reference.at, subject.at), pairs)
    {
        found.push(Mismatch::new(Aspect::Calls, format!("calls{at}"), theirs, ours));
    }
    found
}

fn claims(reference: &Answer, subject: &Answer, pairs: &mut Pairs, found: &mut Vec<Mismatch>) {
    match (&reference.claims, &subject.claims) {
        (None, None) => {}
        (Some(theirs), Some(ours)) => {
            if let Some((at, theirs, ours)) = json::difference(theirs, ours, (reference.at, subject.at), pairs) {
                found.push(Mismatch::new(Aspect::Claims, format!("claims{at}"), theirs, ours));
            }
        }
        (theirs, ours) => found.push(Mismatch::new(Aspect::Claims, "session token", theirs, ours)),
    }
}

fn body(reference: &Answer, subject: &Answer, pairs: &mut Pairs, found: &mut Vec<Mismatch>) {
    if reference.is_html() && subject.is_html() {
        html::compare(&reference.body, &subject.body, pairs, found);
        return;
    }
    let parsed = |answer: &Answer| serde_json::from_str::<Value>(&answer.body).ok();
    if let (Some(theirs), Some(ours)) = (parsed(reference), parsed(subject)) {
        if let Some((at, theirs, ours)) = json::difference(&theirs, &ours, (reference.at, subject.at), pairs) {
            found.push(Mismatch::new(Aspect::Body, format!("JSON body{at}"), theirs, ours));
        } else if reference.body.len() != subject.body.len() {
            found.push(Mismatch::new(Aspect::Body, "spelling of the JSON body", &reference.body, &subject.body));
        }
    } else if reference.body != subject.body {
        found.push(Mismatch::new(Aspect::Body, "body", &reference.body, &subject.body));
    }
}
