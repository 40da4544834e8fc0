//! The conformance suite: every step of every scenario is sent to next-auth 4.24.15, served by a real Next.js
//! application, and to Authwire in both profiles, and the answers are compared.
#![expect(clippy::print_stdout, reason = "what this program prints is its result")]

mod answer;
mod application;
mod apps;
mod arguments;
mod compare;
mod coverage;
mod differences;
mod expect;
mod faults;
mod host;
mod http;
mod jar;
mod judge;
mod package;
mod reference;
mod report;
mod run;
mod scenario;
mod side;
mod subject;
mod variables;

use std::{path::PathBuf, process::ExitCode};

/// Any failure of the suite itself, as opposed to a difference that it found.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn main() -> ExitCode {
    let result = arguments::parse(std::env::args().skip(1)).and_then(|arguments| report::everything(&arguments));
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            println!("conformance: {failure}");
            ExitCode::from(2)
        }
    }
}
