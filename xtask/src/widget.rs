//! Builds the widget: Rust to WebAssembly, its JavaScript glue, and both compressed, into `dist/widget/`.
//!
//! The same sources give the same bytes on every machine with the same compiler.

use crate::{
    failure::{Failure, OrFail, Result},
    glue,
    minify::{Kind, minify},
    names::{self, Names},
    order,
    progress::{Step, Steps},
    toolchain::{self, Choice},
    workspace,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    env,
    ffi::OsString,
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use wasm_bindgen_cli_support::Bindgen;

/// How many steps [`build`] takes.
pub const STEPS: usize = 3;

/// The largest WebAssembly there would be without these: a panic that stops at once instead of printing, no source
/// positions, no `Debug` output.
const FLAGS: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// Less to say, with any compiler: a little more inlining than "z" allows itself removes more than it copies, and memory
/// that begins with a small stack has shorter addresses. Past the stack's end the browser stops the module: with 16 KiB
/// no survey opens, with 24 KiB the scales and comments do, and what is more than that is for what nests deeper.
const TUNING: [&str; 2] = ["-Cllvm-args=-inline-threshold=10", "-Clink-arg=-zstack-size=262144"];

/// The files that browsers fetch as they are, each made by [`build`] with a smaller one for either encoding beside it.
const FILES: [&str; 7] = ["widget.js", "widget.wasm", "host.js", "tab.js", "headless.js", "frame.js", "link.js"];

/// Not compressed: the server puts the configuration into the first and names into the second; the third is for those
/// who program sites.
const TEMPLATES: [&str; 3] = ["loader.js", "trace.js", "opina.d.ts"];

/// The encodings they are served in besides, by the ends of their names.
const ENCODINGS: [&str; 3] = ["", ".br", ".gz"];

/// The mark in `loader.js` that is replaced by `gates.js`.
const GATES_MARK: &str = "__GATES__";
/// The mark in `host.js` that is replaced by the hash of the module, which browsers check.
const INTEGRITY_MARK: &str = "__INTEGRITY__";
/// The mark in `trace.js` that the server replaces by the surveys' names.
const TRACE_MARK: &str = "__TRACE__";

/// What the server reads first.
const MANIFEST: &str = "manifest.json";

/// Builds what is not up to date.
///
/// # Errors
/// What stands in the way and how to remove it.
pub fn build(steps: &mut Steps) -> Result<()> {
    let choice = steps.run("choosing a compiler for the widget", |step| {
        let choice = toolchain::find(step)?;
        step.note(match &choice {
            Choice::Rebuilt(_) => format!("rustc {}", choice.compiler().version),
            Choice::Prebuilt(_) => format!(
                "rustc {}; `rustup component add rust-src` would make the widget about 12 kB smaller",
                choice.compiler().version
            ),
        });
        Ok(choice)
    })?;
    let fingerprint = inputs(&choice)?;
    let stamp = workspace::target().join("widget/fingerprint");
    let up_to_date = fs::read_to_string(&stamp).is_ok_and(|old| old == fingerprint) && is_whole();
    steps.run("compiling the widget", |step| match up_to_date {
        true => unchanged(step),
        false => compile(&choice, step),
    })?;
    steps.run("packing the widget into dist/widget", |step| match up_to_date {
        true => unchanged(step),
        false => {
            pack()?;
            workspace::write(&stamp, &fingerprint)
        }
    })
}

fn unchanged(step: &mut Step) -> Result<()> {
    step.note("up to date");
    Ok(())
}

/// All that the files depend on.
fn inputs(choice: &Choice) -> Result<String> {
    let root = workspace::root();
    let places = ["Cargo.toml", "Cargo.lock", "widget", "shared", "xtask/src"].map(|place| root.join(place));
    workspace::fingerprint(&places, &format!("{choice:?}"))
}

/// Whether all files are there and belong together.
fn is_whole() -> bool {
    let folder = workspace::widget_files();
    let manifest = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let read = |name: &str| fs::read(folder.join(name)).unwrap_or_default();
    let encoded = FILES.iter().flat_map(|name| ENCODINGS.map(|encoding| format!("{name}{encoding}")));
    encoded.chain(TEMPLATES.map(str::to_owned)).all(|name| folder.join(name).is_file())
        && manifest == self::manifest(FILES.map(read).iter().map(Vec::as_slice))
}

fn compile(choice: &Choice, step: &mut Step) -> Result<()> {
    let mut cargo = workspace::cargo();
    // `cargo build` would also make the library that tests link to, and then gives up link-time optimisation.
    cargo.args(["rustc", "--locked", "--package", "widget", "--lib", "--crate-type", "cdylib", "--profile", "widget"]);
    cargo.args(["--target", "wasm32-unknown-unknown"]);
    let mut flags = TUNING.map(OsString::from).to_vec();
    let compiler = choice.compiler();
    if let Choice::Rebuilt(_) = choice {
        cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        cargo.env("RUSTC_BOOTSTRAP", "1");
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", compiler.linker()?);
        flags.extend(FLAGS.map(OsString::from));
    }
    for (path, name) in [(workspace::root(), "/opina"), (cargo_home(), "/cargo"), (compiler.sysroot.clone(), "/rust")] {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(path);
        flag.push("=");
        flag.push(name);
        flags.push(flag);
    }
    // The caller's own flags would replace or spoil these.
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_BUILD_RUSTFLAGS");
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join(&OsString::from("\u{1f}")));
    cargo.env("RUSTC", &compiler.rustc).env("CARGO_TARGET_DIR", workspace::target().join("widget"));
    step.run(&mut cargo, "mend what the compiler says above and run it again")
}

fn cargo_home() -> PathBuf {
    let home = || env::home_dir().unwrap_or_default().join(".cargo");
    env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}

fn pack() -> Result<()> {
    let (script, module) = bind(&workspace::target().join("widget/wasm32-unknown-unknown/widget/widget.wasm"))?;
    let host = host(&module)?;
    let small = |name: &str| minify(&source(name)?, Kind::Module);
    let [tab, headless] = [small("tab.js")?, small("headless.js")?];
    let [frame, link] = [small("frame.js")?, small("link.js")?];
    let types = source("opina.d.ts")?;
    let templates = TEMPLATES.into_iter().zip([loader()?, trace()?, types]);
    let mut files: Vec<_> = templates.map(|(name, content)| (name.to_owned(), content.into_bytes())).collect();
    let texts = [&script, &host, &tab, &headless, &frame, &link].map(|text| text.as_bytes());
    let contents = [texts[0], &module, texts[1], texts[2], texts[3], texts[4], texts[5]];
    for (name, content) in FILES.into_iter().zip(contents) {
        files.push((format!("{name}.br"), brotli(content)?));
        files.push((format!("{name}.gz"), gzip(content)?));
        files.push((name.to_owned(), content.to_vec()));
    }
    // Last, so that a manifest always speaks of whole files.
    files.push((MANIFEST.to_owned(), manifest(contents).into_bytes()));
    let folder = workspace::widget_files();
    // Files that stay as they are do not make cargo compile the server anew.
    files.retain(|(name, content)| fs::read(folder.join(name)).ok().as_ref() != Some(content));
    files.iter().try_for_each(|(name, content)| workspace::write(&folder.join(name), content))
}

/// The module and its glue, calling each other by short names.
fn bind(compiled: &Path) -> Result<(String, Vec<u8>)> {
    let doing = || format!("could not make the JavaScript for {}", compiled.display());
    let mut output = Bindgen::new()
        .web(true)
        .map(|bindgen| bindgen.typescript(false).remove_name_section(true).remove_producers_section(true))
        .and_then(|bindgen| bindgen.input_path(compiled).out_name("widget").generate_output())
        .or_fail(doing)?;
    let inline = output.snippets().iter().filter(|(_, texts)| !texts.is_empty()).map(|(name, _)| name);
    if let Some(name) = inline.chain(output.local_modules().keys()).next() {
        let remedy = "write it in Rust with web-sys instead";
        return Err(Failure::new(format!("the widget brings a JavaScript file of its own, {name}: {remedy}")));
    }
    let glue = glue::adapt(output.js())?;
    let module = output.wasm_mut();
    for import in module.imports.iter_mut() {
        import.module = "w".to_owned();
    }
    let internal = |name: &String| name.starts_with("__") || name.starts_with("wasm_bindgen_");
    let mentioned: BTreeSet<&str> = names::identifiers(&glue).collect();
    let unused = module.exports.iter().filter(|one| internal(&one.name) && !mentioned.contains(one.name.as_str()));
    for unused in unused.map(|export| export.id()).collect::<Vec<_>>() {
        module.exports.delete(unused);
    }
    let imports = module.imports.iter().map(|import| import.name.clone());
    let exports = module.exports.iter().map(|export| export.name.clone());
    let names = Names::new(imports.chain(exports).filter(internal), &glue);
    for name in module.imports.iter_mut().map(|import| &mut import.name) {
        if let Some(short) = names.get(name) {
            *name = short.to_owned();
        }
    }
    for name in module.exports.iter_mut().map(|export| &mut export.name) {
        if let Some(short) = names.get(name) {
            *name = short.to_owned();
        }
    }
    Ok((minify(&names.replace_in(&glue)?, Kind::Module)?, order::by_likeness(&module.emit_wasm())?))
}

/// A script as it was written.
fn source(name: &str) -> Result<String> {
    workspace::read(&workspace::root().join("widget").join(name))
}

/// The loader as it is served, but for its configuration.
///
/// # Errors
/// A loader that is missing, is no JavaScript, or has no single place for the rules or for the configuration.
fn loader() -> Result<String> {
    let rules = source("gates.js")?;
    let whole = replace_once("loader.js", &source("loader.js")?, GATES_MARK, rules.trim_end())?;
    let small = minify(&whole, Kind::Script)?;
    let mark = shared::wire::CONFIG_MARK;
    replace_once("loader.js", &small, mark, mark)
}

/// What the loader fetches first, for this module and no other.
///
/// # Errors
/// As [`loader`].
fn host(module: &[u8]) -> Result<String> {
    let integrity = format!("\"sha256-{}\"", BASE64_STANDARD.encode(Sha256::digest(module)));
    let small = minify(&source("host.js")?, Kind::Module)?;
    replace_once("host.js", &small, INTEGRITY_MARK, &integrity)
}

/// The panel that says why surveys show, but for their names.
///
/// # Errors
/// As [`loader`].
fn trace() -> Result<String> {
    replace_once("trace.js", &minify(&source("trace.js")?, Kind::Module)?, TRACE_MARK, TRACE_MARK)
}

fn replace_once(name: &str, text: &str, mark: &str, by: &str) -> Result<String> {
    match text.matches(mark).count() {
        1 => Ok(text.replacen(mark, by, 1)),
        other => Err(Failure::new(format!("widget/{name} must mention {mark} once, it does {other} times"))),
    }
}

/// What the server must know of the files: the folder they are served from.
fn manifest<'a>(contents: impl IntoIterator<Item = &'a [u8]>) -> String {
    let hash = contents.into_iter().fold(Sha256::new(), |hash, content| hash.chain_update(content)).finalize();
    serde_json::json!({ "version": &workspace::hexadecimal(&hash)[..8] }).to_string()
}

/// The smallest brotli there is.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &parameters).or_fail(|| "could not compress".to_owned())?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).and_then(|()| encoder.finish()).or_fail(|| "could not compress".to_owned())
}
