//! One question of the editor: its texts, its options, what belongs to its kind.

use super::{
    input::{Fields, Input, Select, Texts, Tick},
    logic::Ways,
};
use crate::{
    survey_form::{QuestionKind, names::FieldNames},
    words::{Words, fill},
};
use shared::{
    survey::{LONGEST_ADDRESS, LONGEST_COMMENT, RatingPoints},
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
    /// Whether it must be answered; `None` where it asks nothing.
    pub required: Option<Tick>,
    /// Whether it shares the page of the question before; `None` for the first.
    pub together: Option<Tick>,
    /// The question itself.
    pub title: Texts,
    /// What is said below it.
    pub note: Texts,
    /// Whether anything is said below it.
    pub has_note: bool,
    /// The texts that belong to its kind.
    pub texts: Vec<Texts>,
    /// How it is drawn, how long its scale is, what a text must look like.
    pub selects: Vec<Select>,
    /// Where a button leads, or the fewest and most characters.
    pub inputs: Vec<Input>,
    /// What can be chosen.
    pub options: Option<Options>,
    /// Where answers lead.
    pub ways: Ways,
    /// Where answers lead that do not go on to the next question, in words.
    pub sentences: Vec<String>,
    /// What its texts can take over.
    pub pipes: Vec<String>,
}

impl Card {
    /// Whether it asks for something that need not be answered.
    pub fn is_optional(&self) -> bool {
        self.required.as_ref().is_some_and(|required| !required.on)
    }

    /// Whether it shares the page of the question before.
    pub fn is_together(&self) -> bool {
        self.together.as_ref().is_some_and(|together| together.on)
    }
}

/// The options of a question.
#[derive(Debug)]
pub struct Options {
    /// The name of the fields that list them.
    pub name: String,
    /// What they are.
    pub title: &'static str,
    /// Each one's key and label.
    pub rows: Vec<(String, Texts)>,
    /// What is wrong with all of them.
    pub problem: Option<String>,
    /// What else a choice has.
    pub choice: Option<ChoiceRules>,
}

/// How options are chosen.
#[derive(Debug)]
pub struct ChoiceRules {
    /// The label of the option that takes the visitor's own words.
    pub other: Texts,
    /// Whether several may be chosen.
    pub several: Tick,
    /// The fewest and the most of them.
    pub bounds: [Input; 2],
    /// Whether each visitor sees them in another order.
    pub shuffled: Tick,
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

    pub fn card(&self, position: usize) -> Card {
        let words = self.words;
        let (id, kind) = &self.form.questions()[position];
        let (ways, sentences) = self.ways(position);
        let together = self.tick(&id.together(), words.survey_together, Some(id));
        let note = self.texts(words.survey_note, |language| id.note(language));
        Card {
            id: id.to_string(),
            number: position + 1,
            heading: self.heading(id),
            kind: kind.key(),
            kind_name: kind_name(words, *kind),
            last: position + 1 == self.form.questions().len(),
            required: (!kind.asks_nothing()).then(|| self.tick(&id.required(), words.survey_required, Some(id))),
            together: (position > 0 || together.on).then_some(together),
            title: self.texts(title_name(words, *kind), |language| id.title(language)),
            has_note: note.inputs.iter().any(|input| !input.value.is_empty() || input.problem.is_some()),
            note,
            texts: self.kind_texts(id, *kind),
            selects: self.kind_selects(id, *kind),
            inputs: self.kind_inputs(id, *kind),
            options: kind.takes_options().then(|| self.options(id, *kind)),
            ways,
            sentences,
            pipes: self.pipes(self.form.page_begins(position)),
        }
    }

    /// What texts can take over once the first `asked` questions are answered.
    pub fn pipes(&self, asked: usize) -> Vec<String> {
        let spoken = |kind: QuestionKind| {
            let unspoken = [QuestionKind::Gap, QuestionKind::Importance, QuestionKind::Consent];
            !kind.asks_nothing() && !unspoken.contains(&kind)
        };
        let questions = self.form.questions().iter().take(asked).filter(|(_, kind)| spoken(*kind));
        let names = questions.map(|(id, _)| id.as_str()).chain(self.form.fields());
        names.map(|name| format!("{{{{{name}}}}}")).collect()
    }

    fn kind_texts(&self, id: &QuestionId, kind: QuestionKind) -> Vec<Texts> {
        let words = self.words;
        let mut texts = Vec::new();
        if kind == QuestionKind::Gap {
            texts.push(self.texts(words.survey_expectation, |language| id.expectation(language)));
            texts.push(self.texts(words.survey_perception, |language| id.perception(language)));
        }
        let points = self.form.metric(id).map(|metric| metric.points());
        let ends = match kind {
            QuestionKind::Thumbs => Some(["👎", "👍"].map(str::to_owned)),
            QuestionKind::Gap => Some(["1", "7"].map(str::to_owned)),
            _ => points.map(|points| [points.start().to_string(), points.end().to_string()]),
        };
        if let Some([low, high]) = ends {
            texts.push(self.texts(&fill(words.survey_end_label, &[("n", &low)]), |language| id.low(language)));
            texts.push(self.texts(&fill(words.survey_end_label, &[("n", &high)]), |language| id.high(language)));
        }
        match kind {
            QuestionKind::Text => {
                texts.push(self.texts(words.survey_placeholder, |language| id.placeholder(language)));
            }
            QuestionKind::Consent => {
                texts.push(self.texts(words.survey_agreement, |language| id.agreement(language)));
            }
            QuestionKind::Link => texts.push(self.texts(words.survey_button, |language| id.button(language))),
            _ => {}
        }
        texts
    }

    fn kind_selects(&self, id: &QuestionId, kind: QuestionKind) -> Vec<Select> {
        let words = self.words;
        match kind {
            QuestionKind::Csat => {
                let styles =
                    [("faces", words.survey_faces), ("stars", words.survey_stars), ("numbers", words.survey_numbers)];
                vec![self.select(&id.style(), words.survey_style, &styles)]
            }
            QuestionKind::Ces => {
                let points = [("7", words.survey_points_seven), ("5", words.survey_points_five)];
                vec![self.select(&id.points(), words.survey_points, &points)]
            }
            QuestionKind::Rating => {
                let points: Vec<(String, String)> = RatingPoints::ALL
                    .map(|points| {
                        let (least, most) = points.range().into_inner();
                        (u8::from(points).to_string(), format!("{least}–{most}"))
                    })
                    .into();
                let points: Vec<(&str, &str)> =
                    points.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
                vec![self.select(&id.points(), words.survey_points, &points)]
            }
            QuestionKind::Text => {
                let formats = [
                    ("long", words.survey_format_long),
                    ("short", words.survey_format_short),
                    ("email", words.survey_format_email),
                    ("number", words.survey_format_number),
                ];
                vec![self.select(&id.format(), words.survey_format, &formats)]
            }
            _ => Vec::new(),
        }
    }

    fn kind_inputs(&self, id: &QuestionId, kind: QuestionKind) -> Vec<Input> {
        let words = self.words;
        match kind {
            QuestionKind::Text => {
                let digits = LONGEST_COMMENT.to_string().len();
                vec![
                    self.input(&id.least(), digits).labelled(words.survey_least).numeric(),
                    self.input(&id.most(), digits).labelled(words.survey_most).numeric(),
                ]
            }
            QuestionKind::Link => {
                let address = self.input(&id.address(), LONGEST_ADDRESS).labelled(words.survey_address);
                vec![Input { mode: "url", ..address }]
            }
            _ => Vec::new(),
        }
    }

    fn options(&self, id: &QuestionId, kind: QuestionKind) -> Options {
        let words = self.words;
        let row = |key: &String| {
            let number = self.form.options(id).iter().position(|one| one == key).map_or(0, |position| position + 1);
            let label = fill(words.survey_option, &[("n", &number.to_string())]);
            (key.clone(), self.texts(&label, |language| id.label(key, language)))
        };
        let rows = self.form.options(id).iter().map(row).collect();
        let choice = (kind == QuestionKind::Choice).then(|| ChoiceRules {
            other: self.texts(words.survey_other, |language| id.other(language)),
            several: self.tick(&id.several(), words.survey_several, Some(id)),
            bounds: [
                self.input(&id.least(), 2).labelled(words.survey_at_least).numeric(),
                self.input(&id.most(), 2).labelled(words.survey_at_most).numeric(),
            ],
            shuffled: self.tick(&id.shuffled(), words.survey_shuffled, Some(id)),
        });
        let title = if kind == QuestionKind::Choice { words.survey_options } else { words.survey_items };
        Options { name: id.option(), title, rows, problem: self.problem(&id.option()), choice }
    }
}

fn title_name(words: &'static Words, kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Statement | QuestionKind::Link => words.survey_words,
        QuestionKind::Gap => words.survey_statement_rated,
        _ => words.survey_question_text,
    }
}
