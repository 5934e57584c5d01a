//! Embeds the widget that `cargo xtask widget` built, where it did. Builds nothing itself, so that the server can be
//! compiled, checked and tested without a WebAssembly toolchain.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../dist/widget");
    // Watching what is not there would have cargo compile the server anew every time.
    fs::create_dir_all(&folder)?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", folder.display());
    let widget = match fs::read_to_string(folder.join("manifest.json")) {
        Ok(manifest) => embedded(&folder, &manifest).ok_or("dist/widget is not whole: run `cargo xtask widget`")?,
        Err(_) => "None".to_owned(),
    };
    let generated = format!(
        "/// The widget inside this binary; `None` where `cargo xtask widget` was not run before the server was built.\n\
         pub static WIDGET: Option<WidgetFiles> = {widget};\n"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("widget_files.rs"), generated)?;
    Ok(())
}

/// The files as an expression; `None` where one is missing or the manifest cannot be read.
fn embedded(folder: &Path, manifest: &str) -> Option<String> {
    let path = |name: &str| {
        let path = folder.join(name).canonicalize().ok()?;
        Some(format!("{:?}", path.to_str()?))
    };
    let encoded = |name: &str| {
        let (plain, brotli, gzip) = (path(name)?, path(&format!("{name}.br"))?, path(&format!("{name}.gz"))?);
        Some(format!(
            "Encoded {{ plain: include_bytes!({plain}), brotli: include_bytes!({brotli}), gzip: include_bytes!({gzip}) }}"
        ))
    };
    let version = field(manifest, "version")?;
    let (loader, trace, types) = (path("loader.js")?, path("trace.js")?, path("opina.d.ts")?);
    let module = encoded("widget.wasm")?;
    let scripts = ["widget.js", "host.js", "tab.js", "headless.js", "frame.js", "link.js"];
    let scripts = scripts.iter().map(|name| Some(format!("({name:?}, {})", encoded(name)?)));
    let scripts = scripts.collect::<Option<Vec<_>>>()?.join(", ");
    Some(format!(
        "Some(WidgetFiles {{ version: {version:?}, loader: include_str!({loader}), trace: include_str!({trace}), \
         types: include_str!({types}), module: {module}, scripts: &[{scripts}] }})"
    ))
}

/// A text of the manifest, which xtask writes and which holds no escapes.
fn field<'a>(manifest: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = manifest.split_once(&format!("\"{name}\":\""))?;
    value.split_once('"').map(|(value, _)| value)
}
