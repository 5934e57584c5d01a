//! The name of one response: a UUID of version 7, whose order is the order of time.

/// The sixteen bytes of a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity(pub [u8; 16]);

impl Identity {
    /// A UUIDv7 from the milliseconds since 1970 and random bytes (RFC 9562, section 5.7).
    pub fn new(milliseconds: u64, random: [u8; 10]) -> Self {
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&milliseconds.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = 0x70 | bytes[6] & 0x0f;
        bytes[8] = 0x80 | bytes[8] & 0x3f;
        Self(bytes)
    }

    /// The UUID that is written so; nothing if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        let mut digits = text.chars().filter_map(|c| c.to_digit(16));
        for byte in &mut bytes {
            *byte = (digits.next()? << 4 | digits.next()?) as u8;
        }
        // Whatever else is in it shows here.
        Some(Self(bytes)).filter(|identity| identity.written() == text)
    }

    /// As it is written and sent.
    pub fn written(self) -> String {
        let mut text = String::with_capacity(36);
        for (position, byte) in self.0.into_iter().enumerate() {
            if matches!(position, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for digit in [byte >> 4, byte & 0x0f] {
                text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_its_time_its_version_and_its_randomness() {
        let check = |milliseconds, random, expected: &str| {
            let identity = Identity::new(milliseconds, random);
            assert_eq!(identity.written(), expected);
            assert_eq!(Identity::parse(expected), Some(identity));
        };
        check(0, [0; 10], "00000000-0000-7000-8000-000000000000");
        check(0x0193_a5f2_7b1c, [0xff; 10], "0193a5f2-7b1c-7fff-bfff-ffffffffffff");
        check(u64::MAX, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "ffffffff-ffff-7102-8304-05060708090a");
    }

    #[test]
    fn what_is_no_name_is_none() {
        for text in ["", "0193a5f2", "0193a5f2-7b1c-7fff-bfff-fffffffffffg", "0193a5f27b1c7fffbfffffffffffffff"] {
            assert_eq!(Identity::parse(text), None, "{text}");
        }
    }
}
