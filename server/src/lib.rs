//! Opina's server: stores answers, aggregates them, shows them along the journey map.
pub mod db;
