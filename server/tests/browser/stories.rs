//! The stories: what visitors and admins rely on, told from their side.

pub mod answering;

pub mod delivery;

pub mod manners;

pub mod rules;

pub mod tab;

pub mod link;

pub mod kinds;

pub mod entry;

pub mod first_run;

pub mod console;
