//! Input that no honest client sends: it is refused or ignored, and the next request is answered (S-211, S-212, S-214, S-216).

mod connection;
mod limits;
mod linear;
mod routes;
mod types;
