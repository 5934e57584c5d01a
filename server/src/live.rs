//! What the public routes know without asking the database: sites, their origins and their published surveys.

use crate::{
    clock,
    db::{
        Db, DbError,
        connection::AnyConnection,
        intake::{self, Admission},
        sites::{self, Site},
        surveys::{self, Published, Status},
    },
};
use diesel::QueryResult;
use shared::{appearance::Theme, targeting::Budget};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

/// How long another process on the same database may take to notice a change.
const FRESH: Duration = Duration::from_secs(10);

/// How long before its first day a survey is told to browsers, which keep the loader's configuration for up to a day.
const AHEAD: i64 = 24 * clock::HOUR;

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
    /// The surveys that had all the responses they are to have.
    full: HashSet<i64>,
}

/// Why a survey takes no new responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Somebody paused it.
    Paused,
    /// It begins later.
    Early,
    /// It is over.
    Late,
    /// It has all the responses it is to have.
    Full,
}

impl LiveSite {
    /// The origins whose pages may send answers.
    pub fn origins(&self) -> &[String] {
        &self.origins
    }

    /// Whether pages of this origin may send answers.
    pub fn trusts(&self, origin: &str) -> bool {
        self.origins.iter().any(|known| known == origin)
    }

    /// The published versions that browsers are told of at this time, UTC milliseconds: the highest priority first, then
    /// the oldest survey. What is over or full is left out, and what begins much later.
    pub fn asked(&self, now: i64) -> impl Iterator<Item = &Arc<Published>> {
        self.asked.iter().filter(move |one| match self.closed(one, now) {
            None => true,
            Some(Closed::Early) => self.closed(one, now + AHEAD).is_none(),
            Some(Closed::Paused | Closed::Late | Closed::Full) => false,
        })
    }

    /// Why a survey takes no new responses at this time, UTC milliseconds. That it is full is noticed some seconds late;
    /// whoever stores responses counts them.
    pub fn closed(&self, survey: &Published, now: i64) -> Option<Closed> {
        let targeting = self.current(survey.survey_id).map_or(survey, Arc::as_ref).definition.targeting();
        match (targeting.from, targeting.until) {
            _ if survey.status == Status::Paused => Some(Closed::Paused),
            (Some(from), _) if now < from => Some(Closed::Early),
            (_, Some(until)) if now >= until => Some(Closed::Late),
            _ => self.full.contains(&survey.survey_id).then_some(Closed::Full),
        }
    }

    /// Whether a response to this survey is taken at this time, UTC milliseconds, if it was not begun before. The quota is
    /// that of the version that is asked now, whichever was answered.
    pub fn admission(&self, survey: &Published, now: i64) -> Admission {
        let quota = self.current(survey.survey_id).and_then(|current| current.definition.targeting().quota);
        match (self.closed(survey, now), quota) {
            (Some(Closed::Paused | Closed::Early | Closed::Late), _) => Admission::Closed,
            (None | Some(Closed::Full), Some(quota)) => Admission::AtMost(quota),
            (None | Some(Closed::Full), None) => Admission::Open,
        }
    }

    /// One version of one survey, also an older one that is still on somebody's screen.
    pub fn version(&self, survey_id: i64, version: i32) -> Option<&Arc<Published>> {
        self.versions.get(&(survey_id, version))
    }

    /// The version of a survey that is asked at the moment.
    pub fn current(&self, survey_id: i64) -> Option<&Arc<Published>> {
        self.asked.iter().find(|published| published.survey_id == survey_id)
    }

    /// The newest version of a survey that is live or paused.
    pub fn newest(&self, survey_id: i64) -> Option<&Arc<Published>> {
        let versions = self.versions.iter().filter(|((id, _), _)| *id == survey_id);
        versions.max_by_key(|((_, version), _)| *version).map(|(_, one)| one)
    }

    /// Whether the survey was published and then paused.
    pub fn is_paused(&self, survey_id: i64) -> bool {
        self.versions.iter().any(|((id, _), one)| *id == survey_id && one.status == Status::Paused)
    }
}

#[derive(Default)]
struct Sites {
    /// By public key.
    sites: HashMap<String, Arc<LiveSite>>,
    /// The newest version of each survey that was published, with its site, by the address of its link page.
    links: HashMap<String, (Arc<LiveSite>, Arc<Published>)>,
}

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
        Ok(self.sites().await?.sites.get(key).cloned())
    }

    /// The survey whose link page has this address, and its site: live or paused, its newest version.
    ///
    /// # Errors
    /// As [`LiveSites::get`].
    pub async fn linked(&self, slug: &str) -> Result<Option<(Arc<LiveSite>, Arc<Published>)>, DbError> {
        Ok(self.sites().await?.links.get(slug).cloned())
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

fn load(connection: &mut AnyConnection) -> QueryResult<Sites> {
    let mut published: HashMap<i64, Vec<Arc<Published>>> = HashMap::new();
    for one in surveys::published(connection)? {
        published.entry(one.site_id).or_default().push(Arc::new(one));
    }
    let mut all = Sites::default();
    for site in sites::all(connection)? {
        let versions = published.remove(&site.id).unwrap_or_default();
        let superseded = |one: &Published| {
            versions.iter().any(|other| other.survey_id == one.survey_id && other.version > one.version)
        };
        let newest: Vec<_> = versions.iter().filter(|one| !superseded(one)).cloned().collect();
        let site = Arc::new(live(connection, site, &versions, &newest)?);
        all.links.extend(newest.into_iter().map(|one| (one.slug.clone(), (site.clone(), one))));
        all.sites.insert(site.site.key.clone(), site);
    }
    Ok(all)
}

fn live(
    connection: &mut AnyConnection,
    site: Site,
    versions: &[Arc<Published>],
    newest: &[Arc<Published>],
) -> QueryResult<LiveSite> {
    let mut asked: Vec<_> = newest.iter().filter(|one| one.status == Status::Live).cloned().collect();
    asked.sort_by_key(|one| std::cmp::Reverse(one.definition.targeting().priority));
    let mut full = HashSet::new();
    for one in &asked {
        if let Some(quota) = one.definition.targeting().quota
            && intake::started(connection, one)? >= i64::from(quota)
        {
            full.insert(one.survey_id);
        }
    }
    let versions = versions.iter().map(|one| ((one.survey_id, one.version), one.clone())).collect();
    let (origins, theme, budget) = (site.origins()?, site.theme()?, site.budget()?);
    Ok(LiveSite { site, theme, budget, origins, versions, asked, full })
}
