//! Stories over HTTP, each on SQLite and on PostgreSQL.

mod app;

mod postgres;

mod cluster;

mod pulse;

mod responses;

mod rollups;

mod recount;

mod days;

mod kinds;

mod link;

mod gates;

mod batches;

mod overload;

mod durability;

mod restart;

mod widget_routes;

mod entry;

mod page;

mod people;

mod account;

mod keys;

mod audit;

mod routes;

mod surveys;

mod versions;

mod preview;

mod translations;

mod survey_editor;

mod install;

mod look;

mod settings;

mod journey;

mod map_edit;

mod results;

mod inbox;

mod comment;

mod filters;

mod exports;

mod shares;

mod blocks;

mod survey_results;

mod migrations;

mod moving;

mod command_line;

mod readme;

mod demo;
