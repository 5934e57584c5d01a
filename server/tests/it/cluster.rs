//! A PostgreSQL cluster that crashes and comes back, or has a standby that takes over.

use crate::postgres;
use diesel::{prelude::*, sql_query};
use server::db::connection::{AnyConnection, Connector};
use std::process::Child;

/// A cluster that may be stopped.
pub struct Cluster {
    folder: String,
    /// Where it listens.
    pub port: u16,
    running: Option<Child>,
}

impl Cluster {
    /// A new one that answers. No two have one name.
    pub fn start(name: &str) -> Self {
        let mut cluster = Self { folder: postgres::init(name), port: postgres::free_port(), running: None };
        cluster.resume();
        cluster
    }

    /// A standby of it, to which every commit has to come before it counts.
    pub fn standby(&self, name: &str) -> Self {
        let folder = postgres::data_folder(name).to_str().expect("its name is UTF-8").to_owned();
        let from = ["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "opina"];
        let copied = postgres::command("pg_basebackup", &[&from[..], &["-R", "-c", "fast", "-D", &folder]].concat());
        assert!({ copied }.status().is_ok_and(|status| status.success()), "the standby is made");
        let mut standby = Self { folder, port: postgres::free_port(), running: None };
        standby.resume();
        for setting in ["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"] {
            self.tell(setting);
        }
        standby
    }

    /// Makes a standby the one that is written to.
    pub fn promote(&self) {
        let promoted = postgres::command("pg_ctl", &["promote", "-s", "-w", "-D", &self.folder]).status();
        assert!(promoted.is_ok_and(|status| status.success()), "the standby is promoted");
    }

    /// Runs a statement as whoever owns the cluster.
    pub fn tell(&self, statement: &str) {
        let address = format!("postgres://opina@127.0.0.1:{}/postgres", self.port);
        execute(&mut Connector::new(address.parse().unwrap()).connect().unwrap(), statement);
    }

    /// A new, empty database; its address.
    pub fn fresh(&self) -> String {
        postgres::fresh_at(self.port)
    }

    /// Ends it as a power cut would: nothing is written any more, and nobody is told.
    pub fn crash(&mut self) {
        let stopped = postgres::command("pg_ctl", &["stop", "-s", "-m", "immediate", "-D", &self.folder]).status();
        assert!(stopped.is_ok_and(|status| status.success()), "the cluster stops");
        // It has ended; this only takes note of it.
        let _ = self.running.take().map(|mut running| running.wait());
    }

    /// Starts it again where it was.
    pub fn resume(&mut self) {
        self.running = Some(postgres::spawn(&self.folder, self.port));
        postgres::await_answer(self.port);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.running.is_some() {
            self.crash();
        }
    }
}

fn execute(connection: &mut AnyConnection, statement: &str) {
    let AnyConnection::Postgres(postgres) = connection else { unreachable!("PostgreSQL") };
    sql_query(statement).execute(postgres).unwrap();
}
