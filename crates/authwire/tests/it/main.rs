//! The engine as an attacker, a browser and an application see it: over HTTP.

#![allow(unreachable_pub, clippy::arithmetic_side_effects)]

mod app;
mod browser;

mod advisories;
mod cookies;
mod credentials;
mod csrf;
mod host;
mod journey;
mod malformed;
mod redirects;
mod tokens;
