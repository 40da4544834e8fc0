//! The comparison of the npm package with next-auth. It is a program for Node, where both run.

use crate::Failure;
use std::path::Path;
use std::process::Command;

/// Runs it with these arguments; it prints its own report. True when every threshold was met.
pub(crate) fn compare(arguments: &[String]) -> Result<bool, Failure> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("package/run.mjs");
    let status =
        Command::new("node").arg(program).args(arguments).status().map_err(|error| format!("node: {error}"))?;
    match status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => Err(format!("the comparison of the package could not be made: {status}").into()),
    }
}
