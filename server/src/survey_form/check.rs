//! From what was typed to a survey, or to everything that is wrong with it, field by field.

use super::{
    Form, QuestionKind,
    branches::{self, Outcome},
    ids::{Taken, slug, unused},
    names::{self, FieldNames},
};
use shared::{
    appearance::{Appearance, Display, Place},
    definition::Definition,
    survey::{
        Branch, CesPoints, ChoiceOption, CsatStyle, Destination, Kind, LONGEST_COMMENT, MOST_OPTIONS, MOST_QUESTIONS,
        Parts, Question, Survey, TextFormat,
    },
    targeting::{Again, Chance, PagePattern, Targeting},
    text::{LONGEST_TEXT, Language, OptionId, QuestionId, Translations},
};

/// The longest name of a survey, in characters.
pub const LONGEST_NAME: usize = 100;
/// The longest delay, in seconds.
pub const LONGEST_DELAY: u16 = 3_600;
/// The longest wait before someone is asked again, in days.
pub const LONGEST_WAIT: u16 = 3_650;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// Nothing is written where something must be.
    Empty,
    /// Nothing is written in the default language.
    NoText(Language),
    /// Over this many characters.
    TooLong(usize),
    /// Not a whole number from the first to the second.
    Number(u16, u16),
    /// Not a share above 0 and up to 100 %.
    Percent,
    /// Not a page.
    Page(String),
    /// Fewer than two options, or more than [`MOST_OPTIONS`].
    OptionCount,
    /// No question, or more than [`MOST_QUESTIONS`].
    QuestionCount,
    /// It leads to a question that does not come after this one.
    Destination,
    /// Not a language tag.
    Language(String),
    /// The survey has this language already.
    RepeatedLanguage,
    /// Anything else, in the survey's own words.
    Other(String),
}

/// A field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the field.
    pub field: String,
    /// What is wrong.
    pub mistake: Mistake,
}

impl Problem {
    pub(super) fn new(field: impl Into<String>, mistake: Mistake) -> Self {
        Self { field: field.into(), mistake }
    }
}

/// The name a form gives its survey, and the survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What the team calls it.
    pub name: String,
    /// The survey.
    pub definition: Definition,
}

impl Form {
    /// The survey that was typed.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the fields.
    pub fn check(&self, taken: &Taken) -> Result<Draft, Vec<Problem>> {
        let mut check = Check { form: self, taken, problems: Vec::new() };
        let name = check.name();
        if !(1..=MOST_QUESTIONS).contains(&self.questions().len()) {
            check.problem(names::QUESTION, Mistake::QuestionCount);
        }
        let questions = (0..self.questions().len()).map(|position| check.question(position)).collect();
        let thanks = check.texts(names::thanks, false);
        let targeting = check.targeting();
        let appearance = check.appearance();
        if !check.problems.is_empty() {
            return Err(check.problems);
        }
        Survey::new(Parts { fields: Vec::new(), questions, endings: Vec::new(), thanks })
            .and_then(|survey| Definition::new(self.languages().to_vec(), survey, targeting, appearance))
            .map(|definition| Draft { name, definition })
            .map_err(|error| vec![Problem::new(names::QUESTION, Mistake::Other(error.to_string()))])
    }
}

struct Check<'a> {
    form: &'a Form,
    taken: &'a Taken,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn problem(&mut self, field: impl Into<String>, mistake: Mistake) {
        self.problems.push(Problem::new(field, mistake));
    }

    fn name(&mut self) -> String {
        let name = self.form.value(names::NAME).trim().to_owned();
        match name.chars().count() {
            0 => self.problem(names::NAME, Mistake::Empty),
            1..=LONGEST_NAME => {}
            _ => self.problem(names::NAME, Mistake::TooLong(LONGEST_NAME)),
        }
        name
    }

    /// A text in every language; with `needed`, the default one at least.
    fn texts(&mut self, name: impl Fn(&Language) -> String, needed: bool) -> Translations {
        let mut texts = Translations::default();
        for (position, language) in self.form.languages().iter().enumerate() {
            let name = name(language);
            let text = self.form.value(&name).replace('\n', " ");
            if text.trim().chars().count() > LONGEST_TEXT {
                self.problem(&name, Mistake::TooLong(LONGEST_TEXT));
            }
            if needed && position == 0 && text.trim().is_empty() {
                self.problem(&name, Mistake::NoText(language.clone()));
            }
            texts.set(language.clone(), &text);
        }
        texts
    }

    fn number(&mut self, field: &str, least: u16, most: u16) -> u16 {
        match self.form.value(field).trim().parse() {
            Ok(number) if (least..=most).contains(&number) => number,
            _ => {
                self.problem(field, Mistake::Number(least, most));
                least
            }
        }
    }

    fn question(&mut self, position: usize) -> Question<Translations> {
        let (id, kind) = &self.form.questions()[position];
        let title = self.texts(|language| id.title(language), true);
        let labels = |check: &mut Self| {
            (check.texts(|language| id.low(language), false), check.texts(|language| id.high(language), false))
        };
        let mut keys = Vec::new();
        let kind = match kind {
            QuestionKind::Nps => {
                let (low, high) = labels(self);
                Kind::Nps { low, high }
            }
            QuestionKind::Csat => {
                let (low, high) = labels(self);
                Kind::Csat { style: self.style(id), low, high }
            }
            QuestionKind::Ces => {
                let (low, high) = labels(self);
                Kind::Ces { points: CesPoints::Seven, low, high }
            }
            QuestionKind::Choice => {
                let options = self.options(id, &mut keys);
                Kind::Choice { options, several: None, other: None, shuffled: false }
            }
            QuestionKind::Text => {
                let placeholder = self.texts(|language| id.placeholder(language), false);
                let most = self.number(&id.most(), 1, LONGEST_COMMENT);
                Kind::Text { placeholder, least: 0, most, format: TextFormat::Long }
            }
            _ => Kind::Statement,
        };
        let branches = self.branches(position, &kind, &keys);
        let required = self.form.is_on(&id.required());
        Question { id: id.clone(), title, note: Translations::default(), required, together: false, kind, branches }
    }

    fn style(&self, id: &QuestionId) -> CsatStyle {
        match self.form.value(&id.style()) {
            "stars" => CsatStyle::Stars,
            "numbers" => CsatStyle::Numbers,
            _ => CsatStyle::Faces,
        }
    }

    /// The options that say something, with their keys in the form in `keys`.
    fn options(&mut self, id: &QuestionId, keys: &mut Vec<String>) -> Vec<ChoiceOption<Translations>> {
        let mut options: Vec<ChoiceOption<Translations>> = Vec::new();
        for key in self.form.options(id) {
            let known = OptionId::try_from(key.as_str()).ok();
            let blank = |language: &Language| self.form.value(&id.label(key, language)).trim().is_empty();
            if known.is_none() && self.form.languages().iter().all(blank) {
                continue;
            }
            let label = self.texts(|language| id.label(key, language), true);
            let used = |new: &str| {
                self.taken.option(id, new)
                    || self.form.options(id).iter().any(|one| one == new)
                    || options.iter().any(|one| one.id.as_str() == new)
            };
            let text = self.form.first_text(|language| id.label(key, language));
            // A slug made of a label is legal; one that is not would be a mistake of ours and loses no answer here.
            if let Some(new) = known.or_else(|| OptionId::try_from(unused(&slug(text), used)).ok()) {
                options.push(ChoiceOption { id: new, label });
                keys.push(key.clone());
            }
        }
        if !(2..=MOST_OPTIONS).contains(&options.len()) {
            self.problem(id.option(), Mistake::OptionCount);
        }
        options
    }

    fn branches(&mut self, position: usize, kind: &Kind<Translations>, keys: &[String]) -> Vec<Branch> {
        let (id, kind_key) = &self.form.questions()[position];
        if let Some(custom) = self.form.custom_branches(id) {
            return custom.unwrap_or_else(|error| {
                self.problem(id.custom(), Mistake::Other(error.to_string()));
                Vec::new()
            });
        }
        let ids: Vec<String> = match kind {
            Kind::Choice { options, .. } => options.iter().map(|option| option.id.to_string()).collect(),
            _ => Vec::new(),
        };
        let later = &self.form.questions()[position + 1..];
        let typed = branches::outcomes(*kind_key, keys);
        let mut destinations = Vec::new();
        for outcome in &typed {
            let field = id.to(outcome.key());
            let to = branches::read(self.form.value(&field));
            if let Some(Destination::Question(to)) = &to
                && !later.iter().any(|(one, _)| one == to)
            {
                self.problem(field, Mistake::Destination);
            }
            destinations.push(to);
        }
        let outcomes: Vec<Outcome> = branches::outcomes(*kind_key, &ids);
        branches::branches(id, &outcomes, &destinations)
    }

    fn targeting(&mut self) -> Targeting {
        Targeting {
            include: self.pages(names::INCLUDE),
            exclude: self.pages(names::EXCLUDE),
            delay: self.number(names::DELAY, 0, LONGEST_DELAY),
            chance: self.chance(),
            again: Again { answered: self.wait(names::ANSWERED), dismissed: self.wait(names::DISMISSED) },
            ..Targeting::default()
        }
    }

    fn pages(&mut self, field: &str) -> Vec<PagePattern> {
        let mut pages = Vec::new();
        for line in self.form.value(field).lines().map(str::trim).filter(|line| !line.is_empty()) {
            match PagePattern::try_from(line.to_owned()) {
                Ok(page) => pages.push(page),
                Err(_) => self.problem(field, Mistake::Page(line.to_owned())),
            }
        }
        pages
    }

    fn chance(&mut self) -> Chance {
        let typed = self.form.value(names::PERCENT).trim().trim_end_matches('%').trim().replace(',', ".");
        let chance = typed.parse::<f64>().ok().and_then(|percent| Chance::try_from(percent / 100.0).ok());
        chance.unwrap_or_else(|| {
            self.problem(names::PERCENT, Mistake::Percent);
            Chance::ALWAYS
        })
    }

    fn wait(&mut self, field: &str) -> Option<u16> {
        (self.form.value(field) == "days").then(|| self.number(&names::days(field), 1, LONGEST_WAIT))
    }

    fn appearance(&self) -> Appearance {
        Appearance {
            display: if self.form.value(names::DISPLAY) == "tab" { Display::Tab } else { Display::Popover },
            place: if self.form.value(names::PLACE) == "bottom_start" { Place::BottomStart } else { Place::BottomEnd },
            ..Appearance::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey_form::tests::nps;

    #[test]
    fn every_mistake_is_named_at_its_field() {
        let check = |changes: &[(&str, &str)], expected: &[(&str, Mistake)]| {
            let mut form = nps();
            for (name, value) in changes {
                form.put(name, value);
            }
            let problems = form.check(&Taken::default()).err().unwrap_or_default();
            let expected: Vec<Problem> =
                expected.iter().map(|(field, mistake)| Problem::new(*field, mistake.clone())).collect();
            assert_eq!(problems, expected, "{changes:?}");
        };
        let en = || Language::try_from("en").unwrap();
        check(&[], &[]);
        check(&[("name", " ")], &[("name", Mistake::Empty)]);
        check(&[("name", &"x".repeat(101))], &[("name", Mistake::TooLong(100))]);
        check(&[("q.score.title.en", "")], &[("q.score.title.en", Mistake::NoText(en()))]);
        check(&[("q.score.title.es", "")], &[]);
        check(&[("q.score.low.en", &"x".repeat(1001))], &[("q.score.low.en", Mistake::TooLong(1000))]);
        check(&[("q.obstacle.option.price.en", "")], &[("q.obstacle.option.price.en", Mistake::NoText(en()))]);
        check(&[("q.improve.most", "0")], &[("q.improve.most", Mistake::Number(1, 10_000))]);
        check(&[("q.reason.to.any", "question.score")], &[("q.reason.to.any", Mistake::Destination)]);
        check(&[("include", "/checkout/*\n/a b")], &[("include", Mistake::Page("/a b".to_owned()))]);
        check(&[("delay", "-1")], &[("delay", Mistake::Number(0, 3_600))]);
        check(&[("delay", "")], &[("delay", Mistake::Number(0, 3_600))]);
        check(&[("percent", "12,5 %")], &[]);
        for percent in ["0", "100.1", "NaN", "inf", "", "all"] {
            check(&[("percent", percent)], &[("percent", Mistake::Percent)]);
        }
        check(&[("answered", "days")], &[("answered.days", Mistake::Number(1, 3_650))]);
        check(&[("name", ""), ("percent", "0")], &[("name", Mistake::Empty), ("percent", Mistake::Percent)]);
    }

    #[test]
    fn a_new_option_gets_its_id_from_its_first_label_and_keeps_it() {
        let mut form = nps();
        let obstacle: QuestionId = "obstacle".try_into().unwrap();
        for (key, label) in [("+1", "The price"), ("+2", ""), ("+3", "Price")] {
            form.options.get_mut(&obstacle).unwrap().push(key.to_owned());
            form.put(&format!("q.obstacle.option.{key}.en"), label);
        }
        form.put("q.obstacle.to.+3", "end");
        let draft = form.check(&Taken::default()).unwrap();
        let mut form = Form::of(&draft.name, &draft.definition);
        assert_eq!(form.options(&obstacle).join(" "), "quality price effort delivery help other the-price price-2");
        assert_eq!(form.value("q.obstacle.to.price-2"), "end");
        // Published once, an id is not given to another option, and a new label does not change it.
        form.put("q.obstacle.option.the-price.en", "What it costs");
        form.options.get_mut(&obstacle).unwrap().retain(|key| key != "price");
        form.options.get_mut(&obstacle).unwrap().push("+1".to_owned());
        form.put("q.obstacle.option.+1.en", "Price");
        let again = form.check(&Taken::by([&draft.definition])).unwrap();
        let form = Form::of(&again.name, &again.definition);
        assert_eq!(form.options(&obstacle).join(" "), "quality effort delivery help other the-price price-2 price-3");
    }
}
