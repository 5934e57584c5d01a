//! Comments as rows of a list: what was said, the score given with it, where and when. Hides them where so few people
//! answered that their words could be tied to them.

use super::{Page, colour, figure, lens::Lens, time};
use crate::{
    db::{comment_loop::PLACEHOLDER, journey::Map, results::Comment},
    words::Words,
};
use shared::score::COMMENTS_MIN_N;

/// The comments of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comments {
    /// The latest of them.
    Shown(Vec<Row>),
    /// Nobody left one.
    Nothing,
    /// Too few people answered yet.
    Hidden,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The score given with it: the class of its ground, the metric's name and the point.
    pub score: Option<(&'static str, &'static str, u8)>,
    /// What was said, or that it was taken out.
    pub text: String,
    /// Its page in the inbox.
    pub href: Option<String>,
    /// The language it was asked in; most answer in it.
    pub language: String,
    /// Where: the touchpoint's page and name, and its channel.
    pub place: Option<(String, String, String)>,
    /// `es · phone · 14 min ago`.
    pub about: String,
}

/// Where comments may be from, and how the pages of those places are looked at.
pub type Places<'a> = (&'a Map, &'a Lens);

impl Comments {
    /// Comments from a group in which `answered` people answered.
    pub fn of(page: &Page, found: Vec<Comment>, answered: u64, places: Option<Places<'_>>, now: i64) -> Self {
        match found.as_slice() {
            _ if answered > 0 && answered < COMMENTS_MIN_N => Self::Hidden,
            [] => Self::Nothing,
            _ => Self::Shown(found.into_iter().map(|comment| Row::of(page, comment, places, now)).collect()),
        }
    }
}

impl Row {
    fn of(page: &Page, comment: Comment, places: Option<Places<'_>>, now: i64) -> Self {
        let words = page.words;
        let device = device(words, &comment.device);
        let place = places.zip(page.site.as_ref()).and_then(|((map, lens), site)| {
            let touchpoint = map.touchpoint(comment.touchpoint_id)?;
            let href = lens.at(&format!("/sites/{}/touchpoints/{}", site.key, touchpoint.id));
            Some((href, touchpoint.name.clone(), map.channel(touchpoint.channel_id).to_owned()))
        });
        Self {
            score: comment
                .score
                .map(|(metric, point)| (colour::ground_of_point(metric, point), figure::name(words, metric), point)),
            about: format!("{} · {device} · {}", comment.language, time::ago(words, now, comment.received_at)),
            href: page.site.as_ref().map(|site| format!("/sites/{}/comments/{}", site.key, comment.key)),
            text: if comment.text == PLACEHOLDER { words.inbox_redacted.to_owned() } else { comment.text },
            language: comment.language,
            place,
        }
    }
}

/// A kind of device in words.
pub fn device(words: &Words, id: &str) -> &'static str {
    match id {
        "phone" => words.phone,
        "tablet" => words.tablet,
        _ => words.desktop,
    }
}
