//! Comments as a file, with what the team made of them: those that the inbox shows under the same filter.

use super::{
    Around, Format, Named, lines,
    stream::{Part, STRETCH, Source},
    table::{self, Line},
};
use crate::{
    db::{
        comments::{self, Cursor, Listed, Readable, Wanted},
        connection::AnyConnection,
    },
    inbox::filter::Filter,
    views::{answered, figure, inbox},
    words::Words,
};
use diesel::{QueryResult, result::Error as QueryError};
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Which comments are taken out, and for whom.
#[derive(Clone, Debug)]
pub struct Which {
    /// The site.
    pub site_id: i64,
    /// Who takes them out.
    pub admin_id: i64,
    /// Where comments may be read.
    pub readable: Readable,
    /// What they have in common.
    pub filter: Filter,
    /// The first moment, UTC milliseconds.
    pub since: Option<i64>,
    /// The last moment, UTC milliseconds.
    pub until: i64,
}

impl Which {
    fn wanted(&self) -> Wanted<'_> {
        let Self { site_id, admin_id, readable, filter, since, until } = self;
        Wanted { site_id: *site_id, admin_id: *admin_id, readable, filter, since: *since, until: *until }
    }

    /// How many they are.
    ///
    /// # Errors
    /// When the query fails.
    pub fn count(&self, connection: &mut AnyConnection) -> QueryResult<u64> {
        comments::count(connection, self.wanted())
    }
}

/// A file of comments.
#[derive(Clone, Debug)]
pub struct Comments {
    /// Which.
    pub which: Which,
    /// What kind of file.
    pub format: Format,
    /// What ids stand for.
    pub around: Around,
    /// The addresses of those who own comments.
    pub people: BTreeMap<i64, String>,
}

impl Comments {
    /// The headings of a table's columns.
    pub fn headings(&self) -> Vec<String> {
        let words = Words::of(self.around.locale);
        let headings = [
            words.export_id,
            words.export_question_id,
            words.export_question,
            words.export_comment,
            words.export_stored,
            words.export_survey,
            words.export_touchpoint,
            words.metric,
            words.score,
            words.export_language,
            words.export_device,
            words.export_status,
            words.inbox_owner,
            words.inbox_cause,
            words.inbox_tags,
        ];
        headings.map(str::to_owned).into()
    }

    fn title(&self, comment: &Listed) -> String {
        let question = &comment.key.question;
        let asked = answered::newest(&self.around.asked, comment.survey_id, question);
        answered::title(self.around.locale, asked, question)
    }

    fn owner(&self, comment: &Listed) -> Option<&str> {
        comment.state.handling.owner.and_then(|owner| self.people.get(&owner)).map(String::as_str)
    }

    fn row(&self, mut line: Line<'_>, comment: &Listed) {
        let (around, words) = (&self.around, Words::of(self.around.locale));
        let handling = &comment.state.handling;
        line.text(&comment.key.response.to_string());
        line.text(&comment.key.question);
        line.text(&self.title(comment));
        line.text(&comment.text);
        line.text(&around.moment(comment.received_at));
        line.text(around.survey(comment.survey_id).name);
        line.text(around.touchpoint(comment.touchpoint_id).name);
        match comment.score {
            Some((metric, score)) => {
                line.text(figure::name(words, metric));
                line.number(score);
            }
            None => (0..2).for_each(|_| line.text("")),
        }
        line.text(&comment.language);
        line.text(&comment.device);
        line.text(inbox::name(words, handling.status));
        line.text(self.owner(comment).unwrap_or_default());
        line.text(handling.cause.as_deref().unwrap_or_default());
        line.text(&handling.tags.iter().map(String::as_str).collect::<Vec<_>>().join("; "));
        line.end();
    }

    fn object<'a>(&'a self, comment: &'a Listed) -> Object<'a> {
        let (around, handling) = (&self.around, &comment.state.handling);
        Object {
            response: comment.key.response,
            question: &comment.key.question,
            title: self.title(comment),
            text: &comment.text,
            stored_at: around.moment(comment.received_at),
            survey: around.survey(comment.survey_id),
            touchpoint: around.touchpoint(comment.touchpoint_id),
            metric: comment.score.map(|(metric, _)| metric.id()),
            score: comment.score.map(|(_, score)| score),
            language: &comment.language,
            device: &comment.device,
            status: handling.status.id(),
            owner: self.owner(comment),
            cause: handling.cause.as_deref(),
            tags: handling.tags.iter().map(String::as_str).collect(),
        }
    }
}

/// A comment as JSON.
#[derive(Serialize)]
struct Object<'a> {
    response: Uuid,
    question: &'a str,
    title: String,
    text: &'a str,
    stored_at: String,
    survey: Named<'a>,
    touchpoint: Named<'a>,
    metric: Option<&'static str>,
    score: Option<u8>,
    language: &'a str,
    device: &'a str,
    status: &'static str,
    owner: Option<&'a str>,
    cause: Option<&'a str>,
    tags: Vec<&'a str>,
}

impl Source for Comments {
    type Cursor = Cursor;

    fn head(&self) -> Vec<u8> {
        match self.format {
            Format::Csv => table::head(&self.headings()),
            Format::Json => Vec::new(),
        }
    }

    fn read(&self, connection: &mut AnyConnection, after: Option<Cursor>) -> QueryResult<Part<Cursor>> {
        let found = comments::page(connection, self.which.wanted(), after, STRETCH as i64)?;
        // A stretch that is full may be the last one; the next one is empty then.
        let last = found.last().filter(|_| found.len() == STRETCH);
        let next = last.map(|last| Cursor { received_at: last.received_at, id: last.id });
        let bytes = match self.format {
            Format::Csv => table::lines(&found, |line, comment| self.row(line, comment)),
            Format::Json => {
                let lines = lines::lines(found.iter().map(|comment| self.object(comment)));
                lines.map_err(|error| QueryError::SerializationError(error.into()))?
            }
        };
        Ok(Part { bytes, rows: found.len(), next })
    }
}
