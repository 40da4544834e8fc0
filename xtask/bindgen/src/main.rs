//! Writes the JavaScript side of a WebAssembly module: `bindgen MODULE.wasm OUT_DIR TARGET`, TARGET being one of
//! wasm-bindgen's `nodejs`, `bundler`, `web`.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let mut next = |what: &str| arguments.next().with_context(|| format!("missing argument: {what}"));
    let module = PathBuf::from(next("the module")?);
    let out = PathBuf::from(next("the folder to write to")?);
    let target = next("the target")?;

    let mut bindgen = Bindgen::new();
    bindgen.input_path(&module).typescript(true);
    match target.to_str() {
        Some("nodejs") => bindgen.nodejs(true)?,
        Some("bundler") => bindgen.bundler(true)?,
        Some("web") => bindgen.web(true)?,
        _ => bail!("the target is one of nodejs, bundler, web"),
    };
    bindgen.generate(&out).with_context(|| format!("{} could not be read as a module", module.display()))
}
