//! What breaks.

use crate::{cluster::Cluster, servers::Servers, soak::Database};
use diesel::connection::SimpleConnection;
use server::db::{Db, connection::AnyConnection};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

/// How long the database is kept from being written to. Longer than a process waits for it.
const HELD: Duration = Duration::from_secs(6);
/// The same where there is little time.
const HELD_SHORTLY: Duration = Duration::from_secs(1);
/// Clients that dawdle at once.
const DAWDLERS: usize = 50;
/// How long the server may listen to one that dawdles.
const MOST_DAWDLING: Duration = Duration::from_secs(12);

/// Something that breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A process is killed.
    Kill,
    /// A process is told to end.
    Stop,
    /// Somebody else holds the database.
    Hold,
    /// Clients send half a request and wait.
    Dawdle,
    /// PostgreSQL crashes and comes back.
    Crash,
    /// PostgreSQL closes every connection.
    Disconnect,
    /// PostgreSQL is gone for good and its standby takes over.
    Failover,
}

impl Fault {
    /// What can break on a database while processes are killed, or while they are not.
    pub fn possible(database: Database, calm: bool) -> &'static [Self] {
        match (database, calm) {
            (Database::Sqlite, false) => &[Self::Kill, Self::Stop, Self::Hold],
            (Database::Sqlite, true) => &[Self::Hold, Self::Dawdle],
            (Database::Postgres, false) => &[Self::Kill, Self::Stop, Self::Hold, Self::Crash, Self::Disconnect],
            (Database::Postgres, true) => &[Self::Hold, Self::Disconnect, Self::Dawdle],
        }
    }
}

/// What can be broken.
pub struct Stage {
    /// The database's address.
    pub address: String,
    /// The processes.
    pub servers: Servers,
    /// The PostgreSQL that is written to, and the one that would take its place.
    pub clusters: Vec<Cluster>,
    /// Whether there is little time.
    pub shortly: bool,
}

impl Stage {
    /// Breaks something, of one process where it is about one, and mends it. What it tells of a promise that was not kept.
    pub fn suffer(&mut self, fault: Fault, which: usize) -> Option<String> {
        match fault {
            Fault::Kill => self.servers.kill(which),
            Fault::Stop => {
                let (took, well) = self.servers.stop(which);
                if !well || took > Duration::from_secs(10) {
                    return Some(format!("a process that was told to end took {took:.1?}, and ended well: {well}"));
                }
            }
            Fault::Hold => self.hold(),
            Fault::Dawdle => return dawdle(self.servers.address),
            Fault::Crash => {
                self.clusters[0].crash();
                self.clusters[0].resume();
            }
            Fault::Disconnect => self.clusters[0].tell(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'opina%' AND pid <> pg_backend_pid()",
            ),
            Fault::Failover => {
                let mut gone = self.clusters.remove(0);
                gone.crash();
                self.clusters[0].promote();
            }
        }
        None
    }

    fn hold(&self) {
        let db = Db::open(&self.address.parse().expect("a good address")).expect("the database opens");
        let connection = &mut db.connect().expect("the database answers");
        let lock = match connection {
            AnyConnection::Sqlite(_) => "BEGIN IMMEDIATE",
            AnyConnection::Postgres(_) => "SET lock_timeout = 0; BEGIN; LOCK TABLE response IN ACCESS EXCLUSIVE MODE",
        };
        connection.batch_execute(lock).expect("it is held");
        thread::sleep(if self.shortly { HELD_SHORTLY } else { HELD });
        connection.batch_execute("COMMIT").expect("it is free");
    }
}

/// Opens connections that never end what they began to say, and waits until the server has closed all of them.
fn dawdle(address: SocketAddr) -> Option<String> {
    let begun = Instant::now();
    let dawdlers: Vec<TcpStream> = (0..DAWDLERS)
        .map(|n| {
            let mut dawdler = TcpStream::connect(address).expect("the server listens");
            let half: &[u8] = if n % 2 == 0 {
                b"POST /w/shop/responses HTTP/1.1\r\nHost: opina\r\nOri"
            } else {
                b"POST /w/shop/responses HTTP/1.1\r\nHost: opina\r\nOrigin: https://shop.example.com\r\n\
                  Content-Type: text/plain\r\nContent-Length: 400\r\n\r\n{\"id\":"
            };
            dawdler.write_all(half).expect("the server reads");
            dawdler.set_read_timeout(Some(4 * MOST_DAWDLING)).expect("a socket");
            dawdler
        })
        .collect();
    let mut slowest = Duration::ZERO;
    for mut dawdler in dawdlers {
        let mut said = Vec::new();
        // Closed with words or without.
        let _ = dawdler.read_to_end(&mut said);
        slowest = slowest.max(begun.elapsed());
    }
    (slowest > MOST_DAWDLING).then(|| format!("a client that said half of a request was kept for {slowest:.1?}"))
}
