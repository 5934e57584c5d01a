//! Puts the functions of a module that look alike side by side, because brotli then finds more to say shortly. What the
//! module does is none of its business: only numbers of functions change.

use crate::failure::{OrFail, Result};
use std::collections::{HashMap, HashSet};
use wasm_encoder::{
    CodeSection, FunctionSection, Module,
    reencode::{Error, Reencode},
};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionSectionReader, Parser, Payload, Result as Parsed, TypeRef,
};

/// How many bytes of two functions must agree to count as alike: about one instruction with its neighbours.
const PIECE: usize = 4;

/// The same module with its functions in another order, and without notes to tools.
///
/// # Errors
/// Bytes that are no module.
pub fn by_likeness(module: &[u8]) -> Result<Vec<u8>> {
    let doing = || "could not order the functions of the widget's module".to_owned();
    let (imported, bodies) = functions(module).or_fail(doing)?;
    let mut ordered = Module::new();
    Ordered::new(imported, chain(&bodies)).parse_core_module(&mut ordered, Parser::new(0), module).or_fail(doing)?;
    Ok(ordered.finish())
}

/// How many functions a module imports, and the bytes of its own.
fn functions(module: &[u8]) -> Parsed<(u32, Vec<&[u8]>)> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    Ok((imported, bodies))
}

/// The positions of texts, beginning with the last, so that each is followed by the one of the rest that is most like
/// it.
fn chain(texts: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<HashSet<&[u8]>> = texts.iter().map(|text| text.windows(PIECE).collect()).collect();
    let mut having: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (position, pieces) in pieces.iter().enumerate() {
        pieces.iter().for_each(|piece| having.entry(piece).or_default().push(position));
    }
    let mut rest: Vec<usize> = (0..texts.len()).collect();
    let mut order = Vec::with_capacity(texts.len());
    let mut next = rest.pop();
    while let Some(position) = next {
        order.push(position);
        let mut shared = vec![0_u32; texts.len()];
        for other in pieces[position].iter().flat_map(|piece| &having[piece]) {
            shared[*other] += 1;
        }
        // The cosine of the two, but for what is the same for all others.
        let likeness = |place: &usize| f64::from(shared[rest[*place]]) / (texts[rest[*place]].len() as f64).sqrt();
        let best = (0..rest.len()).max_by(|one, two| likeness(one).total_cmp(&likeness(two)));
        next = best.map(|place| rest.remove(place));
    }
    order
}

/// Writes a module's functions in another order.
struct Ordered {
    imported: usize,
    /// The old position of each function, in the new order.
    order: Vec<usize>,
    /// The new number of each function that the module brings, by its old position.
    numbers: Vec<u32>,
}

impl Ordered {
    fn new(imported: u32, order: Vec<usize>) -> Self {
        let mut numbers = vec![0; order.len()];
        for (number, position) in (imported..).zip(&order) {
            numbers[*position] = number;
        }
        Self { imported: imported as usize, order, numbers }
    }
}

impl Reencode for Ordered {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> std::result::Result<u32, Error<Self::Error>> {
        // Imported functions come first and stay.
        let own = (function as usize).checked_sub(self.imported);
        Ok(own.and_then(|position| self.numbers.get(position)).copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> std::result::Result<(), Error<Self::Error>> {
        let types = section.into_iter().collect::<Parsed<Vec<u32>>>()?;
        for position in &self.order {
            functions.function(types[*position]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> std::result::Result<(), Error<Self::Error>> {
        let bodies = section.into_iter().collect::<Parsed<Vec<_>>>()?;
        for position in self.order.clone() {
            self.parse_function_body(code, bodies[position].clone())?;
        }
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: CustomSectionReader<'_>,
    ) -> std::result::Result<(), Error<Self::Error>> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function, ImportSection,
        TableSection, TableType, TypeSection,
    };
    use wasmparser::Operator;

    #[test]
    fn alike_stands_beside_alike() {
        let check = |texts: &[&str], expected: &[usize]| {
            let texts: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
            assert_eq!(chain(&texts), expected, "{texts:?}");
        };
        check(&[], &[]);
        check(&["only"], &[0]);
        check(&["red apple", "blue sky", "green apple", "blue skies"], &[3, 1, 2, 0]);
        check(&["abcd", "abcdefghijkl", "abcd"], &[2, 0, 1]);
    }

    /// Function `number` of six pushes as many numbers as it has and calls the one before it; all are exported.
    fn module() -> Vec<u8> {
        let (mut types, mut imports, mut functions) =
            (TypeSection::new(), ImportSection::new(), FunctionSection::new());
        let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
        types.ty().function([], []);
        imports.import("w", "log", EntityType::Function(0));
        for number in 1..=6 {
            functions.function(0);
            exports.export(&format!("f{number}"), ExportKind::Func, number);
            let mut body = Function::new([]);
            for _ in 0..number {
                body.instructions().i32_const(if number % 2 == 0 { 1_000_000 } else { 77_777 }).drop();
            }
            body.instructions().call(number - 1).end();
            code.function(&body);
        }
        let mut tables = TableSection::new();
        let element_type = wasm_encoder::RefType::FUNCREF;
        tables.table(TableType { element_type, table64: false, minimum: 2, maximum: None, shared: false });
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(std::borrow::Cow::Borrowed(&[0, 5])));
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables).section(&exports);
        module.section(&elements).section(&code);
        module.section(&wasm_encoder::CustomSection { name: "note".into(), data: (&[][..]).into() });
        module.finish()
    }

    /// How many numbers the function pushes that has this number, and which function it calls.
    fn read(module: &[u8], function: u32) -> (usize, u32) {
        let bodies = Parser::new(0).parse_all(module).filter_map(|payload| match payload.unwrap() {
            Payload::CodeSectionEntry(body) => Some(body),
            _ => None,
        });
        let body = bodies.collect::<Vec<_>>().swap_remove(function as usize - 1);
        let operators: Vec<_> = body.get_operators_reader().unwrap().into_iter().map(Parsed::unwrap).collect();
        let pushed = operators.iter().filter(|one| matches!(one, Operator::I32Const { .. })).count();
        let called = operators.iter().find_map(|one| match one {
            Operator::Call { function_index } => Some(*function_index),
            _ => None,
        });
        (pushed, called.unwrap())
    }

    #[test]
    fn who_is_called_stays_who_is_called() {
        let ordered = by_likeness(&module()).unwrap();
        let mut exported = vec![0; 7];
        let mut in_table = Vec::new();
        for payload in Parser::new(0).parse_all(&ordered) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    for export in section.into_iter().map(Parsed::unwrap) {
                        exported[export.name[1..].parse::<usize>().unwrap()] = export.index;
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section.into_iter().map(Parsed::unwrap) {
                        if let wasmparser::ElementItems::Functions(functions) = element.items {
                            in_table.extend(functions.into_iter().map(Parsed::unwrap));
                        }
                    }
                }
                Payload::CustomSection(_) => panic!("a note is left"),
                _ => {}
            }
        }
        for number in 1..=6 {
            assert_eq!(read(&ordered, exported[number]), (number, exported[number - 1]), "f{number}");
        }
        assert_eq!(in_table, [0, exported[5]]);
        assert_ne!(exported, [0, 1, 2, 3, 4, 5, 6], "nothing moved");
        assert!(wasmparser::validate(&ordered).is_ok());
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(by_likeness(b"\0asm").is_err());
    }
}
