//! What differs between two versions of a survey, part by part: what came, went, moved or says something else.

use crate::{
    views::{
        marked::{Marked, common},
        survey_editor::facts::{About, Fact, Part},
    },
    words::{Words, fill},
};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something was added, such as an option.
    Added(String),
    /// Something was removed.
    Removed(String),
    /// Something stands elsewhere, by its place from 1.
    Moved(String, usize, usize),
    /// Something is said otherwise, or newly, or not any more.
    Said {
        /// What it is about.
        label: String,
        /// Tag and name of its language, for a text.
        language: Option<(String, String)>,
        /// What it said and says.
        marked: Marked,
    },
}

/// Whether a part of the survey is in both versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// In the newer one only.
    Added,
    /// In the older one only.
    Removed,
    /// In both; the places from 1 where it stood and stands, if it moved.
    Kept(Option<(usize, usize)>),
}

/// All that differs in one part of a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What the part is called.
    pub title: String,
    /// Whether it is in both versions.
    pub presence: Presence,
    /// What differs within.
    pub changes: Vec<Change>,
}

/// The parts that differ, in the order of the newer version; what it lacks comes behind.
pub fn differences(before: &[Part], after: &[Part]) -> Vec<Section> {
    let ids = |parts: &[Part]| {
        let questions = parts.iter().filter(|part| matches!(part.about, About::Question(_)));
        questions.map(|part| part.about.clone()).collect::<Vec<_>>()
    };
    let moved = moved(&ids(before), &ids(after));
    let spoken = |part: &Part, language: &str| part.items.iter().any(|(_, name)| name == language);
    let both_speak = |fact: &Fact| {
        let everywhere = |(_, name): &(String, String)| {
            [before, after]
                .iter()
                .all(|parts| parts.iter().any(|part| part.about == About::Languages && spoken(part, name)))
        };
        fact.language.as_ref().is_none_or(everywhere)
    };
    let kept = after.iter().filter_map(|new| {
        let section = |presence, changes| Section { title: new.title.clone(), presence, changes };
        let Some(old) = before.iter().find(|old| old.about == new.about) else {
            let said = new.facts.iter().filter(|fact| !fact.said.is_empty()).map(|fact| said(None, Some(fact)));
            return Some(section(Presence::Added, said.collect()));
        };
        let place = moved.iter().find(|(about, ..)| *about == new.about).map(|(_, from, to)| (*from, *to));
        let changes = changes(old, new, &both_speak);
        (place.is_some() || !changes.is_empty()).then(|| section(Presence::Kept(place), changes))
    });
    let gone = before.iter().filter(|old| after.iter().all(|new| new.about != old.about));
    let gone = gone.map(|old| Section { title: old.title.clone(), presence: Presence::Removed, changes: Vec::new() });
    kept.chain(gone).collect()
}

/// What differs in a part that both versions have.
fn changes(old: &Part, new: &Part, counts: &impl Fn(&Fact) -> bool) -> Vec<Change> {
    let has = |part: &Part, key: &str| part.items.iter().any(|(one, _)| one == key);
    let keys = |part: &Part| part.items.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    let name = |key: &str| new.items.iter().find(|(one, _)| one == key).map(|(_, name)| name.clone());
    let mut changes = Vec::new();
    changes.extend(new.items.iter().filter(|(key, _)| !has(old, key)).map(|(_, name)| Change::Added(name.clone())));
    changes.extend(old.items.iter().filter(|(key, _)| !has(new, key)).map(|(_, name)| Change::Removed(name.clone())));
    let moved = moved(&keys(old), &keys(new));
    changes.extend(moved.into_iter().filter_map(|(key, from, to)| Some(Change::Moved(name(&key)?, from, to))));
    // What an option says that is not in both is said by its coming or going.
    let counts = |fact: &&Fact| counts(fact) && fact.item.as_ref().is_none_or(|key| has(old, key) && has(new, key));
    for fact in new.facts.iter().filter(counts) {
        let before = old.facts.iter().find(|one| one.key == fact.key);
        match before {
            Some(before) if before.saved == fact.saved => {}
            None if fact.said.is_empty() => {}
            _ => changes.push(said(before, Some(fact))),
        }
    }
    let gone = old.facts.iter().filter(counts).filter(|fact| new.facts.iter().all(|one| one.key != fact.key));
    changes.extend(gone.filter(|fact| !fact.said.is_empty()).map(|fact| said(Some(fact), None)));
    changes
}

fn said(before: Option<&Fact>, after: Option<&Fact>) -> Change {
    let said = |fact: Option<&Fact>| fact.map(|fact| fact.said.clone()).unwrap_or_default();
    let of = after.or(before);
    Change::Said {
        label: of.map(|fact| fact.label.clone()).unwrap_or_default(),
        language: of.and_then(|fact| fact.language.clone()),
        marked: Marked::new(&said(before), &said(after)),
    }
}

/// What stands elsewhere among what both lists have, as few as can be, with its places from 1 in each list.
fn moved<T: PartialEq + Clone>(before: &[T], after: &[T]) -> Vec<(T, usize, usize)> {
    let kept: Vec<(usize, usize)> = common(before, after);
    let stays = |at: usize| kept.iter().any(|(_, to)| *to == at);
    let elsewhere = after.iter().enumerate().filter(|(at, _)| !stays(*at));
    let from = |one: &T| before.iter().position(|other| other == one);
    elsewhere.filter_map(|(at, one)| Some((one.clone(), from(one)? + 1, at + 1))).collect()
}

impl Section {
    /// All of it in one line.
    pub fn line(&self, words: &'static Words) -> String {
        let what = |text: &str, what: &str| fill(text, &[("what", what)]);
        match self.presence {
            Presence::Added => what(words.versions_added, &self.title),
            Presence::Removed => what(words.versions_removed, &self.title),
            Presence::Kept(place) => {
                let moved = place.map(|place| moved_in_words(words, place));
                let said = self.changes.iter().map(|change| match change {
                    Change::Added(name) => what(words.versions_added, name),
                    Change::Removed(name) => what(words.versions_removed, name),
                    Change::Moved(name, from, to) => format!("{name} {}", moved_in_words(words, (*from, *to))),
                    Change::Said { label, language: Some((_, language)), .. } => format!("{label} ({language})"),
                    Change::Said { label, language: None, .. } => label.clone(),
                });
                format!("{}: {}", self.title, moved.into_iter().chain(said).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Where something stood and stands.
pub fn moved_in_words(words: &'static Words, (from, to): (usize, usize)) -> String {
    fill(words.versions_moved, &[("from", &from.to_string()), ("to", &to.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        locale::Locale,
        survey_form::tests::{definition, every_kind, question},
        views::{Page, survey_editor::facts::parts, tests::visit},
    };
    use jiff::tz::TimeZone;
    use serde_json::{Value, json};
    use shared::definition::Definition;

    fn page(locale: Locale) -> Page {
        Page::new(visit(locale), "")
    }

    fn lines(locale: Locale, before: &Definition, after: &Definition) -> Vec<String> {
        let page = page(locale);
        let said = |definition: &Definition| parts(&page, definition, &TimeZone::UTC);
        differences(&said(before), &said(after)).iter().map(|section| section.line(page.words)).collect()
    }

    /// Two questions and what one asks of a change to them.
    #[track_caller]
    fn check(change: impl Fn(&mut Value), english: &[&str], spanish: &[&str]) {
        let option = |id: &str| json!({ "id": id, "label": { "en": id, "es": id } });
        let options = json!([option("price"), option("speed"), option("help")]);
        let questions = json!([
            question("score", json!({ "type": "nps", "low": { "en": "No" }, "high": { "en": "Yes" } })),
            question("why", json!({ "type": "choice", "options": options })),
            question("more", json!({ "type": "text", "placeholder": {}, "most": 100 })),
        ]);
        let before = definition(&questions, &json!({}));
        let mut changed = serde_json::to_value(&before).unwrap();
        change(&mut changed);
        let after: Definition = serde_json::from_value(changed).unwrap();
        assert_eq!(lines(Locale::En, &before, &after), english);
        assert_eq!(lines(Locale::Es, &before, &after), spanish);
        assert_eq!(lines(Locale::En, &before, &after).len(), lines(Locale::En, &after, &before).len());
    }

    #[test]
    fn every_change_is_named_in_both_languages() {
        check(|_| {}, &[], &[]);
        check(
            |it| it["survey"]["questions"][0]["title"]["es"] = json!("¿Qué tal?"),
            &["1 · score: Question (Español)"],
            &["1 · score: Pregunta (Español)"],
        );
        check(
            |it| it["survey"]["questions"].as_array_mut().unwrap().swap(1, 2),
            &["3 · why: moved from 2 to 3"],
            &["3 · why: pasa del 2 al 3"],
        );
        check(
            |it| drop(it["survey"]["questions"].as_array_mut().unwrap().pop()),
            &["removed: 3 · more"],
            &["se quita: 3 · more"],
        );
        check(
            |it| {
                let options = it["survey"]["questions"][1]["kind"]["options"].as_array_mut().unwrap();
                options.swap(0, 2);
                options[1]["id"] = json!("pace");
            },
            &["2 · why: added: “speed”, removed: “speed”, “price” moved from 1 to 3"],
            &["2 · why: se añade: “speed”, se quita: “speed”, “price” pasa del 1 al 3"],
        );
        check(
            |it| {
                it["survey"]["questions"][0]["branches"] =
                    json!([{ "when": [{ "question": "score", "is": { "score": [9, 10] } }], "to": "end" }]);
                it["survey"]["questions"][2]["required"] = json!(true);
            },
            &["1 · score: After this answer", "3 · more: Must be answered to go on"],
            &["1 · score: Después de esta respuesta", "3 · more: Hay que contestarla para seguir"],
        );
        check(
            |it| it["survey"]["endings"] = json!([{ "when": [], "text": { "en": "Bye" } }]),
            &["Thank-you: Thank-you 1, Thank-you 1 (English)"],
            &["Agradecimiento: Agradecimiento 1, Agradecimiento 1 (English)"],
        );
        check(
            |it| {
                it["targeting"]["chance"] = json!(0.5);
                it["targeting"]["include"] = json!(["/checkout"]);
                it["appearance"]["display"] = json!("modal");
            },
            &["Where and when it shows: Only on these pages, Visitors, in %", "How it looks: It comes as"],
            &["Dónde y cuándo se muestra: Solo en estas páginas, Visitantes, en %", "Qué aspecto tiene: Aparece como"],
        );
        check(
            |it| it["languages"] = json!(["es", "en", "pt"]),
            &["Languages: added: Português, English moved from 1 to 2, default"],
            &["Idiomas: se añade: Português, English pasa del 1 al 2, predeterminado"],
        );
    }

    #[test]
    fn no_change_goes_unsaid() {
        let rules = json!({
            "include": ["/a"], "exclude": ["/b"], "referrer": ["/c"], "devices": ["phone"], "languages": ["es"],
            "who": [{ "field": "plan", "is": "given" }], "visits": 2, "days": 3, "from": 1_000, "until": 90_000_000,
            "quota": 5, "triggers": ["exit"], "cancel": "bought", "delay": 4, "chance": 0.5,
            "again": { "answered": 3, "dismissed": 4 }, "priority": 6,
        });
        let looks = json!({
            "display": "modal", "place": "top", "within": "#a", "overlay": true, "outside_closes": true,
            "closes_after": 9,
        });
        let link = json!({ "label": { "en": "Go" }, "address": "https://example.com" });
        let endings = json!([{ "when": [{ "field": "plan", "is": "given" }], "text": { "en": "Bye" }, "link": link }]);
        let more = json!({ "targeting": rules, "appearance": looks, "endings": endings });
        // One question of each kind will do, and the looks of a kind.
        let kinds: Vec<Value> = every_kind().into_iter().take(19).collect();
        let before = definition(&json!(kinds), &more);
        let whole = serde_json::to_value(&before).unwrap();
        let page = page(Locale::En);
        let said = |definition: &Definition| parts(&page, definition, &TimeZone::UTC);
        let (was, mut tried) = (said(&before), 0);
        for path in leaves(&whole, String::new()) {
            let others =
                [json!(true), json!(false), json!(3), json!("two"), json!("numbers"), json!("short"), json!("tab")];
            let changed = others.into_iter().find_map(|value| {
                let mut changed = whole.clone();
                *changed.pointer_mut(&path)? = value;
                serde_json::from_value::<Definition>(changed).ok().filter(|after| *after != before)
            });
            let Some(after) = changed else { continue };
            // Words that ask nothing cannot be left unanswered, whatever is saved.
            let silent = path.starts_with("/survey/questions/16/") || path.starts_with("/survey/questions/17/");
            if silent && path.ends_with("/required") {
                continue;
            }
            tried += 1;
            assert!(!differences(&was, &said(&after)).is_empty(), "{path}");
        }
        assert!(tried > 150, "{tried}");
    }

    /// The paths of everything in a JSON value that is neither a list nor an object.
    fn leaves(value: &Value, path: String) -> Vec<String> {
        match value {
            Value::Object(members) => {
                members.iter().flat_map(|(name, one)| leaves(one, format!("{path}/{name}"))).collect()
            }
            Value::Array(items) => {
                items.iter().enumerate().flat_map(|(at, one)| leaves(one, format!("{path}/{at}"))).collect()
            }
            _ => vec![path],
        }
    }
}
