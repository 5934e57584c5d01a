//! Where, when, to whom and how a survey shows.

use super::{
    conditions::When,
    input::{Choice, Fields, Input, Select, Tick, choice},
};
use crate::{
    survey_form::{check::appearance::DISPLAYS, edit::TRIGGERS, names},
    words::Words,
};
use shared::{
    appearance::{Display, Place},
    targeting::{Device, LONGEST_EVENT, LONGEST_SELECTOR},
};

/// The most characters of a list of pages.
const LONGEST_LIST: usize = 20_000;

/// Where, when, to whom and how the survey shows.
#[derive(Debug)]
pub struct Settings {
    /// All of the rules in a sentence.
    pub summary: String,
    /// Pages on which it shows.
    pub include: Input,
    /// Pages on which it never shows, and those the visitor must come from.
    pub pages: Vec<Input>,
    /// The kinds of device.
    pub devices: Vec<Tick>,
    /// The visitors' languages.
    pub speaks: Input,
    /// What the site says of the visitor.
    pub who: When,
    /// The fewest page views and days.
    pub known: [Input; 2],
    /// What makes it show.
    pub triggers: Vec<TriggerRow>,
    /// What can make it show: keys and names.
    pub offered: Vec<Choice>,
    /// The event after which it does not show.
    pub cancel: Input,
    /// Seconds before it shows.
    pub delay: Input,
    /// The share of visitors asked.
    pub percent: Input,
    /// When someone is asked again, with the field for days of some choices.
    pub again: Again,
    /// From when and until when it shows.
    pub schedule: [Input; 2],
    /// After how many answers nobody else is asked.
    pub quota: Input,
    /// Which survey comes first.
    pub priority: Input,
    /// How it comes into view.
    pub display: Select,
    /// The element an inline survey is put into.
    pub within: Input,
    /// Where it stands.
    pub place: Select,
    /// Dimming, and closing by a click beside it.
    pub ticks: [Tick; 2],
    /// Seconds after which it closes by itself.
    pub closes_after: Input,
    /// The survey's own fields.
    pub fields: Input,
    /// Which of the parts that are rarely used hold something, so that they are open.
    pub open: Open,
}

/// Which of the parts that are rarely used are open.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    /// Other pages.
    pub pages: bool,
    /// Who is asked.
    pub who: bool,
    /// When it shows.
    pub moment: bool,
    /// How long it shows.
    pub schedule: bool,
    /// How it closes.
    pub closing: bool,
    /// The survey's own fields.
    pub fields: bool,
}

/// One thing that makes it show.
#[derive(Debug)]
pub struct TriggerRow {
    /// Its key in the list.
    pub key: String,
    /// Its kind, as it is sent.
    pub kind: String,
    /// Its kind, in words.
    pub name: &'static str,
    /// The event, the selector, the seconds or the share; `None` for leaving.
    pub value: Option<Input>,
    /// What scrolls.
    pub within: Option<Input>,
}

/// When someone is asked again.
#[derive(Debug)]
pub struct Again {
    /// Its name.
    pub name: String,
    /// Each way, with the fields for days that belong to it.
    pub ways: Vec<(Choice, Vec<Input>)>,
    /// What someone else chose meanwhile.
    pub theirs: Option<String>,
}

impl Fields<'_> {
    pub fn settings(&self) -> Settings {
        let words = self.words;
        let list = |name: &str, label: &str| self.input(name, LONGEST_LIST).labelled(label);
        let number = |name: &str, label: &str| self.input(name, 8).labelled(label).numeric();
        let device = |device: Device| self.tick(&names::device(device.id()), device_name(words, device), None);
        let moment = |name: &str, label: &str| {
            let input = self.input(name, 40).labelled(label);
            // A browser empties a field for moments that holds anything else.
            let plain = input.value.is_empty() || jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M", &input.value).is_ok();
            Input { mode: if plain { "moment" } else { "text" }, ..input }
        };
        Settings {
            summary: self.summary(),
            include: list(names::INCLUDE, words.survey_include).hinted(words.survey_include_hint),
            pages: vec![
                list(names::EXCLUDE, words.survey_exclude),
                list(names::REFERRER, words.survey_referrer).hinted(words.survey_referrer_hint),
            ],
            devices: Device::ALL.map(device).into(),
            speaks: self.input(names::SPEAKS, 200).labelled(words.survey_speaks).hinted(words.survey_speaks_hint),
            who: self.when(names::WHO, 0, None),
            known: [number(names::VISITS, words.survey_visits), number(names::DAYS, words.survey_days_known)],
            triggers: self.triggers(),
            offered: TRIGGERS.map(|kind| choice(kind, trigger_name(words, kind), false)).into(),
            cancel: self.input(names::CANCEL, LONGEST_EVENT).labelled(words.survey_cancel),
            delay: number(names::DELAY, words.survey_delay),
            percent: Input { mode: "decimal", ..self.input(names::PERCENT, 24).labelled(words.survey_percent) },
            again: self.again(),
            schedule: [moment(names::FROM, words.survey_from), moment(names::UNTIL, words.survey_until)],
            quota: number(names::QUOTA, words.survey_quota),
            priority: number(names::PRIORITY, words.survey_priority).hinted(words.survey_priority_hint),
            display: self.display(),
            within: self.input(names::WITHIN, LONGEST_SELECTOR).labelled(words.survey_within),
            place: self.place(),
            ticks: [
                self.tick(names::OVERLAY, words.survey_overlay, None),
                self.tick(names::OUTSIDE_CLOSES, words.survey_outside_closes, None),
            ],
            closes_after: number(names::CLOSES_AFTER, words.survey_closes_after),
            fields: list(names::FIELDS, words.survey_fields).hinted(words.survey_fields_hint),
            open: self.open(),
        }
    }

    /// What holds something else than nothing, or is wrong, or was changed by someone else, must be in sight.
    fn open(&self) -> Open {
        let filled = |name: &str| {
            let theirs = self.theirs.is_some_and(|theirs| theirs.value(name) != self.form.value(name));
            !self.form.value(name).trim().is_empty() || self.problem(name).is_some() || theirs
        };
        let any = |names: &[&str]| names.iter().any(|name| filled(name));
        let listed = |list: &str| {
            !self.form.list(list).is_empty() || self.theirs.is_some_and(|theirs| !theirs.list(list).is_empty())
        };
        Open {
            pages: any(&[names::EXCLUDE, names::REFERRER]),
            who: any(&[names::SPEAKS, names::VISITS, names::DAYS, &names::part(names::WHO, "add")])
                || Device::ALL.iter().any(|device| filled(&names::device(device.id())))
                || listed(&names::conditions(names::WHO)),
            moment: listed(names::TRIGGER) || filled(names::CANCEL),
            schedule: any(&[names::FROM, names::UNTIL, names::QUOTA, names::PRIORITY]),
            closing: any(&[names::OVERLAY, names::OUTSIDE_CLOSES, names::CLOSES_AFTER]),
            fields: filled(names::FIELDS),
        }
    }

    fn triggers(&self) -> Vec<TriggerRow> {
        let words = self.words;
        let row = |key: &String| {
            let item = names::item(names::TRIGGER, key);
            let kind = self.form.value(&names::part(&item, "kind"));
            let value = names::part(&item, "value");
            let value = match kind {
                "event" => Some(self.input(&value, LONGEST_EVENT).labelled(words.survey_event)),
                "click" => Some(self.input(&value, LONGEST_SELECTOR).labelled(words.survey_selector)),
                "scroll" => Some(self.input(&value, 3).labelled(words.survey_scroll_percent).numeric()),
                "idle" => Some(self.input(&value, 4).labelled(words.survey_seconds).numeric()),
                _ => None,
            };
            let within = names::part(&item, "within");
            let within = self.input(&within, LONGEST_SELECTOR).labelled(words.survey_scroll_within);
            TriggerRow {
                key: key.clone(),
                kind: kind.to_owned(),
                name: trigger_name(words, kind),
                value,
                within: (kind == "scroll").then_some(within),
            }
        };
        self.form.list(names::TRIGGER).iter().map(row).collect()
    }

    fn again(&self) -> Again {
        let words = self.words;
        let days = |name: &str, label: &str| self.input(name, 4).labelled(label).numeric();
        let both = words.survey_days;
        let ways = [
            ("once", words.survey_again_once, vec![]),
            ("until", words.survey_again_until, vec![days(names::AGAIN_UNTIL, both)]),
            ("after", words.survey_again_after, vec![days(names::AGAIN_AFTER, both)]),
            (
                "own",
                words.survey_again_own,
                vec![
                    days(names::AGAIN_ANSWERED, words.survey_again_answered),
                    days(names::AGAIN_DISMISSED, words.survey_again_dismissed),
                ],
            ),
        ];
        let chosen = ways.iter().map(|(key, ..)| *key).find(|key| *key == self.form.value(names::AGAIN));
        let name_of =
            |key: &str| ways.iter().find(|(one, ..)| *one == key).map_or("", |(_, label, _)| label).to_owned();
        let theirs = self.theirs(names::AGAIN, name_of);
        let ways =
            ways.into_iter().map(|(key, label, inputs)| (choice(key, label, key == chosen.unwrap_or("once")), inputs));
        Again { name: names::AGAIN.to_owned(), ways: ways.collect(), theirs }
    }

    fn display(&self) -> Select {
        let choices = DISPLAYS.map(|display| (display.id(), display_name(self.words, display)));
        self.select(names::DISPLAY, self.words.survey_display, &choices)
    }

    fn place(&self) -> Select {
        let choices = Place::ALL.map(|place| (place.id(), place_name(self.words, place)));
        self.select(names::PLACE, self.words.survey_place, &choices)
    }
}

fn device_name(words: &'static Words, device: Device) -> &'static str {
    match device {
        Device::Phone => words.survey_phones,
        Device::Tablet => words.survey_tablets,
        Device::Desktop => words.survey_desktops,
    }
}

fn trigger_name(words: &'static Words, kind: &str) -> &'static str {
    match kind {
        "click" => words.survey_trigger_click,
        "scroll" => words.survey_trigger_scroll,
        "event" => words.survey_trigger_event,
        "idle" => words.survey_trigger_idle,
        _ => words.survey_trigger_exit,
    }
}

fn display_name(words: &'static Words, display: Display) -> &'static str {
    match display {
        Display::Popover => words.survey_popover,
        Display::Modal => words.survey_modal,
        Display::Page => words.survey_page,
        Display::Tab => words.survey_tab,
        Display::Inline => words.survey_inline,
    }
}

fn place_name(words: &'static Words, place: Place) -> &'static str {
    match place {
        Place::TopStart => words.survey_top_start,
        Place::Top => words.survey_top,
        Place::TopEnd => words.survey_top_end,
        Place::MiddleStart => words.survey_middle_start,
        Place::Center => words.survey_center,
        Place::MiddleEnd => words.survey_middle_end,
        Place::BottomStart => words.survey_bottom_start,
        Place::Bottom => words.survey_bottom,
        Place::BottomEnd => words.survey_bottom_end,
    }
}
