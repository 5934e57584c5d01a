//! The widget's words in English.

use super::Words;

pub(super) const WORDS: Words = Words {
    feedback: "Feedback",
    close: "Close",
    next: "Next",
    back: "Back",
    send: "Send",
    sending: "Sending…",
    privacy: "Anonymous · no cookies",
    required: "Please answer this to go on.",
    optional: "optional",
    kept: "Not sent yet: no connection. It is kept on this device until your next visit.",
    not_sent: "Not sent: there is no connection.",
    refused: "Not sent: this survey takes no more answers.",
    retry: "Try again",
    point: "{{n}} of {{of}}",
    step: "Question {{n}} of {{of}}",
    several: "choose any",
    too_few: "Please choose at least {{n}}.",
    too_many: "Please choose at most {{n}}.",
    say_other: "Please say what else",
    too_short: "Please write at least {{n}} characters.",
    no_email: "Please write an e-mail address, such as ana@example.com.",
    no_number: "Please write a number.",
    both: "Please rate both.",
    points_left: "{{n}} points left",
    points_over: "{{n}} points too many",
    new_window: "opens in a new tab",
    thumbs: ["Thumb down", "Thumb up"],
    faces: ["Very bad", "Bad", "Neither good nor bad", "Good", "Very good"],
};
