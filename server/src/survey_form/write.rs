//! From a survey as it was saved to its form. What a form cannot show it keeps as it is.

use super::{
    Form, QuestionKind, branches,
    condition::{self, Subjects},
    moment,
    names::{self, FieldNames},
};
use jiff::tz::TimeZone;
use shared::{
    appearance::Appearance,
    condition::Condition,
    definition::Definition,
    survey::{CesPoints, CsatStyle, Ending, Kind, Question, TextFormat},
    targeting::{Again, Chance, PagePattern, Targeting, Trigger},
    text::{Language, QuestionId, Translations},
};

/// Days that stand in the fields for "again after … days" before anything else is chosen.
const USUAL_DAYS: &str = "90";

impl Form {
    /// The form of a survey as it was saved, for a site in this time zone.
    pub fn of(name: &str, definition: &Definition, zone: &TimeZone) -> Self {
        let mut form = Self { languages: definition.languages().to_vec(), ..Self::default() };
        let survey = definition.survey();
        form.put(names::NAME, name);
        let fields: Vec<&str> = survey.fields().iter().map(|field| field.as_str()).collect();
        form.put(names::FIELDS, &fields.join("\n"));
        for question in survey.questions() {
            form.put_question(question);
        }
        for question in survey.questions() {
            form.put_branches(question, survey.questions());
        }
        for (position, ending) in survey.endings().iter().enumerate() {
            form.put_ending(&(position + 1).to_string(), ending);
        }
        form.put_texts(names::thanks, survey.thanks());
        form.put_targeting(definition.targeting(), zone);
        form.put_appearance(definition.appearance());
        form
    }

    pub(super) fn put_texts(&mut self, name: impl Fn(&Language) -> String, texts: &Translations) {
        for language in self.languages.clone() {
            self.put(&name(&language), texts.get(&language).unwrap_or_default());
        }
    }

    /// All of a question but its branches, behind those that are there.
    pub(super) fn put_question(&mut self, question: &Question<Translations>) {
        let id = &question.id;
        let kind = QuestionKind::of(&question.kind);
        self.questions.push((id.clone(), kind));
        self.put(&id.kind(), kind.key());
        self.put_texts(|language| id.title(language), &question.title);
        self.put_texts(|language| id.note(language), &question.note);
        self.tick(&id.required(), question.required);
        self.tick(&id.together(), question.together);
        if let Some([low, high]) = question.kind.ends() {
            self.put_texts(|language| id.low(language), low);
            self.put_texts(|language| id.high(language), high);
        }
        for option in question.kind.options() {
            self.put_texts(|language| id.label(option.id.as_str(), language), &option.label);
            self.lists.entry(id.option()).or_default().push(option.id.to_string());
        }
        self.put_kind(id, &question.kind);
    }

    /// What belongs to one kind alone.
    fn put_kind(&mut self, id: &QuestionId, kind: &Kind<Translations>) {
        match kind {
            Kind::Csat { style, .. } => self.put(&id.style(), style_key(*style)),
            Kind::Ces { points, .. } => self.put(&id.points(), if *points == CesPoints::Five { "5" } else { "7" }),
            Kind::Rating { points, .. } => self.put(&id.points(), &u8::from(*points).to_string()),
            Kind::Choice { several, other, shuffled, .. } => {
                self.tick(&id.shuffled(), *shuffled);
                self.tick(&id.several(), several.is_some());
                self.put(&id.least(), &several.map(|several| several.least.to_string()).unwrap_or_default());
                self.put(&id.most(), &several.map(|several| several.most.to_string()).unwrap_or_default());
                self.put_texts(|language| id.other(language), other.as_ref().unwrap_or(&Translations::default()));
            }
            Kind::Text { placeholder, least, most, format } => {
                self.put_texts(|language| id.placeholder(language), placeholder);
                self.put(&id.least(), &unless_zero(u32::from(*least)));
                self.put(&id.most(), &most.to_string());
                self.put(&id.format(), format_key(*format));
            }
            Kind::Consent { label } => self.put_texts(|language| id.agreement(language), label),
            Kind::Gap { expectation, perception, .. } => {
                self.put_texts(|language| id.expectation(language), expectation);
                self.put_texts(|language| id.perception(language), perception);
            }
            Kind::Link(link) => {
                self.put_texts(|language| id.button(language), &link.label);
                self.put(&id.address(), link.address.as_str());
            }
            Kind::Nps { .. } | Kind::Thumbs { .. } | Kind::Importance { .. } | Kind::Statement => {}
        }
    }

    fn put_branches(&mut self, question: &Question<Translations>, all: &[Question<Translations>]) {
        let id = &question.id;
        let outcomes = branches::outcomes(self, id);
        let destinations = branches::destinations(id, &outcomes, &question.branches, all);
        if let Some(destinations) = destinations {
            for (outcome, destination) in outcomes.iter().zip(destinations) {
                self.put(&id.to(outcome.key()), &branches::write(destination.as_ref()));
            }
            return;
        }
        self.tick(&id.rules(), true);
        for (position, branch) in question.branches.iter().enumerate() {
            let key = (position + 1).to_string();
            let rule = names::item(&id.branch(), &key);
            self.put(&names::part(&rule, "to"), &branches::write(Some(&branch.to)));
            self.put_conditions(&rule, &branch.when);
            self.lists.entry(id.branch()).or_default().push(key);
        }
    }

    fn put_conditions(&mut self, rule: &str, when: &[Condition]) {
        let list = names::conditions(rule);
        for (position, condition) in when.iter().enumerate() {
            let key = (position + 1).to_string();
            let row = names::item(&list, &key);
            for (part, value) in condition::write(Subjects(self), condition) {
                self.put(&names::part(&row, part), &value);
            }
            self.lists.entry(list.clone()).or_default().push(key);
        }
    }

    fn put_ending(&mut self, key: &str, ending: &Ending<Translations>) {
        let item = names::item(names::ENDING, key);
        self.put_texts(|language| names::text(&item, "text", language), &ending.text);
        let label = ending.link.as_ref().map(|link| link.label.clone()).unwrap_or_default();
        self.put_texts(|language| names::text(&item, "button", language), &label);
        let address = ending.link.as_ref().map(|link| link.address.as_str()).unwrap_or_default();
        self.put(&names::part(&item, "address"), address);
        self.put_conditions(&item, &ending.when);
        self.lists.entry(names::ENDING.to_owned()).or_default().push(key.to_owned());
    }

    fn put_targeting(&mut self, targeting: &Targeting, zone: &TimeZone) {
        let lines = |patterns: &[PagePattern]| patterns.iter().map(PagePattern::as_str).collect::<Vec<_>>().join("\n");
        let moment = |moment: Option<i64>| moment.map(|moment| moment::write(moment, zone)).unwrap_or_default();
        let speaks: Vec<&str> = targeting.languages.iter().map(Language::as_str).collect();
        self.put(names::INCLUDE, &lines(&targeting.include));
        self.put(names::EXCLUDE, &lines(&targeting.exclude));
        self.put(names::REFERRER, &lines(&targeting.referrer));
        self.put(names::SPEAKS, &speaks.join(", "));
        for device in &targeting.devices {
            self.tick(&names::device(device.id()), true);
        }
        self.put_conditions(names::WHO, &targeting.who);
        self.put(names::VISITS, &unless_zero(targeting.visits.into()));
        self.put(names::DAYS, &unless_zero(targeting.days.into()));
        self.put(names::FROM, &moment(targeting.from));
        self.put(names::UNTIL, &moment(targeting.until));
        self.put(names::QUOTA, &targeting.quota.map(|quota| quota.to_string()).unwrap_or_default());
        for (position, trigger) in targeting.triggers.iter().enumerate() {
            self.put_trigger(&(position + 1).to_string(), trigger);
        }
        self.put(names::CANCEL, targeting.cancel.as_ref().map(|event| event.as_str()).unwrap_or_default());
        self.put(names::DELAY, &targeting.delay.to_string());
        self.put(names::PERCENT, &percent(targeting.chance));
        self.put(names::PRIORITY, &unless_zero(targeting.priority.into()));
        self.put_again(targeting.again);
    }

    fn put_trigger(&mut self, key: &str, trigger: &Trigger) {
        let item = names::item(names::TRIGGER, key);
        let (kind, value, within) = match trigger {
            Trigger::Event(event) => ("event", event.as_str().to_owned(), None),
            Trigger::Scroll(scroll) => ("scroll", u8::from(scroll.percent).to_string(), scroll.within.as_ref()),
            Trigger::Idle(seconds) => ("idle", seconds.to_string(), None),
            Trigger::Exit => ("exit", String::new(), None),
            Trigger::Click(selector) => ("click", selector.as_str().to_owned(), None),
        };
        self.put(&names::part(&item, "kind"), kind);
        self.put(&names::part(&item, "value"), &value);
        self.put(&names::part(&item, "within"), within.map(|within| within.as_str()).unwrap_or_default());
        self.lists.entry(names::TRIGGER.to_owned()).or_default().push(key.to_owned());
    }

    fn put_again(&mut self, again: Again) {
        let days = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
        let preset = match again {
            Again { answered: None, dismissed: None } => "once",
            Again { answered: None, dismissed: Some(_) } => "until",
            Again { answered, dismissed } if answered == dismissed => "after",
            Again { .. } => "own",
        };
        let or_usual = |is: &str, days: String| if preset == is { days } else { USUAL_DAYS.to_owned() };
        self.put(names::AGAIN, preset);
        self.put(names::AGAIN_UNTIL, &or_usual("until", days(again.dismissed)));
        self.put(names::AGAIN_AFTER, &or_usual("after", days(again.answered)));
        self.put(names::AGAIN_ANSWERED, &days(again.answered));
        self.put(names::AGAIN_DISMISSED, &days(again.dismissed));
    }

    fn put_appearance(&mut self, appearance: &Appearance) {
        self.put(names::DISPLAY, appearance.display.id());
        self.put(names::PLACE, appearance.place.id());
        self.put(names::WITHIN, appearance.within.as_ref().map(|within| within.as_str()).unwrap_or_default());
        self.tick(names::OVERLAY, appearance.overlay);
        self.tick(names::OUTSIDE_CLOSES, appearance.outside_closes);
        let seconds = appearance.closes_after.map(|seconds| seconds.to_string());
        self.put(names::CLOSES_AFTER, &seconds.unwrap_or_default());
    }
}

fn unless_zero(number: u32) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

/// A chance in percent, exactly: its decimal point moved by two, which no rounding can spoil.
pub fn percent(chance: Chance) -> String {
    let text = chance.get().to_string();
    let Some((_, digits)) = text.split_once('.') else { return "100".to_owned() };
    let digits = format!("{digits:0<2}");
    let (whole, rest) = digits.split_at(2);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

fn style_key(style: CsatStyle) -> &'static str {
    match style {
        CsatStyle::Faces => "faces",
        CsatStyle::Stars => "stars",
        CsatStyle::Numbers => "numbers",
    }
}

fn format_key(format: TextFormat) -> &'static str {
    match format {
        TextFormat::Long => "long",
        TextFormat::Short => "short",
        TextFormat::Email => "email",
        TextFormat::Number => "number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_is_written_exactly_and_short() {
        let check = |chance: f64, expected: &str| {
            assert_eq!(percent(Chance::try_from(chance).unwrap()), expected);
        };
        check(1.0, "100");
        check(0.25, "25");
        check(0.125, "12.5");
        check(0.07, "7");
        check(0.0001, "0.01");
        check(0.5, "50");
        check(1.0 / 3.0, "33.33333333333333");
    }
}
