//! Answers that lead to a place in a survey, found by trying those on which its branches and endings depend.

use super::Place;
use shared::{
    answer::{Answer, Answers, Chosen},
    condition::{Condition, Fields, Subject, Test},
    survey::{ALL_POINTS, Kind, Question, Survey, TextFormat},
    text::{FieldId, OptionId},
};

/// How many pages are tried before the search is given up. Surveys that need more are not made by hand.
const MOST_TRIES: usize = 20_000;
/// How many ways of answering one page, or of what is known of a visitor, are tried.
const MOST_WAYS: usize = 200;

/// A way to a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// What is answered on the way.
    pub answers: Answers,
    /// What is known of the visitor.
    pub fields: Fields,
    /// How many pages lie before it.
    pub pages: usize,
}

/// The first way found; `None` where there is none, or none that is found soon.
pub fn to(survey: &Survey<String>, place: &Place) -> Option<Lead> {
    let goal = match place {
        Place::Start => return None,
        Place::Question(id) => {
            let at = survey.questions().iter().position(|question| question.id == *id)?;
            // It is looked at together with the others of its page.
            Goal::Page((0..=at).rev().find(|begin| !survey.questions()[*begin].together)?)
        }
        Place::Ending(position) => Goal::End(Some(*position)),
        Place::Thanks => Goal::End(None),
    };
    let conditions: Vec<&Condition> = conditions(survey).collect();
    let mut search = Search { survey, goal, conditions, tries: MOST_TRIES };
    let known = search.known();
    known.into_iter().find_map(|fields| search.from(0, &Answers::new(), &fields, 0))
}

fn conditions(survey: &Survey<String>) -> impl Iterator<Item = &Condition> {
    let branches = survey.questions().iter().flat_map(|question| &question.branches).flat_map(|branch| &branch.when);
    branches.chain(survey.endings().iter().flat_map(|ending| &ending.when))
}

/// What is looked for.
#[derive(Clone, Copy)]
enum Goal {
    /// The page that begins at this position.
    Page(usize),
    /// An end at which the ending at this position is said, or none.
    End(Option<usize>),
}

struct Search<'a> {
    survey: &'a Survey<String>,
    goal: Goal,
    conditions: Vec<&'a Condition>,
    tries: usize,
}

impl Search<'_> {
    fn from(&mut self, position: usize, answers: &Answers, fields: &Fields, pages: usize) -> Option<Lead> {
        let lead = |answers: &Answers, pages| Some(Lead { answers: answers.clone(), fields: fields.clone(), pages });
        if matches!(self.goal, Goal::Page(at) if at == position) {
            return lead(answers, pages);
        }
        self.tries = self.tries.checked_sub(1)?;
        for answers in self.ways(position, answers) {
            match (self.survey.next(position, &answers, fields), self.goal) {
                (Some(next), Goal::Page(at)) if next > at => {}
                (Some(next), _) => {
                    if let Some(found) = self.from(next, &answers, fields, pages + 1) {
                        return Some(found);
                    }
                }
                (None, Goal::End(wanted)) => {
                    let said = self.survey.ending(&answers, fields);
                    let said = said.and_then(|said| self.survey.endings().iter().position(|one| one == said));
                    if said == wanted && !answers.is_empty() {
                        return lead(&answers, pages + 1);
                    }
                }
                (None, Goal::Page(_)) => {}
            }
        }
        None
    }

    /// The ways of answering the page at `position` that may lead elsewhere, the plainest first.
    fn ways(&self, position: usize, before: &Answers) -> Vec<Answers> {
        let mut ways = vec![before.clone()];
        for question in self.survey.page(position) {
            let tried = self.tried(question);
            let answered = |way: &Answers| {
                let with = |answer: &Option<Answer>| {
                    let mut way = way.clone();
                    if let Some(answer) = answer {
                        way.insert(question.id.clone(), answer.clone());
                    }
                    way
                };
                tried.iter().map(with).collect::<Vec<_>>()
            };
            ways = ways.iter().flat_map(answered).take(MOST_WAYS).collect();
        }
        ways
    }

    /// The answers to a question that are tried; all of them fit. Where nothing depends on it, one will do.
    fn tried(&self, question: &Question<String>) -> Vec<Option<Answer>> {
        let own: Vec<&Test> = self
            .conditions
            .iter()
            .filter(|one| one.of == Subject::Question(question.id.clone()))
            .map(|one| &one.is)
            .collect();
        let mut tried = vec![plain(question)];
        if !own.is_empty() {
            let points = question.kind.metric().map(|metric| metric.points());
            tried.extend(points.into_iter().flatten().map(|point| Some(Answer::Score(point))));
            tried.extend((0..question.kind.options().len()).map(|at| chosen(question, at)));
            tried.extend(own.iter().filter_map(|test| said(test)).map(|text| Some(words(question, text))));
            tried.push(None);
        }
        tried.retain(|answer| question.problem(answer.as_ref()).is_none());
        tried
    }

    /// What may be known of the visitor that leads elsewhere: nothing first.
    fn known(&self) -> Vec<Fields> {
        let mut ways = vec![Fields::new()];
        let of = |condition: &&Condition| match &condition.of {
            Subject::Field(field) => Some((field.clone(), said(&condition.is).unwrap_or_else(|| "x".to_owned()))),
            Subject::Question(_) => None,
        };
        let tested: Vec<(FieldId, String)> = self.conditions.iter().filter_map(of).collect();
        for (field, value) in tested {
            let mut more: Vec<Fields> = ways.clone();
            more.iter_mut().for_each(|way| way.insert(field.clone(), value.clone()));
            ways.extend(more);
            ways.truncate(MOST_WAYS);
        }
        ways
    }
}

/// A text that passes a test of texts.
fn said(test: &Test) -> Option<String> {
    match test {
        Test::Equals(text) | Test::Contains(text) => Some(text.clone()),
        Test::Between(from, to) => Some(if *from == i32::MIN { to } else { from }.to_string()),
        Test::Score(..) | Test::Chosen(_) | Test::Given => None,
    }
}

/// Words as an answer of this kind.
fn words(question: &Question<String>, text: String) -> Answer {
    match question.kind {
        Kind::Choice { .. } => Answer::Chosen(Chosen { options: Vec::new(), other: Some(text) }),
        Kind::Consent { .. } => Answer::Yes(text == "yes"),
        _ => Answer::Text(text),
    }
}

/// An option, with as many behind it as must be chosen.
fn chosen(question: &Question<String>, first: usize) -> Option<Answer> {
    let Kind::Choice { options, several, .. } = &question.kind else { return None };
    let least = several.map_or(1, |several| usize::from(several.least));
    let ids: Vec<OptionId> =
        options.iter().cycle().skip(first).take(least.min(options.len()).max(1)).map(|one| one.id.clone()).collect();
    Some(Answer::Chosen(Chosen { options: ids, other: None }))
}

/// An answer of the plainest sort; nothing to what asks nothing.
fn plain(question: &Question<String>) -> Option<Answer> {
    Some(match &question.kind {
        Kind::Choice { .. } => chosen(question, 0)?,
        Kind::Text { least, format, .. } => Answer::Text(match format {
            TextFormat::Email => "ana@example.com".to_owned(),
            TextFormat::Number => "1".repeat(usize::from(*least).max(1)),
            TextFormat::Long | TextFormat::Short => "…".repeat(usize::from(*least).max(1)),
        }),
        Kind::Consent { .. } => Answer::Yes(true),
        Kind::Gap { .. } => Answer::Gap(
            question.kind.points().map(|points| *points.end()),
            question.kind.points().map(|points| *points.start()),
        ),
        Kind::Importance { items } => Answer::Points([(items.first()?.id.clone(), ALL_POINTS)].into_iter().collect()),
        Kind::Statement | Kind::Link(_) => return None,
        _ => Answer::Score(*question.kind.points()?.end()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        locale::Locale,
        survey_form::tests::{definition, every_kind, question},
        survey_templates::SurveyTemplate,
    };
    use serde_json::json;
    use shared::{definition::Definition, text::Language};

    fn survey(definition: &Definition) -> Survey<String> {
        let language = Language::default();
        definition.survey().in_language(&language, &language)
    }

    /// Checks that the way found is one that a visitor can take, and that it leads there.
    #[track_caller]
    fn leads(survey: &Survey<String>, place: &Place) -> Lead {
        let lead = to(survey, place).unwrap_or_else(|| panic!("no way to {place:?}"));
        let pages: Vec<usize> = survey.pages(&lead.answers, &lead.fields).collect();
        for page in &pages[..lead.pages] {
            for question in survey.page(*page) {
                assert_eq!(question.problem(lead.answers.get(&question.id)), None, "{place:?}");
            }
        }
        match place {
            Place::Question(id) => assert!(survey.page(pages[lead.pages]).iter().any(|one| one.id == *id), "{place:?}"),
            _ => assert_eq!(pages.len(), lead.pages, "{place:?}"),
        }
        lead
    }

    #[test]
    fn there_is_a_way_to_every_question_of_every_template() {
        for template in SurveyTemplate::ALL {
            let survey = survey(&template.definition("Lumen", Locale::En).unwrap());
            for question in survey.questions() {
                leads(&survey, &Place::Question(question.id.clone()));
            }
            leads(&survey, &Place::Thanks);
        }
    }

    #[test]
    fn every_kind_of_question_can_be_passed() {
        let survey = survey(&definition(&json!(every_kind()), &json!({})));
        for question in survey.questions() {
            leads(&survey, &Place::Question(question.id.clone()));
        }
        assert_eq!(leads(&survey, &Place::Thanks).pages, survey.questions().len());
    }

    #[test]
    fn answers_and_fields_that_conditions_ask_for_are_found() {
        let to_end = || json!([{ "when": [], "to": "end" }]);
        let mut score = question("score", json!({ "type": "nps", "low": {}, "high": {} }));
        score["required"] = json!(true);
        score["branches"] = json!([
            { "when": [{ "question": "score", "is": { "score": [3, 3] } }, { "field": "plan", "is": { "equals": "pro" } }], "to": { "question": "pro" } },
            { "when": [{ "question": "score", "is": { "score": [0, 9] } }], "to": { "question": "why" } },
        ]);
        let mut praise = question("praise", json!({ "type": "text", "placeholder": {}, "most": 9 }));
        praise["branches"] = to_end();
        let mut why = question("why", json!({ "type": "text", "placeholder": {}, "most": 9 }));
        why["branches"] = json!([
            { "when": [{ "question": "why", "is": { "contains": "slow" } }], "to": { "question": "pro" } },
            { "when": [{ "question": "why", "is": "given", "not": true }], "to": { "question": "silent" } },
        ]);
        let endings = json!([
            { "when": [{ "question": "score", "is": { "score": [0, 2] } }], "text": { "en": "Sorry" } },
            { "when": [{ "question": "score", "is": { "score": [0, 1] } }], "text": { "en": "Never said" } },
        ]);
        let mut pro = question("pro", json!({ "type": "thumbs", "low": {}, "high": {} }));
        pro["branches"] = to_end();
        let more = question("more", json!({ "type": "statement" }));
        let silent = question("silent", json!({ "type": "text", "placeholder": {}, "most": 9 }));
        let questions = json!([score, praise, why, more, pro, silent]);
        let survey = survey(&definition(&questions, &json!({ "endings": endings })));
        for id in ["score", "praise", "why", "more", "pro", "silent"] {
            leads(&survey, &Place::Question(id.try_into().unwrap()));
        }
        leads(&survey, &Place::Ending(0));
        leads(&survey, &Place::Thanks);
        assert_eq!(to(&survey, &Place::Ending(1)), None, "the first one that holds is said");
        assert_eq!(to(&survey, &Place::Question("nobody".try_into().unwrap())), None);
    }
}
