//! A compiler that has the standard library of wasm32-unknown-unknown: the active toolchain, or else Debian's
//! packages, whose library is built once and kept.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::cargo::{cargo, command, target};
use crate::log::{Log, output};
use crate::system;

pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// A cargo that builds for wasm32.
#[derive(Debug)]
pub(crate) enum Compiler {
    /// The active toolchain has the target.
    Active,
    /// Debian's, with a folder that holds the library.
    Debian { linker: PathBuf, sysroot: PathBuf },
}

impl Compiler {
    /// Finds a compiler; installs and builds what it needs.
    pub(crate) fn find(log: &Log) -> Result<Self> {
        if active_has_target() {
            return Ok(Self::Active);
        }
        let linker = install(log)?;
        let version = output(&mut debian(RUSTC))?;
        let sysroot = sysroot(log, &version, &linker)?;
        Ok(Self::Debian { linker, sysroot })
    }

    /// Where the library comes from, for the reader.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::Active => "the active toolchain's".to_owned(),
            Self::Debian { sysroot, .. } => format!("Debian's, {}", sysroot.display()),
        }
    }

    /// A `cargo` for this target: give it a subcommand and its arguments.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = match self {
            Self::Active => cargo(),
            Self::Debian { linker, sysroot } => {
                let mut command = debian_cargo(linker);
                command
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", format!("--sysroot={}", sysroot.display()));
                command
            }
        };
        command.env("CARGO_BUILD_TARGET", TRIPLE).env("CARGO_TARGET_DIR", target("wasm"));
        command
    }
}

fn active_has_target() -> bool {
    output(command("rustc").args(["--print", "target-libdir", "--target", TRIPLE]))
        .is_ok_and(|folder| Path::new(&folder).is_dir())
}

/// Debian's compiler and the linker of the LLVM it was built with.
fn install(log: &Log) -> Result<PathBuf> {
    let elsewhere = || {
        format!(
            "the Rust toolchain has no standard library for {TRIPLE}: `rustup target add {TRIPLE}` adds it \
             (on Debian, the packages rustc-web, cargo-web, rust-web-src and lld serve as well)"
        )
    };
    if ![RUSTC, CARGO, SOURCE].iter().all(|path| Path::new(path).is_file()) {
        system::install(log, &["rustc-web", "cargo-web", "rust-web-src"]).with_context(elsewhere)?;
    }
    let about = output(debian(RUSTC).arg("--verbose"))?;
    let llvm = about.lines().find_map(|line| line.strip_prefix("LLVM version: ")).with_context(elsewhere)?;
    let major = llvm.split('.').next().unwrap_or(llvm);
    let linker = PathBuf::from(format!("/usr/bin/wasm-ld-{major}"));
    if !linker.is_file() {
        system::install(log, &[&format!("lld-{major}")])?;
    }
    Ok(linker)
}

/// The folder that holds the library built from Debian's sources: the one kept from before, or a new one.
fn sysroot(log: &Log, rustc_version: &str, linker: &Path) -> Result<PathBuf> {
    let name = format!("wasm-sysroot-{}", rustc_version.split(' ').nth(1).unwrap_or(rustc_version));
    // For every clone, or else for this one alone.
    let places: Vec<PathBuf> =
        system::cache().map(|cache| cache.join(&name)).into_iter().chain([target(&name)]).collect();
    if let Some(kept) = places.iter().find(|place| place.is_dir()) {
        return Ok(kept.clone());
    }
    log.say(&format!("building the standard library for {TRIPLE} from Debian's sources, once"));
    let built = build(log, linker)?;
    for place in places {
        match keep(&built, &place) {
            Ok(()) => return Ok(place),
            Err(error) => log.say(&format!("not kept in {}: {error:#}", place.display())),
        }
    }
    bail!("the standard library could be kept nowhere")
}

/// Builds the library for an empty crate. Returns the folder with its parts.
fn build(log: &Log, linker: &Path) -> Result<PathBuf> {
    let folder = target("wasm-std");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    fs::write(
        folder.join("Cargo.toml"),
        "[workspace]\n[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n",
    )?;
    log.run(
        debian_cargo(linker)
            .current_dir(&folder)
            // A stable compiler lets nobody build the standard library without it.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target", TRIPLE]),
    )?;
    Ok(folder.join("target").join(TRIPLE).join("release/deps"))
}

/// Lays the parts out as a toolchain has them. The folder appears complete or not at all, as other clones may look.
fn keep(parts: &Path, sysroot: &Path) -> Result<()> {
    let parent = sysroot.parent().context("a sysroot has a parent folder")?;
    let name = sysroot.file_name().unwrap_or_default().to_string_lossy();
    let draft = parent.join(format!(".{name}.{}", std::process::id()));
    let libraries = draft.join("lib/rustlib").join(TRIPLE).join("lib");
    fs::create_dir_all(&libraries)?;
    for entry in fs::read_dir(parts)? {
        let path = entry?.path();
        let wanted = path.extension().is_some_and(|extension| extension == "rlib" || extension == "rmeta");
        if let Some(name) = path.file_name().filter(|name| wanted && !name.to_string_lossy().contains("libempty-")) {
            fs::copy(&path, libraries.join(name))?;
        }
    }
    // Build scripts and procedural macros are compiled with the same `--sysroot` where the flags reach them.
    let host = output(debian(RUSTC).arg("--verbose"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names its host")?;
    let own = output(command(RUSTC).args(["--print", "sysroot"]))?;
    symlink(Path::new(&own).join("lib/rustlib").join(host), draft.join("lib/rustlib").join(host))?;
    if let Err(error) = fs::rename(&draft, sysroot) {
        fs::remove_dir_all(&draft)?;
        if !sysroot.is_dir() {
            bail!("{}: {error}", sysroot.display());
        }
    }
    Ok(())
}

fn debian(rustc: &str) -> Command {
    let mut command = command(rustc);
    command.arg("--version").env_remove("LD_LIBRARY_PATH");
    command
}

/// Debian's cargo with Debian's rustc. Both are named in full: rustup's shims come first on the search path, and what
/// rustup told this program would lead back to its own.
fn debian_cargo(linker: &Path) -> Command {
    let mut command = command(CARGO);
    for name in ["LD_LIBRARY_PATH", "RUSTUP_TOOLCHAIN", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO", "RUSTDOC"] {
        command.env_remove(name);
    }
    command.env("RUSTC", RUSTC).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    command
}
