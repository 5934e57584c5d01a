//! What each page shows, one struct a page, rendered by the template beside it. Holds no queries.

pub mod entry;
