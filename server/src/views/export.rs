//! What will be taken out: how many responses, as which kind of file, in which columns. Offers nothing where so few people
//! answered that one could be recognised.

use super::{
    Page, figure,
    filter_bar::{Above, Choices, FilterBar},
    format,
    inbox::with,
    lens::Lens,
};
use crate::{
    db::sites::Site,
    export::Format,
    inbox::filter::Filter,
    words::{Words, fill},
};
use askama::Template;
use uuid::Uuid;

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The touchpoint, where it is not the whole site.
    pub place: Option<(i64, String)>,
    /// What the filter bar offers.
    pub choices: Choices,
    /// How many responses; nothing where there are too few.
    pub n: Option<u64>,
    /// The headings of the table.
    pub headings: Vec<String>,
    /// Every kind of file, with the name by which the page asks how far it is.
    pub files: [(Format, Uuid); 2],
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "export.html")]
pub struct ExportView {
    page: Page,
    demo: bool,
    bar: FilterBar,
    back: (String, String),
    /// How many responses will be taken out.
    will: Option<String>,
    files: Vec<FileOffer>,
    columns: String,
    headings: Vec<String>,
}

/// A kind of file.
#[derive(Debug)]
struct FileOffer {
    name: &'static str,
    purpose: &'static str,
    how: &'static str,
    href: String,
    /// Where it is told how far it is.
    progress: String,
}

impl FileOffer {
    /// Every kind of file; `at` makes the address of one by its extension.
    fn all(words: &'static Words, key: &str, files: [(Format, Uuid); 2], at: impl Fn(&str) -> String) -> Vec<Self> {
        let offer = |(format, export): (Format, Uuid)| {
            let (name, purpose, how) = match format {
                Format::Csv => (words.export_csv, words.export_csv_for, words.export_csv_how),
                Format::Json => (words.export_json, words.export_json_for, words.export_json_how),
            };
            let href = with(&at(format.extension()), "export", &export.to_string());
            Self { name, purpose, how, href, progress: format!("/sites/{key}/exports/{export}") }
        };
        files.map(offer).into()
    }
}

impl ExportView {
    /// The page for a site or one of its touchpoints.
    pub fn new(page: Page, site: &Site, lens: &Lens, rows: Rows) -> Self {
        let (words, key) = (page.words, &site.key);
        let at = match &rows.place {
            Some((id, _)) => format!("/sites/{key}/touchpoints/{id}"),
            None => format!("/sites/{key}"),
        };
        let [path, responses] = ["export", "responses"].map(|page| format!("{at}/{page}"));
        let left = rows.n.unwrap_or_default();
        let above = Above { path: &path, rows: &responses, left, min_n: figure::min_n(site), one_survey: false };
        let bar = FilterBar { export: None, ..FilterBar::new(&page, &above, lens, &rows.choices) };
        let n = format::number(page.locale, left);
        Self {
            will: rows.n.map(|_| fill(words.export_will, &[("n", &n)])),
            files: FileOffer::all(words, key, rows.files, |extension| lens.at(&format!("{responses}.{extension}"))),
            back: (lens.at(&responses), rows.place.map_or_else(|| words.listing.to_owned(), |(_, name)| name)),
            columns: fill(words.export_columns, &[("n", &rows.headings.len().to_string())]),
            headings: rows.headings,
            demo: site.demo,
            bar,
            page,
        }
    }
}

/// The page for comments.
#[derive(Debug, Template)]
#[template(path = "export_comments.html")]
pub struct CommentExportView {
    page: Page,
    demo: bool,
    back: String,
    /// How many comments will be taken out; nothing where there are none.
    will: Option<String>,
    files: Vec<FileOffer>,
    columns: String,
    headings: Vec<String>,
}

impl CommentExportView {
    /// The page for the comments of a filter.
    pub fn new(
        page: Page,
        site: &Site,
        filter: &Filter,
        n: u64,
        headings: Vec<String>,
        files: [(Format, Uuid); 2],
    ) -> Self {
        let (words, key) = (page.words, &site.key);
        let at = |path: &str| format!("/sites/{key}/{path}?{}", filter.query());
        let will = fill(words.export_will_comments, &[("n", &format::number(page.locale, n))]);
        Self {
            will: (n > 0).then_some(will),
            files: FileOffer::all(words, key, files, |extension| at(&format!("comments.{extension}"))),
            columns: fill(words.export_columns, &[("n", &headings.len().to_string())]),
            back: at("comments"),
            demo: site.demo,
            headings,
            page,
        }
    }
}
