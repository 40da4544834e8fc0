//! The project's command runner: `cargo xtask COMMAND`.
#![expect(clippy::print_stdout, reason = "a command-line program: what it prints is what it is for")]

mod cargo;
mod conformance;
mod counts;
mod fuzz;
mod log;
mod node;
mod npm;
mod step;
mod system;
mod test;
mod tools;
mod wasm;
mod wasm_std;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::log::Log;

const USAGE: &str = "\
cargo xtask COMMAND

  test                           the whole check; installs what is missing and says what
  conformance [ARGUMENTS]        the same requests to next-auth and to Authwire, answers compared
  fuzz [--seconds N] [TARGET…]   every fuzz target, or those named, N seconds each (60)
  wasm                           the WebAssembly build of the engine, in target/wasm/pkg
  npm                            the npm package around it, as a tarball in target/npm
  bench [ARGUMENTS]              the benchmarks
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{USAGE}");
        return Ok(ExitCode::FAILURE);
    };
    let log = Log::Terminal;
    match command.as_str() {
        "test" if rest.is_empty() => return test::run(),
        "wasm" if rest.is_empty() => wasm::all(&log)?,
        "npm" if rest.is_empty() => npm::all(&log)?,
        "conformance" => conformance::run(&log, rest)?,
        "fuzz" => {
            let tally = fuzz::run(&log, &fuzz::Request::parse(rest)?)?;
            if tally.failed > 0 {
                bail!("{}", tally.note);
            }
        }
        "bench" => log.run(cargo::cargo().args(["run", "--release", "--package", "bench", "--"]).args(rest))?,
        "help" | "--help" | "-h" => print!("{USAGE}"),
        _ => bail!("not a command: {}\n\n{USAGE}", arguments.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}
