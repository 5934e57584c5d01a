//! The survey a visitor sees.
