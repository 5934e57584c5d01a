//! Many visitors that answer as fast as they are replied to: connections that stay open, all on one thread.

use crate::program::Program;
use actix_web::rt::{System, net::TcpStream, spawn};
use serde_json::json;
use std::{
    io::Write,
    rc::Rc,
    time::{Duration, Instant},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use uuid::Uuid;

/// Before anything is measured.
const WARMING: Duration = Duration::from_millis(400);
/// While it is measured.
const MEASURING: Duration = Duration::from_millis(1_600);

/// What visitors do.
#[derive(Clone, Copy)]
pub struct Load {
    /// How many there are.
    pub clients: usize,
    /// How many responses each sends at once; alone, to the widget's address, if none is said.
    pub batch: Option<usize>,
    /// What each must be told.
    pub expected: u16,
}

/// What was measured.
pub struct Measured {
    /// Responses that were replied to in the time.
    pub responses: u64,
    /// The same, and those before.
    pub all: u64,
    /// The time.
    pub seconds: f64,
    /// How long half of the requests took at most, in milliseconds.
    pub p50: f64,
    /// How long 99 of 100 requests took at most, in milliseconds.
    pub p99: f64,
}

/// Sends for two seconds.
pub fn send(program: &Program, load: Load) -> Measured {
    let (address, survey) = (program.address, program.survey);
    let begin = Instant::now() + WARMING;
    let logs = System::new().block_on(async move {
        let bodies = Rc::new(bodies(survey));
        let clients: Vec<_> = (0..load.clients)
            .map(|_| {
                let bodies = bodies.clone();
                spawn(async move {
                    let connection = TcpStream::connect(address).await.expect("the server listens");
                    connection.set_nodelay(true).expect("a socket");
                    visit(connection, &bodies, load, begin).await
                })
            })
            .collect();
        let mut logs = Vec::new();
        for client in clients {
            logs.push(client.await.expect("a visitor ends well"));
        }
        logs
    });
    let each = load.batch.unwrap_or(1) as u64;
    let all = logs.iter().map(|log| log.sent).sum::<u64>() * each;
    if load.expected < 300 {
        program.acknowledge(all);
    }
    let mut took: Vec<Duration> = logs.into_iter().flat_map(|log| log.took).collect();
    took.sort();
    let at = |share: f64| took[((took.len() as f64 * share) as usize).min(took.len() - 1)].as_secs_f64() * 1e3;
    Measured { responses: took.len() as u64 * each, all, seconds: MEASURING.as_secs_f64(), p50: at(0.5), p99: at(0.99) }
}

/// Three ways to answer, two rows in the middle; the id is put before each.
fn bodies(survey: i64) -> [String; 3] {
    let answers = [
        json!({ "score": { "score": 9 } }),
        json!({ "score": { "score": 3 }, "why": { "chosen": { "options": ["price"] } } }),
        json!({
            "score": { "score": 6 }, "why": { "chosen": { "options": ["speed"] } },
            "comment": { "text": "It took three tries until the card was accepted." }
        }),
    ];
    answers.map(|answers| {
        let body = json!({
            "survey": survey, "version": 1, "sequence": 1, "complete": true, "answers": answers, "language": "en",
            "path": "/checkout/payment", "device": "phone", "chance": 0.5, "elapsed": 9000
        });
        body.to_string()[1..].to_owned()
    })
}

#[derive(Default)]
struct Log {
    sent: u64,
    took: Vec<Duration>,
}

async fn visit(mut connection: TcpStream, bodies: &[String; 3], load: Load, begin: Instant) -> Log {
    let mut log = Log::default();
    let (mut request, mut reply) = (Vec::new(), vec![0; 16 * 1024]);
    loop {
        let n = log.sent as usize;
        match load.batch {
            None => write_request(&mut request, "responses", &one(bodies, n)),
            Some(batch) => {
                let responses: Vec<String> = (0..batch).map(|place| one(bodies, n + place)).collect();
                write_request(&mut request, "responses/batch", &format!("[{}]", responses.join(",")));
            }
        }
        let start = Instant::now();
        connection.write_all(&request).await.expect("the server reads");
        let status = read_reply(&mut connection, &mut reply).await;
        let end = Instant::now();
        assert_eq!(status, load.expected, "{}", String::from_utf8_lossy(&reply[..500]));
        log.sent += 1;
        if start >= begin && end <= begin + MEASURING {
            log.took.push(end - start);
        }
        if end > begin + MEASURING {
            return log;
        }
    }
}

fn one(bodies: &[String; 3], n: usize) -> String {
    format!("{{\"id\":\"{}\",{}", Uuid::now_v7(), bodies[n % bodies.len()])
}

fn write_request(request: &mut Vec<u8>, path: &str, body: &str) {
    request.clear();
    // Writing to memory cannot fail.
    let _ = write!(
        request,
        "POST /w/shop/{path} HTTP/1.1\r\nHost: opina\r\nOrigin: https://shop.example.com\r\n\
         Content-Type: text/plain;charset=UTF-8\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
}

/// Reads one reply to its end; its status.
async fn read_reply(connection: &mut TcpStream, reply: &mut [u8]) -> u16 {
    let mut read = 0;
    loop {
        let more = connection.read(&mut reply[read..]).await.expect("the server replies");
        assert_ne!(more, 0, "the server closed the connection");
        read += more;
        let text = &reply[..read];
        let Some(head) = text.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let lines = std::str::from_utf8(&text[..head]).expect("a head is ASCII");
        let length =
            lines.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if read >= head + 4 + length.unwrap_or(0_usize) {
            return lines.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a reply has a status");
        }
    }
}
