//! Fuzzing on a stable toolchain: the coverage instrumentation is LLVM's own, reached through rustc's stable flags;
//! libFuzzer comes as a crate.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::cargo::{cargo, command, root, target};
use crate::log::{Log, output};
use crate::step::Tally;

/// What libFuzzer reads at run time: counters inside the code, a table of the code's places, and compared values.
/// Without folding, each branch keeps a counter of its own.
const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0 \
    -Ccodegen-units=1 -Clink-dead-code --cfg fuzzing";

/// An input may take this long and this much memory; more is a find.
const LIMITS: [&str; 2] = ["-timeout=5", "-rss_limit_mb=1024"];

/// How much longer than it was told to a target may take to start and end.
const GRACE: Duration = Duration::from_mins(2);

const AT_ONCE: usize = 2;

/// What to fuzz, and how long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// Seconds for each target.
    pub(crate) seconds: u32,
    /// Empty: all.
    pub(crate) targets: Vec<String>,
}

impl Request {
    /// `[--seconds N] [TARGET…]`
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let mut request = Self { seconds: 60, targets: Vec::new() };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            if argument == "--seconds" {
                let seconds = arguments.next().context("--seconds takes a number")?;
                request.seconds = seconds.parse().with_context(|| format!("not a number of seconds: {seconds}"))?;
            } else if argument.starts_with('-') {
                bail!("not an option of fuzz: {argument}");
            } else {
                request.targets.push(argument.clone());
            }
        }
        Ok(request)
    }
}

/// Builds the targets and runs them, two at a time. A target passes or fails as one.
pub(crate) fn run(log: &Log, request: &Request) -> Result<Tally> {
    let known = targets()?;
    if let Some(unknown) = request.targets.iter().find(|name| !known.contains(name)) {
        bail!("no such target: {unknown}; there are {}", known.join(", "));
    }
    let wanted = if request.targets.is_empty() { known } else { request.targets.clone() };
    let folder = build(log)?;

    let queue = Mutex::new(VecDeque::from(wanted));
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some(name) = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front() else {
                        return;
                    };
                    let result = fuzz(&folder, &name, request.seconds);
                    match &result {
                        Ok(line) => log.say(&format!("{name}: {line}")),
                        Err(error) => log.say(&format!("{name}: FAILED: {error:#}")),
                    }
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((name, result));
                }
            });
        }
    });

    let mut tally = Tally::default();
    let mut notes = Vec::new();
    for (name, result) in results.into_inner().unwrap_or_else(PoisonError::into_inner) {
        match result {
            Ok(_) => tally.passed = tally.passed.saturating_add(1),
            Err(error) => {
                tally.failed = tally.failed.saturating_add(1);
                notes.push(format!("{name}: {error:#}"));
            }
        }
    }
    tally.note = notes.join("; ");
    Ok(tally)
}

/// The targets' names: the files in `fuzz/src/bin`.
pub(crate) fn targets() -> Result<Vec<String>> {
    let folder = root().join("fuzz/src/bin");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// Builds all targets. Returns the folder they are in.
pub(crate) fn build(log: &Log) -> Result<PathBuf> {
    let about = output(command("rustc").args(["--version", "--verbose"]))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names its host")?;
    let build = target("fuzz");
    log.run(
        cargo()
            // With the target named, build scripts and procedural macros stay free of the instrumentation.
            .args(["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", host])
            .env("RUSTFLAGS", INSTRUMENTED)
            .env("CARGO_TARGET_DIR", &build),
    )?;
    Ok(build.join(host).join("release"))
}

/// Runs one target. What it finds stays in `target/fuzz/artifacts`, what it learned in `target/fuzz/corpus`.
fn fuzz(programs: &Path, name: &str, seconds: u32) -> Result<String> {
    let build = target("fuzz");
    let corpus = build.join("corpus").join(name);
    let artifacts = build.join("artifacts").join(name);
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&artifacts)?;
    let seeds = Some(root().join("fuzz/seeds").join(name)).filter(|folder| folder.is_dir());

    let log_path = build.join("logs").join(format!("{name}.log"));
    let log = Log::file(log_path.clone(), Duration::from_secs(seconds.into()).saturating_add(GRACE))?;
    let status = log.status(
        command(programs.join(name))
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .arg("-print_final_stats=1")
            .args(LIMITS)
            .arg(&corpus)
            .args(seeds),
    )?;
    let text = log.text();
    if !status.success() {
        bail!("{}, log {}", find(&text).unwrap_or_else(|| status.to_string()), log_path.display());
    }
    summary(&text).with_context(|| format!("{} has no statistics", log_path.display()))
}

/// What went wrong with which input. The input is named by its bytes, too: the file stays on a machine that may be gone.
fn find(text: &str) -> Option<String> {
    let after = |mark: &str| text.lines().find_map(|line| line.split_once(mark)).map(|(_, rest)| rest);
    let mut lines = text.lines().skip_while(|line| !line.contains("panicked at "));
    let panic = [lines.next(), lines.next()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let reason = Some(panic).filter(|panic| !panic.is_empty()).or_else(|| Some(after("SUMMARY: ")?.to_owned()))?;
    let file = after("Test unit written to ")?;
    Some(format!("{reason}, input {file} (base64 {})", after("Base64: ").unwrap_or("not printed")))
}

/// Executions, coverage and corpus from libFuzzer's output.
fn summary(text: &str) -> Option<String> {
    let statistic = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok());
    let executions = statistic("stat::number_of_executed_units:")?;
    let each_second = statistic("stat::average_exec_per_sec:")?;
    // `#8192 pulse  cov: 35 ft: 41 corp: 6/48b lim: 80 exec/s: 4096 rss: 30Mb`
    let last = |name: &str| {
        let line = text.lines().rfind(|line| line.starts_with('#') && line.contains(name))?;
        line.split_once(name)?.1.split_whitespace().next()
    };
    let inputs = last("corp: ")?.split('/').next()?;
    Some(format!(
        "{executions} executions, {each_second} per second, {} places reached, {inputs} inputs kept",
        last("cov: ")?
    ))
}

#[cfg(test)]
mod tests {
    use super::{Request, find, summary};

    #[test]
    fn arguments() {
        let parse = |words: &[&str]| Request::parse(&words.iter().map(ToString::to_string).collect::<Vec<_>>());
        let request = parse(&["cookies", "--seconds", "5"]).unwrap();
        assert_eq!(request, Request { seconds: 5, targets: vec!["cookies".to_owned()] });
        assert_eq!(parse(&[]).unwrap(), Request { seconds: 60, targets: vec![] });
        assert!(parse(&["--seconds"]).is_err());
        assert!(parse(&["--secs", "5"]).is_err());
    }

    #[test]
    fn finds() {
        let text = "thread '<unnamed>' (1) panicked at src/bin/jwe.rs:9:5:\na changed token opened\nnote: run with\n\
                    SUMMARY: libFuzzer: deadly signal\n\
                    artifact_prefix='a/'; Test unit written to a/crash-1\nBase64: AAE=\n";
        let expected = "thread '<unnamed>' (1) panicked at src/bin/jwe.rs:9:5: a changed token opened, \
                        input a/crash-1 (base64 AAE=)";
        assert_eq!(find(text).unwrap(), expected);
        let text = "SUMMARY: libFuzzer: timeout\nartifact_prefix='a/'; Test unit written to a/timeout-1\n";
        assert_eq!(find(text).unwrap(), "libFuzzer: timeout, input a/timeout-1 (base64 not printed)");
        assert_eq!(find("Segmentation fault"), None);
    }

    #[test]
    fn statistics() {
        let text = "INFO: seed corpus: files: 2\n#3 INITED cov: 30 ft: 31 corp: 1/1b exec/s: 0 rss: 30Mb\n\
                    #9\tDONE   cov: 35 ft: 41 corp: 6/48b lim: 80 exec/s: 4 rss: 30Mb\n\
                    stat::number_of_executed_units: 9\nstat::average_exec_per_sec:     4\n";
        assert_eq!(summary(text).unwrap(), "9 executions, 4 per second, 35 places reached, 6 inputs kept");
        assert_eq!(summary("INFO: Seed: 1"), None);
    }
}
