//! Turning the second factor on: the secret as a picture and as text, and the codes for when the app is lost.

use super::Page;
use crate::{password::Legible, totp::Secret};
use askama::Template;
use qrcode::{Color, QrCode, types::QrError};
use std::fmt::Write;

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The code is not one of the secret's.
    Code,
    /// The password is not the admin's.
    Password,
}

/// The form. Posts `secret`, `code` and `password` to `/account/two-factor`.
#[derive(Template)]
#[template(path = "two_factor.html")]
pub struct TurnOnView {
    page: Page,
    secret: String,
    groups: String,
    picture: Picture,
    code_mistake: bool,
    password_mistake: bool,
}

/// A QR code as one SVG path; each module is a unit wide.
#[derive(Debug)]
pub struct Picture {
    /// Its width and height, with the quiet zone of four modules around it.
    pub size: usize,
    /// The dark modules.
    pub path: String,
}

impl Picture {
    /// The picture of a text.
    ///
    /// # Errors
    /// When the text is too long for one.
    pub fn of(text: &str) -> Result<Self, QrError> {
        const QUIET: usize = 4;
        let code = QrCode::new(text)?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            for (x, _) in row.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
                // Writing to a text cannot fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
        Ok(Self { size: width + 2 * QUIET, path })
    }
}

impl TurnOnView {
    /// The form for this secret.
    ///
    /// # Errors
    /// When the admin's address is too long for a picture.
    pub fn new(page: Page, secret: &Secret, problem: Option<Problem>) -> Result<Self, QrError> {
        let picture = Picture::of(&secret.address(&page.email))?;
        let secret = secret.to_base32();
        let groups: Vec<&str> = (0..secret.len() / 4).map(|group| &secret[4 * group..4 * group + 4]).collect();
        Ok(Self {
            groups: groups.join(" "),
            picture,
            code_mistake: problem == Some(Problem::Code),
            password_mistake: problem == Some(Problem::Password),
            secret,
            page,
        })
    }
}

/// The codes for when the app is lost, this once.
#[derive(Template)]
#[template(path = "recovery_codes.html")]
pub struct CodesView {
    page: Page,
    codes: Vec<Legible>,
}

impl CodesView {
    /// The page.
    pub fn new(page: Page, codes: Vec<Legible>) -> Self {
        Self { page, codes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_corners_and_a_quiet_zone() {
        let picture = Picture::of("otpauth://totp/Opina:ana%40example.com?secret=GEZDGNBVGY3TQOJQ").unwrap();
        assert!(picture.path.starts_with("M4 4h1v1h-1zM5 4"), "{}", picture.path);
        assert!(picture.path.contains(&format!("M{} 4h", picture.size - 5)), "the corner on the right");
        assert!(!picture.path.contains(&format!("M{} ", picture.size - 4)), "nothing in the quiet zone");
    }
}
