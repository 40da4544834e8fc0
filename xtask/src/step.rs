//! Runs the steps of a plan, several at once where they do not get in each other's way, and reports each.

use std::fmt::Write as _;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::cargo::target;
use crate::log::Log;

/// How many steps run at once. A build fills all cores by itself; two keep them busy while one of them links or waits.
const AT_ONCE: usize = 2;

/// How often to say what is still running.
const SIGN_OF_LIFE: Duration = Duration::from_secs(60);

/// Far above what any single command of a step needs on two cores.
const LIMIT: Duration = Duration::from_mins(25);

/// How much of a failed step's log is shown.
const LINES_SHOWN: usize = 120;

/// What a step found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests and checks that passed.
    pub(crate) passed: u64,
    /// Tests and checks that failed.
    pub(crate) failed: u64,
    /// What else the reader should know, such as what was installed.
    pub(crate) note: String,
}

impl Tally {
    /// One check that passed.
    pub(crate) fn check() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    /// Preparation: nothing to count.
    pub(crate) fn prepared(note: impl Into<String>) -> Self {
        Self { note: note.into(), ..Self::default() }
    }
}

/// What else may run while a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Builds in cargo's own target folder, where only one build at a time gets in.
    Cargo,
    /// Gets in nobody's way.
    Beside,
    /// Needs the machine to itself.
    Alone,
}

/// One step of a plan.
pub(crate) struct Step {
    name: &'static str,
    lane: Lane,
    /// Steps that must have succeeded before.
    needs: &'static [&'static str],
    run: fn(&Log) -> Result<Tally>,
}

impl Step {
    /// A step that runs once all that it needs have succeeded.
    pub(crate) const fn new(
        name: &'static str,
        lane: Lane,
        needs: &'static [&'static str],
        run: fn(&Log) -> Result<Tally>,
    ) -> Self {
        Self { name, lane, needs, run }
    }
}

/// What became of a step.
#[derive(Debug, Clone)]
enum State {
    Waiting,
    Running(Instant),
    Done { tally: Tally, took: Duration },
}

impl State {
    fn succeeded(&self) -> bool {
        matches!(self, Self::Done { tally, .. } if tally.failed == 0)
    }

    fn failed(&self) -> bool {
        matches!(self, Self::Done { tally, .. } if tally.failed > 0)
    }
}

/// Runs all steps, earlier ones first, prints a table of them and returns the sum. A step whose needs failed counts as
/// one failure.
pub(crate) fn run_all(steps: &[Step]) -> Tally {
    let board = Board { steps, states: Mutex::new(vec![State::Waiting; steps.len()]), changed: Condvar::new() };
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| while board.work() {});
        }
        board.watch();
    });
    board.summary()
}

struct Board<'a> {
    steps: &'a [Step],
    states: Mutex<Vec<State>>,
    changed: Condvar,
}

impl Board<'_> {
    /// Runs one step, or waits for a change. False when all are done.
    fn work(&self) -> bool {
        let mut states = self.lock();
        let Some((index, step)) = self.next(&mut states) else {
            if done(&states) {
                return false;
            }
            drop(self.changed.wait(states));
            return true;
        };
        let started = Instant::now();
        set(&mut states, index, State::Running(started));
        drop(states);
        println!("  started  {}", step.name);
        let tally = run(step);
        let took = started.elapsed();
        report(step, &tally, took);
        set(&mut self.lock(), index, State::Done { tally, took });
        self.changed.notify_all();
        true
    }

    /// The first step that may start now. Steps that never can are marked as failed on the way.
    fn next(&self, states: &mut [State]) -> Option<(usize, &Step)> {
        for (index, step) in self.steps.iter().enumerate() {
            if !matches!(states.get(index), Some(State::Waiting)) {
                continue;
            }
            if let Some(broken) = step.needs.iter().find(|need| self.state(states, need).is_none_or(State::failed)) {
                println!("  NOT RUN  {}: {broken} failed", step.name);
                let note = format!("not run: {broken} failed");
                set(states, index, State::Done { tally: Tally { passed: 0, failed: 1, note }, took: Duration::ZERO });
                self.changed.notify_all();
                continue;
            }
            let ready = step.needs.iter().all(|need| self.state(states, need).is_some_and(State::succeeded));
            if ready && self.has_room(states, step.lane) {
                return Some((index, step));
            }
        }
        None
    }

    fn state<'s>(&self, states: &'s [State], name: &str) -> Option<&'s State> {
        self.steps.iter().zip(states).find(|(step, _)| step.name == name).map(|(_, state)| state)
    }

    fn has_room(&self, states: &[State], lane: Lane) -> bool {
        let mut running = self
            .steps
            .iter()
            .zip(states)
            .filter(|(_, state)| matches!(state, State::Running(_)))
            .map(|(step, _)| step.lane);
        match lane {
            Lane::Alone => running.next().is_none(),
            Lane::Cargo | Lane::Beside => {
                running.all(|other| other != Lane::Alone && (other, lane) != (Lane::Cargo, Lane::Cargo))
            }
        }
    }

    /// Until all is done, says now and then what is still running.
    fn watch(&self) {
        let mut states = self.lock();
        while !done(&states) {
            let (now, wait) = self.changed.wait_timeout(states, SIGN_OF_LIFE).unwrap_or_else(PoisonError::into_inner);
            states = now;
            if !wait.timed_out() {
                continue;
            }
            for (step, state) in self.steps.iter().zip(states.iter()) {
                if let State::Running(since) = state {
                    println!("  running  {} ({})", step.name, time(since.elapsed()));
                }
            }
        }
    }

    fn summary(&self) -> Tally {
        let mut sum = Tally::default();
        println!();
        for (step, state) in self.steps.iter().zip(self.lock().iter()) {
            let State::Done { tally, took } = state else {
                continue;
            };
            sum.passed = sum.passed.saturating_add(tally.passed);
            sum.failed = sum.failed.saturating_add(tally.failed);
            println!("  {}", line(step, tally, *took));
        }
        sum
    }

    fn lock(&self) -> MutexGuard<'_, Vec<State>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn done(states: &[State]) -> bool {
    states.iter().all(|state| matches!(state, State::Done { .. }))
}

fn set(states: &mut [State], index: usize, state: State) {
    if let Some(slot) = states.get_mut(index) {
        *slot = state;
    }
}

fn run(step: &Step) -> Tally {
    let name: String = step.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let broken = |error: anyhow::Error| Tally { passed: 0, failed: 1, note: format!("{error:#}") };
    let log = match Log::file(target("xtask").join(format!("{name}.log")), LIMIT) {
        Ok(log) => log,
        Err(error) => return broken(error),
    };
    let tally = (step.run)(&log).unwrap_or_else(broken);
    if tally.failed > 0 {
        let text = log.text();
        let lines: Vec<&str> = text.lines().collect();
        let start = lines.len().saturating_sub(LINES_SHOWN);
        let mut shown = String::new();
        if start > 0
            && let Log::File { path, .. } = &log
        {
            let _ = writeln!(shown, "    … {start} lines before these are in {}", path.display());
        }
        for line in lines.iter().skip(start) {
            let _ = writeln!(shown, "    {line}");
        }
        print!("{shown}");
    }
    tally
}

fn report(step: &Step, tally: &Tally, took: Duration) {
    let word = if tally.failed > 0 { "FAILED  " } else { "finished" };
    println!("  {word} {}", line(step, tally, took));
}

fn line(step: &Step, tally: &Tally, took: Duration) -> String {
    let counts = match (tally.passed, tally.failed) {
        (0, 0) => "ready".to_owned(),
        (passed, 0) => format!("{passed} passed"),
        (passed, failed) => format!("{passed} passed, {failed} FAILED"),
    };
    let note = if tally.note.is_empty() { String::new() } else { format!(": {}", tally.note) };
    format!("{:<34} {:>7}  {counts}{note}", step.name, time(took))
}

fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;
    use std::time::Duration;

    use anyhow::{Result, bail};

    use super::{Lane, Step, Tally, run_all};
    use crate::log::Log;

    static BUSY: AtomicBool = AtomicBool::new(false);

    fn two(_: &Log) -> Result<Tally> {
        Ok(Tally { passed: 2, ..Tally::default() })
    }

    fn broken(_: &Log) -> Result<Tally> {
        bail!("as planned")
    }

    fn exclusive(_: &Log) -> Result<Tally> {
        if BUSY.swap(true, Ordering::SeqCst) {
            bail!("another one runs");
        }
        thread::sleep(Duration::from_millis(50));
        BUSY.store(false, Ordering::SeqCst);
        Ok(Tally::check())
    }

    #[test]
    fn what_needs_a_failed_step_fails_and_the_rest_runs() {
        let steps = [
            Step::new("test: needs both", Lane::Beside, &["test: two", "test: broken"], two),
            Step::new("test: broken", Lane::Beside, &[], broken),
            Step::new("test: two", Lane::Beside, &[], two),
            Step::new("test: after two", Lane::Alone, &["test: two"], two),
            Step::new("test: needs what is not there", Lane::Beside, &["test: three"], two),
        ];
        let sum = run_all(&steps);
        assert_eq!((sum.passed, sum.failed), (4, 3));
    }

    #[test]
    fn builds_in_one_folder_take_turns() {
        let steps = [
            Step::new("test: cargo 1", Lane::Cargo, &[], exclusive),
            Step::new("test: cargo 2", Lane::Cargo, &[], exclusive),
            Step::new("test: alone", Lane::Alone, &[], exclusive),
        ];
        let sum = run_all(&steps);
        assert_eq!((sum.passed, sum.failed), (3, 0));
    }
}
