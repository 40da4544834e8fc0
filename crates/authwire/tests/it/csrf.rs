//! Security cases: csrf.
