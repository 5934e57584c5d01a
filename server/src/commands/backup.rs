//! `opina backup`.

use super::CommandError;
use crate::db::{Db, backup};
use std::path::Path;

pub(super) fn run(db: &Db, to: &Path) -> Result<(), CommandError> {
    if to.exists() {
        return Err(CommandError::Usage(format!("{} exists already; name a new file", to.display())));
    }
    // Written beside it and renamed when it is whole, so that a broken copy is never taken for a backup.
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    let part = Path::new(&name);
    if !backup::write(&mut db.connect()?, part)? {
        let advice = "PostgreSQL has its own tool for this: pg_dump -Fc --file=opina.dump DATABASE";
        return Err(CommandError::Usage(advice.to_owned()));
    }
    std::fs::File::open(part)?.sync_all()?;
    std::fs::rename(part, to)?;
    println!("{} holds all that was stored until now", to.display());
    Ok(())
}
