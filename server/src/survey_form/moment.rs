//! Moments as they are typed: date and time in the site's time zone. Refuses what is neither.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// A moment in UTC milliseconds as it is typed: `2026-01-31T09:00`. One that the clocks show twice or that is more exact
/// than a second is written in UTC, with a `Z`.
pub fn write(moment: i64, zone: &TimeZone) -> String {
    let Ok(stamp) = Timestamp::from_millisecond(moment) else { return moment.to_string() };
    let local = stamp.to_zoned(zone.clone()).datetime();
    let format = if local.second() == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
    let written = local.strftime(format).to_string();
    if read(&written, zone) == Some(moment) { written } else { stamp.to_string() }
}

/// The moment that was typed, in UTC milliseconds. A date alone is its midnight.
pub fn read(typed: &str, zone: &TimeZone) -> Option<i64> {
    let typed = typed.trim().replacen(' ', "T", 1);
    let stamp = match typed.parse::<Timestamp>() {
        Ok(stamp) => stamp,
        Err(_) => typed.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok()?.timestamp(),
    };
    Some(stamp.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_typed_as_the_sites_clocks_show_them() {
        let madrid = TimeZone::get("Europe/Madrid").unwrap();
        let check = |typed: &str, utc: Option<&str>, written: &str| {
            let moment = read(typed, &madrid);
            assert_eq!(moment, utc.map(|utc| utc.parse::<Timestamp>().unwrap().as_millisecond()), "{typed}");
            if let Some(moment) = moment {
                assert_eq!(write(moment, &madrid), written, "{typed}");
                assert_eq!(read(written, &madrid), Some(moment));
            }
        };
        check("2026-01-31T09:00", Some("2026-01-31T08:00Z"), "2026-01-31T09:00");
        check(" 2026-07-31 09:00 ", Some("2026-07-31T07:00Z"), "2026-07-31T09:00");
        check("2026-07-31", Some("2026-07-30T22:00Z"), "2026-07-31T00:00");
        check("2026-07-31T09:00:05", Some("2026-07-31T07:00:05Z"), "2026-07-31T09:00:05");
        check("2026-10-25T01:30Z", Some("2026-10-25T01:30Z"), "2026-10-25T01:30:00Z");
        check("2026-02-30T09:00", None, "");
        check("soon", None, "");
        check("", None, "");
    }
}
