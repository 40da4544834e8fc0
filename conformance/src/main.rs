//! conformance.
fn main() {}
