//! Visitors who answer, go on, send again and contradict themselves, and remember what they were told.

use crate::witness::{Became, Said, Witness};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use uuid::{Builder, Uuid};

/// How many send at once.
const VISITORS: u64 = 8;
/// How many responses a program sends at once.
const BATCH: u64 = 20;
/// How long a visitor waits for a reply.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a visitor waits after one that did not come.
const PAUSE: Duration = Duration::from_millis(20);

/// Visitors who are sending.
pub struct Visitors {
    news: Arc<News>,
    threads: Vec<JoinHandle<Witness>>,
}

struct News {
    begun: Instant,
    over: AtomicBool,
    acknowledged: AtomicU64,
    refused: AtomicU64,
    /// How often something failed otherwise than by asking to be sent again at a time that is told.
    failed: AtomicU64,
    /// When something was acknowledged last, in milliseconds since the beginning.
    heard: AtomicU64,
    /// The longest time between two acknowledgements since somebody asked, in milliseconds.
    silence: AtomicU64,
}

impl News {
    fn hear(&self) {
        let now = self.begun.elapsed().as_millis() as u64;
        let before = self.heard.swap(now, Ordering::Relaxed);
        self.silence.fetch_max(now.saturating_sub(before), Ordering::Relaxed);
        // Last: whoever sees the count finds the silence that it ended.
        self.acknowledged.fetch_add(1, Ordering::Release);
    }
}

impl Visitors {
    /// Lets them send to a survey, together so many responses a second at most.
    pub fn start(address: SocketAddr, survey: i64, pace: u64) -> Self {
        let news = Arc::new(News {
            begun: Instant::now(),
            over: AtomicBool::default(),
            acknowledged: AtomicU64::default(),
            refused: AtomicU64::default(),
            failed: AtomicU64::default(),
            heard: AtomicU64::default(),
            silence: AtomicU64::default(),
        });
        let between = Duration::from_secs(1) * VISITORS as u32 / u32::try_from(pace.max(1)).unwrap_or(u32::MAX);
        let visitor = |number| {
            let agent = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
            let mut visitor = Visitor {
                agent: agent.build().into(),
                url: format!("http://{address}/w/shop/responses"),
                survey,
                news: news.clone(),
                witness: Witness::default(),
                last: None,
            };
            thread::spawn(move || {
                let mut next = Instant::now();
                let mut n = number;
                while !visitor.news.over.load(Ordering::Relaxed) {
                    next = (next + between * visitor.act(n) as u32).max(Instant::now() - between);
                    thread::sleep(next.saturating_duration_since(Instant::now()));
                    n += VISITORS;
                }
                visitor.witness
            })
        };
        Self { threads: (0..VISITORS).map(visitor).collect(), news }
    }

    /// How many sendings were acknowledged so far.
    pub fn acknowledged(&self) -> u64 {
        self.news.acknowledged.load(Ordering::Acquire)
    }

    /// The longest time in which nothing was acknowledged, since this was asked last.
    pub fn silence(&self) -> Duration {
        Duration::from_millis(self.news.silence.swap(0, Ordering::Relaxed))
    }

    /// How many were asked to be sent again so far.
    pub fn refused(&self) -> u64 {
        self.news.refused.load(Ordering::Relaxed)
    }

    /// Ends them; what they saw.
    pub fn stop(self) -> Witness {
        self.news.over.store(true, Ordering::Relaxed);
        let mut all = Witness::default();
        for visitor in self.threads {
            all.join(visitor.join().expect("a visitor ends well"));
        }
        let failed = self.news.failed.load(Ordering::Relaxed);
        if failed > 0 {
            all.wrong.push(format!("{failed} replies were neither an answer nor a 503 that says when to try again"));
        }
        all
    }
}

struct Visitor {
    agent: ureq::Agent,
    url: String,
    survey: i64,
    news: Arc<News>,
    witness: Witness,
    /// A complete response that was acknowledged.
    last: Option<(Uuid, Said)>,
}

impl Visitor {
    /// Does one thing after the other; how many responses were sent.
    fn act(&mut self, n: u64) -> u64 {
        let score = (n % 11) as i16;
        // Ids in the order of time, and ids of programs that know no time.
        let id =
            if n.is_multiple_of(7) { Builder::from_random_bytes(rand::random()).into_uuid() } else { Uuid::now_v7() };
        match n / VISITORS % 10 {
            0..=4 => {
                let said = Said { sequence: 1, score, complete: true };
                if self.send(id, said) == Became::Stored {
                    self.last = Some((id, said));
                }
                1
            }
            5 | 6 => self.grow(id, score),
            7 => self.again(),
            8 => self.contradict(),
            _ => self.batch(score),
        }
    }

    fn grow(&mut self, id: Uuid, score: i16) -> u64 {
        for sequence in 1..=3 {
            let score = (score + sequence as i16) % 11;
            self.send(id, Said { sequence, score, complete: sequence == 3 });
        }
        3
    }

    /// What is stored and sent again is recognised.
    fn again(&mut self) -> u64 {
        let Some((id, said)) = self.last else { return 0 };
        match self.post(&self.body(id, said)) {
            Some(200) | None => {}
            Some(status) if status >= 500 => self.wait(),
            Some(status) => self.witness.wrong.push(format!("{id} was acknowledged, sent again and told {status}")),
        }
        1
    }

    /// What is stored is not replaced by something else of the same number.
    fn contradict(&mut self) -> u64 {
        let Some((id, said)) = self.last else { return 0 };
        let other = Said { score: (said.score + 5) % 11, ..said };
        match self.post(&self.body(id, other)) {
            Some(409) => self.witness.note(id, other, Became::Refused),
            None => {}
            Some(status) if status >= 500 => self.wait(),
            Some(status) => self.witness.wrong.push(format!("{id} was contradicted and told {status}")),
        }
        1
    }

    fn batch(&mut self, score: i16) -> u64 {
        let ids: Vec<Uuid> = (0..BATCH).map(|_| Uuid::now_v7()).collect();
        let said = Said { sequence: 1, score, complete: true };
        let bodies: Vec<Value> = ids.iter().map(|id| self.body(*id, said)).collect();
        let reply = self.request("/batch", &Value::from(bodies));
        let replies: Vec<Value> = reply
            .and_then(|(status, body)| if status == 200 { serde_json::from_str(&body).ok() } else { None })
            .unwrap_or_default();
        for (place, id) in ids.into_iter().enumerate() {
            let became =
                self.became(replies.get(place).and_then(|one| one["status"].as_u64()).map(|status| status as u16));
            self.witness.note(id, said, became);
        }
        BATCH
    }

    /// Sends an answer and notes what became of it.
    fn send(&mut self, id: Uuid, said: Said) -> Became {
        let status = self.post(&self.body(id, said));
        let became = self.became(status);
        if became == Became::Refused {
            self.witness.wrong.push(format!("{id} is a good response and was told {status:?}"));
        }
        self.witness.note(id, said, became);
        became
    }

    fn became(&self, status: Option<u16>) -> Became {
        match status {
            Some(200 | 201) => {
                self.news.hear();
                Became::Stored
            }
            Some(status) if status < 500 => Became::Refused,
            _ => {
                self.wait();
                Became::Unknown
            }
        }
    }

    fn wait(&self) {
        self.news.refused.fetch_add(1, Ordering::Relaxed);
        thread::sleep(PAUSE);
    }

    fn post(&self, body: &Value) -> Option<u16> {
        self.request("", body).map(|(status, _)| status)
    }

    fn request(&self, path: &str, body: &Value) -> Option<(u16, String)> {
        let request = self.agent.post(format!("{}{path}", self.url)).header("origin", "https://shop.example.com");
        let mut reply = request.header("content-type", "text/plain").send(body.to_string()).ok()?;
        let status = reply.status().as_u16();
        if status >= 500 && (status != 503 || !reply.headers().contains_key("retry-after")) {
            self.news.failed.fetch_add(1, Ordering::Relaxed);
        }
        Some((status, reply.body_mut().read_to_string().ok()?))
    }

    fn body(&self, id: Uuid, said: Said) -> Value {
        let Said { sequence, score, complete } = said;
        let mut answers = json!({ "score": { "score": score } });
        if let Some(words) = said.words() {
            answers["comment"] = json!({ "text": words });
        }
        json!({
            "id": id, "survey": self.survey, "version": 1, "sequence": sequence, "complete": complete, "answers": answers,
            "language": "en", "path": "/checkout", "device": "phone", "chance": 1, "elapsed": 9000
        })
    }
}
