//! What the results pages read: sums of rollups, comments.
