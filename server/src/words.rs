//! Every text of the console, in English and Spanish side by side: a text that lacks one of them does not compile.
//!
//! `{name}` marks what [`fill`] puts in. Texts that visitors see are not here, they belong to surveys and the widget.

use crate::locale::Locale;

/// One line a text: its name, then English, then Spanish.
macro_rules! words {
    ($($name:ident: $english:literal, $spanish:literal;)+) => {
        /// The console's texts in one language.
        #[derive(Debug)]
        pub struct Words {
            $(#[doc = $english] pub $name: &'static str,)+
        }

        static ENGLISH: Words = Words { $($name: $english,)+ };
        static SPANISH: Words = Words { $($name: $spanish,)+ };

        #[cfg(test)]
        const SIDE_BY_SIDE: &[(&str, [&str; 2])] = &[$((stringify!($name), [$english, $spanish]),)+];
    };
}

impl Words {
    /// The texts in this language.
    pub fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &ENGLISH,
            Locale::Es => &SPANISH,
        }
    }
}

/// Puts values in the place of their `{name}`s.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(one, _)| *one == name)?;
            Some((value, after))
        });
        match value {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

words! {
    // Around every page
    skip: "Skip to the content", "Saltar al contenido";
    main_navigation: "Main", "Principal";
    listen: "Listen", "Escuchar";
    set_up: "Set up", "Configurar";
    overview: "Overview", "Resumen";
    journey: "Journey map", "Mapa del viaje";
    surveys: "Surveys", "Encuestas";
    install: "Install", "Instalación";
    site: "Site", "Sitio";
    add_site: "Add a site", "Añadir un sitio";
    account: "Account", "Cuenta";
    sign_out: "Sign out", "Salir";
    language: "Language", "Idioma";
    save: "Save", "Guardar";
    cancel: "Cancel", "Cancelar";
    edit: "Edit", "Editar";
    remove: "Remove", "Eliminar";
    demo_data: "These answers are generated: this site is a demonstration.", "Estas respuestas son generadas: este sitio es una demostración.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_something_with_the_same_values() {
        let names = |text: &str| {
            let mut names: Vec<String> =
                text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
            names.sort();
            names
        };
        for (name, [english, spanish]) in SIDE_BY_SIDE {
            assert!(!english.trim().is_empty() && !spanish.trim().is_empty(), "{name}");
            assert_eq!(names(english), names(spanish), "{name}");
        }
    }

    #[test]
    fn values_are_put_in_once() {
        let check = |text: &str, expected: &str| {
            assert_eq!(fill(text, &[("n", "3"), ("of", "{n}")]), expected);
        };
        check("", "");
        check("{n} of {of}", "3 of {n}");
        check("{unknown} {n", "{unknown} {n");
        check("{{n}}", "{3}");
    }
}
