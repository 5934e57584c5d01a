//! The survey editor's form: what was typed, by the names of its fields, whether or not it makes sense yet.
//!
//! A form is made of a survey or of what a browser sent, changed by [`edit`] and turned into a survey by [`check`]. It
//! keeps every value as typed, so that nothing is lost while something else is still wrong.

pub mod branches;

pub mod check;

pub mod edit;

pub mod ids;

pub mod names;

use names::FieldNames;
use shared::{
    definition::Definition,
    survey::{Branch, CsatStyle, Kind, Question},
    targeting::{Chance, PagePattern, Targeting},
    text::{Language, QuestionId, Translations},
};
use std::collections::BTreeMap;

/// The kinds of question, without what belongs to each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// Likelihood to recommend, 0 to 10.
    Nps,
    /// Satisfaction, 1 to 5.
    Csat,
    /// Ease, 1 to 7.
    Ces,
    /// One of several options.
    Choice,
    /// Words.
    Text,
    /// Thumb down or up.
    Thumbs,
    /// A rating of the team's own.
    Rating,
    /// Agreement to something.
    Consent,
    /// What was expected and what was got.
    Gap,
    /// 100 points spread over what may matter.
    Importance,
    /// Words that ask nothing.
    Statement,
    /// A button that leads somewhere.
    Link,
}

impl QuestionKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Nps, Self::Csat, Self::Ces, Self::Choice, Self::Text];

    /// The kind of a question.
    pub fn of<T>(kind: &Kind<T>) -> Self {
        match kind {
            Kind::Nps { .. } => Self::Nps,
            Kind::Csat { .. } => Self::Csat,
            Kind::Ces { .. } => Self::Ces,
            Kind::Choice { .. } => Self::Choice,
            Kind::Text { .. } => Self::Text,
            Kind::Thumbs { .. } => Self::Thumbs,
            Kind::Rating { .. } => Self::Rating,
            Kind::Consent { .. } => Self::Consent,
            Kind::Gap { .. } => Self::Gap,
            Kind::Importance { .. } => Self::Importance,
            Kind::Statement => Self::Statement,
            Kind::Link(_) => Self::Link,
        }
    }

    /// Its name in the form.
    pub fn key(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Ces => "ces",
            Self::Choice => "choice",
            Self::Text => "text",
            Self::Thumbs => "thumbs",
            Self::Rating => "rating",
            Self::Consent => "consent",
            Self::Gap => "gap",
            Self::Importance => "importance",
            Self::Statement => "statement",
            Self::Link => "link",
        }
    }

    /// The kind with this name.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    values: BTreeMap<String, String>,
    languages: Vec<Language>,
    questions: Vec<(QuestionId, QuestionKind)>,
    options: BTreeMap<QuestionId, Vec<String>>,
}

impl Form {
    /// The form of a survey as it was saved.
    pub fn of(name: &str, definition: &Definition) -> Self {
        let mut form = Self { languages: definition.languages().to_vec(), ..Self::default() };
        form.put(names::NAME, name);
        for question in definition.survey().questions() {
            form.put_question(question);
            form.put_branches(question, definition.survey().questions());
        }
        form.put_texts(names::thanks, definition.survey().thanks());
        form.put_targeting(definition.targeting());
        let appearance = definition.appearance();
        form.put(names::DISPLAY, appearance.display.id());
        form.put(names::PLACE, appearance.place.id());
        form
    }

    /// What a browser sent. Refuses only what our own page never sends; fields it does not know are left out.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(fields: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let (mut form, mut ids) = (Self::default(), Vec::new());
        for (name, value) in fields {
            // Browsers send the line ends of text areas as CR LF; U+0000 cannot be stored everywhere.
            let value = value.replace("\r\n", "\n").replace('\0', "\u{FFFD}");
            if name == names::LANGUAGE {
                let language = Language::try_from(value).map_err(|error| error.to_string())?;
                if form.languages.contains(&language) {
                    return Err(format!("the language {language} was sent twice"));
                }
                form.languages.push(language);
            } else if name == names::QUESTION {
                let id = QuestionId::try_from(value).map_err(|error| error.to_string())?;
                if ids.contains(&id) {
                    return Err(format!("the question {id} was sent twice"));
                }
                ids.push(id);
            } else if let Some(question) = names::question_of_options(&name) {
                let question = QuestionId::try_from(question).map_err(|error| error.to_string())?;
                form.options.entry(question).or_default().push(value);
            } else {
                form.values.insert(name, value);
            }
        }
        for id in ids {
            let kind = QuestionKind::by_key(form.value(&id.kind()));
            let kind = kind.ok_or_else(|| format!("the kind of the question {id} was not sent"))?;
            form.questions.push((id, kind));
        }
        if form.languages.is_empty() {
            return Err("no language was sent".to_owned());
        }
        Ok(form)
    }

    /// The value of a field; `None` when there is no such field or it is a checkbox that is not ticked.
    pub fn typed(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The value of a field, empty when it has none.
    pub fn value(&self, name: &str) -> &str {
        self.typed(name).unwrap_or_default()
    }

    /// Whether a checkbox is ticked.
    pub fn is_on(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }

    /// The survey's languages, the default first.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The questions in order.
    pub fn questions(&self) -> &[(QuestionId, QuestionKind)] {
        &self.questions
    }

    /// The options of a choice question in order: ids, and `+1`, `+2`… for those that have none yet.
    pub fn options(&self, question: &QuestionId) -> &[String] {
        self.options.get(question).map(Vec::as_slice).unwrap_or_default()
    }

    /// The first line of a text in the default language, for headings and lists.
    pub fn first_text(&self, name: impl Fn(&Language) -> String) -> &str {
        let texts = self.languages.iter().map(|language| self.value(&name(language)).trim());
        texts.into_iter().find(|text| !text.is_empty()).and_then(|text| text.lines().next()).unwrap_or_default()
    }

    fn put(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    fn put_texts(&mut self, name: impl Fn(&Language) -> String, texts: &Translations) {
        for language in self.languages.clone() {
            self.put(&name(&language), texts.get(&language).unwrap_or_default());
        }
    }

    /// All of a question but its branches, behind those that are there.
    fn put_question(&mut self, question: &Question<Translations>) {
        let id = &question.id;
        let kind = QuestionKind::of(&question.kind);
        self.questions.push((id.clone(), kind));
        self.put(&id.kind(), kind.key());
        self.put_texts(|language| id.title(language), &question.title);
        if question.required {
            self.put(&id.required(), "on");
        }
        match &question.kind {
            Kind::Choice { options, .. } => {
                for option in options {
                    self.put_texts(|language| id.label(option.id.as_str(), language), &option.label);
                }
                let keys = options.iter().map(|option| option.id.as_str().to_owned()).collect();
                self.options.insert(id.clone(), keys);
            }
            Kind::Text { placeholder, most, .. } => {
                self.put_texts(|language| id.placeholder(language), placeholder);
                self.put(&id.most(), &most.to_string());
            }
            _ => {}
        }
        if let Some([low, high]) = question.kind.ends() {
            self.put_texts(|language| id.low(language), low);
            self.put_texts(|language| id.high(language), high);
        }
        if let Kind::Csat { style, .. } = &question.kind {
            self.put(&id.style(), style_key(*style));
        }
    }

    fn put_branches(&mut self, question: &Question<Translations>, all: &[Question<Translations>]) {
        let id = &question.id;
        let outcomes = branches::outcomes(QuestionKind::of(&question.kind), self.options(id));
        match branches::destinations(id, &outcomes, &question.branches, all) {
            Some(destinations) => {
                for (outcome, destination) in outcomes.iter().zip(destinations) {
                    self.put(&id.to(outcome.key()), &branches::write(destination.as_ref()));
                }
            }
            None => {
                if let Ok(json) = serde_json::to_string(&question.branches) {
                    self.put(&id.custom(), &json);
                }
            }
        }
    }

    fn put_targeting(&mut self, targeting: &Targeting) {
        let lines = |patterns: &[PagePattern]| patterns.iter().map(PagePattern::as_str).collect::<Vec<_>>().join("\n");
        self.put(names::INCLUDE, &lines(&targeting.include));
        self.put(names::EXCLUDE, &lines(&targeting.exclude));
        self.put(names::DELAY, &targeting.delay.to_string());
        self.put(names::PERCENT, &percent(targeting.chance));
        for (name, days) in [(names::ANSWERED, targeting.again.answered), (names::DISMISSED, targeting.again.dismissed)]
        {
            self.put(name, if days.is_some() { "days" } else { "never" });
            self.put(&names::days(name), &days.map(|days| days.to_string()).unwrap_or_default());
        }
    }

    /// The branches that were kept because the form cannot show them as groups. `None` when it can.
    pub fn custom_branches(&self, question: &QuestionId) -> Option<Result<Vec<Branch>, serde_json::Error>> {
        let json = self.value(&question.custom());
        (!json.is_empty()).then(|| serde_json::from_str(json))
    }
}

/// A chance in percent, without a tail of zeros.
fn percent(chance: Chance) -> String {
    let text = format!("{:.4}", chance.get() * 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn style_key(style: CsatStyle) -> &'static str {
    match style {
        CsatStyle::Faces => "faces",
        CsatStyle::Stars => "stars",
        CsatStyle::Numbers => "numbers",
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{locale::Locale, survey_templates::SurveyTemplate};
    use ids::Taken;

    /// The form of a survey made of the NPS template.
    pub(crate) fn nps() -> Form {
        Form::of("Checkout", &SurveyTemplate::ALL[0].definition("Lumen", Locale::En).unwrap())
    }

    /// What a browser sends for a form: everything the editor renders.
    fn sent(form: &Form) -> Vec<(String, String)> {
        let languages = form.languages.iter().map(|language| (names::LANGUAGE.to_owned(), language.to_string()));
        let questions = form.questions.iter().map(|(id, _)| (names::QUESTION.to_owned(), id.to_string()));
        let option = |(id, keys): (&QuestionId, &Vec<String>)| {
            let name = id.option();
            keys.iter().map(|key| (name.clone(), key.clone())).collect::<Vec<_>>()
        };
        let options = form.options.iter().flat_map(option);
        languages.chain(questions).chain(options).chain(form.values.clone()).collect()
    }

    #[test]
    fn a_survey_comes_back_as_it_was() {
        for template in SurveyTemplate::ALL {
            for locale in Locale::ALL {
                let definition = template.definition("Tienda Lumen", locale).unwrap();
                let form = Form::of("Checkout", &definition);
                let read = Form::read(sent(&form)).unwrap();
                assert_eq!(read, form);
                let draft = read.check(&Taken::default()).unwrap();
                assert_eq!((draft.name.as_str(), &draft.definition), ("Checkout", &definition));
                assert!(form.questions().iter().all(|(id, _)| form.custom_branches(id).is_none()));
            }
        }
    }

    #[test]
    fn branches_that_groups_cannot_say_survive() {
        let text = serde_json::to_string(&SurveyTemplate::ALL[0].definition("Lumen", Locale::En).unwrap()).unwrap();
        let odd: Definition = serde_json::from_str(&text.replace("[0,6]", "[0,3]")).unwrap();
        let form = Form::of("Checkout", &odd);
        assert!(form.custom_branches(&"score".try_into().unwrap()).is_some());
        assert_eq!(Form::read(sent(&form)).unwrap().check(&Taken::default()).unwrap().definition, odd);
    }

    #[test]
    fn only_what_the_page_never_sends_is_refused() {
        let check = |fields: &[(&str, &str)], expected: bool| {
            let fields = fields.iter().map(|(name, value)| (name.to_string(), value.to_string()));
            assert_eq!(Form::read(fields.clone()).is_ok(), expected, "{fields:?}");
        };
        check(&[("language", "en")], true);
        check(&[("language", "en"), ("anything", "else")], true);
        check(&[], false);
        check(&[("language", "en"), ("language", "EN")], false);
        check(&[("language", "<script>")], false);
        check(&[("language", "en"), ("question", "a"), ("q.a.kind", "text")], true);
        check(&[("language", "en"), ("question", "a")], false);
        check(&[("language", "en"), ("question", "A b")], false);
        check(&[("language", "en"), ("question", "a"), ("question", "a"), ("q.a.kind", "text")], false);
    }
}
