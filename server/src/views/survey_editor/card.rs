//! One question of the editor: its texts, its options, and in plain sentences where its answers lead.

use super::input::{Fields, Input, Select, Texts, say};
use crate::{
    survey_form::{
        QuestionKind,
        branches::{self, Outcome},
        check::Mistake,
        names::FieldNames,
    },
    words::{Words, fill},
};
use shared::{
    condition::{Condition, Subject, Test},
    survey::{Branch, Destination, LONGEST_COMMENT},
    text::QuestionId,
};

/// One question.
#[derive(Debug)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// From 1.
    pub number: usize,
    /// Its text in the default language.
    pub heading: String,
    /// Its kind, as it is sent.
    pub kind: &'static str,
    /// Its kind, in words.
    pub kind_name: &'static str,
    /// Whether it is the last one.
    pub last: bool,
    /// Whether it must be answered.
    pub required: bool,
    /// The name of that checkbox.
    pub required_name: String,
    /// What someone else decided about it meanwhile.
    pub required_theirs: Option<String>,
    /// The question itself.
    pub title: Texts,
    /// The labels of a rating's ends, or what an empty comment shows.
    pub labels: Vec<Texts>,
    /// How a CSAT question is drawn.
    pub style: Option<Select>,
    /// The most characters of a comment.
    pub most: Option<Input>,
    /// What can be chosen.
    pub options: Option<Options>,
    /// Where each group of answers leads.
    pub ways: Vec<Select>,
    /// Branches that groups cannot say, in words, with their field.
    pub custom: Option<(Input, Vec<String>)>,
    /// Where answers lead that do not go on to the next question, in words.
    pub sentences: Vec<String>,
}

impl Card {
    /// Whether a group of answers leads to a question that does not come later.
    pub fn leads_astray(&self) -> bool {
        self.ways.iter().any(|way| way.problem.is_some())
    }
}

/// The options of a question.
#[derive(Debug)]
pub struct Options {
    /// The name of the fields that list them.
    pub name: String,
    /// Each one's key and label.
    pub rows: Vec<(String, Texts)>,
    /// What is wrong with all of them.
    pub problem: Option<String>,
}

/// A kind of question in words.
pub fn kind_name(words: &'static Words, kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Nps => words.survey_kind_nps,
        QuestionKind::Csat => words.survey_kind_csat,
        QuestionKind::Ces => words.survey_kind_ces,
        QuestionKind::Choice => words.survey_kind_choice,
        QuestionKind::Text => words.survey_kind_text,
        QuestionKind::Thumbs => words.survey_kind_thumbs,
        QuestionKind::Rating => words.survey_kind_rating,
        QuestionKind::Consent => words.survey_kind_consent,
        QuestionKind::Gap => words.survey_kind_gap,
        QuestionKind::Importance => words.survey_kind_importance,
        QuestionKind::Statement => words.survey_kind_statement,
        QuestionKind::Link => words.survey_kind_link,
    }
}

impl Fields<'_> {
    pub fn heading(&self, id: &QuestionId) -> String {
        let text = self.form.first_text(|language| id.title(language));
        if text.is_empty() { self.words.survey_untitled.to_owned() } else { text.to_owned() }
    }

    fn number(&self, id: &QuestionId) -> Option<usize> {
        self.form.questions().iter().position(|(one, _)| one == id).map(|position| position + 1)
    }

    fn destination(&self, to: Option<&Destination>) -> String {
        match to {
            None => self.words.survey_next.to_owned(),
            Some(Destination::End) => self.words.survey_end.to_owned(),
            Some(Destination::Question(id)) => match self.number(id) {
                Some(number) => format!("{number} · {}", self.heading(id)),
                None => id.to_string(),
            },
        }
    }

    pub fn card(&self, position: usize) -> Card {
        let words = self.words;
        let (id, kind) = &self.form.questions()[position];
        let ends = match kind {
            QuestionKind::Nps => Some(("0", "10")),
            QuestionKind::Csat => Some(("1", "5")),
            QuestionKind::Ces => Some(("1", "7")),
            QuestionKind::Thumbs => Some(("0", "1")),
            _ => None,
        };
        let mut labels = Vec::new();
        if let Some((low, high)) = ends {
            labels.push(self.texts(&fill(words.survey_end_label, &[("n", low)]), |language| id.low(language)));
            labels.push(self.texts(&fill(words.survey_end_label, &[("n", high)]), |language| id.high(language)));
        }
        if *kind == QuestionKind::Text {
            labels.push(self.texts(words.survey_placeholder, |language| id.placeholder(language)));
        }
        let styles = [("faces", words.survey_faces), ("stars", words.survey_stars), ("numbers", words.survey_numbers)];
        let custom = self.form.custom_branches(id).map(|written| {
            let sentence = |branch: &Branch| self.sentence(id, branch);
            (self.input(&id.custom(), 0), written.iter().flatten().map(sentence).collect::<Vec<_>>())
        });
        let outcomes = branches::outcomes(*kind, self.form.options(id));
        let ways = match &custom {
            Some(_) => Vec::new(),
            None => outcomes.iter().map(|outcome| self.way(position, outcome)).collect(),
        };
        let sentences = match &custom {
            Some((_, sentences)) => sentences.clone(),
            None => self.said(id, &outcomes),
        };
        Card {
            id: id.to_string(),
            number: position + 1,
            heading: self.heading(id),
            kind: kind.key(),
            kind_name: kind_name(words, *kind),
            last: position + 1 == self.form.questions().len(),
            required: self.form.is_on(&id.required()),
            required_name: id.required(),
            required_theirs: self.required_theirs(id),
            title: self.texts(words.survey_question_text, |language| id.title(language)),
            labels,
            style: (*kind == QuestionKind::Csat).then(|| self.select(&id.style(), words.survey_style, &styles)),
            most: (*kind == QuestionKind::Text).then(|| self.input(&id.most(), LONGEST_COMMENT.into())),
            options: (*kind == QuestionKind::Choice).then(|| self.options(id)),
            ways,
            custom,
            sentences,
        }
    }

    fn required_theirs(&self, id: &QuestionId) -> Option<String> {
        let theirs = self.theirs.filter(|theirs| theirs.questions().iter().any(|(one, _)| one == id))?;
        let (mine, theirs) = (self.form.is_on(&id.required()), theirs.is_on(&id.required()));
        let decided = if theirs { self.words.survey_required } else { self.words.survey_optional };
        (mine != theirs).then(|| fill(self.words.survey_theirs, &[("text", decided)]))
    }

    fn options(&self, id: &QuestionId) -> Options {
        let row = |key: &String| {
            let number = self.form.options(id).iter().position(|one| one == key).map_or(0, |position| position + 1);
            let label = fill(self.words.survey_option, &[("n", &number.to_string())]);
            (key.clone(), self.texts(&label, |language| id.label(key, language)))
        };
        let rows = self.form.options(id).iter().map(row).collect();
        Options { name: id.option(), rows, problem: self.problem(&id.option()) }
    }

    /// The select for one group of answers: the next question, a later one, or the end.
    fn way(&self, position: usize, outcome: &Outcome) -> Select {
        let (id, _) = &self.form.questions()[position];
        let name = id.to(outcome.key());
        let later = self.form.questions()[position + 1..].iter();
        let later = later.map(|(later, _)| Some(Destination::Question(later.clone())));
        let mut ways: Vec<Option<Destination>> =
            std::iter::once(None).chain(later).chain([Some(Destination::End)]).collect();
        let chosen = branches::read(self.form.value(&name));
        if !ways.contains(&chosen) {
            // It came before by moving; it stays in sight until something else is chosen.
            ways.push(chosen);
        }
        let written: Vec<(String, String)> =
            ways.iter().map(|to| (branches::write(to.as_ref()), self.destination(to.as_ref()))).collect();
        let choices: Vec<(&str, &str)> = written.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
        let mut select = self.select(&name, &self.outcome(id, outcome), &choices);
        if select.problem.is_none()
            && let Some(Destination::Question(to)) = branches::read(self.form.value(&name))
            && self.number(&to).is_none_or(|number| number <= position + 1)
        {
            select.problem = Some(say(self.words, &Mistake::Destination));
        }
        select
    }

    fn outcome(&self, id: &QuestionId, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Scores(_, low, high) if low == high => low.to_string(),
            Outcome::Scores(_, low, high) => format!("{low}–{high}"),
            Outcome::Option(key) => {
                let label = self.form.first_text(|language| id.label(key, language));
                if label.is_empty() { self.words.survey_empty_option.to_owned() } else { format!("“{label}”") }
            }
            Outcome::Any => self.words.survey_any_answer.to_owned(),
        }
    }

    /// Where answers lead that do not simply go on: a sentence for each branch the groups make.
    fn said(&self, id: &QuestionId, outcomes: &[Outcome]) -> Vec<String> {
        let to = |outcome: &Outcome| branches::read(self.form.value(&id.to(outcome.key())));
        let destinations: Vec<Option<Destination>> = outcomes.iter().map(to).collect();
        let branches = branches::branches(id, outcomes, &destinations);
        branches.iter().map(|branch| self.sentence(id, branch)).collect()
    }

    /// A branch in words, whatever it tests.
    fn sentence(&self, id: &QuestionId, branch: &Branch) -> String {
        let condition = |condition: &Condition| {
            let question = match &condition.of {
                Subject::Question(question) => question,
                Subject::Field(field) => return field.to_string(),
            };
            let outcome = match &condition.is {
                Test::Score(from, to) => Outcome::Scores("", *from, *to),
                Test::Chosen(option) => Outcome::Option(option.to_string()),
                _ => Outcome::Any,
            };
            let answer = self.outcome(question, &outcome);
            if question == id { answer } else { format!("{}: {answer}", self.heading(question)) }
        };
        let conditions: Vec<String> = branch.when.iter().map(condition).collect();
        let when = if conditions.is_empty() {
            self.words.survey_any_answer.to_owned()
        } else {
            conditions.join(&format!(" {} ", self.words.survey_and))
        };
        format!("{when} → {}", self.destination(Some(&branch.to)))
    }
}
