//! The engine for wasm32: the crates that must build for it, and the module with its JavaScript side.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::cargo::{cargo, ci, command, locked_version, root, target};
use crate::log::Log;
use crate::wasm_std::{Compiler, TRIPLE};

/// The crates that know no operating system: each has to build for wasm32 by itself, with nothing lent by the module.
const PURE: [&str; 2] = ["authwire-jose", "authwire-core"];

/// Crates that would bring a runtime, a socket or a clock into them.
const FOREIGN: [&str; 8] = ["tokio", "reqwest", "hyper", "mio", "socket2", "async-std", "smol", "chrono"];

/// All of it, in order.
pub(crate) fn all(log: &Log) -> Result<()> {
    let compiler = Compiler::find(log)?;
    check_pure(log, &compiler)?;
    build(log, &compiler)?;
    bindgen_tool(log)?;
    bindgen(log)
}

/// Checks that the pure crates build for wasm32, each by itself, and depend on nothing foreign.
pub(crate) fn check_pure(log: &Log, compiler: &Compiler) -> Result<()> {
    for package in PURE {
        log.run(with_lock(compiler.cargo().args(["check", "--profile", "wasm", "--package", package])))?;
        let mut tree = cargo();
        tree.args(["tree", "--edges", "normal", "--all-features", "--prefix", "none", "--format", "{p}"]);
        let tree = crate::log::output(tree.args(["--target", TRIPLE, "--package", package]))?;
        for foreign in FOREIGN {
            if tree.lines().any(|line| line.split(' ').next() == Some(foreign)) {
                bail!("{package} depends on {foreign}: `cargo tree --package {package} --invert {foreign}` shows how");
            }
        }
    }
    Ok(())
}

/// Builds the module.
pub(crate) fn build(log: &Log, compiler: &Compiler) -> Result<()> {
    log.run(with_lock(compiler.cargo().args(["build", "--profile", "wasm", "--package", "authwire-wasm"])))
}

/// Builds the tool that writes the module's JavaScript side, after checking that it matches the module.
pub(crate) fn bindgen_tool(log: &Log) -> Result<()> {
    let version = |lock: &str, package: &str| -> Result<String> {
        let text = fs::read_to_string(root().join(lock)).with_context(|| lock.to_owned())?;
        locked_version(&text, package).with_context(|| format!("{lock} holds no {package}"))
    };
    let module = version("Cargo.lock", "wasm-bindgen")?;
    let tool = version("xtask/bindgen/Cargo.lock", "wasm-bindgen-cli-support")?;
    if module != tool {
        bail!(
            "Cargo.lock holds wasm-bindgen {module}, its tool is {tool}; align them: cargo update \
             --manifest-path xtask/bindgen/Cargo.toml --package wasm-bindgen-cli-support --precise {module}"
        );
    }
    log.run(
        cargo()
            .args(["build", "--locked", "--manifest-path", "xtask/bindgen/Cargo.toml"])
            .env("CARGO_TARGET_DIR", target("bindgen")),
    )
}

/// Writes the JavaScript side, for Node.
pub(crate) fn bindgen(log: &Log) -> Result<()> {
    let out = target("wasm/pkg");
    glue(log, &out, "nodejs")?;
    let size = fs::metadata(out.join("authwire_wasm_bg.wasm")).context("the tool wrote no module")?.len();
    log.say(&format!("{}: authwire_wasm_bg.wasm, {} kB", out.display(), size.div_ceil(1000)));
    Ok(())
}

/// Writes the JavaScript side into a folder of its own, in one of wasm-bindgen's kinds.
pub(crate) fn glue(log: &Log, out: &Path, kind: &str) -> Result<()> {
    if out.is_dir() {
        fs::remove_dir_all(out)?;
    }
    log.run(command(target("bindgen/debug/bindgen")).arg(module()).arg(out).arg(kind))
}

/// The module as cargo built it.
fn module() -> PathBuf {
    target("wasm").join(TRIPLE).join("wasm/authwire_wasm.wasm")
}

fn with_lock(command: &mut Command) -> &mut Command {
    if ci() { command.arg("--locked") } else { command }
}
