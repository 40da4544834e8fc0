//! Compares whole servers: Authwire behind axum, next-auth behind Node, and a route that replays a constant.
//! With `--package` it compares the npm package with next-auth instead.
//!
//! `docs/BENCHMARKS.md` says what is measured and why. `serve <name>` is for the processes this program starts itself.

mod agreement;
mod arguments;
mod engine;
mod load;
mod package;
mod process;
mod report;
mod rounds;
mod serve;
mod system;
mod wire;

use std::io::Write;
use std::process::ExitCode;

/// Why a run could not be made; a missed threshold is not one of these.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match words.split_first() {
        Some((first, rest)) if first == "serve" => serve::run(rest).map(|()| true),
        Some((first, rest)) if first == "--package" => package::compare(rest),
        _ => compare(&words),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            note(&format!("error: {failure}"));
            ExitCode::from(2)
        }
    }
}

/// True when every threshold was met.
fn compare(words: &[String]) -> Result<bool, Failure> {
    let arguments = arguments::Arguments::parse(words)?;
    let cores = process::Cores::choose();
    cores.pin_this_process();
    let mut systems = system::start_all(&cores)?;
    let results = rounds::run(&mut systems, &arguments)?;
    let report = report::Report::new(&results, &arguments, &cores);
    write!(std::io::stdout().lock(), "{report}")?;
    Ok(report.passed())
}

/// Progress and failures go to stderr, so that stdout holds the report alone.
fn note(line: &str) {
    // Nobody is left to tell when stderr is closed.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
