//! Makes JavaScript smaller: comments and spaces dropped, local names shortened, what never runs removed.

use crate::failure::{Failure, Result};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// What the browser takes a file for, which decides whether its top-level names are its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A classic script.
    Script,
    /// A module.
    Module,
}

/// The same program in fewer bytes.
///
/// # Errors
/// What the parser does not understand.
pub fn minify(source: &str, kind: Kind) -> Result<String> {
    let source_type = match kind {
        Kind::Script => SourceType::cjs().with_script(true),
        Kind::Module => SourceType::mjs(),
    };
    let memory = Allocator::default();
    let parsed = Parser::new(&memory, source, source_type).parse();
    if let Some(problem) = parsed.diagnostics.first() {
        return Err(Failure::new(format!("the script cannot be read: {problem}")));
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions::default()),
        compress: Some(CompressOptions::smallest()),
        ..MinifierOptions::default()
    };
    let minified = Minifier::new(options).minify(&memory, &mut program);
    let codegen = Codegen::new().with_options(CodegenOptions::minify()).with_scoping(minified.scoping);
    Ok(codegen.build(&program).code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_program_shrink_and_names_of_others_stay() {
        let check =
            |source: &str, kind: Kind, expected: &str| assert_eq!(minify(source, kind).ok().as_deref(), Some(expected));
        // The configuration's mark is nobody's name, so it stays where it is.
        check(
            "(() => { const config = __CONFIG__; /* why */ fetch(config.base); fetch(config.site); })();",
            Kind::Script,
            "(()=>{let e=__CONFIG__;fetch(e.base),fetch(e.site)})();",
        );
        check(
            "export function start(page) { return page.title; }",
            Kind::Module,
            "export function start(e){return e.title}",
        );
        check("window.said = 'a // b';", Kind::Script, "window.said=`a // b`;");
    }

    #[test]
    fn what_is_no_javascript_is_refused() {
        assert!(minify("const = ;", Kind::Script).is_err());
    }
}
