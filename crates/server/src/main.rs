//! The `authwire` binary.
fn main() {}
