//! Codes by time, as apps make them (RFC 6238): six digits of an HMAC-SHA-1 over steps of thirty seconds. Refuses a code
//! that is not newer than the last one used.

use hmac::{Hmac, Mac};
use sha1::Sha1;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

const STEP: i64 = 30_000;
const DIGITS: u32 = 6;
/// RFC 4648, as apps spell secrets.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an admin's app and this server both know.
#[derive(Clone)]
pub struct Secret([u8; 20]);

impl Secret {
    /// 160 random bits, as the standard recommends.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// As it is stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As it is typed into an app: 32 letters and digits.
    pub fn to_base32(&self) -> String {
        let groups = self.0.chunks_exact(5).map(|five| five.iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte)));
        let letters = groups.flat_map(|group| (0..8).rev().map(move |place| (group >> (5 * place)) as usize & 31));
        letters.map(|letter| char::from(ALPHABET[letter])).collect()
    }

    /// What apps read from a picture.
    pub fn address(&self, email: &str) -> String {
        let email: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
        format!("otpauth://totp/Opina:{email}?secret={}&issuer=Opina", self.to_base32())
    }

    /// The step whose code this is, if it is the present one or one beside it, and after the last one `used`. Takes as
    /// long for every code. `now` in UTC milliseconds.
    pub fn step_of(&self, typed: &str, now: i64, used: i64) -> Option<i64> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let present = now.div_euclid(STEP);
        let mut found = -1;
        for step in present - 1..=present + 1 {
            let fits = self.code(step).as_bytes().ct_eq(typed.as_bytes());
            let is_new = Choice::from(u8::from(step > used));
            found.conditional_assign(&step, fits & is_new);
        }
        (found >= 0).then_some(found)
    }

    /// The code of a step, counted in half minutes since 1970.
    pub fn code(&self, step: i64) -> String {
        // A key of any length will do, so this cannot fail; were it to, the empty code fits nothing.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let start = usize::from(hash[19] & 15);
        let four = [hash[start], hash[start + 1], hash[start + 2], hash[start + 3]];
        let number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 10u32.pow(DIGITS);
        format!("{number:06}")
    }
}

/// Bytes that are no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a secret has 20 bytes, written as 32 letters and digits")]
pub struct NoSecret;

impl TryFrom<&[u8]> for Secret {
    type Error = NoSecret;

    fn try_from(bytes: &[u8]) -> Result<Self, NoSecret> {
        bytes.try_into().map(Self).map_err(|_| NoSecret)
    }
}

impl std::str::FromStr for Secret {
    type Err = NoSecret;

    fn from_str(text: &str) -> Result<Self, NoSecret> {
        let letter = |c: u8| ALPHABET.iter().position(|one| *one == c).map(|place| place as u64).ok_or(NoSecret);
        let mut bytes = Vec::with_capacity(20);
        for eight in text.as_bytes().chunks(8) {
            let group = eight.iter().try_fold(0u64, |all, c| Ok(all << 5 | letter(*c)?))?;
            bytes.extend_from_slice(&group.to_be_bytes()[3..]);
        }
        if text.len() == 32 { Self::try_from(bytes.as_slice()) } else { Err(NoSecret) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_the_standard() -> Secret {
        Secret(*b"12345678901234567890")
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits.
        let check = |seconds: i64, code: &str| {
            assert_eq!(of_the_standard().step_of(code, seconds * 1000, -1), Some(seconds / 30), "{seconds}");
        };
        check(59, "287082");
        check(1_111_111_109, "081804");
        check(1_111_111_111, "050471");
        check(1_234_567_890, "005924");
        check(2_000_000_000, "279 037");
        check(20_000_000_000, "353130");
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_a_code_counts_once() {
        let check = |seconds: i64, used: i64, expected: Option<i64>| {
            assert_eq!(of_the_standard().step_of("287082", seconds * 1000, used), expected, "{seconds} {used}");
        };
        check(29, -1, Some(1));
        check(30, 0, Some(1));
        check(89, 0, Some(1));
        check(90, 0, None);
        check(59, 1, None);
        check(59, 2, None);
        for wrong in ["", "28708", "2870821", "287083", "٢٨٧٠٨٢"] {
            assert_eq!(of_the_standard().step_of(wrong, 59_000, -1), None, "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_spelled_as_apps_do() {
        let text = of_the_standard().to_base32();
        assert_eq!(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(text.parse::<Secret>().map(|secret| secret.0), Ok(*b"12345678901234567890"));
        for wrong in ["", "GEZDGNBV", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"] {
            assert!(wrong.parse::<Secret>().is_err(), "{wrong}");
        }
        let address = of_the_standard().address("a+b@example.com");
        assert!(address.starts_with("otpauth://totp/Opina:a%2Bb%40example.com?secret=GEZD"), "{address}");
    }
}
