//! The command line.
use crate::{Failure, host::Host};

/// What to run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Only scenarios whose name contains this.
    pub(crate) only: Option<String>,
    /// Alter answers in ten ways and demand that each is noticed.
    pub(crate) plant: bool,
    /// Compare the reference with a second copy of itself: proves that nothing random is compared.
    pub(crate) reference_twice: bool,
    /// Compare the npm package, in this host, instead of the engine in this process.
    pub(crate) package: Option<Host>,
    /// Print both answers of every step.
    pub(crate) show: bool,
}

const USAGE: &str = "usage: conformance [--only PART] [--package P|R] [--plant] [--reference-twice] [--show]";

/// Reads the arguments after the program's name.
pub(crate) fn parse(given: impl Iterator<Item = String>) -> Result<Arguments, Failure> {
    let mut arguments = Arguments::default();
    let mut given = given;
    while let Some(word) = given.next() {
        match word.as_str() {
            "--only" => arguments.only = Some(given.next().ok_or(USAGE)?),
            "--package" => arguments.package = Some(given.next().as_deref().and_then(Host::named).ok_or(USAGE)?),
            "--plant" => arguments.plant = true,
            "--reference-twice" => arguments.reference_twice = true,
            "--show" => arguments.show = true,
            _ => return Err(USAGE.into()),
        }
    }
    Ok(arguments)
}
