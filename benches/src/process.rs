//! A server process: how it is started, what it has cost, how it ends.

use crate::Failure;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

/// Where the server and the load generator run. They never share a core when there are two.
pub(crate) struct Cores(Option<[usize; 2]>);

impl Cores {
    /// The first two cores this process may use, when `taskset` is there to pin to them.
    pub(crate) fn choose() -> Self {
        let taskset = Command::new("taskset").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !taskset.is_ok_and(|status| status.success()) {
            return Self(None);
        }
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mut cores = field(&status, "Cpus_allowed_list:").map(allowed).unwrap_or_default().into_iter();
        Self(cores.next().zip(cores.next()).map(|(server, generator)| [server, generator]))
    }

    /// Puts the load generator, this process, on its core.
    pub(crate) fn pin_this_process(&self) {
        let Some([_, generator]) = self.0 else { return };
        let id = std::process::id().to_string();
        // Unpinned is a noisier run, not a wrong one.
        let _ = Command::new("taskset").args(["-cp", &generator.to_string(), &id]).stdout(Stdio::null()).status();
    }

    fn command(&self, program: &str) -> Command {
        match self.0 {
            Some([server, _]) => {
                let mut command = Command::new("taskset");
                command.args(["-c", &server.to_string(), program]);
                command
            }
            None => Command::new(program),
        }
    }
}

impl std::fmt::Display for Cores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some([server, generator]) => write!(f, "servers on core {server}, load generator on core {generator}"),
            None => write!(f, "not pinned to cores"),
        }
    }
}

/// Reads the kernel's form, `0-3,8`.
fn allowed(list: &str) -> Vec<usize> {
    list.split(',')
        .filter_map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
        })
        .flatten()
        .collect()
}

/// A running server; dropping it ends the process.
pub(crate) struct Process {
    child: Child,
    // A server ends when this closes, so none outlives a generator that was killed.
    _stdin: ChildStdin,
    /// What the server told on its first line.
    pub(crate) hello: serde_json::Value,
}

/// Resident memory in bytes.
#[derive(Clone, Copy)]
pub(crate) struct Memory {
    /// At the moment of asking.
    pub(crate) resident: f64,
    /// The most it ever was.
    pub(crate) peak: f64,
}

impl Process {
    /// Starts a program on the server's core, hands it one line, and waits until it says, as one line of JSON, that it listens.
    pub(crate) fn start(
        cores: &Cores,
        program: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
        first_line: &str,
    ) -> Result<Self, Failure> {
        let mut child = cores
            .command(program)
            .args(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let mut stdin = child.stdin.take().ok_or("no stdin")?;
        let stdout = child.stdout.take().ok_or("no stdout")?;
        writeln!(stdin, "{first_line}")?;
        let mut hello = String::new();
        BufReader::new(stdout).read_line(&mut hello)?;
        let hello = serde_json::from_str(&hello)
            .map_err(|_| format!("{program} {}: did not start: {hello}", arguments.join(" ")))?;
        Ok(Self { child, _stdin: stdin, hello })
    }

    /// The port on the loopback interface.
    pub(crate) fn port(&self) -> Result<u16, Failure> {
        let port = self.hello.get("port").and_then(serde_json::Value::as_u64).ok_or("the server told no port")?;
        Ok(u16::try_from(port)?)
    }

    /// Seconds of processor time so far, user and system, of all its threads, also those that have ended.
    pub(crate) fn cpu(&self) -> Result<f64, Failure> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The second field is the program's name in brackets and may contain anything.
        let (_, fields) = stat.rsplit_once(')').ok_or("/proc/<pid>/stat: no name")?;
        let mut fields = fields.split_whitespace().skip(11);
        let mut ticks = || -> Result<f64, Failure> { Ok(fields.next().ok_or("/proc/<pid>/stat: too short")?.parse()?) };
        Ok((ticks()? + ticks()?) / ticks_per_second())
    }

    /// Resident memory now.
    pub(crate) fn memory(&self) -> Result<Memory, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let bytes = |name: &str| -> Result<f64, Failure> {
            let kibibytes = field(&status, name)
                .and_then(|value| value.split_whitespace().next())
                .ok_or("/proc/<pid>/status: too short")?;
            Ok(kibibytes.parse::<f64>()? * 1024.0)
        };
        Ok(Memory { resident: bytes("VmRSS:")?, peak: bytes("VmHWM:")? })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn field<'a>(status: &'a str, name: &str) -> Option<&'a str> {
    status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim)
}

fn ticks_per_second() -> f64 {
    static TICKS: OnceLock<f64> = OnceLock::new();
    *TICKS.get_or_init(|| {
        let answer = Command::new("getconf").arg("CLK_TCK").output();
        let ticks = answer.ok().and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse().ok());
        ticks.unwrap_or(100.0)
    })
}

#[cfg(test)]
mod tests;
