//! Authwire.
