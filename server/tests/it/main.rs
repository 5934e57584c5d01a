//! Stories over HTTP, each on SQLite and on PostgreSQL.

mod app;

mod postgres;

mod responses;

mod widget_routes;

mod entry;

mod migrations;
