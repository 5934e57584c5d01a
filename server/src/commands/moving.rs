//! `opina move`.

use super::{CommandError, progress};
use crate::{
    clock,
    db::{
        connection::{AnyConnection, Connector},
        migrate,
        moving::{Move, Progress, Proof},
        url::DatabaseUrl,
    },
    locale::Locale,
    views::format,
};

/// Moves everything from one database into the other, or, told to check, only holds one against the other.
pub(super) fn run(from: &DatabaseUrl, to: &DatabaseUrl, check: bool) -> Result<(), CommandError> {
    match (from, to) {
        (DatabaseUrl::Sqlite(_), DatabaseUrl::Sqlite(_)) => {
            return Err(CommandError::Usage("`opina backup FILE` copies SQLite to SQLite".to_owned()));
        }
        (DatabaseUrl::Postgres(_), DatabaseUrl::Postgres(_)) => {
            return Err(CommandError::Usage("`pg_dump` and `pg_restore` copy PostgreSQL to PostgreSQL".to_owned()));
        }
        (DatabaseUrl::Sqlite(file), DatabaseUrl::Postgres(_)) if !file.exists() => {
            return Err(CommandError::Usage(format!("there is no database at {from}")));
        }
        _ => {}
    }
    let mut going = Move::new(connect(from)?, connect(to)?)?;
    let at = clock::now();
    let rows = going.rows()?;
    if !check {
        let mut shown = Shown { work: "Copying", all: rows, before: 0 };
        going.copy(&mut |progress| shown.tell(progress))?;
        shown.end();
    }
    let mut shown = Shown { work: "Proving", all: rows, before: 0 };
    let proof = going.prove(&mut |progress| shown.tell(progress))?;
    shown.end();
    tell(&proof)?;
    if !proof.holds() {
        let advice = if check { "run it without --check to copy what differs" } else { "run it again" };
        return Err(CommandError::Differs(format!("the databases are not equal; {advice}")));
    }
    if check {
        println!("every table is equal");
        return Ok(());
    }
    if going.finish(clock::now())? {
        println!(
            "everything is moved and proved. Start Opina with --database-url {to} now, and never again with {from}"
        );
        return Ok(());
    }
    let at = format::moment_of_log(at);
    Err(CommandError::Differs(format!(
        "the copy equals the source as it was at {at}. The source is in use: stop its server and run the same command \
         again, which copies only what is new"
    )))
}

/// One connection, with the newest schema. No pool: it must be seen whether anybody else is connected.
fn connect(url: &DatabaseUrl) -> Result<AnyConnection, CommandError> {
    let mut connection = Connector::new(url.clone()).connect()?;
    migrate::up(&mut connection)?;
    Ok(connection)
}

/// Says of each table how many rows there are and what they add up to, and what differs.
fn tell(proof: &Proof) -> std::io::Result<()> {
    let heads = ["table", "rows", "checksum", ""].map(str::to_owned);
    let number = |n: u64| format::number(Locale::En, n);
    let tables = proof.tables.iter().map(|one| {
        let [rows, other_rows] = one.rows.map(number);
        let [sum, other_sum] = one.sums.each_ref().map(|sum| sum.get(..16).unwrap_or_default());
        let table = one.table.clone();
        if one.is_equal() {
            [table, rows, sum.to_owned(), "equal".to_owned()]
        } else {
            let first = one.first.clone().unwrap_or_default();
            [table, format!("{rows} / {other_rows}"), format!("{sum} / {other_sum}"), format!("DIFFERS: {first}")]
        }
    });
    progress::table(&[heads].into_iter().chain(tables).collect::<Vec<_>>())
}

/// What was told of the progress so far.
struct Shown {
    work: &'static str,
    all: u64,
    /// The rows of the tables before the one that is worked on.
    before: u64,
}

impl Shown {
    fn tell(&mut self, progress: Progress<'_>) {
        match progress {
            Progress::Compared(table, rows) => self.show(&format!("Comparing {table}"), rows),
            Progress::Copied(_, rows) | Progress::Proved(_, rows) => self.show(self.work, self.before + rows),
            Progress::ProvedTable(_, rows) => self.before += rows,
            Progress::CopiedTable(table, rows) => {
                self.before += rows;
                if !progress::is_shown() {
                    println!("copied {table}: {rows} rows");
                }
            }
        }
    }

    fn show(&self, work: &str, rows: u64) {
        // All but the last percent: more may come than there was.
        progress::show(work, usize::try_from(99 * rows / self.all.max(1)).unwrap_or_default().min(99));
    }

    fn end(&self) {
        progress::show(self.work, 100);
    }
}
