//! Where a browser may be sent (S-103 to S-109).

mod generated;
mod hook;
mod payloads;
pub mod sinks;
mod targets;
