//! `GET /api/sites/SITE/scores`: the scores of a site's touchpoints in a period, for programs. Hides what the console
//! hides.

use super::refusal::Refusal;
use crate::{
    bearer::KeyedSite,
    clock,
    db::{
        Db,
        figures::Figures,
        journey,
        results::{TouchpointScore, Within},
    },
    filter::Filter,
    views::{
        figure, format,
        period::{Period, Span},
    },
};
use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use serde::{Deserialize, Serialize};
use shared::score::{Base, Counts};

/// How far back to look.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    days: Option<u16>,
}

#[derive(Serialize)]
struct Scores {
    /// How many days, today included.
    days: u16,
    time_zone: String,
    touchpoints: Vec<Touchpoint>,
}

#[derive(Serialize)]
struct Touchpoint {
    id: i64,
    name: String,
    phase: String,
    channel: String,
    scores: Vec<Score>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Score {
    /// With the 95 % interval around it.
    Shown { metric: &'static str, n: u64, value: f64, low: f64, high: f64 },
    /// There are answers, but fewer than may be shown.
    Few { metric: &'static str, n_below: u64 },
}

impl Score {
    fn of(counts: &Counts, min_n: u64) -> Option<Self> {
        let (metric, score) = (counts.metric().id(), counts.score()?);
        Some(match counts.base(min_n) {
            Base::Suppressed => Self::Few { metric, n_below: min_n },
            Base::Low | Base::Fine => {
                let (low, high) = (score.interval.low, score.interval.high);
                Self::Shown { metric, n: score.n, value: score.value, low, high }
            }
        })
    }
}

/// The scores.
///
/// # Errors
/// 401 without a key, 404 for a site that is not the key's.
pub async fn show(KeyedSite { site }: KeyedSite, asked: Query<Asked>, db: Data<Db>) -> Result<HttpResponse, Refusal> {
    let span = Span::new(Period::of(asked.days), clock::now(), format::zone(&site.time_zone));
    let (id, hours) = (site.id, span.hours.clone());
    let (map, rows) = db
        .run(move |connection| {
            let map = journey::map(connection, id)?;
            let within = Within { site_id: id, touchpoints: &map.ids(), hours: &hours };
            let rows = Figures::of(connection, within, &Filter::default())?.by_touchpoint(&hours);
            Ok((map, rows))
        })
        .await?;
    let min_n = figure::min_n(&site);
    let touchpoint = |one: &journey::Touchpoint| Touchpoint {
        id: one.id,
        name: one.name.clone(),
        phase: map.phase(one.phase_id).to_owned(),
        channel: map.channel(one.channel_id).to_owned(),
        scores: together(&rows, one.id).iter().filter_map(|counts| Score::of(counts, min_n)).collect(),
    };
    let touchpoints = map.touchpoints.iter().map(touchpoint).collect();
    Ok(HttpResponse::Ok().json(Scores { days: span.period.days(), time_zone: site.time_zone, touchpoints }))
}

/// The answers of all surveys at a touchpoint, by metric: scales are never mixed.
fn together(rows: &[TouchpointScore], touchpoint: i64) -> Vec<Counts> {
    let mut together: Vec<Counts> = Vec::new();
    for row in rows.iter().filter(|row| row.touchpoint_id == touchpoint) {
        if !together.iter_mut().any(|counts| counts.merge(&row.counts)) {
            together.push(row.counts);
        }
    }
    together
}
