//! The npm package: the engine for bundlers, the package's JavaScript around it, and the tarball.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::cargo::{command, root, target};
use crate::log::Log;
use crate::wasm;
use crate::wasm_std::Compiler;

/// All of it, in order. The tarball lands in `target/npm`.
pub(crate) fn all(log: &Log) -> Result<()> {
    let compiler = Compiler::find(log)?;
    wasm::build(log, &compiler)?;
    wasm::bindgen_tool(log)?;
    let engine = target("wasm/npm");
    wasm::glue(log, &engine, "bundler")?;

    let package = root().join("npm");
    dependencies(log, &package)?;
    log.run(command("node").current_dir(&package).arg("scripts/build.mjs").arg(&engine))?;
    let out = target("npm");
    fs::create_dir_all(&out)?;
    log.run(command("npm").current_dir(&package).args(["pack", "--silent", "--pack-destination"]).arg(&out))
}

/// Installs what the lock file names, unless that is what is there.
pub(crate) fn dependencies(log: &Log, package: &Path) -> Result<()> {
    let lock = package.join("package-lock.json");
    let changed = |path: &Path| fs::metadata(path).and_then(|about| about.modified());
    let wanted = changed(&lock).with_context(|| lock.display().to_string())?;
    if changed(&package.join("node_modules/.package-lock.json")).is_ok_and(|there| there >= wanted) {
        return Ok(());
    }
    log.run(command("npm").current_dir(package).args(["ci", "--no-audit", "--no-fund"]))
}
