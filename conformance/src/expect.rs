//! What our own answer must be where it differs from the reference's.
use crate::{answer::Answer, compare::is_browser, scenario::Expect};

/// The demands that an answer does not meet.
pub(crate) fn unmet(expect: &Expect, answer: &Answer) -> Vec<String> {
    let mut unmet = Vec::new();
    let mut demand = |what: &str, met: bool, wanted: String, got: String| {
        if !met {
            unmet.push(format!("expected {what} {wanted}, got {got}"));
        }
    };
    if let Some(status) = expect.status {
        demand("status", answer.status == status, status.to_string(), answer.status.to_string());
    }
    if let Some(location) = &expect.location {
        let got = answer.header("location").unwrap_or_default();
        demand("location", got == location, format!("{location:?}"), format!("{got:?}"));
    }
    if let Some(body) = &expect.body {
        demand("body", answer.body == *body, format!("{body:?}"), format!("{:?}", answer.body));
    }
    for part in &expect.body_contains {
        demand("a body with", answer.body.contains(part), format!("{part:?}"), brief(&answer.body));
    }
    for part in &expect.body_lacks {
        demand("a body without", !answer.body.contains(part), format!("{part:?}"), brief(&answer.body));
    }
    let (gone, set): (Vec<_>, Vec<_>) =
        answer.cookies.iter().filter(|cookie| !is_browser(&cookie.name)).partition(|cookie| cookie.deletes());
    for (what, wanted, got) in [("cookies set", &expect.sets, set), ("cookies cleared", &expect.clears, gone)] {
        if let Some(wanted) = wanted {
            let got: Vec<&str> = got.iter().map(|cookie| cookie.name.as_str()).collect();
            demand(what, got == *wanted, format!("{wanted:?}"), format!("{got:?}"));
        }
    }
    for cookie in &expect.cookie {
        let met = answer.cookies.iter().any(|held| format!("{}={}", held.name, held.value) == *cookie);
        demand("the cookie", met, cookie.clone(), format!("{:?}", answer.cookies));
    }
    if let Some(calls) = &expect.calls {
        let got: Vec<&str> = answer.calls.iter().filter_map(|call| call.get("call")?.as_str()).collect();
        demand("calls", got == *calls, format!("{calls:?}"), format!("{got:?}"));
    }
    unmet
}

fn brief(text: &str) -> String {
    format!("{:?}", text.chars().take(400).collect::<String>())
}
