//! Values that are random or tell the time: compared by shape, span and consistency.
use crate::variables::is_hex64;
use std::collections::HashMap;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Seconds that two answers to the same step may lie apart.
pub(crate) const SPAN: i64 = 5;

/// Which random value of one side stands for which of the other: a value that shows up twice must do so on both sides.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    forth: HashMap<String, String>,
    back: HashMap<String, String>,
}

impl Pairs {
    /// Both values play the same part, now and wherever either appears again.
    pub(crate) fn match_up(&mut self, reference: &str, subject: &str) -> bool {
        let theirs = self.forth.entry(reference.to_owned()).or_insert_with(|| subject.to_owned());
        let ours = self.back.entry(subject.to_owned()).or_insert_with(|| reference.to_owned());
        theirs == subject && ours == reference
    }
}

/// Equal but for what cannot be.
pub(crate) fn same(reference: &str, subject: &str, pairs: &mut Pairs) -> bool {
    if is_hex64(reference) && is_hex64(subject) {
        return pairs.match_up(reference, subject);
    }
    if reference == subject {
        return true;
    }
    if is_uuid4(reference) && is_uuid4(subject) {
        return pairs.match_up(reference, subject);
    }
    match (moment(reference), moment(subject)) {
        (Some(theirs), Some(ours)) => near(theirs, ours),
        _ => false,
    }
}

/// Within the span.
pub(crate) fn near(reference: i64, subject: i64) -> bool {
    reference.abs_diff(subject) <= SPAN.unsigned_abs()
}

/// Unix seconds of `Date.prototype.toISOString`'s form, and of no other.
fn moment(text: &str) -> Option<i64> {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    (shape == "0000-00-00T00:00:00.000Z")
        .then(|| OffsetDateTime::parse(text, &Rfc3339).ok())
        .flatten()
        .map(OffsetDateTime::unix_timestamp)
}

/// A version 4 UUID in lower case.
pub(crate) fn is_uuid4(text: &str) -> bool {
    let shape: String =
        text.chars().map(|c| if c.is_ascii_digit() || ('a'..='f').contains(&c) { 'x' } else { c }).collect();
    let at = |index: usize| text.as_bytes().get(index).copied().unwrap_or_default();
    shape == "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" && at(14) == b'4' && b"89ab".contains(&at(19))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_values_pair_up_once() {
        let mut pairs = Pairs::default();
        let (a, b, c) = ("a".repeat(64), "b".repeat(64), "c".repeat(64));
        assert!(same(&a, &b, &mut pairs));
        assert!(same(&a, &b, &mut pairs));
        assert!(!same(&a, &c, &mut pairs));
        assert!(!same(&c, &b, &mut pairs));
        assert!(!same(&a, "b", &mut pairs));
    }

    #[test]
    fn times_have_a_span_and_a_form() {
        let mut pairs = Pairs::default();
        assert!(same("2026-12-21T18:54:24.921Z", "2026-12-21T18:54:29.001Z", &mut pairs));
        assert!(!same("2026-12-21T18:54:24.921Z", "2026-12-21T19:54:24.921Z", &mut pairs));
        assert!(!same("2026-12-21T18:54:24.921Z", "2026-12-21T18:54:24Z", &mut pairs));
    }

    #[test]
    fn uuids_have_a_version() {
        assert!(is_uuid4("907af4bc-0fe3-49a4-bf50-72e28f613686"));
        assert!(!is_uuid4("907af4bc-0fe3-19a4-bf50-72e28f613686"));
    }
}
