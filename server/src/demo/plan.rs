//! The year that is told: who was shown a survey and what they said, from a fixed seed and a date. Stores nothing.

use super::{
    comments::{Tone, Voice, When},
    dice::{self, Deck, Ranks},
    places::{PLACES, Place},
    rhythm,
    surveys::{self, DemoError},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use rand::{Rng, SeedableRng, rngs::StdRng};
use shared::{
    answer::{Answer, Answers},
    condition::Fields,
    definition::Definition,
    score::Metric,
    survey::Kind,
    targeting::Device,
    text::OptionId,
};
use std::collections::BTreeMap;

/// Where the shop is; its days are cut there.
pub const TIME_ZONE: &str = "Europe/Madrid";
/// How far back the answers go: fifty-two whole weeks.
pub const DAYS: u16 = 364;

const SEED: u64 = 8_082;
/// A year ago the shop had this share of today's visitors.
const YEAR_AGO: f64 = 0.25;
/// Of those who do not answer, so many close the survey; the others leave it.
const DISMISSED: f64 = 0.45;
/// Of those who answer, so many give a score and close it.
const PARTIAL: f64 = 0.09;
/// Of unhappy customers, so many say what got in the way.
const CHOSEN: f64 = 0.74;
/// So many different comments are enough for everyone.
const PLENTY: f64 = 6.0;

/// Something that happened to the survey of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// The place, by its position in [`PLACES`].
    pub place: usize,
    /// UTC milliseconds.
    pub at: i64,
    /// What.
    pub what: What,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The survey came into view.
    Shown,
    /// It was closed before its end.
    Dismissed,
    /// It was answered.
    Answered(Box<Reply>),
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// A UUIDv7 of its time.
    pub id: [u8; 16],
    /// What was answered.
    pub answers: Answers,
    /// How often it was sent: after each question.
    pub sequence: u16,
    /// Whether its end was reached.
    pub complete: bool,
    /// The language it was asked in.
    pub voice: Voice,
    /// The kind of device.
    pub device: Device,
    /// The page, where the visitor lets it be known.
    pub path: Option<&'static str>,
    /// Milliseconds from being shown.
    pub elapsed: u32,
    /// Stands for the body's.
    pub fingerprint: i64,
}

/// An answer that is always there, told from now.
struct Scene {
    place: &'static str,
    minutes_ago: i64,
    score: u8,
    voice: Voice,
    device: Device,
    comment: &'static str,
}

const SCENES: [Scene; 8] = [
    Scene {
        place: "Checkout",
        minutes_ago: 14,
        score: 2,
        voice: Voice::Es,
        device: Device::Phone,
        comment: "El coste de envío solo sale en el último paso. Cerré la pestaña.",
    },
    Scene {
        place: "First use",
        minutes_ago: 60,
        score: 9,
        voice: Voice::En,
        device: Device::Phone,
        comment: "First lamp set up in two minutes, the app just found it.",
    },
    Scene {
        place: "Call centre",
        minutes_ago: 3 * 60,
        score: 3,
        voice: Voice::Es,
        device: Device::Phone,
        comment: "Esperé 25 minutos y me pasaron dos veces.",
    },
    Scene {
        place: "Compare plans",
        minutes_ago: 25 * 60,
        score: 3,
        voice: Voice::Pt,
        device: Device::Desktop,
        comment: "Comparar os planos é fácil, mas não encontrei a garantia.",
    },
    ad(9, 2, Voice::Es, "Me gustó ver el taller en el anuncio."),
    ad(3, 6, Voice::En, "I see the same ad ten times a day."),
    ad(8, 11, Voice::Es, ""),
    ad(6, 17, Voice::Pt, "O anúncio prometia portes grátis."),
];

/// Too few for a figure.
const fn ad(score: u8, days_ago: i64, voice: Voice, comment: &'static str) -> Scene {
    Scene { place: "Ads", minutes_ago: days_ago * 24 * 60 + 95, score, voice, device: Device::Phone, comment }
}

/// A year of a shop, day by day from the oldest, and last the scenes that are always there.
pub struct Year {
    now: i64,
    today: Date,
    zone: TimeZone,
    scale: f64,
    rng: StdRng,
    stands: Vec<Stand>,
    next: Next,
}

enum Next {
    DaysAgo(u16),
    Scenes,
    End,
}

/// A place with what it needs to make up answers.
struct Stand {
    place: &'static Place,
    definition: Definition,
    ranks: Ranks,
    comments: BTreeMap<(Tone, Voice, bool), Deck<&'static str>>,
}

impl Year {
    /// The year before `now`, in UTC milliseconds, with so many times the usual visitors.
    ///
    /// # Errors
    /// [`DemoError`]
    pub fn before(now: i64, scale: f64) -> Result<Self, DemoError> {
        let zone = TimeZone::get(TIME_ZONE)?;
        let today = Timestamp::from_millisecond(now)?.to_zoned(zone.clone()).date();
        let stand = |place| {
            let definition = surveys::definition(place)?;
            Ok(Stand { place, definition, ranks: Ranks::new(), comments: BTreeMap::new() })
        };
        let stands = PLACES.iter().map(stand).collect::<Result<_, DemoError>>()?;
        let rng = StdRng::seed_from_u64(SEED);
        Ok(Self { now, today, zone, scale, rng, stands, next: Next::DaysAgo(DAYS - 1) })
    }

    /// What each place asks, in the order of [`PLACES`].
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> {
        self.stands.iter().map(|stand| &stand.definition)
    }

    /// Everything that happened on one day, in order of time.
    fn day(&mut self, days_ago: u16) -> Result<Vec<Happening>, jiff::Error> {
        let date = self.today.checked_sub(i32::from(days_ago).days())?;
        let midnight = date.to_zoned(self.zone.clone())?.timestamp().as_millisecond();
        let grown = self.scale * YEAR_AGO.powf(f64::from(days_ago) / f64::from(DAYS));
        let mut happenings = Vec::new();
        for (place, stand) in self.stands.iter_mut().enumerate() {
            if days_ago >= stand.place.traffic.since {
                continue;
            }
            let shown = stand.place.traffic.shown * grown;
            for (hour, share) in (0..).zip(rhythm::hours(stand.place.channel, date.weekday())) {
                for _ in 0..dice::count(&mut self.rng, shown * share) {
                    let at = midnight + hour * crate::clock::HOUR + self.rng.random_range(0..crate::clock::HOUR);
                    if at < self.now {
                        stand.visit(place, at, days_ago, &mut self.rng, &mut happenings);
                    }
                }
            }
        }
        happenings.retain(|happening| happening.at <= self.now);
        happenings.sort_by_key(|happening| happening.at);
        Ok(happenings)
    }

    fn scenes(&mut self) -> Vec<Happening> {
        let mut happenings = Vec::new();
        for scene in &SCENES {
            let here = |stand: &Stand| stand.place.name == scene.place;
            let Some(place) = self.stands.iter().position(here) else { continue };
            let at = self.now - scene.minutes_ago * 60_000;
            let said = Said {
                score: scene.score,
                obstacle: None,
                comment: Some(scene.comment.to_owned()).filter(|comment| !comment.is_empty()),
                voice: scene.voice,
                device: scene.device,
            };
            let reply = self.stands[place].reply(said, at, false, &mut self.rng);
            happenings.push(Happening { place, at: at - i64::from(reply.elapsed), what: What::Shown });
            happenings.push(Happening { place, at, what: What::Answered(Box::new(reply)) });
        }
        happenings.sort_by_key(|happening| happening.at);
        happenings
    }
}

impl Iterator for Year {
    type Item = Result<Vec<Happening>, DemoError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.next {
            Next::DaysAgo(days_ago) => {
                self.next = days_ago.checked_sub(1).map_or(Next::Scenes, Next::DaysAgo);
                Some(self.day(days_ago).map_err(DemoError::from))
            }
            Next::Scenes => {
                self.next = Next::End;
                Some(Ok(self.scenes()))
            }
            Next::End => None,
        }
    }
}

/// What someone has to say.
struct Said {
    score: u8,
    obstacle: Option<OptionId>,
    comment: Option<String>,
    voice: Voice,
    device: Device,
}

impl Stand {
    /// Someone is shown the survey.
    fn visit(&mut self, place: usize, at: i64, days_ago: u16, rng: &mut StdRng, happenings: &mut Vec<Happening>) {
        happenings.push(Happening { place, at, what: What::Shown });
        let mut closes = rng.random_bool(DISMISSED);
        let mut end = at + rng.random_range(1_500..25_000);
        if rng.random_bool(self.place.traffic.rate) {
            let said = self.opinion(days_ago, rng);
            let leaves = rng.random_bool(PARTIAL);
            let reply = self.reply(said, at, leaves, rng);
            closes = leaves;
            end = at + i64::from(reply.elapsed);
            happenings.push(Happening { place, at: end, what: What::Answered(Box::new(reply)) });
        }
        if closes {
            happenings.push(Happening { place, at: end, what: What::Dismissed });
        }
    }

    fn opinion(&mut self, days_ago: u16, rng: &mut StdRng) -> Said {
        let turned = self.place.level.has_turned(days_ago);
        let score = dice::score(self.place.metric, self.place.level.at(days_ago), self.ranks.draw(rng));
        let voice = [Voice::En, Voice::Es, Voice::Pt][dice::weighted(rng, [25, 62, 13].into_iter())];
        let devices = rhythm::devices(self.place.channel);
        let device = [Device::Phone, Device::Tablet, Device::Desktop][dice::weighted(rng, devices.into_iter())];
        let weights = self.place.obstacles.iter().map(|(_, before, after)| if turned { *after } else { *before });
        let obstacle = self.place.obstacles.get(dice::weighted(rng, weights));
        let obstacle = obstacle.filter(|_| rng.random_bool(CHOSEN));
        let obstacle = obstacle.and_then(|(id, ..)| OptionId::try_from(*id).ok());
        let comment = self.comment(tone(self.place.metric, score), voice, turned, rng);
        Said { score, obstacle, comment, voice, device }
    }

    fn comment(&mut self, tone: Tone, voice: Voice, turned: bool, rng: &mut StdRng) -> Option<String> {
        let comments = self.place.comments;
        let deck = self.comments.entry((tone, voice, turned)).or_insert_with(|| {
            let timely = |when| when == When::Always || (when == When::After) == turned;
            let fitting = comments.iter().filter(|one| (one.tone, one.voice) == (tone, voice) && timely(one.when));
            Deck::new(fitting.map(|one| one.text).collect())
        });
        let talkative = match tone {
            Tone::Bad => 0.50,
            Tone::Fair => 0.25,
            Tone::Good => 0.30,
        };
        // Where few things can be said, fewer people say them, so that nothing is read again too soon.
        let variety = (deck.len() as f64 / PLENTY).min(1.0);
        if !rng.random_bool(talkative * variety) {
            return None;
        }
        Some(deck.draw(rng)?.replace("{n}", &rng.random_range(12..40).to_string()))
    }

    /// Answers the questions in the order in which the survey asks them.
    fn reply(&self, said: Said, shown_at: i64, leaves: bool, rng: &mut StdRng) -> Reply {
        let survey = self.definition.survey();
        let (mut answers, mut sequence, mut elapsed) = (Answers::new(), 0, rng.random_range(1_800..6_000));
        let mut position = Some(0);
        while let Some(question) = position.and_then(|position| survey.questions().get(position)) {
            let answer = match &question.kind {
                Kind::Choice { .. } => said.obstacle.clone().map(Answer::option),
                Kind::Text { .. } => said.comment.clone().map(Answer::Text),
                kind => kind.metric().map(|_| Answer::Score(said.score)),
            };
            if let Some(Answer::Text(text)) = &answer {
                elapsed += text.len() as u32 * rng.random_range(150..260);
            }
            answers.extend(answer.map(|answer| (question.id.clone(), answer)));
            sequence += 1;
            elapsed += rng.random_range(900..3_500);
            let next = position.and_then(|position| survey.next(position, &answers, &Fields::new()));
            if leaves && next.is_some() {
                break;
            }
            position = next;
        }
        let at = u64::try_from(shown_at + i64::from(elapsed)).unwrap_or_default();
        Reply {
            id: uuid::Builder::from_unix_timestamp_millis(at, &rng.random()).into_uuid().into_bytes(),
            answers,
            sequence,
            complete: position.is_none(),
            voice: said.voice,
            device: said.device,
            path: self.path(said.voice, rng),
            elapsed,
            fingerprint: rng.random(),
        }
    }

    /// A page in one's own language, if there is one. One in ten opted out of telling it.
    fn path(&self, voice: Voice, rng: &mut StdRng) -> Option<&'static str> {
        let paths = self.place.paths;
        let own = |path: &&&'static str| path.starts_with("/es/") == (voice == Voice::Es);
        let own: Vec<_> = paths.iter().filter(own).copied().collect();
        let paths = if own.is_empty() { paths } else { &own };
        paths.get(rng.random_range(0..paths.len().max(1))).copied().filter(|_| rng.random_bool(0.9))
    }
}

fn tone(metric: Metric, score: u8) -> Tone {
    let (fair, good) = match metric {
        Metric::Nps => (7, 9),
        Metric::Ces => (5, 6),
        _ => (4, 5),
    };
    match score {
        score if score >= good => Tone::Good,
        score if score >= fair => Tone::Fair,
        _ => Tone::Bad,
    }
}

#[cfg(test)]
mod tests;
