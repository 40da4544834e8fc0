//! `Set-Cookie`: how many, in which order, names, attributes and their order, spans of expiry, values.
use super::{
    Mismatch,
    volatile::{self, Pairs},
};
use crate::{
    answer::{Answer, SetCookie},
    apps::App,
    scenario::{Aspect, Profile},
};
use sha2::{Digest, Sha256};
use time::{PrimitiveDateTime, format_description};

/// The cookie by which the strict profile knows a browser (D-66): where the name of the CSRF cookie does not keep
/// subdomains from setting it, the hash in it covers this cookie's value too. It is set right after the CSRF cookie, with
/// next-auth's default attributes, and is outside the verdict of a step.
pub(crate) fn is_browser(name: &str) -> bool {
    name == "authwire.browser" || name == "__Host-authwire.browser"
}

pub(super) fn compare(
    app: &App,
    profile: Profile,
    reference: &Answer,
    subject: &Answer,
    pairs: &mut Pairs,
    found: &mut Vec<Mismatch>,
) {
    let mut cookies = subject.cookies.clone();
    let bound = profile == Profile::Strict
        && !cookies.iter().any(|cookie| is_csrf(cookie) && cookie.name.starts_with("__Host-"));
    let mut browser = subject.browser.clone().filter(|_| bound).unwrap_or_default();
    if let Some(at) = cookies.iter().position(|cookie| bound && is_browser(&cookie.name)) {
        let cookie = cookies.remove(at);
        let before = at.checked_sub(1).and_then(|before| cookies.get(before));
        if before.is_none_or(|before| !is_csrf(before)) || !has_default_attributes(&cookie) {
            found.push(Mismatch::new(Aspect::Cookies, "the browser's cookie", "none", &cookie));
        }
        browser = cookie.value;
    }
    let names = |cookies: &[SetCookie]| cookies.iter().map(|cookie| cookie.name.clone()).collect::<Vec<_>>();
    if names(&reference.cookies) != names(&cookies) {
        found.push(Mismatch::new(Aspect::Cookies, "cookies", names(&reference.cookies), names(&cookies)));
        return;
    }
    if bound && browser.is_empty() && cookies.iter().any(is_csrf) {
        found.push(Mismatch::new(Aspect::Cookies, "what the CSRF hash is bound to", "nothing", "no browser's cookie"));
    }
    for (theirs, ours) in reference.cookies.iter().zip(&cookies) {
        let what = format!("cookie {}", theirs.name);
        attributes(&what, (theirs, reference.at), (ours, subject.at), found);
        if !value(app, theirs, ours, &browser, pairs) {
            found.push(Mismatch::new(Aspect::Cookies, what, &theirs.value, &ours.value));
        }
    }
}

fn has_default_attributes(cookie: &SetCookie) -> bool {
    let secure = cookie.name.starts_with("__Host-");
    let wanted =
        [Some(("Path", "/")), Some(("HttpOnly", "")), secure.then_some(("Secure", "")), Some(("SameSite", "Lax"))];
    let held = cookie.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    held.eq(wanted.into_iter().flatten())
}

fn is_csrf(cookie: &SetCookie) -> bool {
    csrf(&cookie.value).is_some()
}

fn attributes(
    what: &str,
    (theirs, their_time): (&SetCookie, i64),
    (ours, our_time): (&SetCookie, i64),
    found: &mut Vec<Mismatch>,
) {
    let names = |cookie: &SetCookie| cookie.attributes.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    if names(theirs) != names(ours) {
        found.push(Mismatch::new(Aspect::Cookies, format!("attributes of {what}"), names(theirs), names(ours)));
        return;
    }
    for ((name, theirs), (_, ours)) in theirs.attributes.iter().zip(&ours.attributes) {
        let same = match name.as_str() {
            "Expires" => {
                let left = |text: &str, at: i64| moment(text).and_then(|time| time.checked_sub(at));
                left(theirs, their_time)
                    .zip(left(ours, our_time))
                    .is_some_and(|(theirs, ours)| volatile::near(theirs, ours))
            }
            // 0 deletes: there is no span around it.
            "Max-Age" if theirs != "0" && ours != "0" => {
                theirs.parse().ok().zip(ours.parse().ok()).is_some_and(|(theirs, ours)| volatile::near(theirs, ours))
            }
            _ => theirs == ours,
        };
        if !same {
            found.push(Mismatch::new(Aspect::Cookies, format!("{name} of {what}"), theirs, ours));
        }
    }
}

/// Unix seconds of an IMF-fixdate, and of no other form.
fn moment(text: &str) -> Option<i64> {
    let form = format_description::parse_borrowed::<2>(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT",
    )
    .ok()?;
    Some(PrimitiveDateTime::parse(text, &form).ok()?.assume_utc().unix_timestamp())
}

fn value(app: &App, theirs: &SetCookie, ours: &SetCookie, browser: &str, pairs: &mut Pairs) -> bool {
    if let (Some((token, hash)), Some((our_token, our_hash))) = (csrf(&theirs.value), csrf(&ours.value)) {
        let verifies = app
            .secret()
            .is_none_or(|secret| digest(&[our_token, browser, secret]) == our_hash && digest(&[token, secret]) == hash);
        return verifies && volatile::same(token, our_token, pairs);
    }
    // Claims are compared apart; here a token only has to be cut into the same pieces.
    let token = app.is_session_cookie(&theirs.name) && !theirs.deletes() && !ours.deletes();
    if token && !theirs.value.is_empty() {
        return theirs.value.len() == ours.value.len();
    }
    theirs.value == ours.value
}

fn csrf(value: &str) -> Option<(&str, &str)> {
    value.split_once("%7C").filter(|(token, hash)| token.len() == 64 && hash.len() == 64)
}

fn digest(parts: &[&str]) -> String {
    Sha256::digest(parts.concat()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_form() {
        assert_eq!(moment("Mon, 21 Dec 2026 18:54:24 GMT"), Some(1_797_879_264));
        assert_eq!(moment("2026-12-21T18:54:24Z"), None);
        assert_eq!(moment("Mon, 21 Dec 2026 18:54:24 UTC"), None);
    }
}
