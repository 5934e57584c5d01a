//! The faces, the star, the thumb, the tick and the cross, drawn by ourselves: the glyphs of emoji differ by platform and may be missing.

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
    let features = FACES[usize::from(point.clamp(1, 5) - 1)];
    html! {
        <svg viewBox="0 0 48 48"><circle cx="24" cy="24" r="20" /><path d={features} /></svg>
    }
}

/// A star.
pub fn star() -> Html {
    html! {
        <svg viewBox="0 0 48 48"><path d="M24 5l5.9 12 13.1 1.9-9.5 9.3 2.3 13.1-11.8-6.2-11.8 6.2 2.3-13.1-9.5-9.3 13.1-1.9z" /></svg>
    }
}

/// A thumb that points up.
pub fn thumb() -> Html {
    html! {
        <svg viewBox="0 0 48 48"><path d="M8 22h7v19H8zM15 24l8-17q6 0 6 6l-1 7h10q4 0 3 4l-3 13q-1 4-5 4H15" /></svg>
    }
}

/// What says that all is well.
pub fn tick() -> Html {
    html! {
        <svg class="tick" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="20" /><path d="M15 25l6 6 12-13" /></svg>
    }
}

/// The cross of the close button.
pub fn cross() -> Html {
    html! {
        <svg viewBox="0 0 48 48"><path d="M14 14l20 20M34 14l-20 20" /></svg>
    }
}

/// How much is done, as a bar. A drawing, because a width in a `style` attribute dies under a strict policy.
pub fn bar(done: usize, of: usize) -> Html {
    html! {
        <svg class="bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
            <rect height="3" width={(100 * done / of).to_string()} />
        </svg>
    }
}
