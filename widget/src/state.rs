//! What the visitor sees and may do next: actions in, effects out. Pure: no DOM, no clock, no network.

use shared::{
    answer::{Answer, Answers},
    survey::{Kind, Question, Survey},
};
use std::rc::Rc;

/// How often the last answer is tried again before the visitor is asked to: for about two minutes.
const MOST_TRIES: u32 = 7;

/// A survey being answered.
#[derive(Debug)]
pub struct State {
    survey: Rc<Survey<String>>,
    /// Everything entered, also on ways that were left again; [`State::given`] says what counts.
    entered: Answers,
    /// The questions passed on the way here.
    passed: Vec<usize>,
    at: usize,
    stage: Stage,
    sequence: u16,
    /// What the last sending said, so that nothing is sent twice under two numbers.
    sent: (Answers, bool),
    /// How often the last answer failed to arrive.
    failures: u32,
}

/// How far the visitor has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A question is open.
    Asking {
        /// The visitor tried to go on without the answer that is needed.
        missing: bool,
    },
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
    /// The control of the open question has this value now.
    Enter(String),
    /// On to the next question, to the sending, or to another try.
    Next,
    /// It is time for another try.
    Again,
    /// To the question before.
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
    /// Say [`Action::Again`] after about so many seconds.
    Wait(u32),
    /// Take the survey off the page.
    Close {
        /// Whether the visitor had reached the end.
        finished: bool,
    },
}

impl State {
    /// The first question, unanswered.
    pub fn new(survey: Rc<Survey<String>>) -> Self {
        let stage = Stage::Asking { missing: false };
        Self {
            survey,
            entered: Answers::new(),
            passed: Vec::new(),
            at: 0,
            stage,
            sequence: 0,
            sent: (Answers::new(), false),
            failures: 0,
        }
    }

    /// Applies one action. What makes no sense here changes nothing.
    pub fn apply(&mut self, action: Action) -> Vec<Effect> {
        match (self.stage, action) {
            (Stage::Asking { .. }, Action::Enter(value)) => self.enter(&value),
            (Stage::Asking { .. }, Action::Next) => self.go_on(),
            (Stage::Asking { .. }, Action::Back) => self.go_back(),
            (Stage::Asking { .. }, Action::Leave) => self.send(false),
            (Stage::Asking { .. }, Action::Outcome(sequence, Outcome::Refused)) if sequence == self.sequence => {
                self.move_to(Stage::Refused)
            }
            (Stage::Sending | Stage::Unsent { .. }, Action::Outcome(sequence, outcome))
                if sequence == self.sequence =>
            {
                match outcome {
                    Outcome::Sent => self.move_to(Stage::Thanked),
                    Outcome::Refused => self.move_to(Stage::Refused),
                    Outcome::Kept => self.wait(true),
                    Outcome::Lost => self.wait(false),
                }
            }
            (Stage::Unsent { .. }, Action::Next) => {
                self.stage = Stage::Sending;
                vec![self.sending()]
            }
            (Stage::Unsent { .. }, Action::Again) => vec![self.sending()],
            (Stage::Closed, _) => Vec::new(),
            (stage, Action::Close) => {
                self.stage = Stage::Closed;
                vec![Effect::Close { finished: !matches!(stage, Stage::Asking { .. }) }]
            }
            _ => Vec::new(),
        }
    }

    /// How far the visitor has come.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The open question.
    pub fn question(&self) -> &Question<String> {
        &self.survey.questions()[self.at]
    }

    /// What was entered for the open question.
    pub fn answer(&self) -> Option<&Answer> {
        self.entered.get(&self.question().id)
    }

    /// What is said at the end.
    pub fn thanks(&self) -> &str {
        self.survey.thanks()
    }

    /// The number of the open question and how many there are, as the answers stand.
    pub fn progress(&self) -> (usize, usize) {
        let given = self.given();
        let ahead = std::iter::successors(Some(self.at), |at| self.survey.next(*at, &given)).count();
        (self.passed.len() + 1, self.passed.len() + ahead)
    }

    /// Whether one can go back.
    pub fn can_go_back(&self) -> bool {
        !self.passed.is_empty()
    }

    /// Whether the open question is the last one, as the answers stand.
    pub fn is_last(&self) -> bool {
        self.survey.next(self.at, &self.given()).is_none()
    }

    /// The answers that count: those on the way to which they themselves lead, blank comments left out.
    fn given(&self) -> Answers {
        let mut given = Answers::new();
        let mut position = Some(0);
        while let Some(at) = position {
            let id = &self.survey.questions()[at].id;
            if let Some(answer) = self.entered.get(id).filter(|answer| !is_blank(answer)) {
                given.insert(id.clone(), answer.clone());
            }
            position = self.survey.next(at, &given);
        }
        given
    }

    fn enter(&mut self, value: &str) -> Vec<Effect> {
        let question = self.question();
        let answer = match &question.kind {
            Kind::Nps { .. } | Kind::Csat { .. } | Kind::Ces { .. } => {
                let offered = |score: &u8| question.kind.points().is_some_and(|points| points.contains(score));
                value.parse().ok().filter(offered).map(Answer::Score)
            }
            Kind::Choice { options } => {
                let chosen = options.iter().find(|option| option.id.as_str() == value);
                chosen.map(|option| Answer::Choice(option.id.clone()))
            }
            Kind::Text { most, .. } => Some(Answer::Text(value.chars().take(usize::from(*most)).collect())),
        };
        let id = question.id.clone();
        if let Some(answer) = answer {
            self.entered.insert(id, answer);
            self.stage = Stage::Asking { missing: false };
        }
        Vec::new()
    }

    fn go_on(&mut self) -> Vec<Effect> {
        let given = self.given();
        let next = self.survey.next(self.at, &given);
        let question = self.question();
        // A response without a single answer would say nothing, so the end asks for one even where none is required.
        if !given.contains_key(&question.id) && (question.required || (next.is_none() && given.is_empty())) {
            return self.move_to(Stage::Asking { missing: true });
        }
        match next {
            Some(next) => {
                self.passed.push(self.at);
                self.at = next;
                let mut effects = self.send(false);
                effects.extend(self.move_to(Stage::Asking { missing: false }));
                effects
            }
            None => {
                let mut effects = self.send(true);
                effects.extend(self.move_to(Stage::Sending));
                effects
            }
        }
    }

    /// Tries again by itself, ever more patiently, and in the end leaves it to the visitor and to the next page view.
    fn wait(&mut self, kept: bool) -> Vec<Effect> {
        self.stage = Stage::Unsent { kept };
        self.failures += 1;
        if self.failures <= MOST_TRIES { vec![Effect::Wait(1 << (self.failures - 1))] } else { Vec::new() }
    }

    fn go_back(&mut self) -> Vec<Effect> {
        match self.passed.pop() {
            Some(before) => {
                self.at = before;
                self.move_to(Stage::Asking { missing: false })
            }
            None => Vec::new(),
        }
    }

    fn move_to(&mut self, stage: Stage) -> Vec<Effect> {
        self.stage = stage;
        vec![Effect::Focus]
    }

    fn send(&mut self, complete: bool) -> Vec<Effect> {
        let content = (self.given(), complete);
        if content == self.sent {
            return Vec::new();
        }
        self.sent = content;
        self.sequence += 1;
        vec![self.sending()]
    }

    fn sending(&self) -> Effect {
        let (answers, complete) = self.sent.clone();
        Effect::Send { sequence: self.sequence, complete, answers }
    }
}

fn is_blank(answer: &Answer) -> bool {
    matches!(answer, Answer::Text(text) if text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::survey::{Branch, ChoiceOption, Condition, Destination, Test};

    /// NPS; 0 to 6 lead over the reasons, 7 and 8 straight to the comment, 9 and 10 to the end.
    fn survey() -> Survey<String> {
        let branch = |test, to| Branch { when: vec![Condition { question: id("score"), is: test }], to };
        let text = |text: &str| String::from(text);
        let option = |id: &str| ChoiceOption { id: id.try_into().unwrap(), label: text(id) };
        let question = |name: &str, required, kind, branches| Question {
            id: id(name),
            title: text(name),
            required,
            kind,
            branches,
        };
        let questions = vec![
            question(
                "score",
                true,
                Kind::Nps { low: text("low"), high: text("high") },
                vec![
                    branch(Test::Score(7, 8), Destination::Question(id("why"))),
                    branch(Test::Score(9, 10), Destination::End),
                ],
            ),
            question("reason", false, Kind::Choice { options: vec![option("price"), option("speed")] }, vec![]),
            question("why", false, Kind::Text { placeholder: String::new(), most: 5 }, vec![]),
        ];
        Survey::new(questions, text("thanks")).unwrap()
    }

    fn id(id: &str) -> shared::text::QuestionId {
        id.try_into().unwrap()
    }

    fn enter(value: &str) -> Action {
        Action::Enter(value.into())
    }

    /// One line for each effect, short enough to read a whole story at a glance.
    fn tell(effect: &Effect) -> String {
        match effect {
            Effect::Send { sequence, complete, answers } => {
                let end = if *complete { " end" } else { "" };
                let values = answers.iter().map(|(id, answer)| match answer {
                    Answer::Score(score) => format!("{id}={score}"),
                    Answer::Choice(option) => format!("{id}={option}"),
                    Answer::Text(text) => format!("{id}={text}"),
                });
                format!("#{sequence}{end} {}", values.collect::<Vec<_>>().join(","))
            }
            Effect::Focus => "focus".into(),
            Effect::Wait(seconds) => format!("wait {seconds}"),
            Effect::Close { finished } => format!("close finished={finished}"),
        }
    }

    fn check(actions: &[Action], effects: &[&str], stage: Stage) -> State {
        let mut state = State::new(survey().into());
        let told: Vec<Effect> = actions.iter().flat_map(|action| state.apply(action.clone())).collect();
        let told: Vec<String> = told.iter().map(tell).collect();
        assert_eq!(told, effects, "{actions:?}");
        assert_eq!(state.stage(), stage, "{actions:?}");
        state
    }

    const ASKING: Stage = Stage::Asking { missing: false };

    #[test]
    fn each_answer_is_sent_and_only_the_last_one_is_complete() {
        use Action::{Next, Outcome as Came};
        let all = [enter("3"), Next, enter("price"), Next, enter("slow"), Next];
        let end = "#3 end reason=price,score=3,why=slow";
        let told = ["#1 score=3", "focus", "#2 reason=price,score=3", "focus", end, "focus"];
        check(&all, &told, Stage::Sending);
        let with = |came: &[Action]| [&all[..], came].concat();
        let and = |more: &[&'static str]| [&told[..], more].concat();
        check(&with(&[Came(3, Outcome::Sent)]), &and(&["focus"]), Stage::Thanked);
        check(&with(&[Came(3, Outcome::Refused)]), &and(&["focus"]), Stage::Refused);
        check(&with(&[Came(3, Outcome::Lost)]), &and(&["wait 1"]), Stage::Unsent { kept: false });
        // The word on an earlier sending says nothing about this one.
        check(&with(&[Came(2, Outcome::Sent)]), &told, Stage::Sending);
        // The next try carries the same number, so that it cannot count twice.
        let again = with(&[Came(3, Outcome::Kept), Next, Came(3, Outcome::Sent)]);
        check(&again, &and(&["wait 1", end, "focus"]), Stage::Thanked);
        let by_itself = with(&[Came(3, Outcome::Kept), Action::Again, Came(3, Outcome::Sent)]);
        check(&by_itself, &and(&["wait 1", end, "focus"]), Stage::Thanked);
    }

    #[test]
    fn trying_again_gets_slower_and_ends() {
        let mut state = State::new(survey().into());
        state.apply(enter("9"));
        state.apply(Action::Next);
        let fail = |state: &mut State| {
            let effects = state.apply(Action::Outcome(1, Outcome::Kept));
            state.apply(Action::Again);
            effects.iter().map(tell).collect::<Vec<_>>().join(" ")
        };
        let waits: Vec<String> = (0..9).map(|_| fail(&mut state)).collect();
        assert_eq!(waits, ["wait 1", "wait 2", "wait 4", "wait 8", "wait 16", "wait 32", "wait 64", "", ""]);
        assert_eq!(state.apply(Action::Next).len(), 1, "the visitor can always try");
        assert_eq!(state.apply(Action::Again), [], "not twice at once");
    }

    #[test]
    fn what_is_needed_must_be_answered() {
        use Action::Next;
        check(&[Next], &["focus"], Stage::Asking { missing: true });
        check(&[Next, enter("3")], &["focus"], ASKING);
        check(
            &[enter("3"), Next, Next, enter("  "), Next],
            &["#1 score=3", "focus", "focus", "#2 end score=3", "focus"],
            Stage::Sending,
        );

        let text = Kind::Text { placeholder: String::new(), most: 5 };
        let optional = Question { id: id("a"), title: String::new(), required: false, kind: text, branches: vec![] };
        let mut state = State::new(Survey::new(vec![optional], String::new()).unwrap().into());
        assert_eq!(state.apply(Next), [Effect::Focus], "a response without any answer is not sent");
    }

    #[test]
    fn a_changed_answer_takes_back_what_it_led_to() {
        use Action::{Back, Next};
        let back = [enter("3"), Next, enter("speed"), Next, Back, Back, enter("7"), Next];
        let told = ["#1 score=3", "focus", "#2 reason=speed,score=3", "focus", "focus", "focus", "#3 score=7", "focus"];
        let state = check(&back, &told, ASKING);
        assert_eq!(state.question().id, id("why"));
        assert_eq!(state.progress(), (2, 2));
        assert!(state.is_last() && state.can_go_back());
        // Going back and on without a change sends nothing anew, and remembers.
        let state = check(&[enter("3"), Next, Back, Next], &["#1 score=3", "focus", "focus", "focus"], ASKING);
        assert_eq!(state.progress(), (2, 3));
    }

    #[test]
    fn leaving_loses_nothing_and_closing_sends_nothing() {
        use Action::{Close, Leave, Next};
        check(&[Leave], &[], ASKING);
        check(&[enter("8"), Leave, Leave], &["#1 score=8"], ASKING);
        check(&[enter("8"), Leave, Next], &["#1 score=8", "focus"], ASKING);
        check(&[enter("8"), Close, Leave], &["close finished=false"], Stage::Closed);
        check(&[enter("9"), Next, Close], &["#1 end score=9", "focus", "close finished=true"], Stage::Closed);
    }

    #[test]
    fn a_survey_that_is_over_says_so_at_once() {
        use Action::{Next, Outcome as Came};
        let told = ["#1 score=3", "focus", "focus"];
        check(&[enter("3"), Next, Came(1, Outcome::Refused)], &told, Stage::Refused);
        check(&[enter("3"), Next, Came(1, Outcome::Refused), Next], &told, Stage::Refused);
    }

    #[test]
    fn values_that_fit_no_question_are_no_answers() {
        for value in ["x", "11", "-1", "price", ""] {
            let state = check(&[enter(value)], &[], ASKING);
            assert_eq!(state.answer(), None);
        }
        let state = check(&[enter("8"), Action::Next, enter("ñandúes")], &["#1 score=8", "focus"], ASKING);
        assert_eq!(state.answer(), Some(&Answer::Text("ñandú".into())), "cut to what the question takes");
    }

    #[test]
    fn what_is_sent_always_fits_the_survey() {
        let actions = [Action::Next, Action::Back, Action::Leave].into_iter();
        let actions = actions.chain(["0", "7", "10", "price", "speed", "ok", ""].map(enter));
        let actions: Vec<Action> = actions.collect();
        let mut seed = 7_u32;
        for _ in 0..500 {
            let mut state = State::new(survey().into());
            for _ in 0..20 {
                // A linear congruential generator: the same stories in every run.
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let action = actions[(seed >> 16) as usize % actions.len()].clone();
                for effect in state.apply(action) {
                    if let Effect::Send { complete, answers, .. } = effect
                        && let Err(error) = survey().check(answers, complete)
                    {
                        panic!("{error}: {state:?}");
                    }
                }
            }
        }
    }
}
