//! The page in the editor's frame: the draft drawn by the widget's own views, and what its script needs to ask it there.

use super::link::drawn;
use crate::{
    assets,
    link::Pairs,
    preview::{Place, Preview, entries},
    words::Words,
};
use askama::Template;
use shared::{answer::Answers, entry::Entry};
use widget::{
    drawings,
    form::{Form, Read, Word},
    identity::Identity,
    view::{self, Page},
    walk::{Step, Walk},
};

/// The name of the language to look at it in. No question and no field can have a name with a colon in it.
pub const LANGUAGE: &str = ":language";
/// The name of the place to look at.
pub const PLACE: &str = ":place";
/// The name of the position of the page that was answered.
const AT: &str = ":at";
/// The name of the button that goes back.
const BACK: &str = ":back";

/// What an address asks for.
#[derive(Clone, Debug)]
pub struct Asked(pub Pairs);

impl Asked {
    /// The value of a name, empty where it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "preview.html")]
pub struct PreviewView {
    language: String,
    right_to_left: bool,
    title: &'static str,
    theme: String,
    widget: Option<&'static str>,
    shown: String,
    hidden: Pairs,
    bar: String,
    drawn: String,
    back: Option<String>,
    note: String,
    /// What the button says; nothing at the end.
    go: Option<String>,
}

impl PreviewView {
    /// The draft as an address asks for it: at a place, or at the page behind the one whose answers it holds. `None` when
    /// it cannot be drawn. `theme` is the address of the site's look.
    pub async fn new(words: &'static Words, preview: &Preview, asked: &Asked, theme: String) -> Option<Self> {
        let form = Form::read(&serde_json::to_value(&preview.form).ok()?)?;
        let shown = serde_json::to_string(preview).ok()?;
        let ended = |walk: &mut Walk| walk.go_on() == Step::Ended;
        let (walk, end) = match asked.get(AT).parse() {
            Ok(at) => {
                let mut answers = Answers::new();
                for (name, value) in &asked.0 {
                    form.survey.enter(&mut answers, &Entry { name, value, on: true });
                }
                let mut walk = Walk::new(form.survey.clone(), Identity([0; 16]), &preview.fields, answers);
                walk.go_to(at);
                let goes_back = !asked.get(BACK).is_empty();
                let end = if goes_back { !walk.go_back() } else { ended(&mut walk) };
                (walk, end && !goes_back)
            }
            Err(_) => {
                let answers =
                    form.survey.prefill(preview.given.iter().map(|(name, value)| (name.as_str(), value.as_str())));
                let mut walk = Walk::new(form.survey.clone(), Identity([0; 16]), &preview.fields, answers);
                let end = (0..preview.pages).any(|_| ended(&mut walk));
                (walk, end)
            }
        };
        let here = walk.page();
        let elsewhere = form.survey.questions().iter().filter(|one| here.iter().all(|other| other.id != one.id));
        let entered = elsewhere.filter_map(|one| Some((one.id.clone(), walk.answer(one)?.clone()))).collect();
        let mut hidden = entries(&form.survey, &entered);
        hidden.extend([(AT.to_owned(), walk.position().to_string()), (LANGUAGE.to_owned(), form.language.clone())]);
        hidden.push((PLACE.to_owned(), asked.get(PLACE).to_owned()));
        let (done, of) = walk.progress();
        let say = |word| form.words.say(word).to_owned();
        let page = Page { words: &form.words, walk: &walk, open: true, script: false };
        Some(Self {
            language: form.language.clone(),
            right_to_left: form.right_to_left,
            title: words.preview,
            theme,
            widget: assets::WIDGET.as_ref().map(|files| files.version),
            shown,
            hidden,
            bar: if of > 1 && !end { drawn(drawings::bar(done, of).done()).await } else { String::new() },
            drawn: drawn(if end { view::thanks(&form.words, &walk) } else { view::page(page) }).await,
            back: (walk.can_go_back() && !end).then(|| say(Word::Back)),
            note: say(Word::Privacy),
            go: (!end).then(|| say(if walk.is_last() { Word::Send } else { Word::Next })),
        })
    }
}

impl From<&Asked> for Place {
    fn from(asked: &Asked) -> Self {
        Self::read(asked.get(PLACE))
    }
}
