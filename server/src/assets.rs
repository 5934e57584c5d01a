//! The files inside the binary: the widget as `cargo xtask widget` built it, and the console's sheet, script and icon.

/// One file in the encodings it is served in.
#[derive(Debug)]
pub struct Encoded {
    /// As it is.
    pub plain: &'static [u8],
    /// For clients that take brotli.
    pub brotli: &'static [u8],
    /// For clients that take gzip only.
    pub gzip: &'static [u8],
}

/// The widget's files of one build.
#[derive(Debug)]
pub struct WidgetFiles {
    /// Names their folder, so that they can be cached for ever.
    pub version: &'static str,
    /// The script a site embeds, without its configuration.
    pub loader: &'static str,
    /// The panel that says why surveys show, without their names.
    pub trace: &'static str,
    /// What `opina` is to TypeScript.
    pub types: &'static str,
    /// The WebAssembly module.
    pub module: Encoded,
    /// The scripts in its folder, by their names.
    pub scripts: &'static [(&'static str, Encoded)],
}

include!(concat!(env!("OUT_DIR"), "/widget_files.rs"));
