//! Inserts whose text never changes, so that a connection prepares each of them once: one row at a time on SQLite, which
//! runs in this process; all rows at once, as one array a column, on PostgreSQL, where every statement is a journey.

use crate::db::connection::AnyConnection;
use diesel::{
    expression::{AsExpression, Expression},
    pg::{Pg, PgConnection},
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{Array, BigInt, Binary, SingleValue, SqlType},
    sqlite::{Sqlite, SqliteConnection},
};
use std::{collections::BTreeSet, marker::PhantomData};

/// A row of a table that answers are written to. Made by [`row!`](super::row), which names each column once.
pub(super) trait Row: Sized {
    /// `table (column, column)`.
    const INTO: &'static str;

    /// Its values.
    fn values<'b>(&'b self, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()>;

    /// The values of many rows, one array for each column.
    fn columns(rows: &[Self]) -> Vec<Column<'_>>;
}

/// One column of many rows.
pub(super) type Column<'a> = Box<dyn QueryFragment<Pg> + 'a>;

/// The values of one column.
pub(super) fn column<'a, ST, T>(values: impl Iterator<Item = &'a T>) -> Column<'a>
where
    ST: SqlType + SingleValue + 'static,
    T: 'a,
    Vec<&'a T>: AsExpression<Array<ST>>,
    <Vec<&'a T> as AsExpression<Array<ST>>>::Expression: QueryFragment<Pg> + Expression + 'a,
{
    Box::new(AsExpression::<Array<ST>>::as_expression(values.collect::<Vec<_>>()))
}

/// Makes a struct a [`Row`]: its table, and its columns with their types in the order of its fields.
macro_rules! row {
    ($row:ty, $table:ident, { $first:ident: $first_type:ty $(, $column:ident: $type:ty)* $(,)? }) => {
        impl $crate::db::intake::insert::Row for $row {
            const INTO: &'static str =
                concat!(stringify!($table), " (", stringify!($first), $(", ", stringify!($column),)* ")");

            fn values<'b>(
                &'b self,
                out: &mut diesel::query_builder::AstPass<'_, 'b, diesel::sqlite::Sqlite>,
            ) -> diesel::QueryResult<()> {
                out.push_bind_param::<$first_type, _>(&self.$first)?;
                $(
                    out.push_sql(", ");
                    out.push_bind_param::<$type, _>(&self.$column)?;
                )*
                Ok(())
            }

            fn columns(rows: &[Self]) -> Vec<$crate::db::intake::insert::Column<'_>> {
                use $crate::db::intake::insert::column;
                vec![
                    column::<$first_type, _>(rows.iter().map(|row| &row.$first)),
                    $(column::<$type, _>(rows.iter().map(|row| &row.$column)),)*
                ]
            }
        }
    };
}
pub(super) use row;

/// An insert: of which rows, and what it does with one whose key is there already.
pub(super) trait Insert: 'static {
    /// What it inserts.
    type Row<'a>: Row;
    /// After `ON CONFLICT`.
    const CONFLICT: &'static str;
}

/// Rows to be inserted, no two of one key.
pub(super) struct Rows<'a, I: Insert>(pub(super) Vec<I::Row<'a>>);

impl<I: Insert> Default for Rows<'_, I> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Rows of whatever kind.
pub(super) trait Pending {
    /// Whether there are none.
    fn is_empty(&self) -> bool;

    /// Inserts them one after the other.
    fn insert_each(&self, sqlite: &mut SqliteConnection) -> QueryResult<()>;

    /// What inserts them all.
    fn at_once(&self) -> Many<'_>;
}

impl<I: Insert> Pending for Rows<'_, I> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn insert_each(&self, sqlite: &mut SqliteConnection) -> QueryResult<()> {
        self.0.iter().try_for_each(|row| One::<I, _>(row, PhantomData).execute(sqlite).map(drop))
    }

    fn at_once(&self) -> Many<'_> {
        Many::of::<I>(&self.0)
    }
}

/// Inserts rows of several kinds: none refers to a row that another of them inserts.
pub(super) fn all(connection: &mut AnyConnection, pending: &[&dyn Pending]) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => pending.iter().try_for_each(|rows| rows.insert_each(sqlite)),
        AnyConnection::Postgres(postgres) => {
            let parts: Vec<Many<'_>> =
                pending.iter().filter(|rows| !rows.is_empty()).map(|rows| rows.at_once()).collect();
            if parts.is_empty() { Ok(()) } else { Together(parts).execute(postgres).map(drop) }
        }
    }
}

/// Inserts the rows whose key, a site and an id, is not there, and says of each row whether it was inserted.
pub(super) fn absent<'a, I: Insert>(
    connection: &mut AnyConnection,
    rows: &'a [I::Row<'a>],
    key: impl Fn(&'a I::Row<'a>) -> (i64, &'a [u8]),
) -> QueryResult<Vec<bool>> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            rows.iter().map(|row| Ok(One::<I, _>(row, PhantomData).execute(sqlite)? == 1)).collect()
        }
        AnyConnection::Postgres(postgres) => {
            let inserted = Keys(Many::of::<I>(rows)).load::<(i64, Vec<u8>)>(postgres)?;
            let inserted: BTreeSet<(i64, Vec<u8>)> = inserted.into_iter().collect();
            let is_new = |row| {
                let (site, id) = key(row);
                inserted.contains(&(site, id.to_vec()))
            };
            Ok(rows.iter().map(is_new).collect())
        }
    }
}

/// One row.
struct One<'a, I, R>(&'a R, PhantomData<I>);

impl<I: Insert, R> QueryId for One<'_, I, R> {
    type QueryId = One<'static, I, ()>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<I: Insert, R: Row> QueryFragment<Sqlite> for One<'_, I, R> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_sql(R::INTO);
        out.push_sql(" VALUES (");
        self.0.values(&mut out)?;
        out.push_sql(") ON CONFLICT ");
        out.push_sql(I::CONFLICT);
        Ok(())
    }
}

impl<I: Insert, R: Row> RunQueryDsl<SqliteConnection> for One<'_, I, R> {}

/// Many rows.
pub(super) struct Many<'a> {
    into: &'static str,
    columns: Vec<Column<'a>>,
    conflict: &'static str,
}

impl<'a> Many<'a> {
    fn of<I: Insert>(rows: &'a [I::Row<'_>]) -> Self {
        Self { into: I::Row::INTO, columns: Row::columns(rows), conflict: I::CONFLICT }
    }
}

impl QueryFragment<Pg> for Many<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_sql(self.into);
        out.push_sql(" SELECT * FROM UNNEST(");
        for (place, column) in self.columns.iter().enumerate() {
            if place > 0 {
                out.push_sql(", ");
            }
            column.walk_ast(out.reborrow())?;
        }
        out.push_sql(") ON CONFLICT ");
        out.push_sql(self.conflict);
        Ok(())
    }
}

/// Many rows, telling the keys of those that it inserted.
struct Keys<'a>(Many<'a>);

impl QueryFragment<Pg> for Keys<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" RETURNING site_id, id");
        Ok(())
    }
}

impl Query for Keys<'_> {
    type SqlType = (BigInt, Binary);
}

/// Rows of several tables in one journey.
struct Together<'a>(Vec<Many<'a>>);

impl QueryFragment<Pg> for Together<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let Some((last, others)) = self.0.split_last() else { return Ok(()) };
        for (place, many) in others.iter().enumerate() {
            out.push_sql(if place == 0 { "WITH " } else { ", " });
            // Each writes to a table of its own, whose name is taken.
            out.push_identifier(&format!("into {}", many.into))?;
            out.push_sql(" AS (");
            many.walk_ast(out.reborrow())?;
            out.push_sql(") ");
        }
        last.walk_ast(out)
    }
}

/// PostgreSQL finds each of these prepared by its text, which costs little once a batch. A row on SQLite could not afford
/// that.
macro_rules! found_by_text {
    ($($statement:ident),*) => {$(
        impl QueryId for $statement<'_> {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }

        impl RunQueryDsl<PgConnection> for $statement<'_> {}
    )*};
}
found_by_text!(Keys, Together);
