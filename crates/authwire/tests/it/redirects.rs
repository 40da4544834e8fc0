//! Security cases: redirects.
