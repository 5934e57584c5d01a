//! Builds, runs, tests and measures Opina.
fn main() {}
