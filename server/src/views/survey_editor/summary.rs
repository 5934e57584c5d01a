//! All rules of a survey read out in one sentence, as far as they make sense so far.

use super::input::Fields;
use crate::{
    locale::Locale,
    survey_form::{names, percent},
    words::{Words, fill},
};
use jiff::{Timestamp, tz::TimeZone};
use shared::{
    appearance::{Appearance, Display},
    targeting::{Again, Chance, Device, PagePattern, Targeting, Trigger},
};

impl Fields<'_> {
    /// Where, to whom, when and how often it shows.
    pub fn summary(&self) -> String {
        let (targeting, appearance) = self.form.shown(self.zone);
        let who = (!targeting.who.is_empty()).then(|| self.rule_said(names::WHO, None));
        Summary { words: self.words, locale: self.locale, zone: self.zone }.of(&targeting, &appearance, who.as_deref())
    }
}

struct Summary<'a> {
    words: &'static Words,
    locale: Locale,
    zone: &'a TimeZone,
}

impl Summary<'_> {
    fn of(&self, targeting: &Targeting, appearance: &Appearance, who: Option<&str>) -> String {
        let words = self.words;
        let shows = match (appearance.display, &appearance.within) {
            (Display::Tab, _) => words.summary_tab.to_owned(),
            (Display::Inline, Some(within)) => fill(words.summary_inline, &[("what", within.as_str())]),
            _ => words.summary_shows.to_owned(),
        };
        let mut parts = vec![format!("{shows} {} {}", self.pages(targeting), self.visitors(targeting, who))];
        if appearance.display != Display::Tab {
            parts.extend(self.when(targeting, appearance.display));
        }
        parts.extend(targeting.from.map(|from| fill(words.summary_from, &[("when", &self.moment(from))])));
        parts.extend(targeting.until.map(|until| fill(words.summary_until, &[("when", &self.moment(until))])));
        parts.extend(targeting.quota.map(|quota| fill(words.summary_quota, &[("n", &quota.to_string())])));
        if appearance.display != Display::Tab {
            parts.push(self.again(targeting.again));
        }
        format!("{}.", parts.join(", "))
    }

    fn pages(&self, targeting: &Targeting) -> String {
        let words = self.words;
        let pages = |pages: &[PagePattern]| self.any(pages.iter().map(|page| page.as_str().to_owned()));
        let on = match targeting.include.as_slice() {
            [] => words.summary_everywhere.to_owned(),
            include => fill(words.summary_on, &[("pages", &pages(include))]),
        };
        match targeting.exclude.as_slice() {
            [] => on,
            exclude => format!("{on} {}", fill(words.summary_never_on, &[("pages", &pages(exclude))])),
        }
    }

    fn visitors(&self, targeting: &Targeting, who: Option<&str>) -> String {
        let words = self.words;
        let mut said = if targeting.chance == Chance::ALWAYS {
            words.summary_to_all.to_owned()
        } else {
            let percent = percent(targeting.chance);
            let percent = if self.locale == Locale::Es { percent.replace('.', ",") } else { percent };
            fill(words.summary_to_some, &[("percent", &percent)])
        };
        let mut say = |text: String| {
            said.push(' ');
            said.push_str(&text);
        };
        if !targeting.devices.is_empty() {
            let name = |device: &Device| {
                let name = match device {
                    Device::Phone => words.survey_phones,
                    Device::Tablet => words.survey_tablets,
                    Device::Desktop => words.survey_desktops,
                };
                name.to_lowercase()
            };
            say(fill(words.summary_devices, &[("devices", &self.any(targeting.devices.iter().map(name)))]));
        }
        if !targeting.languages.is_empty() {
            let languages = self.any(targeting.languages.iter().map(super::languages::name));
            say(fill(words.summary_speak, &[("languages", &languages)]));
        }
        if !targeting.referrer.is_empty() {
            let pages = self.any(targeting.referrer.iter().map(|page| page.as_str().to_owned()));
            say(fill(words.summary_come, &[("pages", &pages)]));
        }
        if let Some(who) = who {
            say(fill(words.summary_who, &[("what", who)]));
        }
        if targeting.visits > 0 {
            say(fill(words.summary_visits, &[("n", &targeting.visits.to_string())]));
        }
        if targeting.days > 0 {
            say(fill(words.summary_days, &[("n", &targeting.days.to_string())]));
        }
        said
    }

    /// What makes it show, and what keeps it from showing.
    fn when(&self, targeting: &Targeting, display: Display) -> Option<String> {
        let words = self.words;
        let seconds = targeting.delay.to_string();
        let trigger = self.any(targeting.triggers.iter().map(|trigger| self.trigger(trigger)));
        let shown = match (targeting.triggers.is_empty(), targeting.delay) {
            (true, 0) if display == Display::Inline => None,
            (true, 0) => Some(words.summary_at_once.to_owned()),
            (true, _) => Some(fill(words.summary_after_opening, &[("n", &seconds)])),
            (false, 0) => Some(fill(words.summary_when, &[("what", &trigger)])),
            (false, _) => Some(fill(words.summary_when_delayed, &[("what", &trigger), ("n", &seconds)])),
        };
        let unless = targeting.cancel.as_ref();
        let unless = unless.map(|event| fill(words.summary_unless, &[("event", event.as_str())]));
        let said: Vec<String> = shown.into_iter().chain(unless).collect();
        (!said.is_empty()).then(|| said.join(", "))
    }

    fn trigger(&self, trigger: &Trigger) -> String {
        let words = self.words;
        match trigger {
            Trigger::Click(selector) => fill(words.summary_click, &[("what", selector.as_str())]),
            Trigger::Event(event) => fill(words.summary_event, &[("event", event.as_str())]),
            Trigger::Idle(seconds) => fill(words.summary_idle, &[("n", &seconds.to_string())]),
            Trigger::Exit => words.summary_exit.to_owned(),
            Trigger::Scroll(scroll) => {
                let percent = u8::from(scroll.percent).to_string();
                match &scroll.within {
                    None => fill(words.summary_scroll, &[("n", &percent)]),
                    Some(within) => fill(words.summary_scroll_within, &[("n", &percent), ("what", within.as_str())]),
                }
            }
        }
    }

    fn again(&self, again: Again) -> String {
        let words = self.words;
        let days = |text: &str, days: u16| fill(text, &[("n", &days.to_string())]);
        match (again.answered, again.dismissed) {
            (None, None) => words.summary_once.to_owned(),
            (None, Some(closed)) => days(words.summary_until_answered, closed),
            (Some(answered), Some(closed)) if answered == closed => days(words.summary_again, answered),
            (Some(answered), None) => days(words.summary_again_answered, answered),
            (Some(answered), Some(closed)) => {
                let both = [words.summary_again_answered, words.summary_again_closed];
                format!("{} {} {}", days(both[0], answered), words.survey_and, days(both[1], closed))
            }
        }
    }

    fn moment(&self, moment: i64) -> String {
        let Ok(stamp) = Timestamp::from_millisecond(moment) else { return moment.to_string() };
        stamp.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// `a`, `a or b`, `a, b or c`.
    fn any(&self, all: impl Iterator<Item = String>) -> String {
        let mut all: Vec<String> = all.collect();
        match (all.pop(), all.is_empty()) {
            (None, _) => String::new(),
            (Some(last), true) => last,
            (Some(last), false) => format!("{} {} {last}", all.join(", "), self.words.survey_or),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn the_rules_are_read_out() {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let check = |locale: Locale, rules: Value, look: Value, expected: &str| {
            let targeting: Targeting = serde_json::from_value(rules).unwrap();
            let appearance: Appearance = serde_json::from_value(look).unwrap();
            let summary = Summary { words: Words::of(locale), locale, zone: &zone };
            assert_eq!(summary.of(&targeting, &appearance, None), expected);
        };
        let rules = || {
            json!({
                "include": ["/checkout/*"], "chance": 0.25, "devices": ["phone"], "delay": 5,
                "triggers": [{ "click": "#pay" }], "again": { "answered": null, "dismissed": null },
            })
        };
        let en = "Shows on /checkout/* to 25 % of visitors on phones, 5 seconds after they click #pay, once.";
        check(Locale::En, rules(), json!({}), en);
        let es = "Se muestra en /checkout/* al 25 % de los visitantes en móviles, cuando pulsan #pay y pasan 5 segundos, \
                  una sola vez.";
        check(Locale::Es, rules(), json!({}), es);
        let usual = "Shows on every page to all visitors, as soon as the page opens, until they answer: again 90 days \
                     after they closed it.";
        check(Locale::En, json!({}), json!({}), usual);
        let rules = json!({
            "exclude": ["/a", "/b", "/c"], "languages": ["es", "pt-BR"], "visits": 3, "from": 1_800_000_000_000_i64,
            "quota": 500, "triggers": ["exit", { "scroll": { "percent": 50, "within": "#text" } }], "cancel": "bought",
            "again": { "answered": 30, "dismissed": 30 },
        });
        let long = "Shows on every page but never on /a, /b or /c to all visitors who speak Español or Português \
                    (pt-BR) with 3 page views or more, as soon as they are about to leave or they have scrolled through \
                    50 % of #text, unless “bought” happens first, from 2027-01-15 09:00, until there are 500 answers, \
                    again after 30 days.";
        check(Locale::En, rules, json!({}), long);
        check(Locale::En, json!({}), json!({ "display": "tab" }), "Its tab is there on every page to all visitors.");
    }
}
