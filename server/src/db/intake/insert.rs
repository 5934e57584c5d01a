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

/// The most rows one statement on PostgreSQL has.
const MOST_ROWS: usize = 5_000;

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

/// Inserts rows, no two of one key.
pub(super) fn all<I: Insert>(connection: &mut AnyConnection, rows: &[I::Row<'_>]) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            for row in rows {
                One::<I, _>(row, PhantomData).execute(sqlite)?;
            }
        }
        AnyConnection::Postgres(postgres) => {
            for rows in rows.chunks(MOST_ROWS) {
                Many::<I>::new(rows).execute(postgres)?;
            }
        }
    }
    Ok(())
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
            let mut inserted: BTreeSet<(i64, Vec<u8>)> = BTreeSet::new();
            for rows in rows.chunks(MOST_ROWS) {
                inserted.extend(Keys(Many::<I>::new(rows)).load::<(i64, Vec<u8>)>(postgres)?);
            }
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
struct Many<'a, I> {
    into: &'static str,
    columns: Vec<Column<'a>>,
    insert: PhantomData<I>,
}

impl<'a, I: Insert> Many<'a, I> {
    fn new<R: Row>(rows: &'a [R]) -> Self {
        Self { into: R::INTO, columns: R::columns(rows), insert: PhantomData }
    }
}

impl<I: Insert> QueryId for Many<'_, I> {
    type QueryId = Many<'static, I>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<I: Insert> QueryFragment<Pg> for Many<'_, I> {
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
        out.push_sql(I::CONFLICT);
        Ok(())
    }
}

impl<I: Insert> RunQueryDsl<PgConnection> for Many<'_, I> {}

/// The same, telling the keys of what it inserted.
struct Keys<'a, I>(Many<'a, I>);

impl<I: Insert> QueryId for Keys<'_, I> {
    type QueryId = Keys<'static, I>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<I: Insert> QueryFragment<Pg> for Keys<'_, I> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" RETURNING site_id, id");
        Ok(())
    }
}

impl<I: Insert> Query for Keys<'_, I> {
    type SqlType = (BigInt, Binary);
}

impl<I: Insert> RunQueryDsl<PgConnection> for Keys<'_, I> {}
