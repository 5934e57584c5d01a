//! A table: one line for each response or comment, as RFC 4180 says.

use super::{
    Around, cell,
    columns::{Column, Columns},
};
use crate::{blocks::Given, db::listing::Listed, views::answered, words::Words};
use std::fmt::Display;
use uuid::Uuid;

/// Without this mark spreadsheets take UTF-8 for the alphabet of their own system, and accents for other letters.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A line that is being written.
pub struct Line<'a>(&'a mut String);

impl Line<'_> {
    /// Adds a cell with a text.
    pub fn text(&mut self, text: &str) {
        cell::text(self.0, text);
        self.0.push(',');
    }

    /// Adds a cell with a number, which stays one, also below zero.
    pub fn number(&mut self, number: impl Display) {
        self.0.push_str(&format!("{number},"));
    }

    /// Ends the line.
    pub fn end(self) {
        self.0.pop();
        self.0.push_str("\r\n");
    }
}

/// The mark and the headings.
pub fn head(headings: &[String]) -> Vec<u8> {
    let mut head = BYTE_ORDER_MARK.to_owned();
    let mut line = Line(&mut head);
    headings.iter().for_each(|heading| line.text(heading));
    line.end();
    head.into_bytes()
}

/// A line for each row.
pub fn lines<T>(rows: &[T], write: impl Fn(Line<'_>, &T)) -> Vec<u8> {
    let mut lines = String::with_capacity(rows.len() * 256);
    rows.iter().for_each(|row| write(Line(&mut lines), row));
    lines.into_bytes()
}

/// Writes the line of a response.
pub fn response(mut line: Line<'_>, around: &Around, columns: &Columns, response: &Listed) {
    let words = Words::of(around.locale);
    let id = Uuid::from_slice(&response.id).map(|id| id.to_string());
    line.text(&id.unwrap_or_default());
    line.text(&around.moment(response.received_at));
    line.text(around.survey(response.survey_id).name);
    line.number(response.version);
    line.text(around.touchpoint(response.touchpoint_id).name);
    line.text(&response.language);
    line.text(&response.device);
    line.text(response.path.as_deref().unwrap_or_default());
    line.text(if response.complete { words.export_complete } else { words.export_partial });
    for column in &columns.questions {
        answer(&mut line, around, column, response);
    }
    for field in &columns.fields {
        line.text(response.fields.get(field).map(String::as_str).unwrap_or_default());
    }
    line.end();
}

fn answer(line: &mut Line<'_>, around: &Around, column: &Column, response: &Listed) {
    let is_asked = column.survey_id == response.survey_id;
    if column.in_words {
        let said = response.comments.iter().find(|(question, _)| is_asked && *question == column.row);
        return line.text(said.map(|(_, text)| text.as_str()).unwrap_or_default());
    }
    match response.answers.iter().find(|(row, _)| is_asked && *row == column.row) {
        Some((_, Given::Score(score))) => line.number(*score),
        Some((_, Given::Chosen(chosen))) => {
            let asked = around.asked.get(&(response.survey_id, response.version));
            line.text(&answered::chosen(around.locale, asked, &column.row, chosen).join("; "));
        }
        Some((_, Given::Nothing)) | None => line.text(""),
    }
}
