//! From what was typed to a survey, or to everything that is wrong with it, field by field.

mod question;

mod logic;

mod targeting;

pub mod appearance;

use super::{
    Form,
    ids::Taken,
    names::{self, FieldNames},
};
use jiff::tz::TimeZone;
use shared::{
    appearance::Appearance,
    condition::MOST_FIELDS,
    definition::Definition,
    piping,
    survey::{MOST_QUESTIONS, Parts, Survey, SurveyError},
    targeting::Targeting,
    text::{FieldId, LONGEST_TEXT, Language, OptionId, QuestionId, Translations},
};
use std::collections::BTreeMap;

/// The longest name of a survey, in characters.
pub const LONGEST_NAME: usize = 100;
/// The longest delay, in seconds.
pub const LONGEST_DELAY: u32 = 3_600;
/// The longest wait before someone is asked again, in days.
pub const LONGEST_WAIT: u32 = 3_650;
/// The most answers that can be waited for.
pub const HIGHEST_QUOTA: u32 = 10_000_000;

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
    Number(u32, u32),
    /// Not a whole number.
    WholeNumber,
    /// The second bound is below the first.
    Order,
    /// Not a share above 0 and up to 100 %.
    Percent,
    /// Not a page.
    Page(String),
    /// Not a CSS selector of one line.
    Selector,
    /// Not the name of an event.
    Event,
    /// Not a date and time.
    Moment,
    /// It ends before it begins.
    Schedule,
    /// Fewer than two options, or more than can be.
    OptionCount,
    /// An option that is not there.
    NoOption,
    /// No question, or more than [`MOST_QUESTIONS`].
    QuestionCount,
    /// More endings than can be.
    EndingCount,
    /// Neither a web nor an e-mail address.
    Address,
    /// It leads to a question that does not come after this one.
    Destination,
    /// It leads to a question that does not begin a page.
    IntoPage,
    /// It is the first question, so that no page is there to share.
    TogetherFirst,
    /// The question before it branches, which only the last one of a page may.
    TogetherBehindBranch,
    /// A condition on what is not asked by then.
    NotAsked,
    /// A condition on what is not among the survey's fields.
    NotAField(String),
    /// A text takes over what is not known by then.
    Unknown(String),
    /// Not a name of a field.
    FieldName(String),
    /// More fields than can be.
    FieldCount,
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
    /// The survey that was typed, for a site in this time zone.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the fields.
    pub fn check(&self, taken: &Taken, zone: &TimeZone) -> Result<Draft, Vec<Problem>> {
        let mut check = Check::new(self, taken, zone);
        let name = check.name();
        let fields = check.fields();
        if !(1..=MOST_QUESTIONS).contains(&self.questions().len()) {
            check.problem(names::QUESTION, Mistake::QuestionCount);
        }
        let questions = (0..self.questions().len()).map(|position| check.question(position)).collect();
        check.know_all();
        let endings = check.endings();
        let thanks = check.texts(names::thanks, false);
        let targeting = check.targeting();
        let appearance = check.appearance();
        if !check.problems.is_empty() {
            return Err(check.problems);
        }
        Survey::new(Parts { fields, questions, endings, thanks })
            .and_then(|survey| Definition::new(self.languages().to_vec(), survey, targeting, appearance))
            .map(|definition| Draft { name, definition })
            .map_err(|error| vec![place(&error)])
    }

    /// Who is asked and how it looks by what was typed so far; what makes no sense is left out.
    pub fn shown(&self, zone: &TimeZone) -> (Targeting, Appearance) {
        let taken = Taken::default();
        let mut check = Check::new(self, &taken, zone);
        (check.targeting(), check.appearance())
    }
}

/// What [`Check`] does not look for itself, at the question it is about.
fn place(error: &SurveyError) -> Problem {
    let field = match error {
        SurveyError::TogetherWithNothing(id) => id.together(),
        SurveyError::BranchWithinPage(id) | SurveyError::ConditionOnLater(id, _) | SurveyError::JumpBack(id, _) => {
            id.branch()
        }
        SurveyError::Options(id) => id.option(),
        SurveyError::Several(id) | SurveyError::TextLimit(id) => id.most(),
        SurveyError::NoText(id, language) => id.title(language),
        SurveyError::FieldCount => names::FIELDS.to_owned(),
        SurveyError::EndingCount | SurveyError::EndingOnUnknown(_) => names::ENDING.to_owned(),
        SurveyError::Targeting(_) => names::INCLUDE.to_owned(),
        _ => names::QUESTION.to_owned(),
    };
    Problem::new(field, Mistake::Other(error.to_string()))
}

struct Check<'a> {
    form: &'a Form,
    taken: &'a Taken,
    zone: &'a TimeZone,
    problems: Vec<Problem>,
    /// The ids of options by question and key, as far as questions were read.
    options: BTreeMap<QuestionId, Vec<(String, OptionId)>>,
    fields: Vec<FieldId>,
    /// The questions that are answered before the page that is looked at.
    known: Vec<QuestionId>,
}

impl<'a> Check<'a> {
    fn new(form: &'a Form, taken: &'a Taken, zone: &'a TimeZone) -> Self {
        let (problems, options, fields, known) = (Vec::new(), BTreeMap::new(), Vec::new(), Vec::new());
        Self { form, taken, zone, problems, options, fields, known }
    }

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

    fn fields(&mut self) -> Vec<FieldId> {
        for line in self.form.fields() {
            match FieldId::try_from(line) {
                Ok(field) => self.fields.push(field),
                Err(_) => self.problem(names::FIELDS, Mistake::FieldName(line.to_owned())),
            }
        }
        if self.fields.len() > MOST_FIELDS {
            self.problem(names::FIELDS, Mistake::FieldCount);
        }
        self.fields.clone()
    }

    fn know_all(&mut self) {
        self.known = self.form.questions().iter().map(|(id, _)| id.clone()).collect();
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
            if let Some(unknown) = piping::names(&text).find(|name| !self.is_known(name)) {
                self.problem(&name, Mistake::Unknown(unknown.to_owned()));
            }
            texts.set(language.clone(), &text);
        }
        texts
    }

    fn is_known(&self, name: &str) -> bool {
        self.known.iter().any(|id| id.as_str() == name) || self.fields.iter().any(|field| field.as_str() == name)
    }

    fn number(&mut self, field: &str, least: u32, most: u32) -> u32 {
        match self.form.value(field).trim().parse() {
            Ok(number) if (least..=most).contains(&number) => number,
            _ => {
                self.problem(field, Mistake::Number(least, most));
                least
            }
        }
    }

    /// A number that may be left out.
    fn number_if_any(&mut self, field: &str, least: u32, most: u32) -> Option<u32> {
        (!self.form.value(field).trim().is_empty()).then(|| self.number(field, least, most))
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
            let problems = form.check(&Taken::default(), &TimeZone::UTC).err().unwrap_or_default();
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
        check(&[("again.until", "")], &[("again.until", Mistake::Number(0, 3_650))]);
        check(&[("again", "own"), ("again.answered", "x")], &[("again.answered", Mistake::Number(0, 3_650))]);
        check(&[("again", "own"), ("again.answered", "")], &[]);
        check(&[("name", ""), ("percent", "0")], &[("name", Mistake::Empty), ("percent", Mistake::Percent)]);
    }

    #[test]
    fn every_mistake_of_logic_and_targeting_is_named_at_its_field() {
        let check = |changes: &[(&str, &str)], expected: &[(&str, Mistake)]| {
            let mut form = nps();
            for (name, value) in changes {
                match names::is_list(name) {
                    true => form.lists.entry(name.to_string()).or_default().push(value.to_string()),
                    false => form.put(name, value),
                }
            }
            let problems = form.check(&Taken::default(), &TimeZone::UTC).err().unwrap_or_default();
            let expected: Vec<Problem> =
                expected.iter().map(|(field, mistake)| Problem::new(*field, mistake.clone())).collect();
            assert_eq!(problems, expected, "{changes:?}");
        };
        let unknown = |name: &str| Mistake::Unknown(name.to_owned());
        check(&[("q.score.title.es", "¿{{plan}}?")], &[("q.score.title.es", unknown("plan"))]);
        check(&[("q.score.title.es", "¿{{plan}}?"), ("fields", "plan")], &[]);
        check(&[("q.obstacle.title.en", "{{score}}, {{improve}}")], &[("q.obstacle.title.en", unknown("improve"))]);
        check(&[("thanks.en", "{{nobody}}")], &[("thanks.en", unknown("nobody"))]);
        check(&[("fields", "plan\nThe Plan")], &[("fields", Mistake::FieldName("The Plan".to_owned()))]);
        check(&[("q.score.together", "on")], &[("q.score.together", Mistake::TogetherFirst)]);
        check(
            &[("q.obstacle.together", "on")],
            &[("q.score.to.low", Mistake::IntoPage), ("q.obstacle.together", Mistake::TogetherBehindBranch)],
        );
        let rule = |of: &'static str, is: &'static str| {
            [
                ("q.score.rules", "on"),
                ("q.score.branch", "1"),
                ("q.score.branch.1.to", "question.reason"),
                ("q.score.branch.1.if", "1"),
                ("q.score.branch.1.if.1.of", of),
                ("q.score.branch.1.if.1.is", is),
            ]
        };
        let at = |part: &str, mistake: Mistake| vec![(format!("q.score.branch.1.if.1.{part}"), mistake)];
        let check_rule = |rule: [(&str, &str); 6], more: &[(&str, &str)], expected: Vec<(String, Mistake)>| {
            let more: Vec<(String, &str)> =
                more.iter().map(|(part, value)| (format!("q.score.branch.1.if.1.{part}"), *value)).collect();
            let more = more.iter().map(|(name, value)| (name.as_str(), *value));
            let changes: Vec<(&str, &str)> = rule.into_iter().chain(more).collect();
            let expected: Vec<(&str, Mistake)> = expected.iter().map(|(f, m)| (f.as_str(), m.clone())).collect();
            check(&changes, &expected);
        };
        let score = |from: &'static str, to: &'static str| [("from", from), ("to", to)];
        check_rule(rule("question.score", "score"), &score("0", "6"), vec![]);
        check_rule(rule("question.score", "score"), &score("6", "0"), at("to", Mistake::Order));
        check_rule(rule("question.score", "score"), &score("0", "11"), at("to", Mistake::Number(0, 10)));
        check_rule(rule("question.reason", "given"), &[], at("of", Mistake::NotAsked));
        check_rule(rule("field.plan", "equals"), &[("text", "x")], at("of", Mistake::NotAField("plan".to_owned())));
        check(
            &[("q.reason.rules", "on"), ("q.reason.branch", "1"), ("q.reason.branch.1.to", "question.score")],
            &[("q.reason.branch.1.to", Mistake::Destination)],
        );
        let ending = [("ending", "1"), ("ending.1.if", "1"), ("ending.1.if.1.of", "question.obstacle")];
        check(
            &[&ending[..], &[("ending.1.if.1.is", "chosen")]].concat(),
            &[("ending.1.if.1.option", Mistake::NoOption)],
        );
        check(
            &[("ending", "1"), ("ending.1.address", "javascript:alert(1)"), ("ending.1.button.en", "Go")],
            &[("ending.1.address", Mistake::Address)],
        );
        check(
            &[("ending", "1"), ("ending.1.address", "https://example.com")],
            &[("ending.1.button.en", Mistake::NoText("en".try_into().unwrap()))],
        );
        check(&[("q.obstacle.several", "on"), ("q.obstacle.most", "9")], &[("q.obstacle.most", Mistake::Number(1, 6))]);
        check(&[("q.obstacle.several", "on")], &[]);
        check(&[("q.improve.least", "2001")], &[("q.improve.least", Mistake::Number(0, 2_000))]);
        let trigger = |kind: &'static str, value: &'static str| {
            [("trigger", "1"), ("trigger.1.kind", kind), ("trigger.1.value", value)]
        };
        check(&trigger("click", " "), &[("trigger.1.value", Mistake::Selector)]);
        check(&trigger("event", ""), &[("trigger.1.value", Mistake::Event)]);
        check(&trigger("scroll", "0"), &[("trigger.1.value", Mistake::Number(1, 100))]);
        check(&trigger("exit", ""), &[]);
        check(&[("speaks", "es, Spanish")], &[("speaks", Mistake::Language("Spanish".to_owned()))]);
        check(&[("from", "soon")], &[("from", Mistake::Moment)]);
        check(&[("from", "2026-02-01T00:00"), ("until", "2026-01-01")], &[("until", Mistake::Schedule)]);
        check(&[("display", "inline")], &[("within", Mistake::Selector)]);
        check(&[("closes_after", "0")], &[("closes_after", Mistake::Number(1, 3_600))]);
        check(&[("who.if", "1"), ("who.if.1.of", "field.plan")], &[("who.if.1.text", Mistake::Empty)]);
    }

    #[test]
    fn a_new_option_gets_its_id_from_its_first_label_and_keeps_it() {
        let mut form = nps();
        let obstacle: QuestionId = "obstacle".try_into().unwrap();
        for (key, label) in [("+1", "The price"), ("+2", ""), ("+3", "Price")] {
            form.lists.get_mut("q.obstacle.option").unwrap().push(key.to_owned());
            form.put(&format!("q.obstacle.option.{key}.en"), label);
        }
        form.put("q.obstacle.to.+3", "end");
        let draft = form.check(&Taken::default(), &TimeZone::UTC).unwrap();
        let mut form = Form::of(&draft.name, &draft.definition, &TimeZone::UTC);
        assert_eq!(form.options(&obstacle).join(" "), "quality price effort delivery help other the-price price-2");
        assert_eq!(form.value("q.obstacle.to.price-2"), "end");
        // Published once, an id is not given to another option, and a new label does not change it.
        form.put("q.obstacle.option.the-price.en", "What it costs");
        form.lists.get_mut("q.obstacle.option").unwrap().retain(|key| key != "price");
        form.lists.get_mut("q.obstacle.option").unwrap().push("+1".to_owned());
        form.put("q.obstacle.option.+1.en", "Price");
        let again = form.check(&Taken::by([&draft.definition]), &TimeZone::UTC).unwrap();
        let form = Form::of(&again.name, &again.definition, &TimeZone::UTC);
        assert_eq!(form.options(&obstacle).join(" "), "quality effort delivery help other the-price price-2 price-3");
    }
}
