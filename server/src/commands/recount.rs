//! `opina recount`.

use super::{CommandError, progress};
use crate::{
    clock,
    db::{
        Db,
        blocks::{Proof, Proved},
        days,
        intake::recount::{Found, Recount, Step},
        sites::{self, Site},
        surveys,
        url::DatabaseUrl,
    },
    locale::Locale,
    views::{format, recount::Row},
    words::Words,
};

/// The most differences that are listed for each site.
const LISTED: usize = 200;
/// How often a site is counted again because another count was quicker.
const TRIES: usize = 3;

/// Counts one site or all of them, says what differs, and mends it unless told to check only.
pub(super) fn run(site: Option<&str>, check: bool, database: &DatabaseUrl) -> Result<(), CommandError> {
    let db = Db::open(database)?;
    let mut connection = db.connect()?;
    let sites = match site {
        None => sites::all(&mut connection)?,
        Some(key) => {
            let unknown = || CommandError::Usage(format!("there is no site with the key “{key}”"));
            vec![sites::by_key(&mut connection, key)?.ok_or_else(unknown)?]
        }
    };
    let mut differing = 0;
    for site in sites {
        let found = count(&db, &site, check)?;
        let blocks = blocks(&db, &site, check)?;
        let days = days::prove(&mut db.connect()?, site.id, check)?;
        differing += found.differences.len() + blocks.differing + days.differing;
        tell(&db, &site, &found)?;
        let packed = [("blocks", blocks.differing, blocks.blocks), ("packed days", days.differing, days.days)];
        for (what, differing, all) in packed.into_iter().filter(|(_, differing, _)| *differing > 0) {
            let mended = if check { "do not hold" } else { "did not hold, and are made again," };
            println!("{}: {differing} of {all} {what} {mended} what their rows say", site.key);
        }
    }
    match (differing, check) {
        (0, _) => Ok(()),
        (n, true) => Err(CommandError::Differs(format!("{n} figures differ; run it without --check to mend them"))),
        (n, false) => Err(CommandError::Differs(format!("{n} figures differed and are mended"))),
    }
}

fn count(db: &Db, site: &Site, check: bool) -> Result<Found, CommandError> {
    let usage = |reason: &dyn std::fmt::Display| CommandError::Usage(format!("{}: {reason}", site.key));
    for _ in 0..TRIES {
        let mut going = Recount::begin(db.connect()?, site.id)?.map_err(|hindrance| usage(&hindrance))?;
        let work = format!("Counting {}", site.key);
        while going.step()? == Step::More {
            let (done, all) = going.progress();
            // All but the last percent, which comparing takes: and if the figures are wrong, so is what is expected.
            progress::show(&work, usize::try_from(99 * done / all.max(1)).unwrap_or_default().min(99));
        }
        let compared = going.compare()?;
        progress::show(&work, 100);
        if check {
            return Ok(compared.leave()?);
        }
        if let Some(found) = compared.mend(clock::now())? {
            return Ok(found);
        }
    }
    Err(usage(&"another process was quicker each time; try again when it has finished"))
}

/// Holds the blocks of a site against their rows.
fn blocks(db: &Db, site: &Site, check: bool) -> Result<Proved, CommandError> {
    let mut going = Proof::begin(db.connect()?, site.id)?;
    while going.step()? == Step::More {}
    Ok(if check { going.leave()? } else { going.mend(clock::now())? })
}

/// Says what was found at a site, in a table where figures differ.
fn tell(db: &Db, site: &Site, found: &Found) -> Result<(), CommandError> {
    let number = |n: i64| format::number(Locale::En, n.unsigned_abs());
    let counted = format!("{}: {} responses counted", site.key, number(found.responses));
    if found.differences.is_empty() {
        println!("{counted}; every figure equals them");
        return Ok(());
    }
    let mended = if found.mended { "differed and are mended" } else { "differ" };
    println!("{counted}; {} figures {mended}:", number(found.differences.len() as i64));
    let surveys = surveys::list(&mut db.connect()?, site.id)?;
    let zone = format::zone(&site.time_zone);
    let heads = ["survey", "question", "what", "hour", "stored", "counted"].map(str::to_owned);
    let listed = found.differences.iter().take(LISTED).map(|one| {
        let row = Row::new(Words::of(Locale::En), Locale::En, one, &surveys);
        let hour = format::hour(one.hour, &zone);
        [row.survey, row.question, row.what, hour, one.stored.to_string(), one.counted.to_string()]
    });
    progress::table(&[heads].into_iter().chain(listed).collect::<Vec<_>>())?;
    if let Some(more) = found.differences.len().checked_sub(LISTED).filter(|more| *more > 0) {
        println!("  … and {more} more");
    }
    Ok(())
}
