//! Security cases: cookies.
