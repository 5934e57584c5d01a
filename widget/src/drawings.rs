//! The faces, the star, the thumb, the tick and the cross, drawn by ourselves: the glyphs of emoji differ by platform and may be missing.

use crate::view::tag::{Name, Tag, tag};
use shared::text::digits;
use yew::prelude::*;

/// The five faces, worst first. They differ in brows, eyes and mouth, so that none needs a colour.
const FACES: [&str; 5] = [
    "M14 17l7 3M34 17l-7 3M18 22v2M30 22v2M16 35q8-9 16 0",
    "M18 18v3M30 18v3M17 33q7-6 14 0",
    "M18 18v3M30 18v3M17 31h14",
    "M18 18v3M30 18v3M16 29q8 8 16 0",
    "M14 20q3-5 7 0M27 20q3-5 7 0M14 27h20q-1 10-10 10t-10-10z",
];

/// One of the five faces, from 1 to 5.
pub fn face(point: u8) -> Html {
    drawing(FACES[usize::from(point.clamp(1, 5) - 1)]).tag(circle()).done()
}

/// A star.
pub fn star() -> Html {
    drawing("M24 5l5.9 12 13.1 1.9-9.5 9.3 2.3 13.1-11.8-6.2-11.8 6.2 2.3-13.1-9.5-9.3 13.1-1.9z").done()
}

/// A thumb that points up.
pub fn thumb() -> Html {
    drawing("M8 22h7v19H8zM15 24l8-17q6 0 6 6l-1 7h10q4 0 3 4l-3 13q-1 4-5 4H15").done()
}

/// What says that all is well.
pub fn tick() -> Html {
    drawing("M15 25l6 6 12-13").set(Name::Class, "tick").set(Name::Hidden, "true").tag(circle()).done()
}

/// The cross of the close button.
pub fn cross() -> Html {
    drawing("M14 14l20 20M34 14l-20 20").done()
}

/// How much is done, as a bar.
pub fn bar(done: u32, of: u32) -> Tag {
    // Where one is, is said in words.
    let bar = tag("progress").set(Name::Class, "bar").set(Name::Hidden, "true");
    bar.own(Name::Value, &digits(done)).own(Name::Max, &digits(of))
}

fn drawing(path: &'static str) -> Tag {
    tag("svg").set(Name::ViewBox, "0 0 48 48").tag(tag("path").set(Name::Path, path))
}

fn circle() -> Tag {
    tag("circle").set(Name::CenterX, "24").set(Name::CenterY, "24").set(Name::Radius, "20")
}
