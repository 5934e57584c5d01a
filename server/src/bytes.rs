//! Numbers and texts as bytes and back, under a checksum. Refuses what ends too early or says what cannot be.

/// Bytes are not as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("packed bytes are damaged: {0}")]
pub struct Damaged(pub &'static str);

/// How the bytes are laid out. Those of another layout are damaged, and made again from their rows.
const LAYOUT: u8 = 1;
/// Layout and checksum.
const HEAD: usize = 9;

/// Writes from front to back.
#[derive(Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    /// A whole number, seven bits a byte: small ones are short.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub(crate) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// A number with a sign, which goes into the lowest bit so that small ones stay short.
    pub(crate) fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)) as u64);
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes(text.as_bytes());
    }

    /// What was written, behind its layout and checksum.
    pub(crate) fn sealed(self) -> Vec<u8> {
        let mut sealed = Vec::with_capacity(HEAD + self.0.len());
        sealed.push(LAYOUT);
        sealed.extend_from_slice(&checksum(&self.0).to_le_bytes());
        sealed.extend_from_slice(&self.0);
        sealed
    }
}

/// Reads from front to back.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Behind layout and checksum.
    pub(crate) fn unsealed(bytes: &'a [u8]) -> Result<Self, Damaged> {
        let (head, body) = bytes.split_first_chunk::<HEAD>().ok_or(Damaged("it is too short"))?;
        let [layout, sum @ ..] = *head;
        match layout {
            LAYOUT if u64::from_le_bytes(sum) == checksum(body) => Ok(Self(body)),
            LAYOUT => Err(Damaged("its checksum is another")),
            _ => Err(Damaged("its layout is another")),
        }
    }

    pub(crate) fn number(&mut self) -> Result<u64, Damaged> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Damaged("a number is too long"))
    }

    pub(crate) fn signed(&mut self) -> Result<i64, Damaged> {
        let number = self.number()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    pub(crate) fn small(&mut self) -> Result<i32, Damaged> {
        i32::try_from(self.signed()?).map_err(|_| Damaged("a number is too large"))
    }

    /// How many of something follow, each of at least one byte.
    pub(crate) fn count(&mut self) -> Result<usize, Damaged> {
        let count = usize::try_from(self.number()?).map_err(|_| Damaged("a number is too large"))?;
        if count <= self.0.len() { Ok(count) } else { Err(Damaged("it ends too early")) }
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Damaged> {
        let (first, rest) = self.0.split_first().ok_or(Damaged("it ends too early"))?;
        self.0 = rest;
        Ok(*first)
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Result<&'a [u8], Damaged> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Damaged("it ends too early"))?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Damaged> {
        let length = self.count()?;
        std::str::from_utf8(self.bytes(length)?).map_err(|_| Damaged("a text is no UTF-8"))
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}

/// Odd, with bits everywhere: the fraction of the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Tells bytes from others that are nearly the same, at the speed at which memory is read: four lanes of eight bytes, as a
/// single one would wait for its own multiplication. It guards against accidents, not against intent.
fn checksum(bytes: &[u8]) -> u64 {
    let mut lanes = [1_u64, 2, 3, 4];
    let chunks = bytes.chunks_exact(32);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, word) in lanes.iter_mut().zip(chunk.chunks_exact(8)) {
            let word = word.try_into().map_or(0, u64::from_le_bytes);
            *lane = (*lane ^ word).wrapping_mul(FACTOR).rotate_left(29);
        }
    }
    let mut sum = bytes.len() as u64;
    for word in lanes.into_iter().chain(rest.iter().map(|byte| u64::from(*byte))) {
        sum = (sum ^ word).wrapping_mul(FACTOR).rotate_left(29);
    }
    sum ^ (sum >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut writer = Writer::default();
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let signed = [0, -1, 1, -64, 64, i64::MIN, i64::MAX];
        numbers.iter().for_each(|number| writer.number(*number));
        signed.iter().for_each(|number| writer.signed(*number));
        ["", "año", "x"].iter().for_each(|text| writer.text(text));
        let bytes = writer.sealed();
        let mut reader = Reader::unsealed(&bytes).unwrap();
        assert_eq!(numbers.map(|_| reader.number().unwrap()), numbers);
        assert_eq!(signed.map(|_| reader.signed().unwrap()), signed);
        assert_eq!(["", "año", "x"].map(|_| reader.text().unwrap()), ["", "año", "x"]);
        assert!(reader.is_at_end());
        assert_eq!(reader.byte(), Err(Damaged("it ends too early")));
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let mut writer = Writer::default();
        (0..100).for_each(|number| writer.number(number * number));
        let good = writer.sealed();
        assert!(Reader::unsealed(&good).is_ok());
        for place in 0..good.len() {
            let mut bad = good.clone();
            bad[place] ^= 0x10;
            assert!(Reader::unsealed(&bad).is_err(), "byte {place}");
            assert!(Reader::unsealed(&good[..place]).is_err(), "cut at {place}");
        }
    }
}
