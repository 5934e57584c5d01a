//! The JavaScript between the browser and the widget's module, without what the generator writes for other programs:
//! other ways to be loaded, and browsers that could not show the widget anyway.

use crate::failure::{Failure, Result};

/// How the loader starts the module: with the reply to its request for it, once.
const START: &str = "export default async function ({ module_or_path }) {
    if (wasm) return;
    const { instance } = await WebAssembly.instantiateStreaming(module_or_path, __wbg_get_imports());
    wasm = instance.exports;
    wasm.__wbindgen_start();
}
";

/// Pieces of the generated text, each by its beginning and its end, and what stands in their place.
const REPLACED: [(&str, &str, &str); 6] = [
    // Loading from addresses, from bytes, without streaming, at once; each with warnings about its use.
    ("let wasmModule, wasmInstance, wasm;", "export { initSync, __wbg_init as default };", START),
    // Every browser that adopts style sheets has the registry and streams into memory.
    ("(typeof FinalizationRegistry === 'undefined')", ": new FinalizationRegistry", "new FinalizationRegistry"),
    ("if (!('encodeInto' in cachedTextEncoder)) {", "                        }\n", ""),
    // Short texts need no second way into memory, nor a view that is kept.
    ("if (realloc === undefined) ", "{", "{"),
    ("if (cachedDataViewMemory0 === null ", "{", "{"),
    // For programs that decode two gigabytes of text.
    ("numBytesDecoded += bytes.length;", "return", "return"),
];

/// The same glue for the only program that uses it.
///
/// # Errors
/// A piece that is not there, because the generator writes something else now.
pub fn adapt(generated: &str) -> Result<String> {
    let mut glue = generated.replace("./widget_bg.js", "w").replace(", wasm.__wbindgen_realloc)", ")");
    for (beginning, end, instead) in REPLACED {
        let place = glue.split_once(beginning).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
        let Some((before, after)) = place else {
            return Err(Failure::new(format!(
                "the glue has no `{beginning}` any more: look what the pinned wasm-bindgen writes instead, and change \
                 xtask/src/glue.rs"
            )));
        };
        glue = [before, instead, after].concat();
    }
    Ok(format!("let wasm;\n{glue}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_that_is_gone_is_refused() {
        let whole: String = REPLACED.iter().map(|(beginning, end, _)| format!("{beginning} x {end};")).collect();
        assert!(adapt(&whole).is_ok());
        for (beginning, end, _) in REPLACED {
            for piece in [beginning, end] {
                let error = adapt(&whole.replacen(piece, "", 1));
                assert!(error.is_err(), "without {piece}");
            }
        }
    }
}
