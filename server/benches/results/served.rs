//! Programs that serve many answers, few and none, and who reads and answers there.

use crate::{
    READ,
    answers::Filled,
    program::Program,
    reader::Reader,
    samples::Samples,
    serve,
    visitors::{self, Load},
};
use std::{path::Path, thread};

/// Visitors who answer as fast as they are replied to.
const VISITORS: Load = Load { clients: 64, batch: None, expected: 201 };

/// A program, and who is signed in there.
struct Side {
    program: Program,
    reader: Reader,
    /// Names and addresses of what is read.
    pages: [(&'static str, String); 3],
}

impl Side {
    fn start(filled: &Filled) -> Self {
        let program = serve(filled);
        let reader = Reader::sign_in(program.address);
        let touchpoint = format!("touchpoints/{}", filled.asked[0].touchpoint);
        let pages = [("journey", "journey"), ("overview", "overview"), ("touchpoint", &touchpoint)];
        let pages = pages.map(|(name, page)| (name, format!("/sites/shop/{page}?days=30")));
        // A server that runs has read before.
        pages.iter().for_each(|(_, page)| _ = reader.open(page));
        Self { program, reader, pages }
    }
}

/// The programs that run beside each other, of which one works at a time.
pub struct Served {
    many: Side,
    few: Side,
    empty: Program,
}

impl Served {
    /// Starts them, one on a database that is to be made.
    pub fn start(many: &Filled, few: &Filled, empty: &str) -> Self {
        let (many, few) = (Side::start(many), Side::start(few));
        Self { many, few, empty: Program::start(Path::new(env!("CARGO_BIN_EXE_opina")), empty, &[]) }
    }

    /// Reads each page by turns while nobody answers.
    pub fn read(&self, samples: &mut Samples) {
        for _ in 0..READ {
            for (place, (name, _)) in self.many.pages.iter().enumerate() {
                for (which, side) in [("many", &self.many), ("few", &self.few)] {
                    samples.add(name, which, side.reader.open(&side.pages[place].1));
                }
            }
        }
    }

    /// Lets visitors answer where nothing is stored, and where much is.
    pub fn answer(&self, samples: &mut Samples) {
        for (which, program) in [("empty", &self.empty), ("many", &self.many.program)] {
            let measured = visitors::send(program, VISITORS);
            samples.add("intake", which, measured.responses as f64 / measured.seconds);
        }
    }

    /// Reads each page by turns while visitors answer.
    pub fn read_and_answer(&self, samples: &mut Samples) {
        let Side { program, reader, pages } = &self.many;
        thread::scope(|scope| {
            let answering = scope.spawn(|| visitors::send(program, VISITORS));
            for (name, page) in pages.iter().cycle() {
                let milliseconds = reader.open(page);
                if answering.is_finished() {
                    break;
                }
                samples.add(name, "busy", milliseconds);
            }
            let measured = answering.join().expect("visitors end well");
            samples.add("intake", "read", measured.responses as f64 / measured.seconds);
        });
    }

    /// Ends them. Says how many bytes of memory the one with many answers held.
    pub fn stop(self) -> u64 {
        self.many.program.memory()
    }
}
