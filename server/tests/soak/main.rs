//! Load on the real program while things break around it, and proof that nothing that was acknowledged is lost or doubled.
//! `cargo xtask soak` says how long and on what; alone it takes half a minute.
//!
//! `OPINA_SOAK_SECONDS` is the time on each database, `OPINA_SOAK_DATABASE` the only one, `OPINA_SOAK_PROCESSES` how many
//! servers share a PostgreSQL, `OPINA_SOAK_PACE` how many responses a second are sent, `OPINA_SOAK_SEED` the order of what
//! breaks.

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../it/postgres.rs"]
mod postgres;

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../it/cluster.rs"]
mod cluster;

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../it/app.rs"]
mod app;

mod servers;

mod visitors;

mod witness;

mod disk;

mod fault;

mod soak;

use soak::{Database, Plan, soak};
use std::{env, process::ExitCode, str::FromStr, time::Duration};

fn main() -> ExitCode {
    let plan = Plan {
        time: Duration::from_secs(setting("OPINA_SOAK_SECONDS", 12)),
        processes: setting("OPINA_SOAK_PROCESSES", 3),
        pace: setting("OPINA_SOAK_PACE", 1_000),
        seed: setting("OPINA_SOAK_SEED", u64::from(std::process::id())),
    };
    let only = env::var("OPINA_SOAK_DATABASE").ok();
    let chosen = [Database::Sqlite, Database::Postgres]
        .into_iter()
        .filter(|one| only.as_deref().is_none_or(|only| only == one.name()));
    let broken: Vec<String> = chosen.flat_map(|database| soak(database, &plan)).collect();
    for promise in &broken {
        eprintln!("BROKEN: {promise}");
    }
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn setting<T: FromStr>(name: &str, usual: T) -> T {
    env::var(name).ok().map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is {text}: no number")))
}
