//! `opina user`.

use super::CommandError;
use crate::{
    clock,
    config::UserAction,
    db::{
        Db,
        admins::{self, NewAdmin},
        connection, two_factor,
    },
    password::{self, Password},
};
use std::io::{BufRead, IsTerminal, Write};

pub(super) fn run(action: UserAction) -> Result<(), CommandError> {
    match action {
        UserAction::Add { email, database } => {
            let mut connection = Db::open(&database.database_url)?.connect()?;
            let email = address(&email)?;
            if admins::by_email(&mut connection, &email)?.is_some() {
                return Err(CommandError::Usage(format!("{email} can sign in already")));
            }
            let password_hash = ask_password()?;
            let new = NewAdmin { email: email.clone(), password_hash, owner: true, created_at: clock::now() };
            admins::insert(&mut connection, &new)?;
            println!("{email} can sign in now and owns every site");
        }
        UserAction::Password { email, database } => {
            let mut connection = Db::open(&database.database_url)?.connect()?;
            let email = address(&email)?;
            let hash = ask_password()?;
            known(admins::set_password(&mut connection, &email, &hash)?, &email)?;
            println!("{email} has a new password and is signed out everywhere");
        }
        UserAction::TwoFactorOff { email, database } => {
            let mut connection = Db::open(&database.database_url)?.connect()?;
            let email = address(&email)?;
            let turned_off = connection::write(&mut connection, |connection| {
                let Some(admin) = admins::by_email(connection, &email)? else { return Ok(false) };
                two_factor::turn_off(connection, admin.id).map(|()| true)
            })?;
            known(turned_off, &email)?;
            println!("{email} signs in with a password alone");
        }
        UserAction::List { database } => {
            for email in admins::emails(&mut Db::open(&database.database_url)?.connect()?)? {
                println!("{email}");
            }
        }
        UserAction::Remove { email, database } => {
            let mut connection = Db::open(&database.database_url)?.connect()?;
            let email = address(&email)?;
            known(admins::delete(&mut connection, &email)?, &email)?;
            println!("{email} can sign in no more");
        }
    }
    Ok(())
}

fn known(found: bool, email: &str) -> Result<(), CommandError> {
    if found { Ok(()) } else { Err(CommandError::Usage(format!("there is no admin {email}"))) }
}

fn address(text: &str) -> Result<String, CommandError> {
    crate::session::address(text).ok_or_else(|| CommandError::Usage(format!("“{text}” is no e-mail address")))
}

fn ask_password() -> Result<String, CommandError> {
    if std::io::stdin().is_terminal() {
        eprint!("Password ({} to {} characters): ", Password::SHORTEST, Password::LONGEST);
        std::io::stderr().flush()?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = Password::try_from(line.trim_end_matches(['\r', '\n']).to_owned());
    let password = password.map_err(|error| CommandError::Usage(error.to_string()))?;
    password::hash(&password).map_err(|error| CommandError::Usage(error.to_string()))
}
