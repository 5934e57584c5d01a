//! What the widget and the server must agree on: surveys, who is asked, answers, scores and the bodies between them.
//!
//! Pure and `no_std`: no clock, no I/O, no randomness. Floating-point functions come from `libm`, so that the
//! browser and the server compute the same bits.
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod sorted;

pub mod text;

pub mod survey;

pub mod condition;

pub mod branching;

pub mod answer;

pub mod entry;

pub mod piping;

pub mod order;

pub mod definition;

pub mod targeting;

pub mod appearance;

pub mod score;

#[cfg(feature = "serde")]
pub mod words;

#[cfg(feature = "serde")]
pub mod wire;
