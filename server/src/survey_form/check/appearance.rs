//! How the survey comes into view and where it stands.

use super::{super::names, Check, LONGEST_DELAY, Mistake};
use shared::appearance::{Appearance, Display, Place};

/// Every way to come into view, in the order in which they are offered.
pub const DISPLAYS: [Display; 5] = [Display::Popover, Display::Modal, Display::Page, Display::Tab, Display::Inline];

impl Check<'_> {
    pub(super) fn appearance(&mut self) -> Appearance {
        let form = self.form;
        let display = DISPLAYS.into_iter().find(|display| display.id() == form.value(names::DISPLAY));
        let place = Place::ALL.into_iter().find(|place| place.id() == form.value(names::PLACE));
        let (display, within) = (display.unwrap_or_default(), self.selector_if_any(names::WITHIN));
        if display == Display::Inline && form.value(names::WITHIN).trim().is_empty() {
            self.problem(names::WITHIN, Mistake::Selector);
        }
        let seconds = self.number_if_any(names::CLOSES_AFTER, 1, LONGEST_DELAY);
        Appearance {
            display,
            place: place.unwrap_or_default(),
            within,
            overlay: form.is_on(names::OVERLAY),
            outside_closes: form.is_on(names::OUTSIDE_CLOSES),
            closes_after: seconds.and_then(|seconds| seconds.try_into().ok()),
        }
    }
}
