//! Security cases: malformed.
