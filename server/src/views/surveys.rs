//! The list of a site's surveys, and the page on which a new one is started.

use super::{Page, format::number, survey_editor::input::Choice, time::ago};
use crate::{
    db::{
        journey::NameError,
        surveys::{Listed, Place, Status},
    },
    survey_templates::{SurveyTemplate, TemplateError},
    words::{Words, fill},
};
use askama::Template;
use shared::{
    answer::Answer,
    condition::Fields,
    survey::{Question, Survey},
    text::Language,
};

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
    first: First,
    templates: Vec<TemplateCard>,
}

/// What makes the first touchpoint of a site, where there is none to choose.
#[derive(Debug, Default)]
pub struct First {
    /// The name that was typed.
    pub name: String,
    /// What is wrong with it.
    pub mistake: Option<NameError>,
    /// The phases and the channels of the site's map: ids and names.
    pub steps: [Vec<(i64, String)>; 2],
}

impl NewView {
    /// What is wrong with the name of the first touchpoint, in words.
    fn name_mistake(&self) -> Option<String> {
        self.first.mistake.map(|mistake| super::name_mistake(self.page.words, mistake))
    }

    /// Whether nothing can be asked, because the map has no phase or no channel.
    fn has_no_map(&self) -> bool {
        self.touchpoints.is_empty() && self.first.steps.iter().any(Vec::is_empty)
    }
}

/// A survey to start from.
#[derive(Debug)]
pub struct TemplateCard {
    /// Its name in the form.
    pub key: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it finds out.
    pub title: &'static str,
    /// When it is the right one.
    pub advice: &'static str,
    /// The question it starts with, in the admin's language.
    pub question: String,
    /// What is asked after that: by whom, and the questions.
    pub ways: Vec<(&'static str, Vec<String>)>,
}

impl NewView {
    /// The touchpoints of the site, with one chosen, or what makes the first one, and the templates in the admin's language.
    ///
    /// # Errors
    /// When the site's name does not fit into the questions.
    pub fn new(page: Page, touchpoints: Vec<Place>, chosen: Option<i64>, first: First) -> Result<Self, TemplateError> {
        let words = page.words;
        let site = page.site.as_ref().map(|site| site.name.as_str()).unwrap_or_default();
        let mut templates = Vec::new();
        for template in SurveyTemplate::ALL {
            let definition = template.definition(site, page.locale)?;
            let language: &Language = definition.default_language();
            let survey = definition.survey().in_language(language, language);
            let [name, title, advice] = describe(words, *template);
            let question = survey.questions()[0].title.clone();
            templates.push(TemplateCard {
                key: template.key(),
                name,
                title,
                advice,
                question,
                ways: ways(words, &survey),
            });
        }
        let choice = |place: Place| Choice {
            label: place.to_string(),
            chosen: chosen == Some(place.touchpoint_id),
            value: place.touchpoint_id.to_string(),
        };
        Ok(Self { touchpoints: touchpoints.into_iter().map(choice).collect(), first, templates, page })
    }
}

/// What is asked after the first question: by low and high scores where it is a rating.
fn ways(words: &'static Words, survey: &Survey<String>) -> Vec<(&'static str, Vec<String>)> {
    let first = &survey.questions()[0];
    let titles = |path: Vec<&Question<String>>| path.iter().skip(1).map(|question| question.title.clone()).collect();
    let Some(points) = first.kind.metric().map(|metric| metric.points()) else {
        return vec![(words.survey_asks_then, titles(survey.questions().iter().collect()))];
    };
    let after = |point: u8| {
        let answers = [(first.id.clone(), Answer::Score(point))].into_iter().collect();
        titles(survey.path(&answers, &Fields::new()))
    };
    vec![(words.survey_asks_low, after(*points.start())), (words.survey_asks_high, after(*points.end()))]
}

/// What a template is called, what it finds out, and when it is the right one.
pub fn describe(words: &'static Words, template: SurveyTemplate) -> [&'static str; 3] {
    match template {
        SurveyTemplate::Nps => [words.template_nps, words.survey_nps_title, words.survey_nps_advice],
        SurveyTemplate::Csat => [words.template_csat, words.survey_csat_title, words.survey_csat_advice],
        SurveyTemplate::Ces => [words.template_ces, words.survey_ces_title, words.survey_ces_advice],
        SurveyTemplate::Fit => [words.template_fit, words.template_fit_title, words.template_fit_advice],
        SurveyTemplate::Servqual => {
            [words.template_servqual, words.template_servqual_title, words.template_servqual_advice]
        }
        SurveyTemplate::Exit => [words.template_exit, words.template_exit_title, words.template_exit_advice],
        SurveyTemplate::Cancellation => {
            [words.template_cancellation, words.template_cancellation_title, words.template_cancellation_advice]
        }
        SurveyTemplate::Support => {
            [words.template_support, words.template_support_title, words.template_support_advice]
        }
        SurveyTemplate::Delivery => {
            [words.template_delivery, words.template_delivery_title, words.template_delivery_advice]
        }
    }
}
