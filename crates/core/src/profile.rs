//! The two security profiles.

/// How closely the engine follows next-auth 4.24.15 where that is not safe.
///
/// Both profiles close every hole that no honest client, database or neighbouring instance could notice. They differ where one could;
/// `docs/DIFFERENCES.md` lists each point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecurityProfile {
    /// Closes these holes too. The default in Rust.
    #[default]
    Strict,
    /// Answers as next-auth 4.24.15 does, for running beside it or in its place. One warning at start-up names what stays open.
    Compat,
}

impl SecurityProfile {
    pub(crate) fn is_strict(self) -> bool {
        self == Self::Strict
    }
}
