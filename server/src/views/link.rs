//! A survey's link page: the questions drawn by the widget's own views, in a form that works without script.

use super::languages;
use crate::{
    assets,
    link::{Asked, BACK, Pairs, Place, Way, words::Said},
};
use askama::Template;
use shared::text::Language;
use widget::{
    drawings,
    form::Word,
    view::{self, Page},
};
use yew::{LocalServerRenderer, prelude::*};

/// What stands around the survey.
#[derive(Debug)]
pub struct Frame {
    language: String,
    right_to_left: bool,
    title: String,
    site: String,
    framed: bool,
    theme: Option<String>,
    /// This page in other languages: tag, name and address.
    languages: Vec<[String; 3]>,
}

impl Frame {
    /// Around a survey.
    pub fn of(asked: &Asked) -> Self {
        let site = asked.site.site.name.clone();
        Self {
            language: asked.language.to_string(),
            right_to_left: asked.language.is_right_to_left(),
            framed: asked.is_framed(),
            theme: Some(format!("/s/{}/theme.css", asked.published.slug)),
            title: site.clone(),
            site,
            languages: Vec::new(),
        }
    }

    /// Around words in this language, where there is no survey.
    pub fn of_nothing(language: &Language) -> Self {
        Self {
            language: language.to_string(),
            right_to_left: language.is_right_to_left(),
            title: "Opina".to_owned(),
            site: String::new(),
            framed: false,
            theme: None,
            languages: Vec::new(),
        }
    }
}

/// What the page's script is told, as `widget/link.js` reads it.
#[derive(Debug)]
struct Told {
    base: String,
    site: String,
    version: &'static str,
    survey: Option<Survey>,
}

/// The survey with which the script replaces the form: on the first page alone, where nobody has answered yet.
#[derive(Debug)]
struct Survey {
    id: i64,
    version: i32,
    chance: f64,
    fields: String,
    given: String,
}

/// A page of questions.
#[derive(Template)]
#[template(path = "link.html")]
pub struct LinkView {
    frame: Frame,
    told: Option<Told>,
    action: String,
    hidden: Pairs,
    step: String,
    bar: String,
    questions: String,
    back: Option<String>,
    back_name: &'static str,
    note: String,
    alert: Option<&'static str>,
    go: String,
}

impl LinkView {
    /// The open page of a way. `first` says that nothing was sent yet; `alert` says what went wrong.
    pub async fn new(asked: &Asked, way: &Way, base: &str, first: bool, alert: Option<Said>) -> Self {
        let (words, walk) = (&way.form.words, &way.walk);
        let (done, of) = walk.progress();
        let say = |word| words.say(word).to_owned();
        let mut frame = Frame::of(asked);
        frame.title = format!("{} · {}", words.say(Word::Feedback), frame.site);
        if first && !asked.is_framed() {
            frame.languages = other_languages(asked);
        }
        Self {
            frame,
            told: Told::new(asked, way, base, first),
            action: action(asked),
            hidden: way.hidden(),
            step: if of > 1 { words.count(Word::Step, done, of) } else { String::new() },
            bar: if of > 1 { drawn(drawings::bar(done, of).done()).await } else { String::new() },
            questions: drawn(view::page(Page { words, walk, open: true, script: false })).await,
            back: walk.can_go_back().then(|| say(Word::Back)),
            back_name: BACK,
            note: say(Word::Privacy),
            alert: alert.map(|said| said.words(asked.language.as_str())),
            go: say(if walk.is_last() { Word::Send } else { Word::Next }),
        }
    }
}

impl Told {
    fn new(asked: &Asked, way: &Way, base: &str, first: bool) -> Option<Self> {
        // On later pages a script has nothing to do but to tell a frame's height.
        let version = assets::WIDGET.as_ref().filter(|_| first || asked.is_framed())?.version;
        // Both can be written as JSON; the script takes nothing for nothing.
        let survey = first.then(|| Survey {
            id: asked.published.survey_id,
            version: asked.published.version,
            chance: asked.chance().get(),
            fields: serde_json::to_string(way.walk.fields()).unwrap_or_default(),
            given: serde_json::to_string(&way.given()).unwrap_or_default(),
        });
        Some(Self { base: base.to_owned(), site: asked.site.site.key.clone(), version, survey })
    }
}

/// A page that says something in place of questions.
#[derive(Template)]
#[template(path = "link_said.html")]
pub struct SaidView {
    frame: Frame,
    told: Option<Told>,
    thanks: Option<String>,
    words: &'static str,
}

impl SaidView {
    /// The thank-you, or what is said to those who answered so.
    pub async fn thanks(asked: &Asked, way: &Way, base: &str) -> Self {
        let thanks = Some(drawn(view::thanks(&way.form.words, &way.walk)).await);
        Self { frame: Frame::of(asked), told: Told::new(asked, way, base, false), thanks, words: "" }
    }

    /// Why there are no questions.
    pub fn instead(frame: Frame, words: &'static str) -> Self {
        Self { frame, told: None, thanks: None, words }
    }
}

/// The address to which the form is sent: the page's own, without what it filled in.
fn action(asked: &Asked) -> String {
    let (language, survey) = (&asked.language, &asked.published);
    match &asked.place {
        Place::Alone => format!("/s/{}?lang={language}", survey.slug),
        Place::Framed(chance) => {
            let key = &asked.site.site.key;
            format!("/w/{key}/frame/{}/{language}?chance={}", survey.survey_id, chance.get())
        }
    }
}

fn other_languages(asked: &Asked) -> Vec<[String; 3]> {
    let offered = asked.published.definition.languages().iter().filter(|one| **one != asked.language);
    let slug = &asked.published.slug;
    offered.map(|one| [one.to_string(), languages::name(one), format!("/s/{slug}?lang={one}")]).collect()
}

#[derive(PartialEq, Properties)]
struct Drawing {
    html: Html,
}

#[component]
fn Drawn(drawing: &Drawing) -> Html {
    drawing.html.clone()
}

/// What Yew draws, as text.
pub(super) async fn drawn(html: Html) -> String {
    LocalServerRenderer::<Drawn>::with_props(Drawing { html }).hydratable(false).render().await
}
