//! The survey a visitor sees.

pub mod body;
pub mod form;
pub mod identity;
pub mod state;
