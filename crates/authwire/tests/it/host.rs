//! Security cases: host.
