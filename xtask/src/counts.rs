//! Reads how many tests ran from what the tools print.

use crate::step::Tally;

/// `Summary [   0.004s] 12 tests run: 11 passed (1 leaky), 1 failed, 2 skipped`, as cargo-nextest ends. Skipped tests
/// were filtered out on purpose and are not counted; what timed out counts as failed.
pub(crate) fn nextest(text: &str) -> Option<Tally> {
    let line = text.lines().rfind(|line| line.trim_start().starts_with("Summary [") && line.contains(" run: "))?;
    let (before, results) = line.split_once(" run: ")?;
    // `10/12 tests run` when it stopped early: what did not run did not pass.
    let run = before.split_once(']')?.1.trim().split(' ').next()?;
    let (run, missing) = match run.split_once('/') {
        Some((run, all)) => (number(run)?, number(all)?.saturating_sub(number(run)?)),
        None => (number(run)?, 0),
    };
    let passed = results.split(", ").find_map(|part| counted(part, "passed")).unwrap_or(0);
    Some(tally(passed, run.saturating_sub(passed).saturating_add(missing)))
}

/// The sum of `test result: ok. 3 passed; 0 failed; 1 ignored; …`, a line for each crate's documentation tests.
pub(crate) fn rustdoc(text: &str) -> Option<Tally> {
    let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix("test result: "));
    let mut sum = None;
    for line in lines {
        let of = |word| line.split(['.', ';']).find_map(|part| counted(part.trim(), word)).unwrap_or(0);
        let Tally { passed, failed, .. } = sum.unwrap_or_default();
        sum = Some(tally(of("passed").saturating_add(passed), of("failed").saturating_add(failed)));
    }
    sum
}

/// `# pass 3` and `# fail 0`, as Node's test runner ends in TAP.
pub(crate) fn node(text: &str) -> Option<Tally> {
    let of = |word: &str| text.lines().rev().find_map(|line| number(line.trim().strip_prefix(word)?));
    let cancelled = of("# cancelled ").unwrap_or(0);
    Some(tally(of("# pass ")?, of("# fail ")?.saturating_add(cancelled)))
}

/// `identical 40, listed 7, failed 0`, as the conformance suite ends, and `planted: NAME: noticed 3 of 3` for each fault
/// planted into it. The suite itself counts a fault that went unnoticed as failed.
pub(crate) fn conformance(text: &str) -> Option<Tally> {
    let line = text.lines().rfind(|line| line.starts_with("identical "))?;
    let of = |word: &str| line.split(", ").find_map(|part| number(part.strip_prefix(word)?));
    let noticed = text.lines().filter_map(|line| line.strip_prefix("planted: ")?.rsplit_once(": noticed "));
    let all = noticed.filter(|(_, counts)| counts.split_once(" of ").is_some_and(|(n, of)| n == of && n != "0"));
    let planted = u64::try_from(all.count()).ok()?;
    let compared = of("identical ")?.checked_add(of("listed ")?)?;
    Some(tally(compared.checked_add(planted)?, of("failed ")?))
}

fn tally(passed: u64, failed: u64) -> Tally {
    Tally { passed, failed, note: String::new() }
}

/// `3` of `3 passed`, also of `3 passed (1 slow)`.
fn counted(part: &str, word: &str) -> Option<u64> {
    let (count, rest) = part.split_once(' ')?;
    (rest == word || rest.strip_prefix(word)?.starts_with(' ')).then(|| number(count))?
}

fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{conformance, nextest, node, rustdoc, tally};

    #[test]
    fn nextest_counts() {
        let of =
            |line: &str| nextest(&format!("PASS a\n------------\n     Summary [   0.004s] {line}\n        FAIL x\n"));
        assert_eq!(of("12 tests run: 12 passed, 0 skipped"), Some(tally(12, 0)));
        assert_eq!(of("1 test run: 1 passed (1 leaky), 4 skipped"), Some(tally(1, 0)));
        assert_eq!(of("12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 0 skipped"), Some(tally(9, 3)));
        assert_eq!(of("10/12 tests run: 9 passed, 1 failed, 0 skipped"), Some(tally(9, 3)));
        assert_eq!(of("2 tests run: 0 passed, 2 failed, 0 skipped"), Some(tally(0, 2)));
        assert_eq!(nextest("error: could not compile"), None);
    }

    #[test]
    fn rustdoc_counts_are_summed() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                    test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(rustdoc(text), Some(tally(4, 2)));
        assert_eq!(rustdoc("error"), None);
    }

    #[test]
    fn node_counts() {
        assert_eq!(node("# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n"), Some(tally(3, 2)));
        assert_eq!(node("ok 1\n"), None);
    }

    #[test]
    fn conformance_counts_comparisons_and_faults() {
        let text = "planted: a: b: noticed 3 of 3\nplanted: c: noticed 2 of 3\nplanted: d: noticed 0 of 0\n\
                    9 steps in 2 scenarios\nidentical 40, listed 7, failed 2\n";
        assert_eq!(conformance(text), Some(tally(48, 2)));
        assert_eq!(conformance("the reference did not start"), None);
    }
}
