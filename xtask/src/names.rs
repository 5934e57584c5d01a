//! Short names for what the widget's module and its JavaScript glue call each other by.
//!
//! The generator's names carry sixteen hexadecimal digits each, which do not compress. Both files are made together,
//! so nobody else knows the names.

use crate::failure::{Failure, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Old names and the short ones that stand for them.
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Gives each of `long` a short name that is not yet an identifier in `glue`.
    pub fn new(long: impl IntoIterator<Item = String>, glue: &str) -> Self {
        let taken: BTreeSet<&str> = identifiers(glue).collect();
        let long: BTreeSet<String> = long.into_iter().collect();
        let free = (0..).map(short).filter(|name| !taken.contains(name.as_str()));
        Self(long.into_iter().zip(free).collect())
    }

    /// The short name, if this one has one.
    pub fn get(&self, long: &str) -> Option<&str> {
        self.0.get(long).map(String::as_str)
    }

    /// The glue with every name replaced.
    ///
    /// # Errors
    /// A name that the glue does not contain: the two files would no longer fit together.
    pub fn replace_in(&self, glue: &str) -> Result<String> {
        let present: BTreeSet<&str> = identifiers(glue).collect();
        if let Some(absent) = self.0.keys().find(|long| !present.contains(long.as_str())) {
            return Err(Failure::new(format!(
                "the glue does not mention {absent}, which the module needs: this xtask does not fit the pinned \
                 wasm-bindgen, use the version that Cargo.toml had before"
            )));
        }
        let mut replaced = String::with_capacity(glue.len());
        let mut rest = glue;
        while let Some(first) = rest.chars().next() {
            let word = is_word(first);
            let length = rest.find(|c| is_word(c) != word).unwrap_or(rest.len());
            let (token, tail) = rest.split_at(length);
            replaced.push_str(self.get(token).unwrap_or(token));
            rest = tail;
        }
        Ok(replaced)
    }
}

/// All words of a script, also those in strings and comments.
pub fn identifiers(glue: &str) -> impl Iterator<Item = &str> {
    glue.split(|c| !is_word(c)).filter(|word| !word.is_empty())
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

/// `$a` to `$z`, then `$ba`: the dollar keeps them off keywords and properties.
fn short(number: usize) -> String {
    let letter = char::from(b'a' + (number % 26) as u8);
    match number / 26 {
        0 => format!("${letter}"),
        more => format!("{}{letter}", short(more)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_whole_and_never_collide() {
        let glue = "const $a = { __wbg_now_1f: () => wasm.__wbg_now_1f_x, __wbg_log_2e() {} }";
        let names = Names::new(["__wbg_now_1f".to_owned(), "__wbg_log_2e".to_owned()], glue);
        assert_eq!(names.get("__wbg_log_2e"), Some("$b"));
        assert_eq!(
            names.replace_in(glue).unwrap(),
            "const $a = { $c: () => wasm.__wbg_now_1f_x, $b() {} }",
            "longer names that begin alike stay"
        );
    }

    #[test]
    fn a_name_without_a_place_is_refused() {
        assert!(Names::new(["__wbg_gone".to_owned()], "").replace_in("let a").is_err());
    }

    #[test]
    fn there_are_enough_short_names() {
        let check = |number, expected: &str| assert_eq!(short(number), expected);
        check(0, "$a");
        check(25, "$z");
        check(26, "$ba");
        check(26 * 26, "$baa");
    }
}
