//! The conformance suite: next-auth in a real Next.js application beside Authwire, the same requests to both.

use anyhow::{Result, bail};

use crate::cargo::{cargo, command, target};
use crate::counts;
use crate::log::Log;
use crate::step::Tally;

/// Runs the suite with its own arguments.
pub(crate) fn run(log: &Log, arguments: &[String]) -> Result<()> {
    log.run(cargo().args(["run", "--package", "conformance", "--"]).args(arguments))
}

/// Runs the suite, built before, and plants its faults: every comparison is a test, and so is every fault.
pub(crate) fn check(log: &Log) -> Result<Tally> {
    planted(log, &[])
}

/// The same for the npm package in the Pages API.
pub(crate) fn package_in_pages(log: &Log) -> Result<Tally> {
    planted(log, &["--package", "P"])
}

/// The same for the npm package in a route handler.
pub(crate) fn package_in_a_route(log: &Log) -> Result<Tally> {
    planted(log, &["--package", "R"])
}

fn planted(log: &Log, arguments: &[&str]) -> Result<Tally> {
    let outcome = log.run(command(target("debug/conformance")).args(arguments).arg("--plant"));
    match (counts::conformance(&log.text()), outcome) {
        (Some(tally), outcome) => {
            if tally.failed == 0 {
                outcome?;
            }
            Ok(tally)
        }
        (None, Err(error)) => Err(error),
        (None, Ok(())) => bail!("the suite did not say what it compared"),
    }
}
