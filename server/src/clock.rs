//! The server's time, the only one that places answers.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds in an hour.
pub const HOUR: i64 = 3_600_000;

/// UTC milliseconds since 1970.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// The whole hours since 1970 at this time.
pub fn hour_of(milliseconds: i64) -> i32 {
    milliseconds.div_euclid(HOUR) as i32
}
