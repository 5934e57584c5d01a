//! What the server sends, with every kind of question, branch and test, and what no server would.

use super::*;
use serde_json::{Value as Json, json};
use shared::{appearance::Theme, definition::Definition};

fn text(text: &str) -> Json {
    json!({ "en": text })
}

fn question(id: &str, kind: Json) -> Json {
    json!({ "id": id, "title": text(id), "required": false, "kind": kind })
}

fn scale(kind: &str) -> Json {
    json!({ "type": kind, "low": text("low"), "high": text("high") })
}

/// A survey with everything that a survey can have.
fn definition() -> Definition {
    let with = |mut kind: Json, name: &str, value: Json| {
        kind[name] = value;
        kind
    };
    let options = json!([{ "id": "a", "label": text("A") }, { "id": "b", "label": text("B") }]);
    let words = |format: &str, least: u16| json!({ "type": "text", "placeholder": text("…"), "least": least, "most": 200, "format": format });
    let choice = |several: Json, other: Json| json!({ "type": "choice", "options": options, "several": several, "other": other, "shuffled": true });
    let when = |of: &str, name: &str, is: Json| json!({ "when": [{ of: name, "is": is }], "to": "end" });
    let mut nps = question("nps", scale("nps"));
    nps["required"] = json!(true);
    nps["note"] = text("Think of {{plan|us}}.");
    nps["branches"] = json!([
        when("question", "nps", json!({ "score": [9, 10] })),
        when("field", "plan", json!({ "equals": "pro" })),
        when("field", "plan", json!({ "contains": "p" })),
        when("field", "plan", json!({ "between": [-7, 70_000] })),
        when("field", "plan", json!("given")),
        { "when": [], "to": { "question": "ces_5" } },
    ]);
    let mut numbers = question("numbers", with(scale("csat"), "style", json!("numbers")));
    numbers["together"] = json!(true);
    let mut one = question("one", choice(json!(null), json!(null)));
    one["branches"] = json!([{ "when": [{ "question": "one", "is": { "chosen": "a" }, "not": true }], "to": "end" }]);
    let link = json!({ "type": "link", "label": text("Go"), "address": "https://example.com/" });
    let gap = with(with(scale("gap"), "expectation", text("I expect")), "perception", text("I got"));
    let definition = json!({
        "languages": ["en"],
        "survey": {
            "fields": ["plan"],
            "questions": [
                nps,
                question("ces", with(scale("ces"), "points", json!("seven"))),
                question("ces_5", with(scale("ces"), "points", json!("five"))),
                question("faces", with(scale("csat"), "style", json!("faces"))),
                question("stars", with(scale("csat"), "style", json!("stars"))),
                numbers,
                question("thumbs", scale("thumbs")),
                question("rating", with(scale("rating"), "points", json!(9))),
                one,
                question("many", choice(json!({ "least": 1, "most": 3 }), text("Other"))),
                question("long", words("long", 0)),
                question("short", words("short", 3)),
                question("email", words("email", 0)),
                question("number", words("number", 0)),
                question("terms", json!({ "type": "consent", "label": text("I agree") })),
                question("gap", gap),
                question("points", json!({ "type": "importance", "items": options })),
                question("hello", json!({ "type": "statement" })),
                question("link", link.clone()),
            ],
            "endings": [{
                "when": [{ "question": "nps", "is": { "score": [0, 6] } }],
                "text": text("Sorry"),
                "link": { "label": text("Help"), "address": "mailto:help@example.com" },
            }],
            "thanks": text("Thank you"),
        },
        "targeting": {},
        "appearance": { "display": "modal", "place": "top_start", "overlay": true, "closes_after": 8 },
    });
    serde_json::from_value(definition).unwrap()
}

fn sent() -> Json {
    let theme = Theme { accent: String::from("#0b6e69").try_into().ok(), ..Theme::default() };
    serde_json::to_value(shared::wire::Form::new(&definition(), &theme, "en")).unwrap()
}

/// A form with everything that a form can have.
pub(crate) fn form() -> Form {
    Form::read(&sent()).unwrap()
}

#[test]
fn the_widget_reads_what_the_server_sends() {
    let form = form();
    let english = "en".try_into().unwrap();
    assert_eq!(*form.survey, definition().survey().in_language(&english, &english));
    assert_eq!((form.language.as_str(), form.right_to_left), ("en", false));
    let Appearance { place, overlay, outside_closes, closes_after } = form.appearance;
    assert_eq!((place, overlay, outside_closes, closes_after), (Place::TopStart, true, false, Some(8)));
    assert_eq!(form.look.0, "@media (prefers-color-scheme:light){.o{--ta:#0b6e69;--ti:#ffffff;}}");
    assert_eq!((form.words.face(5), form.words.thumb(0)), ("Very good", "Thumb down"));
    assert_eq!((form.words.say(Word::Feedback), form.words.say(Word::NewWindow)), ("Feedback", "opens in a new tab"));
    assert_eq!(form.words.count(Word::Step, 2, 5), "Question 2 of 5");
}

#[test]
fn what_does_not_fit_gives_no_form() {
    let check = |path: &str, value: Json, fits: bool| {
        let mut form = sent();
        *form.pointer_mut(path).unwrap() = value.clone();
        assert_eq!(Form::read(&form).is_some(), fits, "{path} {value}");
    };
    check("/language", json!("es"), true);
    check("/look", json!(".o{background:url(//e)}"), false);
    check("/look", json!(null), false);
    check("/appearance/place", json!("top;}"), false);
    check("/appearance/closes_after", json!(-1), false);
    check("/survey/questions", json!([]), false);
    check("/survey/questions", json!("nps"), false);
    check("/survey/fields", json!(["Plan"]), false);
    check("/survey/questions/0/kind/type", json!("html"), false);
    check("/survey/questions/0/kind/low", json!(7), false);
    check("/survey/questions/0/required", json!("yes"), false);
    check("/survey/questions/0/branches/5/to/question", json!("nps"), false); // a circle
    check("/survey/questions/0/branches/0/when/0/is/score", json!([9]), false);
    check("/survey/questions/0/branches/0/when/0/is/score", json!([9, 256]), false);
    check("/survey/questions/0/branches/3/when/0/is/between", json!([0, 3_000_000_000_u32]), false);
    check("/survey/questions/0/branches/4/when/0/is", json!("anything"), false);
    check("/survey/questions/1/kind/points", json!("nine"), false);
    check("/survey/questions/7/kind/points", json!(12), false);
    check("/survey/questions/9/kind/several/most", json!(4), false);
    check("/survey/questions/10/kind/most", json!(2.5), false);
    check("/survey/questions/10/kind/most", json!(-1), false);
    check("/survey/questions/18/kind/address", json!("javascript:alert(1)"), false);
    check("/survey/endings/0/link/address", json!("data:text/html,x"), false);
    check("/words/2", json!({}), false);
    check("/words", json!(["a", "b"]), false);
    check("/words", json!(null), false);
}

fn due() -> Json {
    json!({
        "id": 9_007_199_254_740_991_u64,
        "version": 3,
        "chance": 0.25,
        "focus": true,
        "display": "inline",
        "fields": { "plan": "pro", "age": "42" },
        "person": "c-7",
        "private": false,
        "response": { "id": "0193a5f2-7b1c-7fff-bfff-ffffffffffff", "sequence": 4 },
        "given": [["nps", "9"], ["one", "b"], ["nobody", "x"], ["odd"]],
    })
}

#[test]
fn the_widget_reads_what_the_page_knows() {
    let read = Due::read(&due()).unwrap();
    assert_eq!((read.id, read.version, read.chance.0.as_str()), (9_007_199_254_740_991, 3, "0.25"));
    assert_eq!((read.focus, read.display, read.private), (true, Display::Inline, false));
    assert_eq!(read.person.as_deref(), Some("c-7"));
    assert_eq!(read.response.map(|begun| (begun.id.written(), begun.sequence)).unwrap().1, 4);
    let survey = form().survey;
    let fields = fields(&survey, &due()["fields"]);
    assert_eq!(fields.iter().map(|(id, value)| (id.as_str(), &**value)).collect::<Vec<_>>(), [("plan", "pro")]);
    let entered = Due::read(&due()).unwrap().entered(&survey);
    assert_eq!(entered.keys().map(|id| id.as_str()).collect::<Vec<_>>(), ["nps", "one"]);
    let check = |member: &str, value: Json, fits: bool| {
        let mut due = due();
        due[member] = value;
        assert_eq!(Due::read(&due).is_some(), fits, "{due}");
    };
    check("response", json!(null), true);
    check("person", json!(null), true);
    check("given", json!(null), true);
    check("id", json!("1"), false);
    check("id", json!(1.5), false);
    check("version", json!(5_000_000_000_u64), false);
    check("chance", json!("},"), false);
    check("chance", json!(null), false);
    check("display", json!("window"), false);
    check("response", json!({ "id": "7", "sequence": 1 }), false);
}
