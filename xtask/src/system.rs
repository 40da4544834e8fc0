//! What the operating system has to bring: Debian's packages where they can be installed, a clear message elsewhere.

use std::env;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::cargo::command;
use crate::log::{Log, output};

/// What the check needs besides Rust: a command that succeeds where it is there, and Debian's packages that bring it.
const NEEDED: [(&[&str], &[&str]); 5] = [
    (&["c++", "--version"], &["g++"]),
    (&["node", "--version"], &["nodejs"]),
    (&["npm", "--version"], &["npm"]),
    // What `e2e/browser` looks for.
    (&["/usr/bin/chromium", "--version"], &["chromium"]),
    // Debian's Python comes without what makes virtual environments.
    (&["python3", "-c", "import ensurepip, venv"], &["python3", "python3-venv"]),
];

/// Installs the programs that the check needs and this machine lacks. Returns what it installed.
pub(crate) fn install_needed(log: &Log) -> Result<Vec<&'static str>> {
    let there = |probe: &[&str]| {
        probe.split_first().is_some_and(|(program, arguments)| output(command(program).args(arguments)).is_ok())
    };
    let missing: Vec<&str> =
        NEEDED.iter().filter(|(probe, _)| !there(probe)).flat_map(|(_, packages)| *packages).copied().collect();
    install(log, &missing)?;
    Ok(missing)
}

/// Installs Debian packages, as root or through sudo.
pub(crate) fn install(log: &Log, packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let wanted = packages.join(" ");
    if find("apt-get").is_none() {
        bail!("this machine lacks what Debian's packages {wanted} bring: install that, then try again");
    }
    log.say(&format!("installing {wanted}"));
    log.run(as_root()?.args(["apt-get", "update"]))?;
    log.run(as_root()?.args(["apt-get", "install", "--yes", "--no-install-recommends"]).args(packages))
        .with_context(|| format!("could not install {wanted}"))
}

/// A program on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// A folder for what is worth keeping from one clone to the next, if this user has one.
pub(crate) fn cache() -> Option<PathBuf> {
    let folder = env::var_os("XDG_CACHE_HOME")
        .filter(|path| Path::new(path).is_absolute())
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME").filter(|home| !home.is_empty())?).join(".cache")))?;
    Some(folder.join("authwire"))
}

/// `env …`, run as root: apt's questions are answered by its defaults.
fn as_root() -> Result<Command> {
    let root = output(command("id").arg("-u"))? == "0";
    let mut words = if root {
        command("env")
    } else {
        let mut sudo = command(find("sudo").context("needs root: run as root or install sudo")?);
        // Nobody is there to type a password.
        if !std::io::stdin().is_terminal() {
            sudo.arg("-n");
        }
        sudo.arg("env");
        sudo
    };
    words.arg("DEBIAN_FRONTEND=noninteractive");
    Ok(words)
}
