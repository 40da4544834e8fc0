//! What was published against NextAuth.js and its kind, held as tests (S-001 to S-058, as far as the engine is concerned).

mod confusion;
mod fixation;
mod hosts;
mod identity;
mod targets;
