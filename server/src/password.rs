//! Passwords: their rules, their hashes, and how many are checked at once. How often somebody may guess is counted in the
//! database.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use rand::Rng;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

/// A password of legal length: 12 to 128 characters, anything goes.
pub struct Password(String);

impl Password {
    /// The fewest characters.
    pub const SHORTEST: usize = 12;
    /// The most characters; more would only cost time to hash.
    pub const LONGEST: usize = 128;
}

impl TryFrom<String> for Password {
    type Error = PasswordError;
    fn try_from(text: String) -> Result<Self, PasswordError> {
        if text.len() > 4 * Self::LONGEST || text.chars().count() > Self::LONGEST {
            return Err(PasswordError::TooLong);
        }
        if text.chars().count() < Self::SHORTEST { Err(PasswordError::TooShort) } else { Ok(Self(text)) }
    }
}

/// Why a password was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Under [`Password::SHORTEST`].
    #[error("a password has at least {} characters", Password::SHORTEST)]
    TooShort,
    /// Over [`Password::LONGEST`].
    #[error("a password has at most {} characters", Password::LONGEST)]
    TooLong,
    /// It could not be hashed.
    #[error("the password could not be stored")]
    Hash,
}

/// Hashes with argon2id at the library's recommended cost (19 MiB, 2 passes).
///
/// # Errors
/// [`PasswordError::Hash`] when the system has no randomness.
pub fn hash(password: &Password) -> Result<String, PasswordError> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|_| PasswordError::Hash)?;
    let hashed = Argon2::default().hash_password(password.0.as_bytes(), &salt).map_err(|_| PasswordError::Hash)?;
    Ok(hashed.to_string())
}

/// A secret that is written down: four groups of four letters and digits that nobody mixes up, 79 bits.
pub struct Legible(String);

impl Legible {
    const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";

    /// A new one.
    pub fn random() -> Self {
        let mut rng = rand::rng();
        let mut letter = |_| char::from(Self::LETTERS[rng.random_range(0..Self::LETTERS.len())]);
        let mut group = || (0..4).map(&mut letter).collect::<String>();
        Self([group(), group(), group(), group()].join("-"))
    }

    /// The text, to show once.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored of one that somebody typed. Nothing but letters and digits counts.
    pub fn hash(typed: &str) -> Vec<u8> {
        let plain: String = typed.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        Sha256::digest(plain).to_vec()
    }
}

/// Checks sign-ins: a few at a time, each taking as long for an unknown address as for a known one.
pub struct Gate {
    at_once: Semaphore,
    decoy: String,
}

impl Gate {
    /// A gate for this server.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new() -> Result<Self, PasswordError> {
        let decoy = hash(&Password("nobody has this password".to_owned()))?;
        Ok(Self { at_once: Semaphore::new(2), decoy })
    }

    /// Whether the password fits the stored hash; without one, as much work for the answer no.
    pub async fn fits(&self, password: String, stored: Option<String>) -> bool {
        let Ok(_turn) = self.at_once.acquire().await else { return false };
        if password.len() > 4 * Password::LONGEST {
            return false;
        }
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let check = move || {
            PasswordHash::new(&stored)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        };
        tokio::task::spawn_blocking(check).await.unwrap_or(false) && known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_may_be_typed_in_any_way() {
        let secret = Legible::random();
        assert_eq!(secret.as_str().len(), 19);
        let typed = format!(" {} ", secret.as_str().to_uppercase().replace('-', " "));
        assert_eq!(Legible::hash(&typed), Legible::hash(secret.as_str()));
        assert_ne!(Legible::hash(Legible::random().as_str()), Legible::hash(secret.as_str()));
    }

    #[test]
    fn length_is_all_that_counts() {
        let check = |text: String, expected: Option<PasswordError>| {
            assert_eq!(Password::try_from(text).err(), expected);
        };
        check("short".into(), Some(PasswordError::TooShort));
        check("  twelve ok  ".into(), None);
        check("ñ".repeat(12), None);
        check("ñ".repeat(128), None);
        check("ñ".repeat(129), Some(PasswordError::TooLong));
        check("x".repeat(1 << 20), Some(PasswordError::TooLong));
    }

    #[actix_web::test]
    async fn the_right_password_alone_fits() {
        let gate = Gate::new().unwrap();
        let stored = hash(&Password::try_from("correct horse battery".to_owned()).unwrap()).unwrap();
        assert!(gate.fits("correct horse battery".into(), Some(stored.clone())).await);
        assert!(!gate.fits("correct horse batterx".into(), Some(stored)).await);
        assert!(!gate.fits("nobody has this password".into(), None).await);
    }
}
