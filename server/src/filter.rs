//! Which responses a page counts: read once from its address, written back into its links, refused when it makes no
//! sense.

use shared::{
    condition::LONGEST_FIELD,
    targeting::Device,
    text::{FieldId, Language},
};
use std::borrow::Cow;
use url::form_urlencoded::{self, Serializer};

/// The most conditions on fields one filter may have.
pub const MOST_FIELDS: usize = 10;
/// The longest beginning of a page's path, in characters.
pub const LONGEST_PAGE: usize = 500;

/// What must all hold of a response. The empty filter leaves every response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The survey that was answered.
    pub survey: Option<i64>,
    /// Its version.
    pub version: Option<i32>,
    /// The languages it was asked in; none means every language.
    pub languages: Vec<Language>,
    /// The kinds of device; none means every kind.
    pub devices: Vec<Device>,
    /// How the page's path begins, `/checkout`.
    pub page: Option<String>,
    /// What must hold of attributes and hidden fields.
    pub fields: Vec<FieldCondition>,
}

/// A condition on one attribute or hidden field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldCondition {
    /// The field.
    pub field: FieldId,
    /// What must hold of its value.
    pub test: FieldTest,
}

/// What a field is tested for. Spaces around a value, and upper and lower case of ASCII letters, make no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldTest {
    /// This value.
    Equals(String),
    /// Another value than this, or none.
    Differs(String),
    /// A value that contains this.
    Contains(String),
    /// A whole number, this or more.
    AtLeast(i32),
    /// A whole number, this or less.
    AtMost(i32),
    /// Any value.
    Given,
    /// No value.
    Missing,
}

/// What can be tested for, apart from the value: as addresses name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// [`FieldTest::Equals`].
    Equals,
    /// [`FieldTest::Differs`].
    Differs,
    /// [`FieldTest::Contains`].
    Contains,
    /// [`FieldTest::AtLeast`].
    AtLeast,
    /// [`FieldTest::AtMost`].
    AtMost,
    /// [`FieldTest::Given`].
    Given,
    /// [`FieldTest::Missing`].
    Missing,
}

impl Test {
    /// Every test, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Equals, Self::Differs, Self::Contains, Self::AtLeast, Self::AtMost, Self::Given, Self::Missing];

    /// The name in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Equals => "is",
            Self::Differs => "not",
            Self::Contains => "has",
            Self::AtLeast => "from",
            Self::AtMost => "to",
            Self::Given => "given",
            Self::Missing => "missing",
        }
    }
}

impl FieldTest {
    /// What is tested for, and against which value as it is typed.
    pub fn parts(&self) -> (Test, Cow<'_, str>) {
        match self {
            Self::Equals(value) => (Test::Equals, value.into()),
            Self::Differs(value) => (Test::Differs, value.into()),
            Self::Contains(value) => (Test::Contains, value.into()),
            Self::AtLeast(number) => (Test::AtLeast, number.to_string().into()),
            Self::AtMost(number) => (Test::AtMost, number.to_string().into()),
            Self::Given => (Test::Given, "".into()),
            Self::Missing => (Test::Missing, "".into()),
        }
    }

    fn read(test: &str, value: &str) -> Result<Self, FilterError> {
        let test = Test::ALL.into_iter().find(|one| one.id() == test).ok_or(FilterError::Test)?;
        let value = value.trim();
        let number = || value.parse().map_err(|_| FilterError::Number(value.to_owned()));
        let text = || match value.chars().count() {
            0 => Err(FilterError::NoValue),
            1..=LONGEST_FIELD if !value.contains('\0') => Ok(value.to_owned()),
            _ => Err(FilterError::LongValue),
        };
        Ok(match test {
            Test::Equals => Self::Equals(text()?),
            Test::Differs => Self::Differs(text()?),
            Test::Contains => Self::Contains(text()?),
            Test::AtLeast => Self::AtLeast(number()?),
            Test::AtMost => Self::AtMost(number()?),
            Test::Given => Self::Given,
            Test::Missing => Self::Missing,
        })
    }
}

/// Why a filter makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// Not the number of a survey.
    #[error("no survey has this number")]
    Survey,
    /// Not the number of a version.
    #[error("“{0}” is no version")]
    Version(String),
    /// Not a language's tag.
    #[error("“{0}” is no language")]
    Language(String),
    /// Not a kind of device.
    #[error("“{0}” is no device")]
    Device(String),
    /// A path that does not begin with a slash, or too long a one.
    #[error("“{0}” is no beginning of a page's path")]
    Page(String),
    /// Not the name of a field.
    #[error("“{0}” is no field")]
    Field(String),
    /// Not something a field can be tested for.
    #[error("a field cannot be tested for this")]
    Test,
    /// A value is needed and missing.
    #[error("a value is missing")]
    NoValue,
    /// A value is longer than any that is stored.
    #[error("a value is too long")]
    LongValue,
    /// Not a whole number.
    #[error("“{0}” is no whole number")]
    Number(String),
    /// More than [`MOST_FIELDS`] conditions.
    #[error("there are too many conditions")]
    TooMany,
}

/// A condition on a field as it was typed.
#[derive(Default)]
struct Typed {
    field: String,
    test: String,
    value: String,
}

impl Filter {
    /// Reads the filter in the query of an address. Names that mean nothing here are left alone, and what was left blank
    /// asks for nothing.
    ///
    /// # Errors
    /// The first part that makes no sense.
    pub fn read(query: &str) -> Result<Self, FilterError> {
        let (mut filter, mut typed) = (Self::default(), Vec::<Typed>::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim();
            match &*name {
                "field" => typed.push(Typed { field: value.to_owned(), ..Typed::default() }),
                "test" => typed.last_mut().ok_or(FilterError::Test)?.test = value.to_owned(),
                "value" => typed.last_mut().ok_or(FilterError::Test)?.value = value.to_owned(),
                _ if value.is_empty() => {}
                "survey" => filter.survey = Some(value.parse().map_err(|_| FilterError::Survey)?),
                "version" => filter.version = Some(version(value)?),
                "language" => filter.add_language(value)?,
                "device" => filter.add_device(value)?,
                "page" => filter.page = Some(page(value)?),
                _ => {}
            }
        }
        for Typed { field, test, value } in typed.into_iter().filter(|one| !one.field.is_empty()) {
            let test = FieldTest::read(&test, &value)?;
            let field = FieldId::try_from(field.as_str()).map_err(|_| FilterError::Field(field))?;
            filter.fields.push(FieldCondition { field, test });
        }
        if filter.fields.len() > MOST_FIELDS {
            return Err(FilterError::TooMany);
        }
        Ok(filter)
    }

    /// The filter as the query of an address; [`Filter::read`] reads the same filter from it. Empty for the empty filter.
    pub fn query(&self) -> String {
        let mut query = Serializer::new(String::new());
        self.write(&mut query);
        query.finish()
    }

    /// Appends the filter to the query of an address.
    pub fn write(&self, query: &mut Serializer<'_, String>) {
        if let Some(survey) = self.survey {
            query.append_pair("survey", &survey.to_string());
        }
        if let Some(version) = self.version {
            query.append_pair("version", &version.to_string());
        }
        for language in &self.languages {
            query.append_pair("language", language.as_str());
        }
        for device in &self.devices {
            query.append_pair("device", device.id());
        }
        if let Some(page) = &self.page {
            query.append_pair("page", page);
        }
        for FieldCondition { field, test } in &self.fields {
            let (test, value) = test.parts();
            query.append_pair("field", field.as_str()).append_pair("test", test.id()).append_pair("value", &value);
        }
    }

    /// Whether it leaves every response.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn add_language(&mut self, tag: &str) -> Result<(), FilterError> {
        let language = Language::try_from(tag).map_err(|_| FilterError::Language(tag.to_owned()))?;
        if !self.languages.contains(&language) {
            self.languages.push(language);
        }
        Ok(())
    }

    fn add_device(&mut self, id: &str) -> Result<(), FilterError> {
        let device = Device::ALL.into_iter().find(|device| device.id() == id);
        let device = device.ok_or_else(|| FilterError::Device(id.to_owned()))?;
        if !self.devices.contains(&device) {
            self.devices.push(device);
        }
        Ok(())
    }
}

fn version(typed: &str) -> Result<i32, FilterError> {
    let version = typed.parse().ok().filter(|version| *version > 0);
    version.ok_or_else(|| FilterError::Version(typed.to_owned()))
}

fn page(typed: &str) -> Result<String, FilterError> {
    let fits = typed.starts_with('/') && typed.chars().count() <= LONGEST_PAGE && !typed.contains('\0');
    if fits { Ok(typed.to_owned()) } else { Err(FilterError::Page(typed.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_written_as_it_is_read() {
        let check = |query: &str, written: &str| {
            let filter = Filter::read(query).unwrap();
            assert_eq!(filter.query(), written, "{query}");
            assert_eq!(Filter::read(written), Ok(filter), "{written}");
        };
        check("", "");
        check("days=30&metric=nps&unknown=1", "");
        check("survey=&version=&page=+&language=&device=&field=&test=is&value=", "");
        check(
            "device=phone&language=pt-br&language=es&device=phone&survey=7&version=2",
            "survey=7&version=2&language=pt-BR&language=es&device=phone",
        );
        check("page=/check%20out?%26", "page=%2Fcheck+out%3F%26");
        check(
            "field=plan&test=is&value=+pro+%26+more+&field=&test=is&value=x&field=age&test=from&value=18",
            "field=plan&test=is&value=pro+%26+more&field=age&test=from&value=18",
        );
        check("field=plan&test=missing&value=ignored", "field=plan&test=missing&value=");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let check = |query: &str, expected: FilterError| assert_eq!(Filter::read(query), Err(expected), "{query}");
        check("survey=abc", FilterError::Survey);
        check("version=0", FilterError::Version("0".to_owned()));
        check("language=en;q%3D1", FilterError::Language("en;q=1".to_owned()));
        check("device=watch", FilterError::Device("watch".to_owned()));
        check("page=checkout", FilterError::Page("checkout".to_owned()));
        check("field=Plan&test=is&value=pro", FilterError::Field("Plan".to_owned()));
        check("field=plan&test=like&value=pro", FilterError::Test);
        check("value=pro", FilterError::Test);
        check("field=plan&test=is&value=+", FilterError::NoValue);
        check(&format!("field=plan&test=is&value={}", "x".repeat(201)), FilterError::LongValue);
        check("field=age&test=from&value=many", FilterError::Number("many".to_owned()));
        check(&"field=plan&test=given&value=&".repeat(11), FilterError::TooMany);
    }
}
