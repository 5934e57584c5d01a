//! What the visitor sees and may do next: actions in, effects out. Pure: no DOM, no clock, no network.

use crate::walk::{Step, Walk};
use shared::{answer::Answers, entry::Entry};

/// How often the last answer is tried again before the visitor is asked to: for about two minutes.
const MOST_TRIES: u32 = 7;

/// A survey being answered.
#[derive(Debug)]
pub struct State {
    walk: Walk,
    stage: Stage,
    /// Seconds after which it closes once it is over, if it does.
    closes_after: Option<u16>,
    /// Whether the visitor has done anything. What was filled in for them is not sent before.
    touched: bool,
    sequence: u16,
    /// What the last sending said, so that nothing is sent twice under two numbers.
    sent: (Answers, bool),
    /// How often the last answer failed to arrive.
    failures: u32,
}

/// How far the visitor has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A page is open.
    Asking,
    /// The last answer is on its way.
    Sending,
    /// It did not arrive yet.
    Unsent {
        /// The device keeps it for the next visit.
        kept: bool,
    },
    /// The server will never take it.
    Refused,
    /// It is stored.
    Thanked,
    /// The visitor closed the survey.
    Closed,
}

/// What the visitor, the page or the network did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A control of the open page says something else now.
    Enter {
        /// The control's name, see [`shared::entry`].
        name: String,
        /// Its value.
        value: String,
        /// Whether it is ticked, or is nothing that can be.
        on: bool,
    },
    /// On to the next page, to the sending, or to another try.
    Next,
    /// What was waited for last is over, see [`Effect::Wait`].
    Alarm,
    /// To the page before.
    Back,
    /// The page is hidden and may never come back.
    Leave,
    /// The visitor wants no more of it.
    Close,
    /// What became of the sending with this number.
    Outcome(u16, Outcome),
}

/// What became of a sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server stored it.
    Sent,
    /// The server will never take it.
    Refused,
    /// Not sent yet; the device keeps it.
    Kept,
    /// Not sent yet, and the device keeps nothing.
    Lost,
}

/// What is to be done about it, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The visitor did something for the first time.
    Touch,
    /// Send the answers so far.
    Send {
        /// From 1, one more for each sending with other content.
        sequence: u16,
        /// Whether these are all.
        complete: bool,
        /// The answers so far.
        answers: Answers,
    },
    /// Move the focus to what is now shown.
    Focus,
    /// Say [`Action::Alarm`] after so many seconds, instead of any earlier alarm.
    Wait {
        /// The seconds.
        seconds: u32,
        /// Half of them to half as many again, so that browsers which failed together do not return together.
        about: bool,
    },
    /// Take the survey off the page.
    Close {
        /// Whether the visitor had reached the end.
        finished: bool,
    },
}

impl State {
    /// The page at which `walk` stands. A response that is resumed goes on after the `sequence` it had, others after 0.
    pub fn new(walk: Walk, sequence: u16, closes_after: Option<u16>) -> Self {
        let sent = match sequence {
            0 => Answers::new(),
            _ => walk.given().clone(),
        };
        let stage = Stage::Asking;
        Self { walk, stage, closes_after, touched: false, sequence, sent: (sent, false), failures: 0 }
    }

    /// Applies one action. What makes no sense here changes nothing.
    pub fn apply(&mut self, action: Action) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !self.touched && matches!(action, Action::Enter { .. } | Action::Next | Action::Back) {
            self.touched = true;
            effects.push(Effect::Touch);
        }
        match (self.stage, action) {
            (Stage::Asking, Action::Enter { name, value, on }) => {
                self.walk.enter(&Entry { name: &name, value: &value, on });
            }
            (Stage::Asking, Action::Next) => match self.walk.go_on() {
                Step::Held => effects.push(Effect::Focus),
                Step::Moved => {
                    self.send(false, &mut effects);
                    effects.push(Effect::Focus);
                }
                Step::Ended => {
                    self.send(true, &mut effects);
                    self.move_to(Stage::Sending, &mut effects);
                }
            },
            (Stage::Asking, Action::Back) if self.walk.go_back() => effects.push(Effect::Focus),
            (Stage::Asking, Action::Leave) if self.touched => self.send(false, &mut effects),
            (Stage::Asking, Action::Outcome(sequence, Outcome::Refused)) if sequence == self.sequence => {
                self.move_to(Stage::Refused, &mut effects);
            }
            (Stage::Sending | Stage::Unsent { .. }, Action::Outcome(sequence, outcome))
                if sequence == self.sequence =>
            {
                match outcome {
                    Outcome::Sent => {
                        self.move_to(Stage::Thanked, &mut effects);
                        let wait = |seconds: u16| Effect::Wait { seconds: seconds.into(), about: false };
                        effects.extend(self.closes_after.map(wait));
                    }
                    Outcome::Refused => self.move_to(Stage::Refused, &mut effects),
                    Outcome::Kept => self.wait(true, &mut effects),
                    Outcome::Lost => self.wait(false, &mut effects),
                }
            }
            (Stage::Unsent { .. }, Action::Next) => {
                self.stage = Stage::Sending;
                effects.push(self.sending());
            }
            (Stage::Unsent { .. }, Action::Alarm) => effects.push(self.sending()),
            (stage, Action::Close) if stage != Stage::Closed => {
                self.close(&mut effects);
            }
            (Stage::Thanked, Action::Alarm) if self.closes_after.is_some() => self.close(&mut effects),
            _ => {}
        }
        effects
    }

    /// How far the visitor has come.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Where the visitor is, and what was answered.
    pub fn walk(&self) -> &Walk {
        &self.walk
    }

    /// Tries again by itself, ever more patiently, and in the end leaves it to the visitor and to the next page view.
    fn wait(&mut self, kept: bool, effects: &mut Vec<Effect>) {
        self.stage = Stage::Unsent { kept };
        self.failures += 1;
        if self.failures <= MOST_TRIES {
            effects.push(Effect::Wait { seconds: 1 << (self.failures - 1), about: true });
        }
    }

    fn close(&mut self, effects: &mut Vec<Effect>) {
        effects.push(Effect::Close { finished: self.stage != Stage::Asking });
        self.stage = Stage::Closed;
    }

    fn move_to(&mut self, stage: Stage, effects: &mut Vec<Effect>) {
        self.stage = stage;
        effects.push(Effect::Focus);
    }

    fn send(&mut self, complete: bool, effects: &mut Vec<Effect>) {
        let content = (self.walk.given().clone(), complete);
        if content != self.sent {
            self.sent = content;
            self.sequence += 1;
            effects.push(self.sending());
        }
    }

    fn sending(&self) -> Effect {
        let (answers, complete) = self.sent.clone();
        Effect::Send { sequence: self.sequence, complete, answers }
    }
}

