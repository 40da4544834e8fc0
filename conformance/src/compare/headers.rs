//! Response headers but for `Set-Cookie`.
use super::Mismatch;
use crate::{
    answer::Answer,
    scenario::{Aspect, Profile},
};

/// Headers that Authwire adds to every answer and next-auth to few or none. This list is their one rule (D-01, D-65):
/// such a header, with one of these values, is outside the verdict of a step. Where next-auth sends the header as
/// well, it is compared. `*` stands for any value: the policy names hashes and form targets of its page.
pub(crate) const ADDED: [(&str, &str, Option<Profile>); 10] = [
    ("cache-control", "private, no-cache, no-store", None),
    ("pragma", "no-cache", None),
    ("expires", "0", None),
    ("x-content-type-options", "nosniff", None),
    ("referrer-policy", "no-referrer", Some(Profile::Strict)),
    ("referrer-policy", "same-origin", Some(Profile::Strict)),
    ("x-frame-options", "DENY", Some(Profile::Strict)),
    ("cross-origin-opener-policy", "same-origin", Some(Profile::Strict)),
    ("content-security-policy", "*", Some(Profile::Strict)),
    ("cross-origin-resource-policy", "same-origin", Some(Profile::Strict)),
];

fn is_added(profile: Profile, name: &str, value: &str) -> bool {
    rule_of(profile, name, value).is_some()
}

/// The difference that lists a header which only Authwire sends.
pub(crate) fn rule_of(profile: Profile, name: &str, value: &str) -> Option<&'static str> {
    let held = ADDED.iter().find(|(held, allowed, only)| {
        *held == name && (*allowed == "*" || *allowed == value) && only.is_none_or(|only| only == profile)
    });
    held.map(|(_, _, only)| if only.is_some() { "D-65" } else { "D-01" })
}

pub(super) fn compare(profile: Profile, reference: &Answer, subject: &Answer, found: &mut Vec<Mismatch>) {
    let values = |answer: &Answer, name: &str| -> Vec<String> {
        answer.headers.iter().filter(|(held, _)| held == name).map(|(_, value)| value.clone()).collect()
    };
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in reference.headers.iter().chain(&subject.headers) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    for name in names {
        let (theirs, ours) = (values(reference, name), values(subject, name));
        let added = theirs.is_empty() && ours.iter().all(|value| is_added(profile, name, value));
        let words = reference.escaped && name == "content-type";
        if theirs != ours && !added && !words && !charset_only(profile, name, &theirs, &ours) {
            let aspect = if name == "location" { Aspect::Location } else { Aspect::Headers };
            found.push(Mismatch::new(aspect, name, theirs, ours));
        }
    }
}

/// Pages say their character set in strict (D-65).
fn charset_only(profile: Profile, name: &str, theirs: &[String], ours: &[String]) -> bool {
    profile == Profile::Strict
        && name == "content-type"
        && theirs == ["text/html"]
        && ours == ["text/html; charset=utf-8"]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mismatches(profile: Profile, theirs: &[(&str, &str)], ours: &[(&str, &str)]) -> usize {
        let answer = |headers: &[(&str, &str)]| Answer {
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            ..Answer::default()
        };
        let mut found = Vec::new();
        compare(profile, &answer(theirs), &answer(ours), &mut found);
        found.len()
    }

    #[test]
    fn what_is_added_everywhere_is_known_by_name_value_and_profile() {
        assert_eq!(mismatches(Profile::Compat, &[], &[("pragma", "no-cache")]), 0);
        assert_eq!(mismatches(Profile::Compat, &[], &[("pragma", "cache")]), 1);
        assert_eq!(mismatches(Profile::Compat, &[("pragma", "no-cache")], &[]), 1);
        assert_eq!(mismatches(Profile::Compat, &[], &[("content-security-policy", "x")]), 1);
        assert_eq!(mismatches(Profile::Strict, &[], &[("content-security-policy", "x")]), 0);
        assert_eq!(mismatches(Profile::Strict, &[], &[("location", "/")]), 1);
    }
}
