//! What comments can be narrowed to, as lists to choose from.

use super::Rows;
use crate::{
    inbox::filter::{Filter, Owner, ScoreFilter},
    views::period::Period,
    words::{Words, fill},
};
use shared::targeting::Device;
use std::collections::BTreeSet;

/// A list to choose one from.
#[derive(Debug)]
pub(super) struct Select {
    /// The name of its field.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) label: &'static str,
    /// What can be chosen.
    pub(super) options: Vec<SelectOption>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct SelectOption {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// Every list, with what the filter asks for chosen.
pub(super) fn selects(words: &Words, filter: &Filter, rows: &Rows) -> Vec<Select> {
    let asked = filter.fields();
    let select = |name: &'static str, label: &'static str, all: &str, options: Vec<(String, String)>| {
        let asked = asked.iter().find(|(one, _)| *one == name).map(|(_, value)| value.as_str());
        let mut options: Vec<SelectOption> = [(String::new(), all.to_owned())]
            .into_iter()
            .chain(options)
            .map(|(value, label)| SelectOption { chosen: asked.unwrap_or_default() == value, value, label })
            .collect();
        // What an address asks for is shown, also where nothing has it any more.
        if let Some(value) = asked.filter(|_| !options.iter().any(|option| option.chosen)) {
            options.push(SelectOption { value: value.to_owned(), label: value.to_owned(), chosen: true });
        }
        Select { name, label, options }
    };
    let any = words.inbox_any;
    vec![
        select("score", words.inbox_score, any, scores(words)),
        select("owner", words.inbox_owner, any, owners(words, rows)),
        select("touchpoint", words.inbox_touchpoint, any, touchpoints(rows)),
        select(
            "survey",
            words.survey,
            any,
            rows.surveys.iter().map(|one| (one.id.to_string(), one.name.clone())).collect(),
        ),
        select("days", words.period, words.inbox_ever, periods(words)),
        select("language", words.language, any, languages(rows)),
        select("device", words.inbox_device, any, devices(words)),
        select("tag", words.inbox_tag, any, same(&rows.tags)),
        select("cause", words.inbox_cause, any, same(&rows.causes)),
        select(
            "noted",
            words.inbox_noted,
            any,
            vec![
                ("yes".to_owned(), words.inbox_with_note.to_owned()),
                ("no".to_owned(), words.inbox_without_note.to_owned()),
            ],
        ),
    ]
}

fn scores(words: &Words) -> Vec<(String, String)> {
    let parts = ScoreFilter::PARTS.into_iter().zip([words.inbox_low, words.inbox_middle, words.inbox_high]);
    let points = (0..=10).map(|point: u8| (point.to_string(), point.to_string()));
    parts.map(|(part, label)| (part.id(), label.to_owned())).chain(points).collect()
}

fn owners(words: &Words, rows: &Rows) -> Vec<(String, String)> {
    let fixed = [(Owner::Me.id(), words.inbox_mine.to_owned()), (Owner::Nobody.id(), words.inbox_nobody.to_owned())];
    let people = super::owners(&rows.people).into_iter().map(|(id, email)| (id.to_string(), email));
    fixed.into_iter().chain(people).collect()
}

fn touchpoints(rows: &Rows) -> Vec<(String, String)> {
    let readable = rows.map.touchpoints.iter().filter(|one| rows.readable.touchpoints.contains(&one.id));
    let label = |one: &crate::db::journey::Touchpoint| format!("{} · {}", one.name, rows.map.channel(one.channel_id));
    readable.map(|one| (one.id.to_string(), label(one))).collect()
}

fn periods(words: &Words) -> Vec<(String, String)> {
    let label = |period: Period| match period {
        Period::Year => fill(words.last_weeks, &[("n", &(period.days() / 7).to_string())]),
        Period::Week | Period::Month | Period::Quarter => fill(words.last_days, &[("n", &period.days().to_string())]),
    };
    Period::ALL.map(|period| (period.days().to_string(), label(period))).into()
}

fn languages(rows: &Rows) -> Vec<(String, String)> {
    let spoken: BTreeSet<&str> =
        rows.surveys.iter().flat_map(|one| &one.languages).map(|language| language.as_str()).collect();
    spoken.into_iter().map(|tag| (tag.to_owned(), tag.to_owned())).collect()
}

fn devices(words: &Words) -> Vec<(String, String)> {
    let label = |device: Device| crate::views::comments::device(words, device.id()).to_owned();
    Device::ALL.map(|device| (device.id().to_owned(), label(device))).into()
}

fn same(labels: &[String]) -> Vec<(String, String)> {
    labels.iter().map(|label| (label.clone(), label.clone())).collect()
}
