//! The list of a site's surveys, and the page on which a new one is started.

use super::{
    Page,
    format::number,
    survey_editor::{card::kind_name, input::Choice},
    time::ago,
};
use crate::{
    db::surveys::{Listed, Place, Status},
    survey_form::QuestionKind,
    survey_templates::{SurveyTemplate, TemplateError},
    words::{Words, fill},
};
use askama::Template;
use shared::{answer::Answer, condition::Fields, text::Language};

/// The list.
#[derive(Debug, Template)]
#[template(path = "surveys.html")]
pub struct ListView {
    page: Page,
    rows: Vec<Row>,
    deleted: bool,
}

/// One survey.
#[derive(Debug)]
pub struct Row {
    /// Row id.
    pub id: i64,
    /// What the team calls it.
    pub name: String,
    /// The touchpoint's name.
    pub touchpoint: String,
    /// Its channel and phase.
    pub place: String,
    /// Where the survey is in its life.
    pub status: String,
    /// The colour of that.
    pub class: &'static str,
    /// How many responses it has.
    pub responses: String,
    /// How long ago the last one came.
    pub answered: String,
}

impl ListView {
    /// The surveys of a site at this time; `deleted` says that one has just gone.
    pub fn new(page: Page, surveys: Vec<Listed>, now: i64, deleted: bool) -> Self {
        let words = page.words;
        let row = |survey: Listed| {
            let version = survey.version.map(|version| version.to_string()).unwrap_or_default();
            let (class, status) = match survey.status {
                Status::Draft => ("", words.survey_draft),
                Status::Live => ("ok", words.survey_live_version),
                Status::Paused => ("warn", words.survey_paused_version),
            };
            Row {
                id: survey.id,
                name: survey.name,
                touchpoint: survey.place.touchpoint,
                place: format!("{} × {}", survey.place.channel, survey.place.phase),
                status: fill(status, &[("n", &version)]),
                class,
                responses: number(page.locale, survey.responses.unsigned_abs()),
                answered: survey.answered_by.map(|at| ago(words, now, at)).unwrap_or_else(|| "–".to_owned()),
            }
        };
        Self { rows: surveys.into_iter().map(row).collect(), deleted, page }
    }
}

/// Where to start a survey.
#[derive(Debug, Template)]
#[template(path = "survey_new.html")]
pub struct NewView {
    page: Page,
    touchpoints: Vec<Choice>,
    templates: Vec<TemplateCard>,
}

/// A survey to start from.
#[derive(Debug)]
pub struct TemplateCard {
    /// Its name in the form.
    pub key: &'static str,
    /// What it finds out.
    pub title: &'static str,
    /// When it is the right one.
    pub advice: &'static str,
    /// What kind of rating it asks for.
    pub kind: &'static str,
    /// The rating it starts with, in the admin's language.
    pub question: String,
    /// What is asked after the lowest score.
    pub low: Vec<String>,
    /// What is asked after the highest score.
    pub high: Vec<String>,
}

impl NewView {
    /// The touchpoints of the site, with one chosen, and the templates in the admin's language.
    ///
    /// # Errors
    /// When the site's name does not fit into the questions.
    pub fn new(page: Page, touchpoints: Vec<Place>, chosen: Option<i64>) -> Result<Self, TemplateError> {
        let words = page.words;
        let site = page.site.as_ref().map(|site| site.name.as_str()).unwrap_or_default();
        let mut templates = Vec::new();
        for template in SurveyTemplate::ALL {
            let definition = template.definition(site, page.locale)?;
            let language: &Language = definition.default_language();
            let survey = definition.survey().in_language(language, language);
            let (title, advice, kind) = describe(words, template);
            let after = |point: u8| {
                let answers = survey.headline().map(|question| (question.id.clone(), Answer::Score(point)));
                let path = survey.path(&answers.into_iter().collect(), &Fields::new());
                path.iter().skip(1).map(|question| question.title.clone()).collect()
            };
            let points = template.metric().points();
            let question = survey.questions()[0].title.clone();
            let (low, high) = (after(*points.start()), after(*points.end()));
            templates.push(TemplateCard { key: template.key(), title, advice, kind, question, low, high });
        }
        let choice = |place: Place| Choice {
            label: place.to_string(),
            chosen: chosen == Some(place.touchpoint_id),
            value: place.touchpoint_id.to_string(),
        };
        Ok(Self { touchpoints: touchpoints.into_iter().map(choice).collect(), templates, page })
    }
}

fn describe(words: &'static Words, template: SurveyTemplate) -> (&'static str, &'static str, &'static str) {
    let kind = |kind| kind_name(words, kind);
    match template {
        SurveyTemplate::Nps => (words.survey_nps_title, words.survey_nps_advice, kind(QuestionKind::Nps)),
        SurveyTemplate::Csat => (words.survey_csat_title, words.survey_csat_advice, kind(QuestionKind::Csat)),
        SurveyTemplate::Ces => (words.survey_ces_title, words.survey_ces_advice, kind(QuestionKind::Ces)),
    }
}
