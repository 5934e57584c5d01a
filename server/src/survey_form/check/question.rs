//! One question: its texts, its options, the bounds of what is chosen or written.

use super::{
    super::{
        QuestionKind,
        ids::{slug, unused},
        names::FieldNames,
    },
    Check, Mistake,
};
use shared::{
    survey::{
        Address, ChoiceOption, CsatStyle, Kind, LONGEST_COMMENT, Link, MOST_OPTIONS, Question, Several, TextFormat,
    },
    text::{Language, OptionId, QuestionId, Translations},
};

impl Check<'_> {
    pub(super) fn question(&mut self, position: usize) -> Question<Translations> {
        let form = self.form;
        let (id, kind) = &form.questions()[position];
        let before = &form.questions()[..form.page_begins(position)];
        self.known = before.iter().map(|(id, _)| id.clone()).collect();
        let title = self.texts(|language| id.title(language), true);
        let note = self.texts(|language| id.note(language), false);
        let required = form.is_on(&id.required());
        let together = form.is_on(&id.together());
        if together && position == 0 {
            self.problem(id.together(), Mistake::TogetherFirst);
        }
        let kind = self.kind(id, *kind);
        let branches = self.branches(position);
        Question { id: id.clone(), title, note, required, together, kind, branches }
    }

    fn kind(&mut self, id: &QuestionId, kind: QuestionKind) -> Kind<Translations> {
        let form = self.form;
        let mut low_and_high =
            || (self.texts(|language| id.low(language), false), self.texts(|language| id.high(language), false));
        match kind {
            QuestionKind::Nps => {
                let (low, high) = low_and_high();
                Kind::Nps { low, high }
            }
            QuestionKind::Csat => {
                let (low, high) = low_and_high();
                Kind::Csat { style: style(form.value(&id.style())), low, high }
            }
            QuestionKind::Ces => {
                let (low, high) = low_and_high();
                Kind::Ces { points: form.ces_points(id), low, high }
            }
            QuestionKind::Thumbs => {
                let (low, high) = low_and_high();
                Kind::Thumbs { low, high }
            }
            QuestionKind::Rating => {
                let (low, high) = low_and_high();
                Kind::Rating { points: form.rating_points(id), low, high }
            }
            QuestionKind::Gap => {
                let (low, high) = low_and_high();
                let expectation = self.texts(|language| id.expectation(language), true);
                let perception = self.texts(|language| id.perception(language), true);
                Kind::Gap { expectation, perception, low, high }
            }
            QuestionKind::Choice => self.choice(id),
            QuestionKind::Importance => Kind::Importance { items: self.options(id) },
            QuestionKind::Text => self.text(id),
            QuestionKind::Consent => Kind::Consent { label: self.texts(|language| id.agreement(language), true) },
            QuestionKind::Statement => Kind::Statement,
            QuestionKind::Link => {
                let label = self.texts(|language| id.button(language), true);
                match self.address(&id.address()) {
                    Some(address) => Kind::Link(Link { label, address }),
                    None => Kind::Statement,
                }
            }
        }
    }

    fn choice(&mut self, id: &QuestionId) -> Kind<Translations> {
        let options = self.options(id);
        let typed = |language: &Language| !self.form.value(&id.other(language)).trim().is_empty();
        let has_other = self.form.languages().iter().any(typed);
        let other = has_other.then(|| self.texts(|language| id.other(language), true));
        let offered = options.len() + usize::from(has_other);
        let offered = u32::try_from(offered).unwrap_or(u32::MAX).max(1);
        let several = self.form.is_on(&id.several()).then(|| {
            let most = self.number_if_any(&id.most(), 1, offered).unwrap_or(offered);
            let least = self.number_if_any(&id.least(), 0, most).unwrap_or(1);
            let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
            Several { least: small(least), most: small(most) }
        });
        Kind::Choice { options, several, other, shuffled: self.form.is_on(&id.shuffled()) }
    }

    fn text(&mut self, id: &QuestionId) -> Kind<Translations> {
        let placeholder = self.texts(|language| id.placeholder(language), false);
        let most = self.number(&id.most(), 1, LONGEST_COMMENT.into());
        let least = self.number_if_any(&id.least(), 0, most).unwrap_or(0);
        let small = |number: u32| u16::try_from(number).unwrap_or(LONGEST_COMMENT);
        let format = format(self.form.value(&id.format()));
        Kind::Text { placeholder, least: small(least), most: small(most), format }
    }

    /// The options that say something. Their ids by their keys in the form are kept for conditions.
    fn options(&mut self, id: &QuestionId) -> Vec<ChoiceOption<Translations>> {
        let form = self.form;
        let (mut options, mut keys): (Vec<ChoiceOption<Translations>>, _) = (Vec::new(), Vec::new());
        for key in form.options(id) {
            let known = OptionId::try_from(key.as_str()).ok();
            let blank = |language: &Language| form.value(&id.label(key, language)).trim().is_empty();
            if known.is_none() && form.languages().iter().all(blank) {
                continue;
            }
            let label = self.texts(|language| id.label(key, language), true);
            let used = |new: &str| {
                self.taken.option(id, new)
                    || form.options(id).iter().any(|one| one == new)
                    || options.iter().any(|one| one.id.as_str() == new)
            };
            let text = form.first_text(|language| id.label(key, language));
            // A slug made of a label is legal; one that is not would be a mistake of ours and loses no answer here.
            if let Some(new) = known.or_else(|| OptionId::try_from(unused(&slug(text), used)).ok()) {
                options.push(ChoiceOption { id: new.clone(), label });
                keys.push((key.clone(), new));
            }
        }
        if !(2..=MOST_OPTIONS).contains(&options.len()) {
            self.problem(id.option(), Mistake::OptionCount);
        }
        self.options.insert(id.clone(), keys);
        options
    }

    pub(super) fn address(&mut self, field: &str) -> Option<Address> {
        let address = Address::try_from(self.form.value(field).trim().to_owned()).ok();
        if address.is_none() {
            self.problem(field, Mistake::Address);
        }
        address
    }
}

fn style(value: &str) -> CsatStyle {
    match value {
        "stars" => CsatStyle::Stars,
        "numbers" => CsatStyle::Numbers,
        _ => CsatStyle::Faces,
    }
}

fn format(value: &str) -> TextFormat {
    match value {
        "short" => TextFormat::Short,
        "email" => TextFormat::Email,
        "number" => TextFormat::Number,
        _ => TextFormat::Long,
    }
}
