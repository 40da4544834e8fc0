//! Part of Authwire.
