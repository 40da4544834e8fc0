//! `COVERAGE.md`: which step holds which row of the specification. A row that names a step that does not exist fails.
use crate::{Failure, scenario::Scenario};
use std::collections::BTreeSet;

/// What is wrong with the table.
pub(crate) fn check(scenarios: &[Scenario]) -> Result<Vec<String>, Failure> {
    let text = std::fs::read_to_string(crate::folder().join("COVERAGE.md"))?;
    let steps: BTreeSet<String> = scenarios
        .iter()
        .flat_map(|scenario| scenario.steps.iter().map(move |step| format!("{}/{}", scenario.name, step.name)))
        .collect();
    Ok(faults(&text, &steps))
}

fn faults(text: &str, steps: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut rows: usize = 0;
    for line in text.lines().filter(|line| line.starts_with("| §") || line.starts_with("| App")) {
        rows = rows.saturating_add(1);
        let last = line.trim_end_matches([' ', '|']).rsplit(" | ").next().unwrap_or_default();
        let named: Vec<&str> = last.split('`').skip(1).step_by(2).collect();
        if named.is_empty() && !last.contains("not on the wire: ") {
            faults.push(format!("COVERAGE.md: no step: {line}"));
        }
        faults.extend(
            named
                .iter()
                .filter(|step| !steps.contains(**step))
                .map(|step| format!("COVERAGE.md: no step is called {step}")),
        );
    }
    if rows == 0 {
        faults.push("COVERAGE.md has no rows".to_owned());
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_needs_steps_that_exist() {
        let steps = BTreeSet::from(["a/b".to_owned()]);
        assert_eq!(faults("| § 1 | what | `a/b` |", &steps), Vec::<String>::new());
        assert_eq!(faults("| § 1 | `not read` | not on the wire: why |", &steps), Vec::<String>::new());
        assert_eq!(faults("| § 1 | what | `a/c`, `a/b` |", &steps).len(), 1);
        assert_eq!(faults("| § 1 | what | nothing |", &steps).len(), 1);
        assert_eq!(faults("", &steps).len(), 1);
    }
}
