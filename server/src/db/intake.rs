//! Storing what visitors send: responses, their rollups and the events around them, in one transaction a batch.
