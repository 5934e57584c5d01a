//! The survey editor's form: what was typed, by the names of its fields, whether or not it makes sense yet.
//!
//! A form is made of a survey or of what a browser sent, changed by [`edit`] and turned into a survey by [`check`]. It
//! keeps every value as typed, so that nothing is lost while something else is still wrong.

mod kind;

pub mod names;

pub mod moment;

pub mod branches;

pub mod condition;

mod write;

pub mod ids;

pub mod check;

pub mod edit;

pub mod texts;

pub use kind::QuestionKind;
pub use write::percent;

use check::Mistake;
use names::FieldNames;
use shared::{
    score::Metric,
    survey::{CesPoints, RatingPoints},
    text::{Language, QuestionId},
};
use std::collections::BTreeMap;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    values: BTreeMap<String, String>,
    languages: Vec<Language>,
    questions: Vec<(QuestionId, QuestionKind)>,
    lists: BTreeMap<String, Vec<String>>,
}

impl Form {
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
            } else if names::is_list(&name) {
                form.lists.entry(name).or_default().push(value);
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

    /// The keys of a list's items, in order.
    pub fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The options of a question in order: ids, and `+1`, `+2`… for those that have none yet.
    pub fn options(&self, question: &QuestionId) -> &[String] {
        self.list(&question.option())
    }

    /// The kind of a question, if there is one with this id.
    pub fn kind(&self, question: &QuestionId) -> Option<QuestionKind> {
        self.questions.iter().find(|(id, _)| id == question).map(|(_, kind)| *kind)
    }

    /// What a question measures, with the length of the scale that was chosen; `None` for what is no rating.
    pub fn metric(&self, question: &QuestionId) -> Option<Metric> {
        Some(match self.kind(question)? {
            QuestionKind::Nps => Metric::Nps,
            QuestionKind::Csat => Metric::Csat,
            QuestionKind::Ces if self.ces_points(question) == CesPoints::Five => Metric::Ces5,
            QuestionKind::Ces => Metric::Ces,
            QuestionKind::Thumbs => Metric::Thumbs,
            QuestionKind::Rating => Metric::Rating(self.rating_points(question)),
            _ => return None,
        })
    }

    fn ces_points(&self, question: &QuestionId) -> CesPoints {
        if self.value(&question.points()) == "5" { CesPoints::Five } else { CesPoints::Seven }
    }

    fn rating_points(&self, question: &QuestionId) -> RatingPoints {
        let typed = self.value(&question.points()).parse::<u8>().ok();
        typed.and_then(|points| RatingPoints::try_from(points).ok()).unwrap_or(RatingPoints::ALL[3])
    }

    /// The position of the question that begins the page of the one at `position`.
    pub fn page_begins(&self, position: usize) -> usize {
        let together = |at: &usize| self.questions.get(*at).is_some_and(|(id, _)| self.is_on(&id.together()));
        (0..=position).rev().find(|at| !together(at)).unwrap_or_default()
    }

    /// The names of the fields it uses, as they were typed.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.value(names::FIELDS).lines().map(str::trim).filter(|line| !line.is_empty())
    }

    /// The first line of a text in the default language, for headings and lists.
    pub fn first_text(&self, name: impl Fn(&Language) -> String) -> &str {
        let texts = self.languages.iter().map(|language| self.value(&name(language)).trim());
        texts.into_iter().find(|text| !text.is_empty()).and_then(|text| text.lines().next()).unwrap_or_default()
    }

    /// The same with something written where words are missing, to be looked at while it is being typed.
    pub fn with_words(&self, problems: &[check::Problem]) -> Self {
        let mut form = self.clone();
        let missing = |problem: &&check::Problem| matches!(problem.mistake, Mistake::Empty | Mistake::NoText(_));
        for problem in problems.iter().filter(missing) {
            form.put(&problem.field, "…");
        }
        form
    }

    fn put(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    fn tick(&mut self, name: &str, on: bool) {
        if on {
            self.put(name, "on");
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{locale::Locale, survey_templates::SurveyTemplate};
    use ids::Taken;
    use jiff::tz::TimeZone;
    use serde_json::{Value, json};
    use shared::definition::Definition;

    /// The form of a survey made of the NPS template.
    pub(crate) fn nps() -> Form {
        let definition = SurveyTemplate::ALL[0].definition("Lumen", Locale::En).unwrap();
        Form::of("Checkout", &definition, &TimeZone::UTC)
    }

    /// What a browser sends for a form: everything the editor renders.
    fn sent(form: &Form) -> Vec<(String, String)> {
        let languages = form.languages.iter().map(|language| (names::LANGUAGE.to_owned(), language.to_string()));
        let questions = form.questions.iter().map(|(id, _)| (names::QUESTION.to_owned(), id.to_string()));
        let item = |(name, keys): (&String, &Vec<String>)| {
            keys.iter().map(|key| (name.clone(), key.clone())).collect::<Vec<_>>()
        };
        let lists = form.lists.iter().flat_map(item);
        languages.chain(questions).chain(lists).chain(form.values.clone()).collect()
    }

    /// Checks that a survey is the same after it was opened, sent by a browser and saved.
    #[track_caller]
    fn comes_back(definition: &Definition) -> Form {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let form = Form::of("Checkout", definition, &zone);
        let read = Form::read(sent(&form)).unwrap();
        assert_eq!(read, form);
        let draft = read.check(&Taken::default(), &zone).unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!((draft.name.as_str(), &draft.definition), ("Checkout", definition));
        form
    }

    #[test]
    fn a_template_comes_back_as_it_was_and_branches_by_groups() {
        for template in SurveyTemplate::ALL {
            for locale in Locale::ALL {
                let form = comes_back(&template.definition("Tienda Lumen", locale).unwrap());
                assert!(form.questions().iter().all(|(id, _)| !form.is_on(&id.rules())));
            }
        }
    }

    /// A survey of these questions with these rules and looks, written as it is stored.
    pub(crate) fn definition(questions: &Value, more: &Value) -> Definition {
        let mut whole = json!({
            "languages": ["en", "es"],
            "survey": { "fields": ["plan", "age"], "questions": questions, "thanks": { "en": "Thanks, {{plan|you}}" } },
            "targeting": {}, "appearance": {},
        });
        for (name, value) in more.as_object().unwrap() {
            match name.as_str() {
                "endings" => whole["survey"][name] = value.clone(),
                _ => whole[name] = value.clone(),
            }
        }
        serde_json::from_value(whole).unwrap()
    }

    pub(crate) fn question(id: &str, kind: Value) -> Value {
        json!({ "id": id, "title": { "en": id, "es": "¿?" }, "note": { "en": "a note" }, "required": false, "kind": kind })
    }

    /// A question of every kind, with all that can be set at it.
    pub(crate) fn every_kind() -> Vec<Value> {
        let ends = |kind: Value| {
            let mut kind = kind;
            (kind["low"], kind["high"]) = (json!({ "en": "low", "es": "bajo" }), json!({ "es": "alto" }));
            kind
        };
        let option = |id: &str| json!({ "id": id, "label": { "en": id, "es": format!("{id}-es") } });
        let (options, other) = (json!([option("price"), option("speed"), option("help")]), json!({ "en": "Else" }));
        let text = |format: &str, least: u16, most: u16| json!({ "type": "text", "placeholder": { "en": "…" }, "least": least, "most": most, "format": format });
        let link = json!({ "type": "link", "label": { "en": "Shop" }, "address": "https://example.com/a?b=c" });
        let mut all = vec![
            question("nps", ends(json!({ "type": "nps" }))),
            question("faces", ends(json!({ "type": "csat", "style": "faces" }))),
            question("stars", ends(json!({ "type": "csat", "style": "stars" }))),
            question("numbers", ends(json!({ "type": "csat", "style": "numbers" }))),
            question("ces5", ends(json!({ "type": "ces", "points": "five" }))),
            question("ces7", ends(json!({ "type": "ces", "points": "seven" }))),
            question("thumbs", ends(json!({ "type": "thumbs" }))),
            question("one", json!({ "type": "choice", "options": options })),
            question(
                "many",
                json!({ "type": "choice", "options": options, "several": { "least": 2, "most": 4 }, "other": other,
                    "shuffled": true }),
            ),
            question("short", text("short", 0, 80)),
            question("long", text("long", 10, 2000)),
            question("email", text("email", 0, 200)),
            question("number", text("number", 0, 5)),
            question("terms", json!({ "type": "consent", "label": { "en": "Yes, I do" } })),
            question(
                "gap",
                ends(json!({ "type": "gap", "expectation": { "en": "Expected" }, "perception": { "en": "Got" } })),
            ),
            question("weights", json!({ "type": "importance", "items": options })),
            question("words", json!({ "type": "statement" })),
            question("leave", link),
        ];
        for points in 2..=11 {
            all.push(question(&format!("rating{points}"), ends(json!({ "type": "rating", "points": points }))));
        }
        all
    }

    #[test]
    fn every_kind_of_question_comes_back_as_it_was() {
        for one in every_kind() {
            let mut second = question("second", json!({ "type": "statement" }));
            second["together"] = json!(true);
            let mut third = one.clone();
            third["id"] = json!("third");
            third["title"] = json!({ "en": format!("{{{{{}}}}} {{{{plan}}}}", one["id"].as_str().unwrap()) });
            third["required"] = json!(true);
            comes_back(&definition(&json!([one, second, third]), &json!({})));
        }
        comes_back(&definition(&json!(every_kind()), &json!({})));
    }
    #[test]
    fn branches_come_back_as_groups_where_groups_can_say_them_and_else_as_rules() {
        let check = |on: Value, branches: Value, rules: bool, kept: usize| {
            let mut first = on;
            first["id"] = json!("first");
            let mut second = question("second", json!({ "type": "statement" }));
            second["branches"] = json!([{ "when": [], "to": "end" }]);
            let last = question("last", json!({ "type": "statement" }));
            first["branches"] = branches.clone();
            let form = comes_back(&definition(&json!([first, second, last]), &json!({})));
            assert_eq!(form.is_on("q.first.rules"), rules, "{branches}");
            let custom = form.values.keys().filter(|name| name.ends_with(".custom")).count();
            assert_eq!(custom, kept, "{branches}");
        };
        let (last, end) = (json!({ "question": "last" }), json!("end"));
        let of = |of: Value, is: Value, not: bool| {
            let mut condition = of;
            (condition["is"], condition["not"]) = (is, json!(not));
            condition
        };
        let answer = |is: Value, not: bool| of(json!({ "question": "first" }), is, not);
        let field = |is: Value, not: bool| of(json!({ "field": "plan" }), is, not);
        let branch = |when: Vec<Value>, to: &Value| json!({ "when": when, "to": to });
        let kind = |kind: Value| question("first", kind);
        let ces = || kind(json!({ "type": "ces", "low": {}, "high": {} }));
        let score = |from: u8, to: u8| json!({ "score": [from, to] });
        check(ces(), json!([branch(vec![answer(score(1, 3), false)], &last)]), false, 0);
        check(ces(), json!([branch(vec![answer(score(1, 2), false)], &last)]), true, 0);
        check(ces(), json!([branch(vec![answer(score(1, 3), true)], &last)]), true, 0);
        let both = vec![answer(score(1, 3), false), field(json!({ "equals": "pro" }), false)];
        check(ces(), json!([branch(both, &last), branch(vec![], &end)]), true, 0);
        check(ces(), json!([branch(vec![answer(json!({ "equals": "odd" }), false)], &last)]), true, 1);
        check(ces(), json!([branch(vec![answer(score(0, 200), false)], &last)]), true, 1);
        for not in [false, true] {
            for is in [
                json!("given"),
                json!({ "equals": "Pro" }),
                json!({ "contains": "ro" }),
                json!({ "between": [-5, 10] }),
                json!({ "between": [18, i32::MAX] }),
                json!({ "between": [i32::MIN, i32::MAX] }),
            ] {
                check(ces(), json!([branch(vec![field(is.clone(), not)], &last)]), true, 0);
                let text = kind(json!({ "type": "text", "placeholder": {}, "most": 10 }));
                check(text, json!([branch(vec![answer(is, not)], &end)]), true, 0);
            }
            let odd = [json!({ "equals": " two\nlines " }), json!({ "between": [2, 1] }), json!({ "chosen": "price" })];
            for is in odd {
                check(ces(), json!([branch(vec![field(is, not)], &last)]), true, 1);
            }
        }
        let choice = every_kind().into_iter().find(|one| one["id"] == "many").unwrap();
        check(choice.clone(), json!([branch(vec![answer(json!({ "chosen": "price" }), false)], &last)]), false, 0);
        check(choice.clone(), json!([branch(vec![answer(json!({ "chosen": "price" }), true)], &last)]), true, 0);
        check(choice.clone(), json!([branch(vec![answer(json!({ "chosen": "gone" }), false)], &last)]), true, 0);
        check(choice, json!([branch(vec![answer(json!({ "contains": "slow" }), false)], &last)]), true, 0);
        let consent = || kind(json!({ "type": "consent", "label": { "en": "Yes" } }));
        check(consent(), json!([branch(vec![answer(json!({ "equals": "no" }), false)], &end)]), false, 0);
        check(consent(), json!([branch(vec![answer(json!({ "equals": "yes" }), true)], &end)]), true, 0);
        check(consent(), json!([branch(vec![answer(json!({ "equals": "no" }), true)], &end)]), true, 0);
        check(consent(), json!([branch(vec![answer(json!({ "equals": "perhaps" }), false)], &end)]), true, 1);
        let thumbs = || kind(json!({ "type": "thumbs", "low": {}, "high": {} }));
        check(thumbs(), json!([branch(vec![answer(score(0, 0), false)], &last)]), false, 0);
        let statement = || kind(json!({ "type": "statement" }));
        check(statement(), json!([branch(vec![], &last)]), false, 0);
        check(statement(), json!([branch(vec![answer(json!("given"), true)], &last)]), true, 0);
    }

    #[test]
    fn endings_come_back_as_they_were() {
        let nps = question("score", json!({ "type": "nps", "low": {}, "high": {} }));
        let link = json!({ "label": { "en": "Shop", "es": "Tienda" }, "address": "mailto:a@example.com" });
        let endings = json!([
            { "when": [{ "question": "score", "is": { "score": [9, 10] } }], "text": { "es": "¡{{score}}!" }, "link": link },
            { "when": [{ "field": "plan", "is": "given", "not": true }], "text": { "en": "Hello" } },
            { "when": [], "text": {} },
        ]);
        let form = comes_back(&definition(&json!([nps]), &json!({ "endings": endings })));
        assert_eq!(form.list("ending").join(" "), "1 2 3");
    }

    #[test]
    fn every_rule_and_look_comes_back_as_it_was() {
        let check = |targeting: Value, appearance: Value| {
            let questions = json!([question("words", json!({ "type": "statement" }))]);
            comes_back(&definition(&questions, &json!({ "targeting": targeting, "appearance": appearance })));
        };
        check(json!({}), json!({}));
        check(
            json!({
                "include": ["/a/*", "*.example.com/b"], "exclude": ["/c"], "referrer": ["www.example.org/*"],
                "devices": ["phone", "desktop"], "languages": ["es", "pt-BR"],
                "who": [
                    { "field": "plan", "is": { "equals": "pro" } },
                    { "field": "seats", "is": { "between": [5, 10] }, "not": true },
                    { "field": "undeclared", "is": "given" },
                ],
                "visits": 3, "days": 30, "from": 1_800_000_000_000_i64, "until": 1_900_000_000_123_i64, "quota": 500,
                "triggers": [
                    { "event": "order placed" }, { "scroll": { "percent": 50 } },
                    { "scroll": { "percent": 100, "within": "#text" } }, { "idle": 30 }, "exit", { "click": "#pay > a" },
                ],
                "cancel": "bought", "delay": 5, "chance": 0.3333333333333333, "priority": 7,
                "again": { "answered": 30, "dismissed": 7 },
            }),
            json!({ "display": "inline", "within": "#here", "overlay": true, "outside_closes": true, "closes_after": 60 }),
        );
        for again in [[None, None], [None, Some(0)], [None, Some(90)], [Some(30), Some(30)], [Some(1), None]] {
            check(json!({ "again": { "answered": again[0], "dismissed": again[1] } }), json!({}));
        }
        for place in shared::appearance::Place::ALL {
            for display in ["popover", "modal", "page", "tab"] {
                check(json!({}), json!({ "display": display, "place": place.id() }));
            }
        }
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
        check(&[("language", "en"), ("question", "a"), ("q.a.kind", "cube")], false);
        check(&[("language", "en"), ("question", "a")], false);
        check(&[("language", "en"), ("question", "A b")], false);
        check(&[("language", "en"), ("question", "a"), ("question", "a"), ("q.a.kind", "text")], false);
    }
}
