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
#[cfg(test)]
mod tests {
    use super::*;
    use crate::walk::tests::{id, survey, walk};
    use shared::{answer::Answer, condition::Fields};

    fn enter(name: &str, value: &str) -> Action {
        Action::Enter { name: name.into(), value: value.into(), on: true }
    }

    /// One line for each effect, short enough to read a whole story at a glance.
    fn tell(effect: &Effect) -> String {
        match effect {
            Effect::Touch => "touch".into(),
            Effect::Send { sequence, complete, answers } => {
                let end = if *complete { " end" } else { "" };
                let values = answers.iter().map(|(id, answer)| match answer {
                    Answer::Score(score) => format!("{id}={score}"),
                    Answer::Chosen(chosen) => format!("{id}={}", chosen.options[0]),
                    Answer::Text(text) => format!("{id}={text}"),
                    other => format!("{id}={other:?}"),
                });
                format!("#{sequence}{end} {}", values.collect::<Vec<_>>().join(","))
            }
            Effect::Focus => "focus".into(),
            Effect::Wait { seconds, about } => format!("wait {}{seconds}", if *about { "about " } else { "" }),
            Effect::Close { finished } => format!("close finished={finished}"),
        }
    }

    fn play(state: &mut State, actions: &[Action]) -> Vec<String> {
        actions.iter().flat_map(|action| state.apply(action.clone())).map(|effect| tell(&effect)).collect()
    }

    #[track_caller]
    fn check(actions: &[Action], effects: &[&str], stage: Stage) -> State {
        let mut state = State::new(walk(&[], &[]), 0, Some(8));
        assert_eq!(play(&mut state, actions), effects, "{actions:?}");
        assert_eq!(state.stage(), stage, "{actions:?}");
        state
    }

    #[test]
    fn each_page_is_sent_and_only_the_last_one_is_complete() {
        use Action::{Next, Outcome as Came};
        let all = [enter("score", "3"), Next, enter("reason", "price"), Next, enter("why", "slow"), Next];
        let end = "#3 end reason=price,score=3,why=slow";
        let told = ["touch", "#1 score=3", "focus", "#2 reason=price,score=3", "focus", end, "focus"];
        check(&all, &told, Stage::Sending);
        let with = |came: &[Action]| [&all[..], came].concat();
        let and = |more: &[&'static str]| [&told[..], more].concat();
        check(&with(&[Came(3, Outcome::Sent)]), &and(&["focus", "wait 8"]), Stage::Thanked);
        check(&with(&[Came(3, Outcome::Refused)]), &and(&["focus"]), Stage::Refused);
        check(&with(&[Came(3, Outcome::Lost)]), &and(&["wait about 1"]), Stage::Unsent { kept: false });
        // The word on an earlier sending says nothing about this one.
        check(&with(&[Came(2, Outcome::Sent)]), &told, Stage::Sending);
        // The next try carries the same number, so that it cannot count twice.
        let again = with(&[Came(3, Outcome::Kept), Next, Came(3, Outcome::Sent)]);
        check(&again, &and(&["wait about 1", end, "focus", "wait 8"]), Stage::Thanked);
        let by_itself = with(&[Came(3, Outcome::Kept), Action::Alarm, Came(3, Outcome::Sent)]);
        check(&by_itself, &and(&["wait about 1", end, "focus", "wait 8"]), Stage::Thanked);
        // It closes by itself once it is over.
        let closed = with(&[Action::Alarm, Came(3, Outcome::Sent), Action::Alarm]);
        check(&closed, &and(&["focus", "wait 8", "close finished=true"]), Stage::Closed);
    }

    #[test]
    fn trying_again_gets_slower_and_ends() {
        let mut state = State::new(walk(&[], &[]), 0, None);
        play(&mut state, &[enter("score", "9"), Action::Next]);
        let fail = |state: &mut State| {
            let effects = play(state, &[Action::Outcome(1, Outcome::Kept)]);
            state.apply(Action::Alarm);
            effects.join(" ")
        };
        let waits: Vec<String> = (0..9).map(|_| fail(&mut state)).collect();
        let expected = [1, 2, 4, 8, 16, 32, 64].map(|seconds| format!("wait about {seconds}"));
        assert_eq!(waits, [&expected[..], &[String::new(), String::new()]].concat());
        assert_eq!(state.apply(Action::Next).len(), 1, "the visitor can always try");
        assert_eq!(state.apply(Action::Alarm), [], "not twice at once");
        assert_eq!(
            play(&mut state, &[Action::Outcome(1, Outcome::Sent)]),
            ["focus"],
            "it stays where nobody closes it"
        );
        assert_eq!(state.apply(Action::Alarm), []);
    }

    #[test]
    fn what_is_needed_or_wrong_holds_the_page() {
        use Action::{Back, Next};
        check(&[Next], &["touch", "focus"], Stage::Asking);
        check(&[enter("score", "11"), Next], &["touch", "focus"], Stage::Asking);
        let wrong = [enter("score", "7"), Next, enter("mail", "nobody"), Next];
        check(&wrong, &["touch", "#1 score=7", "focus", "focus"], Stage::Asking);
        let left_open = [enter("score", "7"), Next, Next];
        check(&left_open, &["touch", "#1 score=7", "focus", "#2 end score=7", "focus"], Stage::Sending);
        check(&[Back], &["touch"], Stage::Asking);
    }

    #[test]
    fn only_what_lies_on_the_way_is_sent() {
        use Action::{Back, Next};
        let changed = [enter("score", "3"), Next, enter("reason", "price"), Back, enter("score", "9"), Next];
        let told = ["touch", "#1 score=3", "focus", "focus", "#2 end score=9", "focus"];
        check(&changed, &told, Stage::Sending);
        // Going back and on without a change sends nothing anew, and remembers.
        let state = check(
            &[enter("score", "3"), Next, Back, Next],
            &["touch", "#1 score=3", "focus", "focus", "focus"],
            Stage::Asking,
        );
        assert_eq!(state.walk().progress(), (2, 3));
    }

    #[test]
    fn leaving_loses_nothing_and_closing_sends_nothing() {
        use Action::{Close, Leave, Next};
        check(&[Leave], &[], Stage::Asking);
        check(&[enter("score", "8"), Leave, Leave], &["touch", "#1 score=8"], Stage::Asking);
        check(&[enter("score", "8"), Leave, Next], &["touch", "#1 score=8", "focus"], Stage::Asking);
        check(&[enter("score", "8"), Close, Leave], &["touch", "close finished=false"], Stage::Closed);
        let told = ["touch", "#1 end score=9", "focus", "close finished=true"];
        check(&[enter("score", "9"), Next, Close], &told, Stage::Closed);
    }

    #[test]
    fn a_survey_that_is_over_says_so_at_once() {
        use Action::{Next, Outcome as Came};
        let told = ["touch", "#1 score=3", "focus", "focus"];
        check(&[enter("score", "3"), Next, Came(1, Outcome::Refused)], &told, Stage::Refused);
        check(&[enter("score", "3"), Next, Came(1, Outcome::Refused), Next], &told, Stage::Refused);
    }

    #[test]
    fn what_was_filled_in_for_the_visitor_is_sent_once_they_act() {
        let mut state = State::new(walk(&[], &[("score", "8")]), 0, None);
        assert_eq!(play(&mut state, &[Action::Leave]), [""; 0]);
        assert_eq!(play(&mut state, &[Action::Next]), ["touch", "#1 score=8", "focus"]);
    }

    #[test]
    fn a_resumed_response_goes_on_counting() {
        let mut resumed = walk(&[], &[("score", "3")]);
        resumed.resume();
        let mut state = State::new(resumed, 4, None);
        assert_eq!(play(&mut state, &[Action::Leave]), [""; 0], "the server has it already");
        let told = play(&mut state, &[enter("reason", "speed"), Action::Next]);
        assert_eq!(told, ["touch", "#5 reason=speed,score=3", "focus"]);
    }

    #[test]
    fn what_is_sent_always_fits_the_survey() {
        let entries = [
            ("score", "0"),
            ("score", "7"),
            ("score", "10"),
            ("reason", "price"),
            ("reason", "+other"),
            ("reason.+other", "all of it"),
            ("why", "no"),
            ("why", "ñandúes"),
            ("mail", "ana@example.com"),
            ("mail", "x"),
            ("nobody", "1"),
        ];
        let mut actions = vec![Action::Next, Action::Next, Action::Next, Action::Back, Action::Leave];
        actions.extend(entries.map(|(name, value)| enter(name, value)));
        let mut seed = 7_u32;
        for round in 0..500 {
            let plan = if round % 2 == 0 { "pro" } else { "" };
            let mut state = State::new(walk(&[("plan", plan)], &[]), 0, None);
            for _ in 0..20 {
                // A linear congruential generator: the same stories in every run.
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let action = actions[(seed >> 16) as usize % actions.len()].clone();
                for effect in state.apply(action) {
                    if let Effect::Send { complete, answers, .. } = effect
                        && let Err(error) = survey().check(answers, state.walk().fields().clone(), complete)
                    {
                        panic!("{error}: {state:?}");
                    }
                }
            }
        }
        assert!(survey().check([(id("score"), Answer::Score(11))].into(), Fields::new(), false).is_err());
    }
}
