//! The whole check, as CI runs it: what the steps are, what each counts, in which order they may run.

use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::cargo::{cargo, ci, command, root, target};
use crate::log::{Log, output};
use crate::step::Lane::{Alone, Beside, Cargo};
use crate::step::{Step, Tally, run_all};
use crate::tools::{DENY, NEXTEST};
use crate::wasm_std::Compiler;
use crate::{conformance, counts, fuzz, node, npm, system, wasm};

const FUZZ_SECONDS: u32 = 60;

/// Earlier steps start first. What takes long beside cargo's own builds starts early.
const STEPS: [Step; 23] = [
    Step::new("system packages", Beside, &[], packages),
    Step::new("format", Beside, &[], format),
    Step::new("clippy", Cargo, &[], clippy),
    Step::new("cargo extensions", Beside, &["system packages"], tools),
    Step::new("licences, duplicates, sources", Beside, &["cargo extensions"], deny),
    Step::new("advisories", Beside, &["cargo extensions"], advisories),
    Step::new("build", Cargo, &[], build),
    Step::new("wasm32 standard library", Beside, &["system packages"], wasm_std),
    Step::new("tests", Cargo, &["build", "cargo extensions"], tests),
    Step::new("wasm32 core and jose", Beside, &["wasm32 standard library"], wasm_pure),
    Step::new("wasm32 module", Beside, &["wasm32 core and jose"], wasm_module),
    Step::new("documentation tests", Cargo, &["build"], doctests),
    Step::new("wasm-bindgen tool", Beside, &[], bindgen_tool),
    Step::new("wasm32 package", Beside, &["wasm32 module", "wasm-bindgen tool"], wasm_package),
    Step::new("npm package", Beside, &["wasm32 package"], npm_package),
    Step::new("browser", Beside, &["npm package"], browser),
    Step::new("conformance", Beside, &["build", "system packages"], conformance::check),
    // One after the other: all three share the reference, which the first installs and builds.
    Step::new("conformance of the package, P", Beside, &["npm package", "conformance"], conformance::package_in_pages),
    Step::new(
        "conformance of the package, R",
        Beside,
        &["conformance of the package, P"],
        conformance::package_in_a_route,
    ),
    Step::new("token exchange", Cargo, &["build", "system packages"], token_exchange),
    Step::new("documentation", Cargo, &[], documentation),
    Step::new("fuzz targets", Beside, &["system packages"], fuzz_build),
    Step::new("fuzz", Alone, &["fuzz targets"], fuzz_run),
];

/// Runs every step. The last line is the sum: `N passed, N failed`.
pub(crate) fn run() -> Result<ExitCode> {
    println!("{}; logs in {}", output(command("rustc").arg("--version"))?, target("xtask").display());
    let sum = run_all(&STEPS);
    println!("{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 && sum.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn packages(log: &Log) -> Result<Tally> {
    Ok(installed(&system::install_needed(log)?))
}

fn tools(log: &Log) -> Result<Tally> {
    let mut names = Vec::new();
    for tool in [&NEXTEST, &DENY] {
        if tool.ensure(log)? {
            names.push(tool.name());
        }
    }
    Ok(installed(&names))
}

fn installed(names: &[&str]) -> Tally {
    Tally::prepared(if names.is_empty() { String::new() } else { format!("installed {}", names.join(", ")) })
}

fn format(log: &Log) -> Result<Tally> {
    log.run(cargo().args(["fmt", "--all", "--check"]))?;
    for other in ["fuzz/Cargo.toml", "xtask/bindgen/Cargo.toml"] {
        log.run(cargo().args(["fmt", "--check", "--manifest-path", other]))?;
    }
    Ok(Tally::check())
}

fn clippy(log: &Log) -> Result<Tally> {
    log.run(locked(cargo().args(["clippy", "--workspace", "--all-targets"])).args(["--", "--deny", "warnings"]))?;
    Ok(Tally::check())
}

fn build(log: &Log) -> Result<Tally> {
    log.run(locked(cargo().args(["build", "--workspace"])))?;
    Ok(Tally::check())
}

fn tests(log: &Log) -> Result<Tally> {
    let nextest = NEXTEST.path().context("cargo-nextest is not there")?;
    let mut command = command(nextest);
    command.args(["nextest", "run", "--workspace", "--profile", "ci"]);
    counted(log, locked(&mut command), counts::nextest)
}

fn doctests(log: &Log) -> Result<Tally> {
    counted(log, locked(cargo().args(["test", "--doc", "--workspace", "--no-fail-fast"])), counts::rustdoc)
}

fn documentation(log: &Log) -> Result<Tally> {
    log.run(locked(cargo().args(["doc", "--workspace", "--no-deps"])).env("RUSTDOCFLAGS", "--deny warnings"))?;
    Ok(Tally::check())
}

fn deny(log: &Log) -> Result<Tally> {
    let deny = DENY.path().context("cargo-deny is not there")?;
    log.run(command(deny).args(["check", "licenses", "bans", "sources"]))?;
    Ok(Tally { passed: 3, ..Tally::default() })
}

/// The only check that may be skipped: its database is somebody else's, and a machine may not reach it.
fn advisories(log: &Log) -> Result<Tally> {
    let deny = DENY.path().context("cargo-deny is not there")?;
    match log.run(command(deny).args(["check", "advisories"])) {
        Ok(()) => Ok(Tally::check()),
        Err(_) if log.text().contains("failed to fetch advisory database") => {
            Ok(Tally::prepared("SKIPPED, the advisory database could not be fetched"))
        }
        Err(error) => Err(error),
    }
}

fn wasm_std(log: &Log) -> Result<Tally> {
    Ok(Tally::prepared(Compiler::find(log)?.source()))
}

fn wasm_pure(log: &Log) -> Result<Tally> {
    wasm::check_pure(log, &Compiler::find(log)?)?;
    Ok(Tally::check())
}

fn wasm_module(log: &Log) -> Result<Tally> {
    wasm::build(log, &Compiler::find(log)?)?;
    Ok(Tally::check())
}

fn bindgen_tool(log: &Log) -> Result<Tally> {
    wasm::bindgen_tool(log)?;
    Ok(Tally::prepared(""))
}

/// The module's JavaScript side, and its tests in Node.
fn wasm_package(log: &Log) -> Result<Tally> {
    wasm::bindgen(log)?;
    node_tests(log, "crates/wasm", "tests")
}

/// The npm package: built, its types checked, its tests run on what was built.
fn npm_package(log: &Log) -> Result<Tally> {
    npm::all(log)?;
    log.run(command("npm").current_dir(root().join("npm")).args(["run", "check"]))?;
    let mut tally = node_tests(log, "npm", "test")?;
    tally.passed = tally.passed.saturating_add(1);
    Ok(tally)
}

/// Chromium in a Next.js application, and under a swap with next-auth.
fn browser(log: &Log) -> Result<Tally> {
    counted(log, command("node").current_dir(root()).arg("e2e/run.mjs"), counts::node)
}

/// Tokens by the thousand, made here and read by the JavaScript libraries, and the other way round.
fn token_exchange(log: &Log) -> Result<Tally> {
    let folder = root().join("crates/jose/tests/vectors");
    npm::dependencies(log, &folder)?;
    let mut command = command("node");
    command.current_dir(&folder).args(["--test", "--test-reporter=tap", "exchange.mjs"]);
    counted(log, &mut command, counts::node)
}

fn node_tests(log: &Log, package: &str, folder: &str) -> Result<Tally> {
    let package = root().join(package);
    let mut command = command("node");
    command.current_dir(&package).args(["--test", "--test-reporter=tap"]);
    counted(log, command.args(node::tests(&package.join(folder))?), counts::node)
}

fn fuzz_build(log: &Log) -> Result<Tally> {
    fuzz::build(log)?;
    Ok(Tally::prepared(format!("{} targets", fuzz::targets()?.len())))
}

fn fuzz_run(log: &Log) -> Result<Tally> {
    fuzz::run(log, &fuzz::Request { seconds: FUZZ_SECONDS, targets: Vec::new() })
}

/// Runs a test runner and counts what it printed; an unsuccessful end without a failed test is a failure as well.
fn counted(log: &Log, command: &mut Command, count: fn(&str) -> Option<Tally>) -> Result<Tally> {
    let outcome = log.run(command);
    match count(&log.text()) {
        Some(tally) if tally.failed > 0 => Ok(tally),
        Some(tally) => outcome.map(|()| tally),
        None => outcome.and_then(|()| anyhow::bail!("its output has no counts")),
    }
}

fn locked(command: &mut Command) -> &mut Command {
    if ci() { command.arg("--locked") } else { command }
}
