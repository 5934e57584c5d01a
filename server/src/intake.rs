//! How an answer becomes durable: a bounded queue, one writer, one transaction for all that waits, and only then the reply.

mod queue;

use crate::db::{
    Db, DbError,
    connection::{self, AnyConnection},
    intake::{self, Arrival, Entry, Outcome},
};
use crate::pulse::Pulse;
use queue::{Full, Queue};
use std::{
    collections::BTreeSet,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

/// The most entries one transaction holds, so that its commit stays short.
const LARGEST_BATCH: usize = 1_000;

/// How long a batch that failed is tried in parts, to find the entry that spoils it. What is left then is refused: the
/// cause is not in the entries, and whoever waits had better try again later.
const PATIENCE: Duration = Duration::from_secs(1);

/// The door to the queue.
#[derive(Clone)]
pub struct Intake {
    door: Arc<Door>,
}

/// Closes the queue when nobody can come in any more.
struct Door {
    queue: Arc<Queue<Job>>,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.queue.close();
    }
}

struct Job {
    entry: Entry,
    /// Who waits for the commit; nobody for what may be lost, such as "shown".
    waiting: Option<oneshot::Sender<Stored>>,
}

/// What became of a response.
type Stored = Result<Outcome, IntakeError>;

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

impl From<Full> for IntakeError {
    fn from(_: Full) -> Self {
        Self::Full
    }
}

impl Intake {
    /// Starts the writer with a connection of its own; the pulse beats for what it stores. It ends, after storing what waits, when every door is dropped.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn start(db: &Db, capacity: usize, pulse: Pulse) -> Result<(Self, thread::JoinHandle<()>), DbError> {
        let connection = db.connect()?;
        let queue = Arc::new(Queue::new(capacity));
        let writer = Writer { db: db.clone(), connection: Some(connection), queue: queue.clone(), pulse };
        let thread = thread::Builder::new().name("intake".to_owned()).spawn(move || writer.run());
        let thread = thread.map_err(|error| DbError::Unreachable(format!("cannot start the writer: {error}")))?;
        Ok((Self { door: Arc::new(Door { queue }) }, thread))
    }

    /// Stores a response; returns after the commit that holds it.
    ///
    /// # Errors
    /// [`IntakeError`]; nothing is stored then, or it is unknown and sending it again is safe.
    pub async fn store(&self, arrival: Arrival) -> Stored {
        let (job, stored) = Job::awaited(arrival);
        self.door.queue.push(job.entry.site_id(), [job])?;
        stored.await.unwrap_or(Err(IntakeError::Failed))
    }

    /// Stores the responses of a site; returns after the commits that hold them, with what became of each.
    ///
    /// # Errors
    /// When there is no room for all of them. None is stored then.
    pub async fn store_all(&self, site_id: i64, arrivals: Vec<Arrival>) -> Result<Vec<Stored>, IntakeError> {
        let (jobs, waiting): (Vec<Job>, Vec<_>) = arrivals.into_iter().map(Job::awaited).unzip();
        self.door.queue.push(site_id, jobs)?;
        let mut stored = Vec::with_capacity(waiting.len());
        for one in waiting {
            stored.push(one.await.unwrap_or(Err(IntakeError::Failed)));
        }
        Ok(stored)
    }

    /// Notes something nobody waits for. Dropped when the queue is full, because answers matter more.
    pub fn note(&self, entry: Entry) {
        // A full queue is the one reason this fails, and then it is meant to.
        let _ = self.door.queue.push(entry.site_id(), [Job { entry, waiting: None }]);
    }
}

impl Job {
    fn awaited(arrival: Arrival) -> (Self, oneshot::Receiver<Stored>) {
        let (waiting, stored) = oneshot::channel();
        (Self { entry: Entry::Response(Box::new(arrival)), waiting: Some(waiting) }, stored)
    }
}

struct Writer {
    db: Db,
    connection: Option<AnyConnection>,
    queue: Arc<Queue<Job>>,
    pulse: Pulse,
}

impl Drop for Writer {
    /// However the writer ends, nobody waits for it in vain.
    fn drop(&mut self) {
        self.queue.close();
        drop(self.queue.take(usize::MAX));
    }
}

impl Writer {
    fn run(mut self) {
        // No waiting for more: what arrived during the last commit is the next batch.
        while let Some(batch) = self.queue.take(LARGEST_BATCH) {
            self.store(batch);
        }
    }

    fn store(&mut self, batch: Vec<Job>) {
        let (entries, waiting): (Vec<Entry>, Vec<_>) = batch.into_iter().map(|job| (job.entry, job.waiting)).unzip();
        let mut outcomes = Vec::with_capacity(entries.len());
        self.store_in_parts(&entries, Instant::now() + PATIENCE, &mut outcomes);
        self.tell(&entries, &outcomes);
        for (waiting, outcome) in waiting.into_iter().zip(outcomes) {
            if let Some(waiting) = waiting {
                // The visitor may have closed the connection; the answer is stored all the same.
                let _ = waiting.send(outcome);
            }
        }
    }

    /// Tells open pages of the sites for which something was stored.
    fn tell(&self, entries: &[Entry], outcomes: &[Stored]) {
        let answered = |(entry, outcome): (&Entry, &Stored)| match (entry, outcome) {
            (Entry::Response(arrival), Ok(Outcome::Stored)) => Some(arrival.survey.site_id),
            _ => None,
        };
        let sites: BTreeSet<i64> = entries.iter().zip(outcomes).filter_map(answered).collect();
        sites.into_iter().for_each(|site| self.pulse.beat(site));
    }

    /// Stores entries in one transaction, or, where that fails, each half in one of its own, and so on: one entry may
    /// have spoiled it for all. Storing twice is harmless, because a response that was stored after all is recognised by
    /// its id.
    fn store_in_parts(&mut self, entries: &[Entry], deadline: Instant, outcomes: &mut Vec<Stored>) {
        let error = match self.commit(entries) {
            Ok(stored) => return outcomes.extend(stored.into_iter().map(Ok)),
            Err(error) => error,
        };
        let hopeless = matches!(error, DbError::Unreachable(_)) || Instant::now() > deadline;
        if entries.len() == 1 || hopeless {
            tracing::error!(%error, entries = entries.len(), "answers could not be stored");
            return outcomes.extend(entries.iter().map(|_| Err(IntakeError::Failed)));
        }
        tracing::warn!(%error, entries = entries.len(), "a batch failed; storing its halves");
        let (first, second) = entries.split_at(entries.len() / 2);
        self.store_in_parts(first, deadline, outcomes);
        self.store_in_parts(second, deadline, outcomes);
    }

    /// Stores entries in one transaction; once more where the connection turns out to be gone.
    fn commit(&mut self, entries: &[Entry]) -> Result<Vec<Outcome>, DbError> {
        match self.try_commit(entries) {
            Err(DbError::Query(_)) if self.connection.is_none() => self.try_commit(entries),
            done => done,
        }
    }

    fn try_commit(&mut self, entries: &[Entry]) -> Result<Vec<Outcome>, DbError> {
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
