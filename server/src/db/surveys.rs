//! Surveys: drafts, published versions, and which are live.
