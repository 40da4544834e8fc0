//! Tests that run in Node.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The `*.test.mjs` of a folder and the folders in it. (Node before 21 cannot look for them itself.)
pub(crate) fn tests(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut tests = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            tests.extend(self::tests(&path)?);
        } else if path.to_string_lossy().ends_with(".test.mjs") {
            tests.push(path);
        }
    }
    tests.sort();
    Ok(tests)
}
