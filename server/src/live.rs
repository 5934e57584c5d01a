//! What the public routes know without asking the database: sites, their origins and their published surveys.

use crate::db::{
    Db, DbError,
    sites::{self, Site},
    surveys::{self, Published, Status},
};
use shared::{appearance::Theme, targeting::Budget};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

/// How long another process on the same database may take to notice a change.
const FRESH: Duration = Duration::from_secs(10);

/// One site, ready for its visitors.
#[derive(Debug)]
pub struct LiveSite {
    /// The site's row.
    pub site: Site,
    /// Its look.
    pub theme: Theme,
    /// How often one visitor may be asked.
    pub budget: Option<Budget>,
    origins: Vec<String>,
    versions: HashMap<(i64, i32), Arc<Published>>,
    asked: Vec<Arc<Published>>,
}

impl LiveSite {
    /// Whether pages of this origin may send answers.
    pub fn trusts(&self, origin: &str) -> bool {
        self.origins.iter().any(|known| known == origin)
    }

    /// The published versions that are asked at the moment, the highest priority first, then the oldest survey.
    pub fn asked(&self) -> &[Arc<Published>] {
        &self.asked
    }

    /// One version of one survey, also an older one that is still on somebody's screen.
    pub fn version(&self, survey_id: i64, version: i32) -> Option<&Arc<Published>> {
        self.versions.get(&(survey_id, version))
    }

    /// The version of a survey that is asked at the moment.
    pub fn current(&self, survey_id: i64) -> Option<&Arc<Published>> {
        self.asked.iter().find(|published| published.survey_id == survey_id)
    }

    /// Whether the survey was published and then paused.
    pub fn is_paused(&self, survey_id: i64) -> bool {
        self.versions.iter().any(|((id, _), one)| *id == survey_id && one.status == Status::Paused)
    }
}

type Sites = HashMap<String, Arc<LiveSite>>;

#[derive(Clone, Default)]
struct Snapshot {
    /// When it was loaded, and what it holds; nothing before the first time and after each change.
    loaded: Option<(Instant, Arc<Sites>)>,
    /// How many changes were told of. A load that began before one must not be kept after it.
    changes: u64,
}

/// A snapshot of every site, loaded when needed and again when it is old or was changed.
pub struct LiveSites {
    db: Db,
    snapshot: RwLock<Snapshot>,
    loading: tokio::sync::Mutex<()>,
}

impl LiveSites {
    /// Nothing is loaded yet.
    pub fn new(db: Db) -> Self {
        Self { db, snapshot: RwLock::default(), loading: tokio::sync::Mutex::new(()) }
    }

    /// The site with this public key.
    ///
    /// # Errors
    /// When the database fails and nothing was loaded before.
    pub async fn get(&self, key: &str) -> Result<Option<Arc<LiveSite>>, DbError> {
        Ok(self.sites().await?.get(key).cloned())
    }

    /// Makes the next request see what was just changed.
    pub fn forget(&self) {
        let mut snapshot = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        *snapshot = Snapshot { loaded: None, changes: snapshot.changes.wrapping_add(1) };
    }

    async fn sites(&self) -> Result<Arc<Sites>, DbError> {
        let old = match self.snapshot().loaded {
            Some((at, sites)) if at.elapsed() < FRESH => return Ok(sites),
            old => old,
        };
        let _loading = match (&old, self.loading.try_lock()) {
            (_, Ok(guard)) => guard,
            // Someone is loading it; what is there will do meanwhile.
            (Some((_, sites)), Err(_)) => return Ok(sites.clone()),
            (None, Err(_)) => self.loading.lock().await,
        };
        let Snapshot { loaded, changes } = self.snapshot();
        if let Some((_, sites)) = loaded.filter(|(at, _)| at.elapsed() < FRESH) {
            return Ok(sites);
        }
        let started = Instant::now();
        let sites = match (self.db.run(load).await, old) {
            (Ok(sites), _) => Arc::new(sites),
            (Err(_), Some((_, sites))) => return Ok(sites),
            (Err(error), None) => return Err(error),
        };
        let mut snapshot = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        if snapshot.changes == changes {
            snapshot.loaded = Some((started, sites.clone()));
        }
        Ok(sites)
    }

    fn snapshot(&self) -> Snapshot {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn load(connection: &mut crate::db::connection::AnyConnection) -> Result<Sites, diesel::result::Error> {
    let mut published: HashMap<i64, Vec<Arc<Published>>> = HashMap::new();
    for one in surveys::published(connection)? {
        published.entry(one.site_id).or_default().push(Arc::new(one));
    }
    let sites = sites::all(connection)?.into_iter().map(|site| {
        let all = published.remove(&site.id).unwrap_or_default();
        let newest = |one: &&Arc<Published>| {
            one.status == Status::Live
                && !all.iter().any(|other| other.survey_id == one.survey_id && other.version > one.version)
        };
        let mut asked: Vec<_> = all.iter().filter(newest).cloned().collect();
        asked.sort_by_key(|one| std::cmp::Reverse(one.definition.targeting().priority));
        let versions = all.iter().map(|one| ((one.survey_id, one.version), one.clone())).collect();
        Ok((
            site.key.clone(),
            Arc::new(LiveSite {
                origins: site.origins()?,
                theme: site.theme()?,
                budget: site.budget()?,
                versions,
                asked,
                site,
            }),
        ))
    });
    sites.collect()
}
