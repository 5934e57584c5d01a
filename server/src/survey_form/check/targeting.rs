//! Who is asked, where, when and how often.

use super::{
    super::{moment, names},
    Check, HIGHEST_QUOTA, LONGEST_DELAY, LONGEST_WAIT, Mistake,
};
use shared::{
    targeting::{Again, Chance, Device, EventName, PagePattern, Percent, Scroll, Selector, Targeting, Trigger},
    text::Language,
};

impl Check<'_> {
    pub(super) fn targeting(&mut self) -> Targeting {
        let small = |number: Option<u32>| number.and_then(|number| u16::try_from(number).ok()).unwrap_or_default();
        let targeting = Targeting {
            include: self.pages(names::INCLUDE),
            exclude: self.pages(names::EXCLUDE),
            referrer: self.pages(names::REFERRER),
            devices: self.devices(),
            languages: self.speaks(),
            who: self.conditions(names::WHO, &[]),
            visits: small(self.number_if_any(names::VISITS, 0, u16::MAX.into())),
            days: small(self.number_if_any(names::DAYS, 0, u16::MAX.into())),
            from: self.moment(names::FROM),
            until: self.moment(names::UNTIL),
            quota: self.number_if_any(names::QUOTA, 1, HIGHEST_QUOTA),
            triggers: self.triggers(),
            cancel: self.event_if_any(names::CANCEL),
            delay: small(Some(self.number(names::DELAY, 0, LONGEST_DELAY))),
            chance: self.chance(),
            again: self.again(),
            priority: u8::try_from(self.number_if_any(names::PRIORITY, 0, u8::MAX.into()).unwrap_or_default())
                .unwrap_or_default(),
        };
        if let (Some(from), Some(until)) = (targeting.from, targeting.until)
            && until <= from
        {
            self.problem(names::UNTIL, Mistake::Schedule);
        }
        targeting
    }

    fn pages(&mut self, field: &str) -> Vec<PagePattern> {
        let mut pages = Vec::new();
        for line in self.form.value(field).lines().map(str::trim).filter(|line| !line.is_empty()) {
            match PagePattern::try_from(line.to_owned()) {
                Ok(page) => pages.push(page),
                Err(_) => self.problem(field, Mistake::Page(line.to_owned())),
            }
        }
        pages
    }

    fn devices(&self) -> Vec<Device> {
        Device::ALL.into_iter().filter(|device| self.form.is_on(&names::device(device.id()))).collect()
    }

    fn speaks(&mut self) -> Vec<Language> {
        let mut languages = Vec::new();
        let typed = self.form.value(names::SPEAKS).split(|c: char| c == ',' || c == ';' || c.is_whitespace());
        for tag in typed.filter(|tag| !tag.is_empty()) {
            match Language::try_from(tag) {
                Ok(language) => languages.push(language),
                Err(_) => self.problem(names::SPEAKS, Mistake::Language(tag.to_owned())),
            }
        }
        languages
    }

    fn moment(&mut self, field: &str) -> Option<i64> {
        let typed = self.form.value(field).trim();
        if typed.is_empty() {
            return None;
        }
        let moment = moment::read(typed, self.zone);
        if moment.is_none() {
            self.problem(field, Mistake::Moment);
        }
        moment
    }

    fn triggers(&mut self) -> Vec<Trigger> {
        let form = self.form;
        let mut triggers = Vec::new();
        for key in form.list(names::TRIGGER) {
            let item = names::item(names::TRIGGER, key);
            let (value, within) = (names::part(&item, "value"), names::part(&item, "within"));
            let trigger = match form.value(&names::part(&item, "kind")) {
                "event" => self.event(&value).map(Trigger::Event),
                "click" => self.selector(&value).map(Trigger::Click),
                "idle" => u16::try_from(self.number(&value, 1, LONGEST_DELAY)).ok().map(Trigger::Idle),
                "scroll" => {
                    let percent = u8::try_from(self.number(&value, 1, 100)).ok().map(Percent::try_from);
                    let within = self.selector_if_any(&within);
                    percent.and_then(Result::ok).map(|percent| Trigger::Scroll(Scroll { percent, within }))
                }
                _ => Some(Trigger::Exit),
            };
            triggers.extend(trigger);
        }
        triggers
    }

    fn event(&mut self, field: &str) -> Option<EventName> {
        let event = EventName::try_from(self.form.value(field).to_owned()).ok();
        if event.is_none() {
            self.problem(field, Mistake::Event);
        }
        event
    }

    fn event_if_any(&mut self, field: &str) -> Option<EventName> {
        if self.form.value(field).trim().is_empty() { None } else { self.event(field) }
    }

    pub(super) fn selector(&mut self, field: &str) -> Option<Selector> {
        let selector = Selector::try_from(self.form.value(field).to_owned()).ok();
        if selector.is_none() {
            self.problem(field, Mistake::Selector);
        }
        selector
    }

    pub(super) fn selector_if_any(&mut self, field: &str) -> Option<Selector> {
        if self.form.value(field).trim().is_empty() { None } else { self.selector(field) }
    }

    fn chance(&mut self) -> Chance {
        let typed = self.form.value(names::PERCENT).trim().trim_end_matches('%').trim().replace(',', ".");
        // Divided as text: a binary division would change the last digit of some.
        let chance = format!("{typed}e-2").parse::<f64>().ok().and_then(|chance| Chance::try_from(chance).ok());
        chance.unwrap_or_else(|| {
            self.problem(names::PERCENT, Mistake::Percent);
            Chance::ALWAYS
        })
    }

    fn again(&mut self) -> Again {
        match self.form.value(names::AGAIN) {
            "until" => Again { answered: None, dismissed: self.wait(names::AGAIN_UNTIL) },
            "after" => {
                let days = self.wait(names::AGAIN_AFTER);
                Again { answered: days, dismissed: days }
            }
            "own" => {
                let mut wait = |field| self.number_if_any(field, 0, LONGEST_WAIT).and_then(|days| days.try_into().ok());
                Again { answered: wait(names::AGAIN_ANSWERED), dismissed: wait(names::AGAIN_DISMISSED) }
            }
            _ => Again { answered: None, dismissed: None },
        }
    }

    fn wait(&mut self, field: &str) -> Option<u16> {
        u16::try_from(self.number(field, 0, LONGEST_WAIT)).ok()
    }
}
