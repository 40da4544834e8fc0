//! The Next.js application on disk: the reference itself, and a copy of it in which the package `authwire` stands in the
//! place of next-auth. Either is installed and built when what it is made of has changed.
use crate::Failure;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// An application that is installed and built.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    folder: PathBuf,
}

impl Application {
    /// next-auth's, as the repository has it.
    pub(crate) fn reference() -> Result<Self, Failure> {
        let application = Self { folder: crate::folder().join("reference") };
        let installed = digest(&application.folder, ["package.json", "package-lock.json"])?;
        application.step("node_modules", &installed, || application.npm("ci"))?;
        application.build(&installed)?;
        Ok(application)
    }

    /// The same sources, with the newest tarball of the package as `next-auth`.
    pub(crate) fn package() -> Result<Self, Failure> {
        let reference = crate::folder().join("reference");
        let application = Self { folder: target("conformance/package") };
        let tarball = tarball()?;
        fs::create_dir_all(&application.folder)?;
        application.adopt(&reference)?;
        fs::copy(crate::folder().join("apps.json"), target("conformance/apps.json"))?;

        let mut installed = digest(&reference, ["package.json", "package-lock.json"])?;
        installed.push_str(&digest(&application.folder, [&tarball])?);
        application.step("node_modules", &installed, || {
            // npm takes what is there for the tarball as long as it has its version.
            if application.folder.join("node_modules").exists() {
                fs::remove_dir_all(application.folder.join("node_modules"))?;
            }
            let manifest = fs::read_to_string(reference.join("package.json"))?;
            fs::write(application.folder.join("package.json"), swapped(&manifest, &tarball)?)?;
            // Everything but next-auth stays at the version that the reference has.
            fs::copy(reference.join("package-lock.json"), application.folder.join("package-lock.json"))?;
            application.npm("install")
        })?;
        application.build(&installed)?;
        Ok(application)
    }

    /// Node in the application's folder, without an environment that the library would read.
    pub(crate) fn node(&self) -> Command {
        let mut command = Command::new("node");
        command
            .current_dir(&self.folder)
            .env("NEXT_TELEMETRY_DISABLED", "1")
            .env("NEXT_IGNORE_INCORRECT_LOCKFILE", "1")
            .stdin(Stdio::null());
        let read =
            ["NEXTAUTH_URL", "NEXTAUTH_SECRET", "AUTH_SECRET", "AUTH_TRUST_HOST", "AUTH_TRUSTED_HOSTS", "VERCEL"];
        for variable in read.into_iter().chain(["NODE_ENV"]) {
            command.env_remove(variable);
        }
        command
    }

    /// Takes over the sources of another application, and drops what is no source of it any more.
    fn adopt(&self, from: &Path) -> Result<(), Failure> {
        let wanted = sources(from)?;
        for old in sources(&self.folder)?.into_iter().filter(|old| !wanted.contains(old)) {
            fs::remove_file(self.folder.join(old))?;
        }
        for source in wanted {
            let to = self.folder.join(&source);
            fs::create_dir_all(to.parent().unwrap_or(&self.folder))?;
            fs::copy(from.join(&source), to)?;
        }
        Ok(())
    }

    fn npm(&self, command: &str) -> Result<(), Failure> {
        let mut npm = Command::new("npm");
        npm.current_dir(&self.folder)
            .args([command, "--no-audit", "--no-fund", "--loglevel=error"])
            .stdin(Stdio::null());
        run(npm)
    }

    fn build(&self, installed: &str) -> Result<(), Failure> {
        let made_of = digest(&self.folder, sources(&self.folder)?)? + installed;
        self.step(".next", &made_of, || {
            let mut next = self.node();
            next.args(["node_modules/next/dist/bin/next", "build"]);
            run(next)
        })
    }

    /// Makes `product` unless its stamp says that it was made of the same.
    fn step(&self, product: &str, made_of: &str, make: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
        let stamp = self.folder.join(product).join(".conformance");
        if fs::read_to_string(&stamp).is_ok_and(|held| held == made_of) {
            return Ok(());
        }
        make()?;
        Ok(fs::write(stamp, made_of)?)
    }
}

/// A path in the build folder.
fn target(path: &str) -> PathBuf {
    let own = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    crate::folder().join("..").join(own).join(path)
}

/// The newest tarball of the package.
fn tarball() -> Result<PathBuf, Failure> {
    let folder = target("npm");
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "tgz") {
            found.push((fs::metadata(&path)?.modified()?, fs::canonicalize(path)?));
        }
    }
    let newest = found.into_iter().max().map(|(_, path)| path);
    newest.ok_or_else(|| format!("{} holds no package: `cargo xtask npm` makes it", folder.display()).into())
}

/// A manifest with the tarball in the place of next-auth.
fn swapped(manifest: &str, tarball: &Path) -> Result<String, Failure> {
    let mut manifest: Map<String, Value> = serde_json::from_str(manifest)?;
    let dependency = manifest
        .get_mut("dependencies")
        .and_then(|dependencies| dependencies.get_mut("next-auth"))
        .ok_or("the reference does not depend on next-auth")?;
    *dependency = Value::String(format!("file:{}", tarball.display()));
    manifest.remove("description");
    manifest.insert("name".to_owned(), Value::String("authwire-conformance-package".to_owned()));
    Ok(serde_json::to_string_pretty(&manifest)?)
}

/// Every file of the application that no tool makes, but for the two files of npm, by name.
fn sources(folder: &Path) -> Result<Vec<String>, Failure> {
    const MADE: [&str; 5] =
        ["node_modules", "next-env.d.ts", "tsconfig.tsbuildinfo", "package.json", "package-lock.json"];
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with('.') || MADE.contains(&name) {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What files are called and what they hold.
fn digest(folder: &Path, files: impl IntoIterator<Item = impl AsRef<Path>>) -> Result<String, Failure> {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.as_ref().as_os_str().as_encoded_bytes());
        hash.update(fs::read(folder.join(file.as_ref()))?);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn run(mut command: Command) -> Result<(), Failure> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}\n{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
        .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tarball_stands_in_the_place_of_next_auth() {
        let manifest = r#"{"name":"a","description":"b","dependencies":{"next":"15.0.0","next-auth":"4.24.15"}}"#;
        let swapped: Value = serde_json::from_str(&swapped(manifest, Path::new("/x/a.tgz")).unwrap()).unwrap();
        let wanted = serde_json::json!({
            "name": "authwire-conformance-package",
            "dependencies": { "next": "15.0.0", "next-auth": "file:/x/a.tgz" },
        });
        assert_eq!(swapped, wanted);
        assert!(super::swapped(r#"{"dependencies":{}}"#, Path::new("/x/a.tgz")).is_err());
    }
}
