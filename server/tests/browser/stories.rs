//! The stories: what visitors and admins rely on, told from their side.

pub mod answering;

pub mod kinds;

pub mod branching;

pub mod displays;

pub mod rules;

pub mod tab;

pub mod commands;

pub mod targeting;

pub mod languages;

pub mod anyone;

pub mod delivery;

pub mod privacy;

pub mod manners;

pub mod hosts;

pub mod broken;

pub mod link;

pub mod link_page;

pub mod live;

pub mod why;

pub mod export;

pub mod share;

pub mod reach;

pub mod entry;

pub mod first_run;

pub mod console;

pub mod every_page;

pub mod people;

pub mod editor;

pub mod map_edit;

pub mod inbox;
