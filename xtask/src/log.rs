//! Where a command's output goes: the terminal, or a file of its own when several run at once.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Where a command's output goes.
#[derive(Debug, Clone)]
pub(crate) enum Log {
    /// As it comes, for a command run by itself, for as long as it takes.
    Terminal,
    /// Kept, to be counted and to be shown when the step fails. A command that runs longer than the limit hangs: it is
    /// ended.
    File { path: PathBuf, limit: Duration },
}

impl Log {
    /// An empty file to log to; its folder is made.
    pub(crate) fn file(path: PathBuf, limit: Duration) -> Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        File::create(&path).with_context(|| path.display().to_string())?;
        Ok(Self::File { path, limit })
    }

    /// Writes one line.
    pub(crate) fn say(&self, line: &str) {
        match self {
            Self::Terminal => println!("{line}"),
            // A log that cannot be written must not fail the check it describes.
            Self::File { .. } => drop(self.append().and_then(|mut file| Ok(writeln!(file, "{line}")?))),
        }
    }

    /// Runs a command to its end, without standard input; an unsuccessful end is an error.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        let status = self.status(command)?;
        if !status.success() {
            bail!("`{}` failed ({status})", words(command));
        }
        Ok(())
    }

    /// Runs a command to its end, without standard input.
    pub(crate) fn status(&self, command: &mut Command) -> Result<ExitStatus> {
        self.say(&format!("$ {}", words(command)));
        command.stdin(Stdio::null());
        if let Self::File { .. } = self {
            let file = self.append()?;
            command.stderr(file.try_clone()?).stdout(file);
        }
        let child = command.spawn().with_context(|| format!("`{}` did not start", words(command)))?;
        let limit = if let Self::File { limit, .. } = self { Some(*limit) } else { None };
        wait(child, limit).with_context(|| format!("`{}`", words(command)))
    }

    /// All that was written so far; nothing for the terminal.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Terminal => String::new(),
            Self::File { path, .. } => {
                fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
            }
        }
    }

    fn append(&self) -> Result<File> {
        let Self::File { path, .. } = self else { bail!("the terminal is no file") };
        OpenOptions::new().append(true).open(path).with_context(|| path.display().to_string())
    }
}

/// The standard output of a command that succeeds, trimmed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .with_context(|| format!("`{}` did not start", words(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", words(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn wait(mut child: Child, limit: Option<Duration>) -> Result<ExitStatus> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if let Some(limit) = limit.filter(|limit| started.elapsed() > *limit) {
            child.kill()?;
            child.wait()?;
            bail!("still running after {} s, ended", limit.as_secs());
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn words(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let name = program.rsplit('/').next().unwrap_or(&program);
    command.get_args().fold(name.to_owned(), |line, argument| format!("{line} {}", argument.to_string_lossy()))
}
