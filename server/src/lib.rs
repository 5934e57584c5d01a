//! Opina's server: stores answers, aggregates them, shows them along the journey map.
//!
//! Read [`routes`] for what it answers, [`intake`] for how an answer becomes durable, [`db`] for what is stored.

pub mod config;

pub mod commands;

pub mod app;

pub mod routes;

pub mod handlers;

pub mod error;

pub mod filter;

pub mod bytes;

pub mod blocks;

pub mod terms;

pub mod views;

pub mod inbox;

pub mod export;

pub mod share;

pub mod word_index;

pub mod survey_form;

pub mod survey_templates;

pub mod journey_templates;

pub mod sealer;

pub mod retention;

pub mod recount;

pub mod origin;

pub mod demo;

pub mod words;

pub mod access;

pub mod session;

pub mod audit;

pub mod bearer;

pub mod password;

pub mod totp;

pub mod locale;

pub mod client;

pub mod throttle;

pub mod live;

pub mod sightings;

pub mod link;

pub mod preview;

pub mod intake;

pub mod pulse;

pub mod assets;

pub mod clock;

pub mod db;
