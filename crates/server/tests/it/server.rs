//! The binary, started on a free port and ended with the test.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
};

/// A running server.
pub(crate) struct Server {
    pub(crate) port: u16,
    /// What it printed at its start.
    pub(crate) printed: String,
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts it with these variables and waits for the end of the banner.
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        let mut child = command(variables)
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut printed = String::new();
        while !printed.contains("Ctrl-C") {
            assert!(output.read_line(&mut printed).expect("a line") > 0, "it ended after {printed:?}");
        }
        let mut server = Self { port: 0, printed, child, output };
        let place = server.line("Listening").or_else(|| server.line("Open")).expect("an address").to_owned();
        server.port = place.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        server
    }

    /// What the banner says under this heading: one word.
    pub(crate) fn banner(&self, heading: &str) -> String {
        let line = self.line(heading).unwrap_or_else(|| panic!("no {heading} in {}", self.printed));
        line.split_whitespace().next().unwrap_or_default().to_owned()
    }

    fn line(&self, heading: &str) -> Option<&str> {
        self.printed.lines().find_map(|line| line.trim().strip_prefix(heading)).map(str::trim)
    }

    /// Asks it to end; its status, and what else it printed.
    pub(crate) fn stop(&mut self) -> (ExitStatus, String) {
        self.terminate();
        let status = self.child.wait().expect("it ends");
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("text");
        (status, rest)
    }

    fn terminate(&self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.terminate();
            let _ = self.child.wait();
        }
    }
}

/// Runs it to its end.
pub(crate) fn authwire(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    command(variables).args(arguments).output().expect("the binary starts")
}

fn command(variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authwire"));
    for name in std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()) {
        if name.starts_with("AUTH") || name.starts_with("NEXTAUTH") || name == "VERCEL" {
            command.env_remove(name);
        }
    }
    command.envs(variables.iter().copied());
    command
}
