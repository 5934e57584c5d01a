//! Opina server.
fn main() {}
