//! Security cases: tokens.
