//! How an answer becomes durable: a bounded queue, one writer, one transaction for all that waits, and only then the reply.

use crate::db::{
    Db, DbError,
    connection::{self, AnyConnection},
    intake::{self, Entry, Outcome},
};
use std::{thread, time::Duration};
use tokio::sync::{mpsc, oneshot};

/// The most entries one transaction holds, so that its commit stays short.
const LARGEST_BATCH: usize = 1_000;

/// The door to the queue.
#[derive(Clone)]
pub struct Intake {
    queue: mpsc::Sender<Job>,
}

struct Job {
    entry: Entry,
    /// Who waits for the commit; nobody for what may be lost, such as "shown".
    waiting: Option<oneshot::Sender<Result<Outcome, IntakeError>>>,
}

/// Why a response was not stored. The sender may try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// More is waiting than can be stored soon.
    #[error("too many answers are waiting to be stored")]
    Full,
    /// The database did not take it.
    #[error("the answer could not be stored")]
    Failed,
}

impl Intake {
    /// Starts the writer with a connection of its own. It ends, after storing what waits, when every door is dropped.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn start(db: &Db, capacity: usize) -> Result<(Self, thread::JoinHandle<()>), DbError> {
        let connection = db.connect()?;
        let (queue, jobs) = mpsc::channel(capacity.max(1));
        let writer = Writer { db: db.clone(), connection: Some(connection), jobs };
        let thread = thread::Builder::new().name("intake".to_owned()).spawn(move || writer.run());
        let thread = thread.map_err(|error| DbError::Unreachable(format!("cannot start the writer: {error}")))?;
        Ok((Self { queue }, thread))
    }

    /// Stores a response; returns after the commit that holds it.
    ///
    /// # Errors
    /// [`IntakeError`]; nothing is stored then, or it is unknown and sending it again is safe.
    pub async fn store(&self, arrival: intake::Arrival) -> Result<Outcome, IntakeError> {
        let (waiting, stored) = oneshot::channel();
        let job = Job { entry: Entry::Response(Box::new(arrival)), waiting: Some(waiting) };
        self.queue.try_send(job).map_err(|_| IntakeError::Full)?;
        stored.await.unwrap_or(Err(IntakeError::Failed))
    }

    /// Notes something nobody waits for. Dropped when the queue is full, because answers matter more.
    pub fn note(&self, entry: Entry) {
        // A full queue is the one reason this fails, and then it is meant to.
        let _ = self.queue.try_send(Job { entry, waiting: None });
    }
}

struct Writer {
    db: Db,
    connection: Option<AnyConnection>,
    jobs: mpsc::Receiver<Job>,
}

impl Writer {
    fn run(mut self) {
        while let Some(first) = self.jobs.blocking_recv() {
            // No waiting for more: what arrived during the last commit is the next batch.
            let mut batch = vec![first];
            while batch.len() < LARGEST_BATCH
                && let Ok(job) = self.jobs.try_recv()
            {
                batch.push(job);
            }
            self.store(batch);
        }
    }

    fn store(&mut self, batch: Vec<Job>) {
        let (entries, waiting): (Vec<Entry>, Vec<_>) = batch.into_iter().map(|job| (job.entry, job.waiting)).unzip();
        let outcomes = match self.commit(&entries) {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            // One entry may have spoiled it for all: each gets a transaction of its own. Storing twice is harmless,
            // because a response that was stored after all is recognised by its id.
            Err(error) => {
                tracing::warn!(%error, entries = entries.len(), "a batch failed; storing its entries one by one");
                self.commit_singly(&entries)
            }
        };
        for (waiting, outcome) in waiting.into_iter().zip(outcomes) {
            if let Some(waiting) = waiting {
                // The visitor may have closed the connection; the answer is stored all the same.
                let _ = waiting.send(outcome);
            }
        }
    }

    fn commit_singly(&mut self, entries: &[Entry]) -> Vec<Result<Outcome, IntakeError>> {
        let mut outcomes = Vec::with_capacity(entries.len());
        for entry in entries {
            let outcome = self.commit(std::slice::from_ref(entry));
            outcomes.push(
                outcome
                    .map_err(|error| {
                        tracing::error!(%error, "an entry could not be stored");
                        IntakeError::Failed
                    })
                    .and_then(|mut stored| stored.pop().ok_or(IntakeError::Failed)),
            );
            if self.connection.is_none() {
                // The database is gone: the rest is refused at once instead of one by one.
                break;
            }
        }
        outcomes.resize(entries.len(), Err(IntakeError::Failed));
        outcomes
    }

    fn commit(&mut self, entries: &[Entry]) -> Result<Vec<Outcome>, DbError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.db.connect().inspect_err(|_| thread::sleep(Duration::from_millis(50)))?,
        };
        let stored = connection::write(&mut connection, |connection| intake::store(connection, entries));
        // A connection that cannot answer any more is replaced the next time.
        if stored.is_ok() || diesel::r2d2::ManageConnection::is_valid(self.db.connector(), &mut connection).is_ok() {
            self.connection = Some(connection);
        }
        Ok(stored?)
    }
}
