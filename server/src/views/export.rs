//! What will be taken out: how many responses, as which kind of file, in which columns. Offers nothing where so few people
//! answered that one could be recognised.

use super::{
    Page, figure,
    filter_bar::{Above, Choices, FilterBar},
    format,
    lens::Lens,
};
use crate::{db::sites::Site, export::Format, words::fill};
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
        let offer = |(format, export): (Format, Uuid)| {
            let (name, purpose, how) = match format {
                Format::Csv => (words.export_csv, words.export_csv_for, words.export_csv_how),
                Format::Json => (words.export_json, words.export_json_for, words.export_json_how),
            };
            let href = format!("{}&export={export}", lens.at(&format!("{responses}.{}", format.extension())));
            FileOffer { name, purpose, how, href, progress: format!("/sites/{key}/exports/{export}") }
        };
        let n = format::number(page.locale, left);
        Self {
            will: rows.n.map(|_| fill(words.export_will, &[("n", &n)])),
            files: rows.files.map(offer).into(),
            back: (lens.at(&responses), rows.place.map_or_else(|| words.listing.to_owned(), |(_, name)| name)),
            columns: fill(words.export_columns, &[("n", &rows.headings.len().to_string())]),
            headings: rows.headings,
            demo: site.demo,
            bar,
            page,
        }
    }
}
