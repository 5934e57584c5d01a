//! When customers come and with what: the hours of the day, the days of the week and the devices of each channel.

use jiff::civil::Weekday;

/// Visits by hour on websites and in apps: a lunch break and an evening.
const ONLINE: [u32; 24] = [12, 6, 3, 2, 2, 4, 10, 22, 34, 42, 48, 50, 48, 52, 54, 46, 44, 48, 56, 64, 74, 82, 62, 32];
/// Where people answer the door or the phone.
const OPENING_HOURS: [u32; 24] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 40, 70, 84, 80, 56, 24, 30, 60, 80, 84, 60, 12, 0, 0, 0];

/// From Monday to Sunday, in percent of the average day.
const ONLINE_WEEK: [u32; 7] = [104, 103, 100, 98, 92, 95, 108];
const STORE_WEEK: [u32; 7] = [88, 84, 90, 100, 138, 200, 0];
const PHONE_WEEK: [u32; 7] = [164, 132, 122, 116, 116, 50, 0];

/// The share of an average day's visits that each hour of such a day has.
pub fn hours(channel: &str, weekday: Weekday) -> impl Iterator<Item = f64> {
    let (hours, week) = match channel {
        "Store" => (OPENING_HOURS, STORE_WEEK),
        "Phone" => (OPENING_HOURS, PHONE_WEEK),
        _ => (ONLINE, ONLINE_WEEK),
    };
    let day = f64::from(week[weekday.to_monday_zero_offset().unsigned_abs() as usize]) / 100.0;
    let total = f64::from(hours.iter().sum::<u32>());
    hours.into_iter().map(move |hour| day * f64::from(hour) / total)
}

/// The weights of phones, tablets and desktops.
pub fn devices(channel: &str) -> [u32; 3] {
    match channel {
        "App" => [92, 8, 0],
        "E-mail" => [64, 6, 30],
        "Store" => [70, 25, 5],
        "Phone" => [80, 4, 16],
        "Social" => [84, 6, 10],
        _ => [58, 9, 33],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_has_seven_average_days() {
        for channel in crate::demo::places::CHANNELS {
            let week = Weekday::Monday.cycle_forward().take(7);
            let total: f64 = week.flat_map(|weekday| hours(channel, weekday)).sum();
            assert!((total - 7.0).abs() < 0.001, "{channel}: {total}");
        }
    }
}
