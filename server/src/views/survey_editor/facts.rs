//! All that a survey says, fact by fact in the editor's words, so that two versions of it can be compared.

use super::{
    card::{Card, kind_name},
    input::{Fields, Input, Select, Texts, Tick},
};
use crate::{
    survey_form::{Form, QuestionKind},
    views::{Page, languages},
    words::Words,
};
use jiff::tz::TimeZone;
use serde::Serialize;
use shared::{
    definition::Definition,
    survey::Question,
    text::{QuestionId, Translations},
};

/// A part of a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The languages it is offered in.
    Languages,
    /// One question.
    Question(QuestionId),
    /// What is said at the end.
    End,
    /// Who is asked, where and when.
    Targeting,
    /// How it looks.
    Appearance,
}

/// All that is said in one part of a survey.
#[derive(Clone, Debug)]
pub struct Part {
    /// Which part it is.
    pub about: About,
    /// What it is called.
    pub title: String,
    /// What is in it in some order, such as options: what each is known by, and what it says.
    pub items: Vec<(String, String)>,
    /// Everything else, in the order of the editor's fields.
    pub facts: Vec<Fact>,
}

/// One thing that a survey says.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is known by: the name of its field, or of its first one.
    pub key: String,
    /// The item of the part that it belongs to, if it is there only as long as that item is.
    pub item: Option<String>,
    /// What it is about.
    pub label: String,
    /// Tag and name of the language of a text.
    pub language: Option<(String, String)>,
    /// What is compared: all of it, in no words.
    pub saved: String,
    /// What it says, in words. Empty where it says nothing.
    pub said: String,
}

/// The parts of a survey of a site in this time zone, in the words of the page's reader.
pub fn parts(page: &Page, definition: &Definition, zone: &TimeZone) -> Vec<Part> {
    let form = Form::of("", definition, zone);
    let fields = Fields { words: page.words, form: &form, problems: &[], theirs: None, zone, locale: page.locale };
    let words = page.words;
    let survey = definition.survey();
    let questions = survey.questions().iter().enumerate();
    let first = [fields.languages(definition)].into_iter();
    first
        .chain(questions.map(|(position, question)| fields.question(position, question)))
        .chain([
            fields.end(definition),
            Part { facts: fields.targeting(definition), ..part(About::Targeting, words.survey_when) },
            Part { facts: fields.appearance(), ..part(About::Appearance, words.survey_looks) },
        ])
        .collect()
}

fn part(about: About, title: &str) -> Part {
    Part { about, title: title.to_owned(), items: Vec::new(), facts: Vec::new() }
}

/// What is compared of what the form has no single field for.
fn whole(value: &impl Serialize) -> String {
    // Whatever was read from JSON can be written as such.
    serde_json::to_string(value).unwrap_or_default()
}

fn fact(key: &str, label: &str, saved: String, said: String) -> Fact {
    Fact { key: key.to_owned(), item: None, label: label.to_owned(), language: None, saved, said }
}

fn of_input(input: Input) -> Fact {
    let said = input.value.lines().collect::<Vec<_>>().join(", ");
    Fact { language: input.language, ..fact(&input.name, &input.label, input.value, said) }
}

fn of_texts(texts: Texts) -> Vec<Fact> {
    let Texts { label, inputs } = texts;
    inputs.into_iter().map(|input| of_input(input.labelled(&label))).collect()
}

fn of_select(select: Select) -> Fact {
    let chosen = select.choices.into_iter().find(|choice| choice.chosen);
    let (saved, said) = chosen.map(|choice| (choice.value, choice.label)).unwrap_or_default();
    fact(&select.name, &select.label, saved, said)
}

fn of_tick(words: &'static Words, tick: Tick) -> Fact {
    let said = if tick.on { words.survey_yes } else { words.survey_no };
    fact(&tick.name, &tick.label, said.to_owned(), said.to_owned())
}

impl Fields<'_> {
    fn languages(&self, definition: &Definition) -> Part {
        let name = |language| (whole(language), languages::name(language));
        let default = definition.default_language();
        let default = fact("default", self.words.survey_default, whole(default), languages::name(default));
        Part {
            items: definition.languages().iter().map(name).collect(),
            facts: vec![default],
            ..part(About::Languages, self.words.survey_languages)
        }
    }

    fn question(&self, position: usize, question: &Question<Translations>) -> Part {
        let words = self.words;
        let id = &question.id;
        let Card { title, note, texts, selects, inputs, required, together, options, sentences, .. } =
            self.card(position);
        let kind = QuestionKind::of(&question.kind);
        let mut facts =
            vec![fact("kind", words.versions_kind, kind.key().to_owned(), kind_name(words, kind).to_owned())];
        facts.extend([title, note].into_iter().chain(texts).flat_map(of_texts));
        facts.extend(required.into_iter().chain(together).map(|tick| of_tick(words, tick)));
        facts.extend(selects.into_iter().map(of_select));
        facts.extend(inputs.into_iter().map(of_input));
        let mut items = Vec::new();
        if let Some(options) = options {
            for (key, label) in options.rows {
                items.push((key.clone(), self.option_name(id, &key)));
                facts.extend(of_texts(label).into_iter().map(|fact| Fact { item: Some(key.clone()), ..fact }));
            }
            if let Some(choice) = options.choice {
                facts.extend(of_texts(choice.other));
                facts.extend([choice.several, choice.shuffled].map(|tick| of_tick(words, tick)));
                facts.extend(choice.bounds.map(of_input));
            }
        }
        facts.push(fact("branches", words.survey_after, whole(&question.branches), sentences.join(" · ")));
        Part { about: About::Question(id.clone()), title: self.named(id), items, facts }
    }

    fn end(&self, definition: &Definition) -> Part {
        let mut facts = Vec::new();
        for (ending, card) in definition.survey().endings().iter().zip(self.endings()) {
            let label = card.text.label.clone();
            facts.push(fact(&format!("when.{}", card.key), &label, whole(&ending.when), card.sentence));
            facts.extend(of_texts(card.text));
            let beside = of_texts(card.button).into_iter().chain([of_input(card.address)]);
            facts.extend(beside.map(|fact| Fact { label: format!("{label} · {}", fact.label), ..fact }));
        }
        let thanks = self.texts(self.words.survey_thanks, crate::survey_form::names::thanks);
        facts.extend(of_texts(thanks));
        Part { facts, ..part(About::End, self.words.survey_thanks) }
    }

    fn targeting(&self, definition: &Definition) -> Vec<Fact> {
        let (words, targeting, settings) = (self.words, definition.targeting(), self.settings());
        let on = settings.devices.iter().filter(|tick| tick.on).map(|tick| tick.label.as_str());
        let devices = on.collect::<Vec<_>>().join(", ");
        let who =
            if targeting.who.is_empty() { String::new() } else { self.rule_said(crate::survey_form::names::WHO, None) };
        let valued = |name: &str, values: Vec<&Input>| {
            let values = values.into_iter().map(|input| input.value.as_str()).filter(|value| !value.is_empty());
            [name].into_iter().chain(values).collect::<Vec<_>>().join(" ")
        };
        let triggers =
            settings.triggers.iter().map(|row| valued(row.name, row.value.iter().chain(&row.within).collect()));
        let triggers = triggers.collect::<Vec<_>>().join(", ");
        let again = settings.again.ways.iter().find(|(way, _)| way.chosen).map(|(way, days)| {
            let days = days.iter().filter(|days| !days.value.is_empty());
            let days = days.map(|input| format!("{} {}", input.value, input.label)).collect::<Vec<_>>();
            format!("{} {}", way.label, days.join(", ")).trim_end().to_owned()
        });
        let mut facts: Vec<Fact> = [settings.include].into_iter().chain(settings.pages).map(of_input).collect();
        facts.push(fact("devices", words.survey_devices, whole(&targeting.devices), devices));
        facts.push(of_input(settings.speaks));
        facts.push(fact("who", words.survey_attributes, whole(&targeting.who), who));
        facts.extend(settings.known.map(of_input));
        facts.push(fact("triggers", words.survey_moment, whole(&targeting.triggers), triggers));
        facts.extend([settings.cancel, settings.delay, settings.percent].map(of_input));
        facts.push(fact("again", words.survey_again, whole(&targeting.again), again.unwrap_or_default()));
        facts.extend(settings.schedule.map(of_input));
        facts.extend([settings.quota, settings.priority, settings.fields].map(of_input));
        facts
    }

    fn appearance(&self) -> Vec<Fact> {
        let settings = self.settings();
        let mut facts = vec![of_select(settings.display), of_input(settings.within), of_select(settings.place)];
        facts.extend(settings.ticks.map(|tick| of_tick(self.words, tick)));
        facts.push(of_input(settings.closes_after));
        facts
    }
}
