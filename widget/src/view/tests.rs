//! What a page without script says: the controls of every kind, by name and value, and what is wrong with them.

use super::*;
use crate::{
    form,
    identity::Identity,
    walk::{Step, Walk},
};
use shared::{answer::Answers, condition::Fields, entry::Entry};
use yew::virtual_dom::{VNode, VTag};

fn tags<'a>(node: &'a VNode, found: &mut Vec<&'a VTag>) {
    match node {
        VNode::VTag(tag) => {
            found.push(tag);
            if let Some(children) = tag.children() {
                tags(children, found);
            }
        }
        VNode::VList(list) => list.iter().for_each(|child| tags(child, found)),
        _ => {}
    }
}

fn attribute<'a>(tag: &'a VTag, name: &str) -> &'a str {
    tag.attributes.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value)
}

/// The first page that asks for the question, with `entered` in its controls.
fn walk(form: &Form, id: &str, entered: &[(&str, &str)]) -> Walk {
    let mut answers = Answers::new();
    for (name, value) in entered {
        form.survey.enter(&mut answers, &Entry { name, value, on: true });
    }
    let mut walk = Walk::new(form.survey.clone(), Identity([7; 16]), &Fields::new(), answers);
    let at = |id: &str| form.survey.questions().iter().position(|question| question.id.as_str() == id).unwrap();
    walk.go_to(at(id));
    walk
}

/// Each control as `name=value`, or `[name=value]` where it is chosen; fields with what they hold.
fn controls(form: &Form, walk: &Walk, script: bool) -> Vec<String> {
    let drawn = page(Page { words: &form.words, walk, open: true, script });
    let mut all = Vec::new();
    tags(&drawn, &mut all);
    let named = all.into_iter().filter(|tag| !attribute(tag, "name").is_empty());
    let told = named.map(|tag| {
        let told = format!("{}={}", attribute(tag, "name"), tag.value().map_or("", |value| value));
        if tag.checked() == Some(true) { format!("[{told}]") } else { told }
    });
    told.collect()
}

#[test]
fn a_form_around_a_page_sends_what_can_be_entered() {
    let form = form::tests::form();
    let check = |id: &str, entered: &[(&str, &str)], expected: &str| {
        let mut all = vec![("nps", "7")];
        all.extend(entered);
        let walk = walk(&form, id, &all);
        assert_eq!(walk.page()[0].id.as_str(), id);
        assert_eq!(controls(&form, &walk, false).join(" "), expected);
    };
    check("nps", &[], "nps=0 nps=1 nps=2 nps=3 nps=4 nps=5 nps=6 [nps=7] nps=8 nps=9 nps=10");
    check("ces_5", &[("ces_5", "5")], "ces_5=1 ces_5=2 ces_5=3 ces_5=4 [ces_5=5]");
    check("stars", &[], "stars=1 stars=2 stars=3 stars=4 stars=5 numbers=1 numbers=2 numbers=3 numbers=4 numbers=5");
    check("thumbs", &[("thumbs", "0")], "[thumbs=0] thumbs=1");
    check("one", &[("one", "b")], "one=a [one=b]");
    let entered = [("one", "a"), ("many", "b"), ("many.+other", "Slow")];
    // In the order that falls to this response, and what is not offered at the end.
    check("many", &entered, "[many=b] many=a [many=+other] many.+other=Slow");
    check("long", &[("one", "a"), ("long", "a <b>")], "long=a <b>");
    check("email", &[("one", "a"), ("email", "wrong")], "email=wrong");
    check("terms", &[("one", "a"), ("terms", "yes")], "[terms=yes]");
    let sevens = |name: &str| (1..=7).map(|n| format!("{name}={n}")).collect::<Vec<_>>().join(" ");
    let both =
        sevens("gap.expectation").replace("gap.expectation=6", "[gap.expectation=6]") + " " + &sevens("gap.perception");
    check("gap", &[("one", "a"), ("gap.expectation", "6")], &both);
    check("points", &[("one", "a"), ("points.b", "60")], "points.a= points.b=60");
    check("hello", &[("one", "a")], "");
}

#[test]
fn what_only_a_script_can_uncover_is_there_without_one() {
    let form = form::tests::form();
    let walk = walk(&form, "many", &[("nps", "7"), ("one", "a")]);
    let has = |script| controls(&form, &walk, script).iter().any(|control| control.starts_with("many.+other"));
    assert_eq!((has(true), has(false)), (false, true));
}

#[test]
fn what_is_wrong_is_said_beside_its_control() {
    let form = form::tests::form();
    let check = |id: &str, entered: &[(&str, &str)], expected: &str| {
        let mut all = vec![("nps", "7"), ("one", "a")];
        all.extend(entered);
        let mut walk = walk(&form, id, &all);
        assert_eq!(walk.go_on(), Step::Held, "{id}");
        let drawn = page(Page { words: &form.words, walk: &walk, open: true, script: true });
        let mut found = Vec::new();
        tags(&drawn, &mut found);
        let problem = format!("{id}.problem");
        let said = found.iter().find(|tag| attribute(tag, "id") == problem).unwrap();
        assert_eq!(attribute(said, "role"), "alert");
        let wrong: Vec<_> = found.iter().filter(|tag| attribute(tag, "aria-invalid") == "true").collect();
        assert!(!wrong.is_empty(), "{id}");
        assert!(wrong.iter().all(|tag| attribute(tag, "aria-describedby").contains(&problem)), "{id}");
        let words = match said.children() {
            Some(VNode::VText(text)) => text.text.to_string(),
            Some(VNode::VList(list)) => match &list[0] {
                VNode::VText(text) => text.text.to_string(),
                _ => String::new(),
            },
            _ => String::new(),
        };
        assert_eq!(words, expected);
    };
    check("many", &[("many", "+other")], "Please say what else");
    check("short", &[("short", "ab")], "Please write at least 3 characters.");
    check("email", &[("email", "ana")], "Please write an e-mail address, such as ana@example.com.");
    check("number", &[("number", "ten")], "Please write a number.");
    check("gap", &[("gap.perception", "3")], "Please rate both.");
    check("points", &[("points.a", "60")], "40 points left");
    check("points", &[("points.a", "60"), ("points.b", "60")], "20 points too many");
    let mut first = walk(&form, "nps", &[]);
    assert_eq!(first.go_on(), Step::Held);
    assert_eq!(first.problem(&first.page()[0]), Some(shared::answer::Problem::Missing));
}
