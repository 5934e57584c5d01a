//! The surveys of the demo: the templates, in a third language, on the pages of each place.

use super::{places::Place, portuguese::with_portuguese};
use crate::{
    locale::Locale,
    survey_templates::{SurveyTemplate, TemplateError},
};
use shared::{
    appearance::{Appearance, Display},
    definition::Definition,
    survey::{ChoiceOption, Kind, Parts, Survey, SurveyError},
    targeting::{PagePattern, Targeting, TargetingError},
    text::{Language, OptionId, TextError, Translations},
};

/// What the shop calls itself to visitors.
const SHOP: &str = "Tienda Lumen";

/// An option's id, and its words in three languages.
type Obstacle = (&'static str, [(&'static str, &'static str); 3]);

/// What gets in the way at the places that have words of their own for it.
fn own_obstacles(place: &Place) -> Option<[Obstacle; 5]> {
    let other = ("other", [("en", "Something else"), ("es", "Otra cosa"), ("pt", "Outra coisa")]);
    match place.name {
        "Checkout" => Some([
            ("shipping", [("en", "The shipping cost"), ("es", "El coste de envío"), ("pt", "O custo de envio")]),
            (
                "payment",
                [("en", "My card was declined"), ("es", "Rechazaron mi tarjeta"), ("pt", "Recusaram o cartão")],
            ),
            (
                "account",
                [
                    ("en", "Having to create an account"),
                    ("es", "Tener que crear una cuenta"),
                    ("pt", "Ter de criar uma conta"),
                ],
            ),
            ("delivery", [("en", "The delivery time"), ("es", "El plazo de entrega"), ("pt", "O prazo de entrega")]),
            other,
        ]),
        "Call centre" => Some([
            ("waiting", [("en", "The waiting time"), ("es", "El tiempo de espera"), ("pt", "O tempo de espera")]),
            (
                "transferred",
                [
                    ("en", "I was passed from one to another"),
                    ("es", "Me pasaron de uno a otro"),
                    ("pt", "Passaram-me de um para outro"),
                ],
            ),
            (
                "unsolved",
                [("en", "Nobody could solve it"), ("es", "Nadie supo resolverlo"), ("pt", "Ninguém soube resolver")],
            ),
            ("menu", [("en", "The menu of options"), ("es", "El menú de opciones"), ("pt", "O menu de opções")]),
            other,
        ]),
        _ => None,
    }
}

/// What the survey of a place asks, whom and where.
///
/// # Errors
/// None in practice: a test makes every one.
pub fn definition(place: &Place) -> Result<Definition, DemoError> {
    let (english, portuguese) = (Language::try_from("en")?, Language::try_from("pt")?);
    let start = SurveyTemplate::of(place.metric).ok_or(DemoError::NoTemplate)?.definition(SHOP, Locale::En)?;
    let languages = start.languages().iter().chain([&portuguese]).cloned().collect();
    let survey = start.survey().map(|texts| with_portuguese(texts, &english, &portuguese));
    let survey = match own_obstacles(place) {
        Some(obstacles) => with_obstacles(&survey, obstacles)?,
        None => survey,
    };
    Ok(Definition::new(languages, survey, targeting(place)?, appearance(place))?)
}

fn with_obstacles(survey: &Survey<Translations>, obstacles: [Obstacle; 5]) -> Result<Survey<Translations>, DemoError> {
    let mut questions = survey.questions().to_vec();
    for question in &mut questions {
        if let Kind::Choice { options, .. } = &mut question.kind {
            let read =
                |(id, labels)| Ok(ChoiceOption { id: OptionId::try_from(id)?, label: Translations::from(labels) });
            *options = obstacles.map(read).into_iter().collect::<Result<_, TextError>>()?;
        }
    }
    Ok(Survey::new(Parts { fields: Vec::new(), questions, endings: Vec::new(), thanks: survey.thanks().clone() })?)
}

fn targeting(place: &Place) -> Result<Targeting, DemoError> {
    let include = place.pages.iter().map(|page| PagePattern::try_from((*page).to_owned())).collect::<Result<_, _>>()?;
    // Where the example shop shows it, whoever tries it should not have to wait.
    let delay = match place.name {
        "Checkout" => 2,
        "Landing" => 5,
        "Help centre" => 0,
        _ => 10,
    };
    Ok(Targeting { include, delay, ..Targeting::default() })
}

fn appearance(place: &Place) -> Appearance {
    let display = if place.name == "Help centre" { Display::Tab } else { Display::Popover };
    Appearance { display, ..Appearance::default() }
}

/// Why the demo could not be prepared. None of it happens in practice: tests prepare it.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A metric that no survey template measures.
    #[error("no survey template measures this")]
    NoTemplate,
    /// A survey template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A survey.
    #[error(transparent)]
    Survey(#[from] SurveyError),
    /// An identifier or language.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A page.
    #[error(transparent)]
    Targeting(#[from] TargetingError),
    /// The shop's time zone.
    #[error(transparent)]
    Time(#[from] jiff::Error),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::places::PLACES;

    #[test]
    fn every_survey_is_complete_in_three_languages() {
        for place in &PLACES {
            let definition = definition(place).unwrap();
            let tags: Vec<&str> = definition.languages().iter().map(Language::as_str).collect();
            assert_eq!(tags, ["en", "es", "pt"]);
            // A text that is not there at all, such as a note, is missing in no language.
            let complete = |texts: &Translations| matches!(texts.languages().len(), 0 | 3);
            definition.survey().map(|texts| assert!(complete(texts), "{}: {texts:?}", place.name));
        }
    }

    #[test]
    fn the_shop_is_asked_where_it_should_be() {
        let check = |path: &str, expected: &[&str]| {
            let asked = PLACES.iter().filter(|place| {
                let definition = definition(place).unwrap();
                definition.targeting().include.iter().any(|page| page.matches("127.0.0.1:8081", path))
            });
            assert_eq!(asked.map(|place| place.name).collect::<Vec<_>>(), expected, "{path}");
        };
        check("/", &["Landing"]);
        check("/product.html", &[]);
        check("/checkout.html", &["Checkout"]);
        check("/es/checkout.html", &["Checkout"]);
        check("/strict.html", &["Checkout"]);
        check("/help.html", &["Help centre"]);
    }
}
