//! `opina demo`.

use super::{CommandError, progress};
use crate::{
    clock,
    db::{
        Db,
        admins::{self, NewAdmin},
        connection, sites,
        url::DatabaseUrl,
    },
    demo::{self, plan::Year},
    password::{self, Legible, Password},
};

/// Who can sign in to look at the demo, where nobody can yet.
const EMAIL: &str = "demo@opina.example";

pub(super) fn run(if_empty: bool, scale: f64, database: &DatabaseUrl) -> Result<(), CommandError> {
    let mut connection = Db::open(database)?.connect()?;
    if if_empty && !sites::all(&mut connection)?.is_empty() {
        eprintln!("there is a site already; nothing was generated");
        return Ok(());
    }
    if sites::by_key(&mut connection, demo::KEY)?.is_some() {
        let message = format!(
            "there is a site with the key “{}” already: name another database with --database-url, or keep it with --if-empty",
            demo::KEY
        );
        return Err(CommandError::Usage(message));
    }
    let password = if admins::none_yet(&mut connection)? { Some(Legible::random()) } else { None };
    let hash = password.as_ref().map(hash).transpose()?;
    let now = clock::now();
    let year = Year::before(now, scale).map_err(|error| CommandError::Usage(error.to_string()))?;
    let responses = connection::write(&mut connection, |connection| {
        if let Some(password_hash) = hash {
            let new = NewAdmin { email: EMAIL.to_owned(), password_hash, owner: true, created_at: now };
            admins::insert(connection, &new)?;
        }
        demo::fill(connection, now, year, &mut |percent| progress::show("Generating answers", percent))
    })?;
    println!("{} has {responses} answers of the last twelve months. All of them are generated.", demo::NAME);
    match password {
        Some(password) => {
            println!("Once `opina serve` runs, sign in as {EMAIL} with the password {}", password.as_str());
            println!("The password is shown this once; `opina user password {EMAIL}` sets another.");
        }
        None => println!("Once `opina serve` runs, sign in as before."),
    }
    Ok(())
}

fn hash(password: &Legible) -> Result<String, CommandError> {
    let usage = |error: password::PasswordError| CommandError::Usage(error.to_string());
    password::hash(&Password::try_from(password.as_str().to_owned()).map_err(usage)?).map_err(usage)
}
