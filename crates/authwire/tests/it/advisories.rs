//! Security cases: advisories.
