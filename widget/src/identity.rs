//! The name of one response: a UUID of version 7, whose order is the order of time.

/// A UUIDv7 from the milliseconds since 1970 and random bytes, as it is written (RFC 9562, section 5.7).
pub fn uuid_v7(milliseconds: u64, random: [u8; 10]) -> String {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&milliseconds.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = 0x70 | bytes[6] & 0x0f;
    bytes[8] = 0x80 | bytes[8] & 0x3f;
    let mut text = String::with_capacity(36);
    for (position, byte) in bytes.into_iter().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0x0f] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_its_time_its_version_and_its_randomness() {
        let check = |milliseconds, random, expected: &str| assert_eq!(uuid_v7(milliseconds, random), expected);
        check(0, [0; 10], "00000000-0000-7000-8000-000000000000");
        check(0x0193_a5f2_7b1c, [0xff; 10], "0193a5f2-7b1c-7fff-bfff-ffffffffffff");
        check(u64::MAX, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "ffffffff-ffff-7102-8304-05060708090a");
    }
}
