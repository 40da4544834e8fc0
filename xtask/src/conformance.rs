//! The conformance suite: next-auth in a real Next.js application beside Authwire, the same requests to both.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};

use crate::cargo::{cargo, command, root};
use crate::counts;
use crate::log::Log;
use crate::step::Tally;

/// Runs the suite with its own arguments.
pub(crate) fn run(log: &Log, arguments: &[String]) -> Result<()> {
    log.run(
        cargo()
            .args(["run", "--package", "conformance", "--"])
            .args(arguments),
    )
}

/// Installs and builds the reference application, where that is not done yet. The suite would do so itself, while
/// everything else waits.
pub(crate) fn prepare(log: &Log) -> Result<Tally> {
    let folder = root().join("conformance/reference");
    let mut done = Vec::new();
    if changed(&folder.join("package-lock.json"))
        > changed(&folder.join("node_modules/.package-lock.json"))
    {
        log.run(
            command("npm")
                .current_dir(&folder)
                .args(["ci", "--no-audit", "--no-fund"]),
        )?;
        done.push("installed");
    }
    if newest(&folder)? > changed(&folder.join(".next/BUILD_ID")) {
        log.run(
            command("npm")
                .current_dir(&folder)
                .args(["run", "build"])
                .env("NEXT_TELEMETRY_DISABLED", "1"),
        )?;
        done.push("built");
    }
    Ok(Tally::prepared(done.join(" and ")))
}

/// Every journey: what was identical or differs as listed passes.
pub(crate) fn compare(log: &Log) -> Result<Tally> {
    tally(log, &[], |text| {
        let [identical, listed, failed] = counts::words(text, ["identical", "listed", "failed"])?;
        Some((identical.checked_add(listed)?, failed))
    })
}

/// The suite with faults planted into it: each has to be noticed.
pub(crate) fn plant(log: &Log) -> Result<Tally> {
    tally(log, &["--plant".to_owned()], |text| {
        counts::words(text, ["caught", "missed"]).map(|[caught, missed]| (caught, missed))
    })
}

fn tally(log: &Log, arguments: &[String], count: fn(&str) -> Option<(u64, u64)>) -> Result<Tally> {
    let outcome = run(log, arguments);
    match (count(&log.text()), outcome) {
        (Some((passed, failed)), outcome) if passed > 0 || failed > 0 => {
            // Whatever it counted, an unsuccessful end is a failure.
            let unexplained = outcome.is_err() && failed == 0;
            Ok(Tally {
                passed,
                failed: failed.max(u64::from(unexplained)),
                note: String::new(),
            })
        }
        (_, Err(error)) => Err(error),
        (_, Ok(())) => bail!("the suite compared nothing"),
    }
}

/// When a file last changed; the beginning of time where there is none.
fn changed(path: &Path) -> SystemTime {
    fs::metadata(path)
        .and_then(|metadata| metadata.modified())
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

/// When the newest source in a folder changed, without what is installed or built.
fn newest(folder: &Path) -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name();
        // Written by the build itself.
        if name == ".next" || name == "next-env.d.ts" || name == "tsconfig.tsbuildinfo" {
            continue;
        }
        let time = if name == "node_modules" {
            changed(&entry.path().join(".package-lock.json"))
        } else if entry.file_type()?.is_dir() {
            self::newest(&entry.path())?
        } else {
            changed(&entry.path())
        };
        newest = newest.max(time);
    }
    Ok(newest)
}
