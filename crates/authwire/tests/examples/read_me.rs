//! What the documents promise. (Their Rust code is compiled with the documentation's.)

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

#[test]
fn every_link_of_the_documents_leads_to_a_file() {
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"] {
        let text = read(root().join(document));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            let elsewhere = file.is_empty() || file.contains("://");
            assert!(elsewhere || root().join(file).exists(), "{document} links to {link}, which does not exist");
        }
    }
}

#[test]
fn the_read_me_names_every_example() {
    let text = read(root().join("README.md"));
    for entry in fs::read_dir(root().join("crates/authwire/examples")).expect("examples") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        assert!(text.contains(&format!("(crates/authwire/examples/{name})")), "README.md does not name {name}");
    }
}

#[test]
fn every_security_case_that_is_claimed_has_a_test() {
    let mut sources = String::new();
    for folder in ["authwire/tests", "native/src", "jose/tests", "core/src"] {
        collect(&root().join("crates").join(folder), &mut sources);
    }
    let text = read(root().join("SECURITY.md"));
    let cases: Vec<&str> = text.split("S-").skip(1).filter_map(|rest| rest.get(..3)).collect();
    assert!(cases.len() > 50, "{}", cases.len());
    for case in cases {
        assert!(sources.contains(&format!("fn s_{case}_")), "SECURITY.md claims S-{case}, which no test holds");
    }
}

fn collect(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&read(&path));
        }
    }
}
