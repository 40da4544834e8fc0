//! The checkout and the cargo that runs in it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout's top folder.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// A path in the build folder. Steps that may run at once each have their own target folder in it, because cargo lets
/// only one build at a time into a target folder.
pub(crate) fn target(path: &str) -> PathBuf {
    let own = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root().join(own).join(path)
}

/// The cargo of the active toolchain, at the top of the checkout.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program, at the top of the checkout.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).env("CARGO_TERM_COLOR", "never");
    // What `cargo run` told this program about itself; tools would take it to be about what they build.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
    command
}

/// Whether this is a run that must find the lock file as it was committed.
pub(crate) fn ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty())
}

/// The version that a lock file holds of a package.
pub(crate) fn locked_version(lock: &str, package: &str) -> Option<String> {
    let (_, entry) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    entry.split_once('"').map(|(version, _)| version.to_owned())
}
