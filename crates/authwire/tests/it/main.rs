//! The engine as an attacker, a browser and an application see it: over HTTP.

// A test that cannot go on panics, and says why.
#![allow(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod app;
mod browser;
mod mint;
mod wire;
mod witness;

mod advisories;
mod callbacks;
mod configuration;
mod cookies;
mod credentials;
mod csrf;
mod debug;
mod extractors;
mod host;
mod journey;
mod log;
mod malformed;
mod pages;
mod randomness;
mod reader;
mod redirects;
mod tokens;
