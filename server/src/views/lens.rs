//! What a page of results looks at: a period, a metric and a filter, written into every link of the page.

use super::{
    format,
    period::{Period, Span},
};
use crate::{
    db::sites::Site,
    filter::{Filter, FilterError},
};
use shared::score::Metric;
use url::form_urlencoded::{self, Serializer};

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lens {
    /// How far back.
    pub period: Period,
    /// The metric that was chosen; none is each touchpoint's own.
    pub metric: Option<Metric>,
    /// Which responses count.
    pub filter: Filter,
}

impl Lens {
    /// Reads the query of an address. A period or metric there is not is the usual one, as a link may be older than this
    /// program; a filter that makes no sense is refused, as nobody must take all responses for some.
    ///
    /// # Errors
    /// What is wrong with the filter.
    pub fn read(query: &str) -> Result<Self, FilterError> {
        let given = |name: &str| form_urlencoded::parse(query.as_bytes()).find(|(one, _)| one == name);
        let days = given("days").and_then(|(_, days)| days.parse().ok());
        let metric = given("metric").and_then(|(_, id)| Metric::try_from(&*id).ok());
        Ok(Self { period: Period::of(days), metric, filter: Filter::read(query)? })
    }

    /// The period, cut in the site's time zone.
    pub fn span(&self, site: &Site, now: i64) -> Span {
        Span::new(self.period, now, format::zone(&site.time_zone))
    }

    /// The address of a page that is looked at in the same way.
    pub fn at(&self, path: &str) -> String {
        let mut query = Serializer::for_suffix(format!("{path}?"), path.len() + 1);
        query.append_pair("days", &self.period.days().to_string());
        if let Some(metric) = self.metric {
            query.append_pair("metric", metric.id());
        }
        self.filter.write(&mut query);
        query.finish()
    }

    /// The same as the query of an address.
    pub fn query(&self) -> String {
        self.at("").split_off(1)
    }

    /// The same, over another period.
    pub fn over(&self, period: Period) -> Self {
        Self { period, ..self.clone() }
    }

    /// The same, by another metric.
    pub fn by(&self, metric: Option<Metric>) -> Self {
        Self { metric, ..self.clone() }
    }

    /// The same, of other responses.
    pub fn of(&self, filter: Filter) -> Self {
        Self { filter, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_what_is_looked_at() {
        let filter = Filter::read("language=es&field=plan&test=is&value=pro").unwrap();
        let lens = Lens { filter, ..Lens::default() };
        assert_eq!(lens.at("/a"), "/a?days=30&language=es&field=plan&test=is&value=pro");
        assert_eq!(lens.query(), "days=30&language=es&field=plan&test=is&value=pro");
        assert_eq!(Lens::read(&lens.query()), Ok(lens.clone()));
        assert_eq!(Lens::read("days=soon&metric=none"), Ok(Lens::default()));
        let other = lens.over(Period::Week).by(Some(Metric::Nps)).of(Filter::default());
        assert_eq!(other.at("/a"), "/a?days=7&metric=nps");
    }
}
