//! The way of one response from page to page: read from the form that was sent, and stored after each page.

use super::{Asked, Place, visitor::Visitor};
use crate::db::{intake::Arrival, surveys::Published};
use sha2::{Digest, Sha256};
use shared::{
    answer::{AnswerError, Answers},
    condition::Fields,
    entry::Entry,
    text::FieldId,
    wire,
};
use std::sync::Arc;
use widget::{
    form::{Form, Read},
    identity::Identity,
    walk::Walk,
};

// No question and no field can have a name with a colon in it.
const ID: &str = ":id";
const VERSION: &str = ":version";
const AT: &str = ":at";
/// The name of the button that goes back.
pub const BACK: &str = ":back";
const FIELD: &str = "field:";

/// Names and values, as a form or an address holds them.
pub type Pairs = Vec<(String, String)>;

/// What a form sent.
#[derive(Clone, Debug)]
pub struct Sent(Pairs);

impl Sent {
    /// With the ends of lines as they were typed: browsers send each as two characters.
    pub fn new(pairs: Pairs) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n"))).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// Whether the visitor wants the page before.
    pub fn goes_back(&self) -> bool {
        self.get(BACK).is_some()
    }

    fn fields(&self) -> Fields {
        self.0.iter().filter_map(|(name, value)| field(name.strip_prefix(FIELD)?, value)).collect()
    }
}

fn field(name: &str, value: &str) -> Option<(FieldId, String)> {
    Some((name.try_into().ok()?, value.to_owned()))
}

/// One response on its way.
pub struct Way {
    /// The survey in the visitor's language.
    pub form: Form,
    /// Where the visitor is.
    pub walk: Walk,
    published: Arc<Published>,
    private: bool,
}

impl Way {
    /// The first page, with what the address fills in. `None` when the survey cannot be drawn.
    pub fn begin(asked: &Asked, visitor: &Visitor, given: &[(String, String)], now: i64) -> Option<Self> {
        let form = form(asked, &asked.published)?;
        let fields = given.iter().filter(|_| !visitor.private).filter_map(|(name, value)| field(name, value)).collect();
        let answers = form.survey.prefill(given.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let id = Identity::new(now.unsigned_abs(), rand::random());
        let walk = Walk::new(form.survey.clone(), id, &fields, answers);
        Some(Self { form, walk, published: asked.published.clone(), private: visitor.private })
    }

    /// The page that was sent, with what was entered on it and before. `None` when no page of ours sent it.
    pub fn resume(asked: &Asked, visitor: &Visitor, sent: &Sent) -> Option<Self> {
        let (id, at) = (Identity::parse(sent.get(ID)?)?, sent.get(AT)?.parse().ok()?);
        let published = asked.site.version(asked.published.survey_id, sent.get(VERSION)?.parse().ok()?)?.clone();
        let form = form(asked, &published)?;
        let fields = if visitor.private { Fields::new() } else { sent.fields() };
        let mut answers = Answers::new();
        for (name, value) in &sent.0 {
            form.survey.enter(&mut answers, &Entry { name, value, on: true });
        }
        let mut walk = Walk::new(form.survey.clone(), id, &fields, answers);
        walk.go_to(at);
        Some(Self { form, walk, published, private: visitor.private })
    }

    /// What the next form sends besides the controls of its own page.
    pub fn hidden(&self) -> Pairs {
        let pair = |name: &str, value: String| (name.to_owned(), value);
        let mut hidden = vec![
            pair(ID, self.walk.response().written()),
            pair(VERSION, self.published.version.to_string()),
            pair(AT, self.walk.position().to_string()),
        ];
        for (field, value) in self.walk.fields().iter() {
            hidden.push((format!("{FIELD}{field}"), value.clone()));
        }
        let here = self.walk.page();
        for question in self.form.survey.questions() {
            if !here.iter().any(|one| one.id == question.id) {
                hidden.extend(self.walk.answer(question).iter().flat_map(|answer| question.entries(answer)));
            }
        }
        hidden
    }

    /// What the answers that are filled in already send, for the script that takes the page over.
    pub fn given(&self) -> Pairs {
        let questions = self.form.survey.questions().iter();
        questions.flat_map(|one| self.walk.answer(one).map(|answer| one.entries(answer)).unwrap_or_default()).collect()
    }

    /// What is stored of it now.
    ///
    /// # Errors
    /// When the answers do not fit the survey after all.
    pub fn arrival(&self, asked: &Asked, visitor: &Visitor, complete: bool, now: i64) -> Result<Arrival, AnswerError> {
        let (answers, fields) = (self.walk.given().clone(), self.walk.fields().clone());
        let survey = self.published.clone();
        let id = self.walk.response();
        // Its first six bytes say when the page was opened; whoever changes them changes this figure alone.
        let opened = id.0[..6].iter().fold(0_i64, |time, byte| time << 8 | i64::from(*byte));
        Ok(Arrival {
            fingerprint: fingerprint(id, complete, &self.form.language, &answers, &fields),
            answers: survey.definition.survey().check(answers, fields, complete)?,
            id: id.0,
            sequence: None,
            complete,
            language: self.form.language.clone(),
            device: visitor.device,
            // As the page's script says it.
            path: (asked.place == Place::Alone && !self.private && asked.site.site.keeps_path)
                .then(|| format!("/s/{}", asked.published.slug)),
            person: None,
            private: self.private,
            chance: asked.chance().get(),
            elapsed: u32::try_from(now.saturating_sub(opened)).unwrap_or_default(),
            received_at: now,
            admission: asked.site.admission(&survey, now),
            // Around a frame is a page with a script, which told.
            tells_shown: asked.place == Place::Alone,
            survey,
        })
    }
}

fn form(asked: &Asked, published: &Published) -> Option<Form> {
    let sent = wire::Form::new(&published.definition, &asked.site.theme, asked.language.as_str());
    Form::read(&serde_json::to_value(sent).ok()?)
}

/// Of what a repeat repeats: not of the time, which passes.
fn fingerprint(id: Identity, complete: bool, language: &str, answers: &Answers, fields: &Fields) -> i64 {
    // All of it can be written as JSON.
    let content = serde_json::to_vec(&(complete, language, answers, fields)).unwrap_or_default();
    let hash = Sha256::new().chain_update(id.0).chain_update(content).finalize();
    i64::from_be_bytes(std::array::from_fn(|index| hash[index]))
}
