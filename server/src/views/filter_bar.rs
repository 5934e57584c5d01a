//! The bar above every page of results: the period, the filter in words, what it leaves, and the form that changes it.

use super::{
    Page, comments, format,
    lens::Lens,
    menu::{Choice, Menu},
};
use crate::{
    db::{offered::Offered, segments::Segment},
    filter::{FieldCondition, FieldTest, Filter, FilterError, LONGEST_PAGE, MOST_FIELDS, Test},
    locale::Locale,
    words::{Words, fill},
};
use shared::{condition::LONGEST_FIELD, score::Base, targeting::Device};

/// What a site's filters can ask for.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Surveys, languages and fields.
    pub offered: Offered,
    /// What the team keeps.
    pub segments: Vec<Segment>,
}

/// The bar.
#[derive(Clone, Debug)]
pub struct FilterBar {
    /// How far back.
    pub period: Menu,
    /// What the team keeps; nothing where it keeps none.
    pub segments: Option<Menu>,
    /// The filter in words; nothing for the empty one.
    pub said: Option<String>,
    /// How many responses it leaves.
    pub leaves: String,
    /// Where everything is shown again.
    pub clear: String,
    /// The responses behind the page, where it is not they.
    pub rows: Option<String>,
    /// Where they are taken out as a file.
    pub export: Option<String>,
    /// Where a link is made that shows the page to others.
    pub share: Option<String>,
    /// Where the form is sent.
    pub action: String,
    /// What else the address holds.
    pub kept: Vec<(&'static str, String)>,
    /// The form.
    pub form: Form,
    /// The filter as the query of an address, where it can be kept as a segment.
    pub keep: Option<String>,
}

/// The fields of the form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Kinds of device.
    pub devices: Vec<Offer>,
    /// Languages; empty where there is nothing to choose.
    pub languages: Vec<Offer>,
    /// Surveys; empty where the page is about one.
    pub surveys: Vec<Offer>,
    /// The version.
    pub version: String,
    /// How the page's path begins.
    pub page: String,
    /// Conditions on fields, and a blank one; empty where no survey uses a field.
    pub conditions: Vec<ConditionRow>,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// As it is sent.
    pub value: String,
    /// As it is read.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A condition on a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionRow {
    /// The fields.
    pub fields: Vec<Offer>,
    /// What can be tested for.
    pub tests: Vec<Offer>,
    /// The value as it is typed.
    pub value: String,
}

/// The page that the bar stands above.
#[derive(Clone, Debug)]
pub struct Above<'a> {
    /// Its path.
    pub path: &'a str,
    /// The path of the responses behind it.
    pub rows: &'a str,
    /// How many responses are left there.
    pub left: u64,
    /// The fewest that may be told.
    pub min_n: u64,
    /// Whether it is about one survey, so that none is chosen.
    pub one_survey: bool,
}

impl FilterBar {
    /// The longest beginning of a path.
    pub const LONGEST_PAGE: usize = LONGEST_PAGE;
    /// The longest value of a field.
    pub const LONGEST_VALUE: usize = LONGEST_FIELD;

    /// The bar above a page.
    pub fn new(page: &Page, above: &Above<'_>, lens: &Lens, choices: &Choices) -> Self {
        let (locale, words, filter) = (page.locale, page.words, &lens.filter);
        let Above { path, rows, left, min_n, one_survey } = *above;
        let mut kept = vec![("days", lens.period.days().to_string())];
        kept.extend(lens.metric.map(|metric| ("metric", metric.id().to_owned())));
        let filtered = !filter.is_empty();
        Self {
            period: Menu::of_periods(words, lens.period, |period| lens.over(period).at(path)),
            segments: segments(words, path, lens, &choices.segments),
            said: filtered.then(|| say(words, filter, &choices.offered)),
            leaves: leaves(locale, left, min_n),
            clear: lens.of(Filter::default()).at(path),
            rows: (rows != path).then(|| lens.at(rows)),
            export: rows.strip_suffix("/responses").map(|whole| lens.at(&format!("{whole}/export"))),
            share: None,
            action: path.to_owned(),
            kept,
            form: Form::new(words, filter, &choices.offered, one_survey),
            keep: filtered.then(|| filter.query()),
        }
    }
}

fn leaves(locale: Locale, left: u64, min_n: u64) -> String {
    let n = match Base::of(left, min_n) {
        Base::Suppressed if left > 0 => format!("<\u{a0}{}", format::number(locale, min_n)),
        _ => format::number(locale, left),
    };
    fill(Words::of(locale).filter_leaves, &[("n", &n)])
}

/// The segments as a menu, with everything as the first choice.
fn segments(words: &'static Words, path: &str, lens: &Lens, segments: &[Segment]) -> Option<Menu> {
    if segments.is_empty() {
        return None;
    }
    let chosen = segments.iter().find(|segment| segment.filter == lens.filter);
    let all = Choice {
        href: lens.of(Filter::default()).at(path),
        label: words.segment_everybody.to_owned(),
        current: lens.filter.is_empty(),
    };
    let choice = |segment: &Segment| Choice {
        href: lens.of(segment.filter.clone()).at(path),
        label: segment.name.clone(),
        current: segment.filter == lens.filter,
    };
    let own = if lens.filter.is_empty() { words.segment_everybody } else { words.segment_own };
    Some(Menu {
        name: words.segment,
        chosen: chosen.map_or_else(|| own.to_owned(), |segment| segment.name.clone()),
        choices: [all].into_iter().chain(segments.iter().map(choice)).collect(),
    })
}

impl Form {
    fn new(words: &'static Words, filter: &Filter, offered: &Offered, one_survey: bool) -> Self {
        let chosen: Vec<&str> = filter.languages.iter().map(|language| language.as_str()).collect();
        let mut languages: Vec<&str> = offered.languages.iter().map(String::as_str).collect();
        // A language that is not asked in any more is still what was filtered by.
        languages.extend(chosen.iter().filter(|language| !offered.languages.contains(**language)));
        if languages.len() < 2 && chosen.is_empty() {
            languages.clear();
        }
        let survey = |(id, name): &(i64, String)| Offer {
            value: id.to_string(),
            label: name.clone(),
            chosen: filter.survey == Some(*id),
        };
        let mut conditions: Vec<ConditionRow> =
            filter.fields.iter().map(|condition| ConditionRow::new(words, Some(condition), offered)).collect();
        if !offered.fields.is_empty() && conditions.len() < MOST_FIELDS {
            conditions.push(ConditionRow::new(words, None, offered));
        }
        Self {
            devices: Device::ALL
                .map(|device| Offer {
                    value: device.id().to_owned(),
                    label: comments::device(words, device.id()).to_owned(),
                    chosen: filter.devices.contains(&device),
                })
                .to_vec(),
            languages: languages
                .into_iter()
                .map(|tag| Offer { value: tag.to_owned(), label: tag.to_owned(), chosen: chosen.contains(&tag) })
                .collect(),
            surveys: if one_survey { Vec::new() } else { offered.surveys.iter().map(survey).collect() },
            version: filter.version.map(|version| version.to_string()).unwrap_or_default(),
            page: filter.page.clone().unwrap_or_default(),
            conditions,
        }
    }
}

impl ConditionRow {
    fn new(words: &'static Words, condition: Option<&FieldCondition>, offered: &Offered) -> Self {
        let field = condition.map(|condition| condition.field.as_str());
        let (test, value) = condition.map_or((Test::Equals, "".into()), |condition| condition.test.parts());
        let gone = field.filter(|field| !offered.fields.contains(*field));
        let names = offered.fields.iter().map(String::as_str).chain(gone);
        let offer = |name: &str| Offer { value: name.to_owned(), label: name.to_owned(), chosen: field == Some(name) };
        let blank = Offer { value: String::new(), label: words.filter_no_field.to_owned(), chosen: field.is_none() };
        let tests = Test::ALL.map(|one| Offer {
            value: one.id().to_owned(),
            label: test_name(words, one).to_owned(),
            chosen: one == test,
        });
        let value = value.into_owned();
        Self { fields: [blank].into_iter().chain(names.map(offer)).collect(), tests: tests.to_vec(), value }
    }
}

fn test_name(words: &'static Words, test: Test) -> &'static str {
    match test {
        Test::Equals => words.filter_is,
        Test::Differs => words.filter_is_not,
        Test::Contains => words.filter_contains,
        Test::AtLeast => words.filter_at_least,
        Test::AtMost => words.filter_at_most,
        Test::Given => words.filter_given,
        Test::Missing => words.filter_missing,
    }
}

/// A filter in words: `Device: phone; plan is “pro”`.
pub fn say(words: &'static Words, filter: &Filter, offered: &Offered) -> String {
    let mut said = Vec::new();
    if let Some(id) = filter.survey {
        let name = offered.surveys.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone());
        said.push(format!("{}: {}", words.filter_survey, name.unwrap_or_else(|| id.to_string())));
    }
    if let Some(version) = filter.version {
        said.push(format!("{}: {version}", words.filter_version));
    }
    let or = |names: Vec<&str>| names.join(words.filter_or);
    if !filter.languages.is_empty() {
        let names = or(filter.languages.iter().map(|language| language.as_str()).collect());
        said.push(format!("{}: {names}", words.filter_language));
    }
    if !filter.devices.is_empty() {
        let names = or(filter.devices.iter().map(|device| comments::device(words, device.id())).collect());
        said.push(format!("{}: {names}", words.filter_device));
    }
    said.extend(filter.page.as_ref().map(|page| format!("{} {page}", words.filter_page_begins)));
    said.extend(filter.fields.iter().map(|FieldCondition { field, test }| match test {
        FieldTest::Given | FieldTest::Missing => format!("{field} {}", test_name(words, test.parts().0)),
        FieldTest::AtLeast(_) | FieldTest::AtMost(_) => {
            let (test, value) = test.parts();
            format!("{field} {} {value}", test_name(words, test))
        }
        FieldTest::Equals(_) | FieldTest::Differs(_) | FieldTest::Contains(_) => {
            let (test, value) = test.parts();
            let values = [("field", field.as_str()), ("test", test_name(words, test)), ("value", &*value)];
            fill(words.filter_quoted, &values)
        }
    }));
    said.join("; ")
}

/// What is wrong with a filter, and how to mend it.
pub fn mistake(words: &'static Words, mistake: &FilterError) -> String {
    let of = |text: &str, value: &str| fill(text, &[("value", value)]);
    match mistake {
        FilterError::Survey => words.filter_bad_survey.to_owned(),
        FilterError::Version(typed) => of(words.filter_bad_version, typed),
        FilterError::Language(typed) => of(words.filter_bad_language, typed),
        FilterError::Device(typed) => of(words.filter_bad_device, typed),
        FilterError::Page(typed) => of(words.filter_bad_page, typed),
        FilterError::Field(typed) => of(words.filter_bad_field, typed),
        FilterError::Test => words.filter_bad_test.to_owned(),
        FilterError::NoValue => words.filter_no_value.to_owned(),
        FilterError::LongValue => fill(words.filter_long_value, &[("n", &LONGEST_FIELD.to_string())]),
        FilterError::Number(typed) => of(words.filter_bad_number, typed),
        FilterError::TooMany => fill(words.filter_too_many, &[("n", &MOST_FIELDS.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_said_in_words() {
        let offered = Offered { surveys: vec![(7, "Checkout NPS".to_owned())], ..Offered::default() };
        let check = |query: &str, english: &str, spanish: &str| {
            let filter = Filter::read(query).unwrap();
            let said = [Locale::En, Locale::Es].map(|locale| say(Words::of(locale), &filter, &offered));
            assert_eq!(said, [english, spanish], "{query}");
        };
        check("", "", "");
        check("survey=7&version=2", "survey: Checkout NPS; version: 2", "encuesta: Checkout NPS; versión: 2");
        check(
            "device=phone&device=tablet&language=es",
            "language: es; device: phone or tablet",
            "idioma: es; dispositivo: móvil o tableta",
        );
        check(
            "page=/checkout&field=plan&test=not&value=pro&field=age&test=from&value=18&field=city&test=given",
            "page begins with /checkout; plan is not “pro”; age is at least 18; city is known",
            "la página empieza por /checkout; plan no es «pro»; age es como mínimo 18; city se conoce",
        );
    }

    #[test]
    fn what_is_filtered_by_can_be_taken_back_in_the_form() {
        let words = Words::of(Locale::En);
        let check = |query: &str, languages: usize, conditions: usize| {
            let fields = ["plan".to_owned()].into();
            let offered = Offered { fields, languages: ["en".to_owned()].into(), ..Offered::default() };
            let form = Form::new(words, &Filter::read(query).unwrap(), &offered, true);
            assert_eq!((form.languages.len(), form.conditions.len()), (languages, conditions), "{query}");
            let chosen = form.conditions.iter().flat_map(|row| &row.fields).filter(|offer| offer.chosen);
            assert_eq!(chosen.count(), conditions, "one field is chosen in each row");
        };
        check("", 0, 1);
        check("language=fr", 2, 1);
        check("field=plan&test=is&value=pro&field=gone&test=given", 0, 3);
    }
}
