//! What was found, as Markdown, and whether it is enough.

use crate::arguments::Arguments;
use crate::load::Turn;
use crate::process::{Cores, Memory};
use crate::rounds::Results;
use crate::system::{Action, Name};
use std::fmt::{self, Display, Formatter};

/// On `session`: at least so many times next-auth's answers for each processor second.
const TIMES_NEXT_AUTH: f64 = 12.0;
/// On `session`: at least this part of what replaying a constant reaches.
const PART_OF_LIMIT: f64 = 0.5;
/// Resident memory: less than this part of next-auth's.
const PART_OF_MEMORY: f64 = 1.0 / 8.0;

/// The outcome of a run; displays as Markdown.
pub(crate) struct Report<'r> {
    results: &'r Results,
    arguments: &'r Arguments,
    cores: &'r Cores,
    thresholds: Vec<Threshold>,
}

struct Threshold {
    text: String,
    met: bool,
}

struct Spread {
    median: f64,
    min: f64,
    max: f64,
}

impl Spread {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        let last = values.len().saturating_sub(1);
        // The middle one, or the mean of the middle two.
        let median = f64::midpoint(at(last / 2), at(last.div_ceil(2)));
        Self { median, min: at(0), max: at(last) }
    }
}

impl<'r> Report<'r> {
    /// Draws the conclusions. What was not measured has no threshold.
    pub(crate) fn new(results: &'r Results, arguments: &'r Arguments, cores: &'r Cores) -> Self {
        let mut report = Self { results, arguments, cores, thresholds: Vec::new() };
        let session = |other| report.ratio(Action::Session, Name::Ours, other);
        let memory = report.memory(Name::Ours).zip(report.memory(Name::NextAuth));
        report.thresholds = [
            session(Name::NextAuth).map(|ratio| Threshold {
                text: format!("session: {ratio:.1} × next-auth, at least {TIMES_NEXT_AUTH} wanted"),
                met: ratio >= TIMES_NEXT_AUTH,
            }),
            session(Name::Limit).map(|ratio| Threshold {
                text: format!("session: {ratio:.2} × constant, at least {PART_OF_LIMIT} wanted"),
                met: ratio >= PART_OF_LIMIT,
            }),
            memory.map(|(ours, theirs)| Threshold {
                text: format!(
                    "memory: 1/{:.1} of next-auth's, less than 1/{:.0} wanted",
                    theirs.resident / ours.resident,
                    1.0 / PART_OF_MEMORY
                ),
                met: ours.resident < theirs.resident * PART_OF_MEMORY,
            }),
        ]
        .into_iter()
        .flatten()
        .collect();
        report
    }

    /// Whether every threshold was checked and met.
    pub(crate) fn passed(&self) -> bool {
        self.thresholds.len() == 3 && self.thresholds.iter().all(|threshold| threshold.met)
    }

    fn turns(&self, action: Action, name: Name) -> Option<&[Turn]> {
        self.results.turns.iter().find(|(a, n, _)| (*a, *n) == (action, name)).map(|(_, _, turns)| turns.as_slice())
    }

    fn rate(&self, action: Action, name: Name) -> Option<Spread> {
        Some(Spread::of(self.turns(action, name)?.iter().map(Turn::rate)))
    }

    fn ratio(&self, action: Action, name: Name, other: Name) -> Option<f64> {
        Some(self.rate(action, name)?.median / self.rate(action, other)?.median)
    }

    fn memory(&self, name: Name) -> Option<Memory> {
        self.results.memory.iter().find(|(n, _)| *n == name).map(|(_, memory)| *memory)
    }
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Arguments { turn, rounds, connections, .. } = self.arguments;
        writeln!(f, "{rounds} rounds of {} s, {connections} connections, {}.\n", turn.as_secs_f64(), self.cores)?;
        writeln!(f, "Answers for each second of the server's processor time:\n")?;
        writeln!(f, "| action | system | median | min | max | core busy | Authwire is |")?;
        writeln!(f, "|---|---|--:|--:|--:|--:|--:|")?;
        for (action, name, turns) in &self.results.turns {
            let rate = Spread::of(turns.iter().map(Turn::rate));
            let busy = Spread::of(turns.iter().map(Turn::busy)).median * 100.0;
            let ratio = times(self.ratio(*action, Name::Ours, *name).filter(|_| *name != Name::Ours));
            let (action, name) = (action.name(), name.label());
            writeln!(
                f,
                "| `{action}` | {name} | {:.0} | {:.0} | {:.0} | {busy:.0} % | {ratio} |",
                rate.median, rate.min, rate.max
            )?;
        }
        writeln!(f, "\nResident memory after the load:\n")?;
        writeln!(f, "| system | now | peak | Authwire is |\n|---|--:|--:|--:|")?;
        for (name, memory) in &self.results.memory {
            let ratio = times(
                self.memory(Name::Ours).filter(|_| *name != Name::Ours).map(|ours| ours.resident / memory.resident),
            );
            writeln!(
                f,
                "| {} | {:.1} MiB | {:.1} MiB | {ratio} |",
                name.label(),
                mebibytes(memory.resident),
                mebibytes(memory.peak)
            )?;
        }
        writeln!(f)?;
        if self.thresholds.len() < 3 {
            writeln!(f, "FAIL not everything with a threshold was measured")?;
        }
        for Threshold { text, met } in &self.thresholds {
            writeln!(f, "{} {text}", if *met { "PASS" } else { "FAIL" })?;
        }
        Ok(())
    }
}

fn times(ratio: Option<f64>) -> String {
    ratio.map(|ratio| if ratio < 10.0 { format!("{ratio:.2} ×") } else { format!("{ratio:.1} ×") }).unwrap_or_default()
}

fn mebibytes(bytes: f64) -> f64 {
    bytes / (1024.0 * 1024.0)
}

#[cfg(test)]
mod tests;
