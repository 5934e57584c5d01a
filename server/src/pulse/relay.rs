//! Carries beats between processes on one database. Where there is only one process it ends at once.

use super::{Pulse, State};
use crate::db::{Db, notices::Notices};
use std::{
    sync::{Mutex, Weak},
    thread,
    time::Duration,
};

/// How often notices are exchanged. Pages show an answer within two seconds; this and the page's own pause are in them.
const EVERY: Duration = Duration::from_millis(300);
/// How long to wait before a lost connection is made again.
const PAUSE: Duration = Duration::from_secs(3);

/// The thread that carries beats. It ends when nobody holds the pulse any more.
pub struct Relay {
    db: Db,
    pulse: Weak<Mutex<State>>,
}

impl Relay {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(db: &Db, pulse: &Pulse) -> std::io::Result<()> {
        let relay = Self { db: db.clone(), pulse: std::sync::Arc::downgrade(&pulse.0) };
        thread::Builder::new().name("pulse".to_owned()).spawn(move || relay.run()).map(drop)
    }

    fn run(self) {
        while self.pulse.strong_count() > 0 {
            match Notices::open(&self.db) {
                Ok(Some(notices)) => self.carry(notices),
                Ok(None) => return,
                Err(error) => tracing::warn!(%error, "pages of other processes do not hear of new answers"),
            }
            thread::sleep(PAUSE);
        }
    }

    /// Carries beats until the connection is gone or nobody listens.
    fn carry(&self, mut notices: Notices) {
        while let Some(state) = self.pulse.upgrade() {
            let pulse = Pulse(state);
            match notices.exchange(&pulse.untold()) {
                Ok(heard) => heard.into_iter().for_each(|site| pulse.echo(site)),
                Err(error) => return tracing::warn!(%error, "the connection to other processes is gone"),
            }
            drop(pulse);
            thread::sleep(EVERY);
        }
    }
}
