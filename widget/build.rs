//! Makes the style sheet small: visitors download it inside the module.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=widget.css");
    let sheet = fs::read_to_string("widget.css").expect("widget.css is beside build.rs");
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&folder).join("widget.css"), small(&sheet)).expect("OUT_DIR can be written to");
}

/// The sheet without comments, without spaces at the ends of lines, and without the ends of lines.
fn small(sheet: &str) -> String {
    let mut pieces = sheet.split("/*");
    let mut code = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        code.push_str(piece.split_once("*/").expect("every comment ends").1);
    }
    let mut code: String = code.lines().map(str::trim).collect();
    for mark in ["{", "}", ";", ":", ","] {
        code = code.replace(&format!("{mark} "), mark);
        // A space before a colon means something: `.o :hover` is not `.o:hover`.
        if mark != ":" {
            code = code.replace(&format!(" {mark}"), mark);
        }
    }
    code.replace(";}", "}")
}
