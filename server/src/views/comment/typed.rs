//! What was typed to say what becomes of a comment, and what is wrong with it.

use crate::{
    db::comment_loop::{Edit, Handling, Loop},
    inbox::{LONGEST_NOTE, MOST_TAGS, Status, label},
};
use std::collections::BTreeSet;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The revision that was looked at.
    pub revision: i32,
    /// The status.
    pub status: Status,
    /// The owner, or nobody.
    pub owner: Option<i64>,
    /// The root cause; empty for none.
    pub cause: String,
    /// Tags with commas between them.
    pub tags: String,
    /// A note to add; empty for none.
    pub note: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    /// The cause is too long.
    pub cause: bool,
    /// A tag is too long, or there are too many.
    pub tags: bool,
    /// The note is too long.
    pub note: bool,
}

impl Typed {
    /// A loop as it is stored.
    pub fn of(stored: &Loop) -> Self {
        let Handling { status, owner, cause, tags } = stored.handling.clone();
        let tags = tags.into_iter().collect::<Vec<_>>().join(", ");
        let cause = cause.unwrap_or_default();
        Self { revision: stored.revision, status, owner, cause, tags, note: String::new() }
    }

    /// What is wanted.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn check(&self) -> Result<Edit, Mistakes> {
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let cause = typed(&self.cause).map(|cause| label(&cause).ok_or(())).transpose();
        let tags = self.tags.split(',').filter_map(typed);
        let tags = tags.map(|tag| label(&tag).ok_or(())).collect::<Result<BTreeSet<String>, ()>>();
        let tags = tags.and_then(|tags| if tags.len() <= MOST_TAGS { Ok(tags) } else { Err(()) });
        let note = typed(&self.note.replace("\r\n", "\n").replace('\0', ""));
        let note_fits = note.as_ref().is_none_or(|note| note.chars().count() <= LONGEST_NOTE);
        match (cause, tags, note_fits) {
            (Ok(cause), Ok(tags), true) => {
                let handling = Handling { status: self.status, owner: self.owner, cause, tags };
                Ok(Edit { revision: self.revision, handling, note })
            }
            (cause, tags, _) => Err(Mistakes { cause: cause.is_err(), tags: tags.is_err(), note: !note_fits }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(cause: &str, tags: &str, note: &str) -> Typed {
        let [cause, tags, note] = [cause, tags, note].map(str::to_owned);
        Typed { cause, tags, note, ..Typed::default() }
    }

    #[test]
    fn what_is_typed_is_tidied() {
        let edit = typed(" Shipping   cost ", "late, , late,too  dear ,", " First\r\nsecond \0").check().unwrap();
        assert_eq!(edit.handling.cause.as_deref(), Some("Shipping cost"));
        assert_eq!(edit.handling.tags.into_iter().collect::<Vec<_>>(), ["late", "too dear"]);
        assert_eq!(edit.note.as_deref(), Some("First\nsecond"));
        let edit = typed(" ", " , ", " \r\n ").check().unwrap();
        assert_eq!((edit.handling, edit.note), (Handling::default(), None));
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let long = "x".repeat(61);
        let check = |typed: Typed, cause, tags, note| {
            assert_eq!(typed.check().unwrap_err(), Mistakes { cause, tags, note });
        };
        check(typed(&long, "a", ""), true, false, false);
        check(typed("", &format!("a, {long}"), ""), false, true, false);
        check(typed("", &(0..13).map(|n| n.to_string()).collect::<Vec<_>>().join(","), ""), false, true, false);
        check(typed(&long, &long, &"x".repeat(4_001)), true, true, true);
        assert!(typed("", "", &"é".repeat(4_000)).check().is_ok());
    }
}
