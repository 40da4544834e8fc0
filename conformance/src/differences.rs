//! `docs/DIFFERENCES.md`: one table, one row for each point where Authwire differs from next-auth 4.24.15.
use crate::{Failure, scenario::Profile};

/// One row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// `D-01`.
    pub(crate) id: String,
    /// In both profiles, or only in strict.
    pub(crate) strict_only: bool,
    /// Cannot be seen by sending requests; tests elsewhere hold it.
    pub(crate) off_the_wire: bool,
    /// Of next-auth's answers in a route handler alone.
    pub(crate) in_route_handlers: bool,
}

impl Difference {
    /// May a step of this profile name it?
    pub(crate) fn holds_in(&self, profile: Profile) -> bool {
        !self.strict_only || profile == Profile::Strict
    }
}

/// Reads the table.
pub(crate) fn load() -> Result<Vec<Difference>, Failure> {
    let path = crate::folder().join("../docs/DIFFERENCES.md");
    parse(&std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn parse(text: &str) -> Result<Vec<Difference>, Failure> {
    let mut differences: Vec<Difference> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("| D-")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [id, profile, v4, _ours, why] = cells.as_slice() else {
            return Err(format!("DIFFERENCES.md: five cells wanted: {line}").into());
        };
        let strict_only = match *profile {
            "both" => false,
            "strict" => true,
            other => return Err(format!("DIFFERENCES.md: {id}: profile {other}").into()),
        };
        if differences.iter().any(|held| held.id == *id) {
            return Err(format!("DIFFERENCES.md: {id} twice").into());
        }
        differences.push(Difference {
            id: (*id).to_owned(),
            strict_only,
            off_the_wire: why.contains("not on the wire"),
            in_route_handlers: v4.starts_with("in a route handler"),
        });
    }
    Ok(differences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rows_and_refuses_doubles() {
        let row =
            "| D-01 | both | a | b | c (S-001) |\n| D-02 | strict | in a route handler, a | b | not on the wire: c |";
        let differences = parse(row).unwrap();
        assert_eq!(differences.len(), 2);
        assert!(!differences[0].strict_only && !differences[0].off_the_wire);
        assert!(differences[1].strict_only && differences[1].off_the_wire);
        assert!(!differences[0].in_route_handlers && differences[1].in_route_handlers);
        assert!(differences[0].holds_in(Profile::Compat) && !differences[1].holds_in(Profile::Compat));
        assert!(parse("| D-01 | both | a | b | c |\n| D-01 | both | a | b | c |").is_err());
        assert!(parse("| D-01 | neither | a | b | c |").is_err());
        assert!(parse("| D-01 | both | a | b |").is_err());
    }
}
