//! A metric over time: hours folded into days or weeks of the site's time zone, as a chart and as a table.

use super::{
    chart::{self, Mark, Sample, Spark, Trend},
    figure, format,
    period::{Slice, Span, Step},
};
use crate::{
    clock,
    db::publications::Publication,
    locale::Locale,
    words::{Words, fill},
};
use jiff::civil::Date;
use shared::score::{Base, Counts, Metric};

/// Folds hours into slices. Hours outside of them are left out.
pub fn fold<'a>(metric: Metric, slices: &[Slice], hours: impl IntoIterator<Item = (i32, &'a Counts)>) -> Vec<Counts> {
    let mut folded = vec![Counts::new(metric); slices.len()];
    for (hour, counts) in hours {
        let index = slices.partition_point(|slice| slice.hours.end <= hour);
        if let (Some(slice), Some(sum)) = (slices.get(index), folded.get_mut(index))
            && slice.hours.contains(&hour)
        {
            let _same_metric = sum.merge(counts);
        }
    }
    folded
}

/// A period in slices, with the answers of each.
struct Cut {
    step: Step,
    slices: Vec<Slice>,
    folded: Vec<Counts>,
}

impl Cut {
    fn new<'a>(metric: Metric, span: &Span, step: Step, hours: impl Iterator<Item = (i32, &'a Counts)>) -> Self {
        let slices = span.cut(step);
        let folded = fold(metric, &slices, hours);
        Self { step, slices, folded }
    }

    /// Whether most slices with answers have enough of them.
    fn can_be_shown(&self, min_n: u64) -> bool {
        let asked = self.folded.iter().filter(|counts| counts.n() > 0).count();
        2 * self.folded.iter().filter(|counts| counts.base(min_n) != Base::Suppressed).count() >= asked
    }
}

/// A metric over time, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Series {
    /// `NPS per day`.
    pub title: String,
    /// The chart; none where nothing may be shown.
    pub trend: Option<Trend>,
    /// What stands beside each line of the scale.
    pub scale: Vec<String>,
    /// What stands under the plot.
    pub days: Vec<(Mark, String)>,
    /// What the line of the target says.
    pub target: Option<String>,
    /// The chart in one sentence.
    pub summary: String,
    /// The chart as a table, the latest first: the days that are shown.
    pub rows: Vec<Row>,
    /// Whether some days have too few answers to be shown.
    pub has_gaps: bool,
    /// Whether there are answers at all.
    pub has_answers: bool,
    /// What was published, in words, and where it stands in the chart, in percent from the left.
    pub published: Vec<(String, String)>,
    slices: Vec<Slice>,
}

/// One day or week of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `24 Sep`, or `24 Sep – 30 Sep`.
    pub when: String,
    /// The figure.
    pub value: String,
    /// Its limits.
    pub limits: String,
    /// How many answers.
    pub n: String,
}

impl Series {
    /// Cuts the period as finely as can be shown: into days, or into weeks where it is long or days have few answers.
    pub fn new(
        locale: Locale,
        metric: Metric,
        span: &Span,
        hours: &[(i32, Counts)],
        target: Option<f64>,
        min_n: u64,
    ) -> Self {
        let hours =
            || hours.iter().filter(|(_, counts)| counts.metric() == metric).map(|(hour, counts)| (*hour, counts));
        let days = Cut::new(metric, span, Step::Day, hours());
        let by_day = span.period.days() <= 90 && (span.period.days() <= 7 || days.can_be_shown(min_n));
        let cut = if by_day { days } else { Cut::new(metric, span, Step::Week, hours()) };
        Self::of(locale, metric, span.today, &cut, target, min_n)
    }

    fn of(locale: Locale, metric: Metric, today: Date, cut: &Cut, target: Option<f64>, min_n: u64) -> Self {
        let Cut { step, slices, folded } = cut;
        let words = Words::of(locale);
        let shown = |counts: &Counts| counts.score().filter(|_| counts.base(min_n) != Base::Suppressed);
        let sample = |counts: &Counts| {
            let score = shown(counts)?;
            Some(Sample { value: score.value, low: score.interval.low, high: score.interval.high })
        };
        let samples: Vec<Option<Sample>> = folded.iter().map(sample).collect();
        let trend = Trend::new(&samples, [metric.low_bound(), metric.high_bound()], target);
        let say = |value: f64| format::score(locale, metric, value);
        let title = match step {
            Step::Day => fill(words.per_day, &[("metric", figure::name(words, metric))]),
            Step::Week => fill(words.per_week, &[("metric", figure::name(words, metric))]),
        };
        let day =
            |index: usize| slices.get(index).map_or_else(String::new, |slice| format::day(locale, slice.last, today));
        let row = |(slice, counts): (&Slice, &Counts)| {
            let score = shown(counts)?;
            let day = |day| format::day(locale, day, today);
            let when = match slice.first == slice.last {
                true => day(slice.first),
                false => format!("{} – {}", day(slice.first), day(slice.last)),
            };
            let limits = format::interval(locale, metric, score.interval);
            Some(Row { when, value: say(score.value), limits, n: format::number(locale, score.n) })
        };
        Self {
            scale: trend.iter().flat_map(|trend| &trend.rules).map(|rule| say(rule.value)).collect(),
            days: trend.iter().flat_map(|trend| &trend.marks).map(|mark| (mark.clone(), day(mark.index))).collect(),
            target: target.map(|target| fill(words.to_be, &[("target", &say(target))])),
            summary: summary(locale, metric, &title, &samples, &day),
            rows: slices.iter().zip(folded).rev().filter_map(row).collect(),
            has_gaps: samples.iter().any(Option::is_none),
            has_answers: folded.iter().any(|counts| counts.n() > 0),
            published: Vec::new(),
            slices: slices.clone(),
            title,
            trend,
        }
    }

    /// The same with a mark for each version that was published within it.
    pub fn with(mut self, locale: Locale, publications: &[Publication], today: Date) -> Self {
        for one in publications {
            let hour = clock::hour_of(one.published_at);
            let Some(index) = self.slices.iter().position(|slice| slice.hours.contains(&hour)) else { continue };
            let day = format::day(locale, self.slices[index].last, today);
            let values = [("survey", one.survey.as_str()), ("version", &one.version.to_string()), ("day", &day)];
            let said = fill(Words::of(locale).why_published, &values);
            self.published.push((chart::place(index, self.slices.len()), said));
        }
        self
    }
}

/// `NPS per day: lowest −5 (3 Nov), highest +30 (10 Nov), latest +18 (22 Nov)`.
fn summary(
    locale: Locale,
    metric: Metric,
    title: &str,
    samples: &[Option<Sample>],
    day: &impl Fn(usize) -> String,
) -> String {
    let words = Words::of(locale);
    let drawn = || samples.iter().enumerate().filter_map(|(index, sample)| Some((index, (*sample)?.value)));
    let lowest = drawn().min_by(|a, b| a.1.total_cmp(&b.1));
    let highest = drawn().max_by(|a, b| a.1.total_cmp(&b.1));
    let (Some(lowest), Some(highest), Some(latest)) = (lowest, highest, drawn().next_back()) else {
        return format!("{title}: {}", words.no_answers);
    };
    let say = |(index, value): (usize, f64)| format!("{} ({})", format::score(locale, metric, value), day(index));
    let values = [("lowest", say(lowest)), ("highest", say(highest)), ("latest", say(latest))];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    format!("{title}: {}", fill(words.extremes, &values))
}

/// The last figures of a metric as a line as small as a word.
pub fn spark(metric: Metric, span: &Span, hours: &[(i32, Counts)], min_n: u64) -> Option<Spark> {
    let step = if span.period.days() > 90 { Step::Week } else { Step::Day };
    let hours = hours.iter().filter(|(_, counts)| counts.metric() == metric).map(|(hour, counts)| (*hour, counts));
    let folded = fold(metric, &span.cut(step), hours);
    let shown = |counts: &Counts| counts.score().filter(|_| counts.base(min_n) != Base::Suppressed);
    Spark::new(&folded.iter().map(|counts| Some(shown(counts)?.value)).collect::<Vec<_>>())
}

/// All answers to a metric within the hours, together.
pub fn pool<'a>(metric: Metric, counts: impl IntoIterator<Item = &'a Counts>) -> Counts {
    let mut pooled = Counts::new(metric);
    for one in counts.into_iter().filter(|counts| counts.metric() == metric) {
        let _same_metric = pooled.merge(one);
    }
    pooled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::period::Period;

    const NOON: i64 = 1_795_000_000_000;

    fn answers(n: u64) -> Counts {
        let mut counts = Counts::new(Metric::Nps);
        assert!(counts.add(9, n));
        assert!(counts.add(2, n));
        counts
    }

    fn span(period: Period) -> Span {
        Span::new(period, NOON, format::zone("Europe/Madrid"))
    }

    /// One answer of each kind, `n` times a day.
    fn daily(span: &Span, n: u64) -> Vec<(i32, Counts)> {
        span.cut(Step::Day).iter().map(|day| (day.hours.start, answers(n))).collect()
    }

    #[test]
    fn days_with_few_answers_are_shown_as_weeks() {
        let check = |period, n, title: &str, rows: usize, has_gaps| {
            let span = span(period);
            let series = Series::new(Locale::En, Metric::Nps, &span, &daily(&span, n), None, 5);
            assert_eq!((series.title.as_str(), series.rows.len()), (title, rows));
            assert_eq!(series.has_gaps, has_gaps, "{title}");
        };
        check(Period::Week, 1, "NPS per day", 0, true);
        check(Period::Month, 5, "NPS per day", 30, false);
        check(Period::Month, 1, "NPS per week", 4, true);
        check(Period::Year, 5, "NPS per week", 52, false);
    }

    #[test]
    fn other_metrics_and_other_hours_are_left_out() {
        let span = span(Period::Week);
        let mut hours = daily(&span, 10);
        hours.push((span.hours.start - 1, answers(10)));
        hours.push((span.hours.start, Counts::from_points(Metric::Csat, &[0, 0, 0, 0, 9]).unwrap()));
        let series = Series::new(Locale::Es, Metric::Nps, &span, &hours, Some(10.0), 5);
        assert!(series.rows.iter().all(|row| row.n == "20" && row.value == "0"), "{:?}", series.rows);
        assert_eq!(series.target.as_deref(), Some("objetivo +10"));
    }

    #[test]
    fn a_series_of_nothing_says_so() {
        let series = Series::new(Locale::En, Metric::Csat, &span(Period::Month), &[], None, 5);
        assert!(series.trend.is_none() && series.rows.is_empty());
        assert_eq!(series.summary, "CSAT per day: no answers");
    }

    #[test]
    fn the_summary_tells_what_the_chart_shows() {
        let span = span(Period::Week);
        let mut hours = daily(&span, 10);
        assert!(hours[2].1.add(10, 80));
        let series = Series::new(Locale::En, Metric::Nps, &span, &hours, None, 5);
        let expected = "NPS per day: lowest 0 (12\u{a0}Nov), highest +80 (14\u{a0}Nov), latest 0 (18\u{a0}Nov)";
        assert_eq!(series.summary, expected);
    }
}
