//! Security cases: credentials.
