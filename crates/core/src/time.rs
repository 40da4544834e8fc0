//! Moments in time, as cookies and session objects write them.

use std::time::Duration;

/// The last moment that both formats can write: 9999-12-31T23:59:59.999Z.
const LAST: i64 = 253_402_300_799_999;

/// A moment in milliseconds since 1970-01-01T00:00:00Z.
///
/// Arithmetic saturates and the written forms stop at the year 9999, so no configured duration can overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// From whole seconds since the Unix epoch.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This much later.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The form of JavaScript's `Date.toISOString()`: `2026-12-21T18:54:24.921Z`.
    #[must_use]
    pub fn to_iso(self) -> String {
        let at = self.calendar();
        let mut text = String::with_capacity(24);
        year(&mut text, at.year());
        for (sign, value) in
            [('-', u8::from(at.month())), ('-', at.day()), ('T', at.hour()), (':', at.minute()), (':', at.second())]
        {
            text.push(sign);
            two(&mut text, value);
        }
        text.push('.');
        let millis = at.millisecond();
        text.push(digit(u32::from(millis / 100)));
        text.push(digit(u32::from(millis / 10)));
        text.push(digit(u32::from(millis)));
        text.push('Z');
        text
    }

    /// The form of `Expires` in a cookie (RFC 6265 §5.1.1): `Mon, 21 Dec 2026 18:54:24 GMT`.
    #[must_use]
    pub fn to_http_date(self) -> String {
        let at = self.calendar();
        let weekday = match at.weekday() {
            time::Weekday::Monday => "Mon",
            time::Weekday::Tuesday => "Tue",
            time::Weekday::Wednesday => "Wed",
            time::Weekday::Thursday => "Thu",
            time::Weekday::Friday => "Fri",
            time::Weekday::Saturday => "Sat",
            time::Weekday::Sunday => "Sun",
        };
        let month = match at.month() {
            time::Month::January => "Jan",
            time::Month::February => "Feb",
            time::Month::March => "Mar",
            time::Month::April => "Apr",
            time::Month::May => "May",
            time::Month::June => "Jun",
            time::Month::July => "Jul",
            time::Month::August => "Aug",
            time::Month::September => "Sep",
            time::Month::October => "Oct",
            time::Month::November => "Nov",
            time::Month::December => "Dec",
        };
        let mut text = String::with_capacity(29);
        text.push_str(weekday);
        text.push_str(", ");
        two(&mut text, at.day());
        text.push(' ');
        text.push_str(month);
        text.push(' ');
        year(&mut text, at.year());
        for (sign, value) in [(' ', at.hour()), (':', at.minute()), (':', at.second())] {
            text.push(sign);
            two(&mut text, value);
        }
        text.push_str(" GMT");
        text
    }

    fn calendar(self) -> time::UtcDateTime {
        let nanos = i128::from(self.0.clamp(0, LAST)).saturating_mul(1_000_000);
        time::UtcDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(time::UtcDateTime::UNIX_EPOCH)
    }
}

/// The last decimal digit.
fn digit(value: u32) -> char {
    char::from_digit(value % 10, 10).unwrap_or('0')
}

fn two(text: &mut String, value: u8) {
    text.push(digit(u32::from(value / 10)));
    text.push(digit(u32::from(value)));
}

/// Four digits: the calendar ends with 9999.
fn year(text: &mut String, year: i32) {
    let year = year.unsigned_abs();
    for place in [year / 1000, year / 100, year / 10, year] {
        text.push(digit(place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_javascripts() {
        let at = Timestamp::from_millis(1_797_879_264_921);
        assert_eq!(at.to_iso(), "2026-12-21T18:54:24.921Z");
        assert_eq!(at.to_http_date(), "Mon, 21 Dec 2026 18:54:24 GMT");
        assert_eq!(Timestamp::from_seconds(0).to_http_date(), "Thu, 01 Jan 1970 00:00:00 GMT");
    }

    #[test]
    fn no_duration_overflows() {
        let at = Timestamp::from_seconds(1_797_879_264).after(Duration::MAX);
        assert_eq!(at.to_iso(), "9999-12-31T23:59:59.999Z");
        assert_eq!(at.to_http_date(), "Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
