//! Authwire for JavaScript hosts: the engine as a WebAssembly module.
//!
//! A host makes an [`Engine`] of its options and asks it with requests that it has parsed itself, as the Pages API of Next.js does:
//!
//! ```js
//! const engine = new Engine({
//!   secret, url: "https://app.example", profile: "compat",
//!   providers: [{ id: "credentials", name: "Password", type: "credentials", credentials: {}, authorize }],
//!   callbacks: { session({ session, token }) { session.user.id = token.sub; return session } },
//! })
//! const { status, headers, cookies, body } = await engine.answer({
//!   method: "GET", nextauth: ["session"], query: {}, cookies: { "next-auth.session-token": "…" }, headers: {},
//! })
//! ```
//!
//! What JavaScript hands over stays what it is: users, tokens and sessions reach the application's functions by reference, `body` is the
//! very object that the session callback returned, and an error that a function throws reaches the logger, or is what
//! [`Engine::answer`] rejects with, as the very value that was thrown. Values are read as `JSON.stringify` would write them, at the moment
//! the engine needs them.
//!
//! JavaScript values cannot leave their thread, and the engine asks for `Send`: `SendWrapper` joins the two. WebAssembly without threads
//! never finds out.

mod callbacks;
mod codec;
mod cookie;
mod engine;
mod error;
mod events;
mod functions;
mod host_object;
mod known;
mod log;
mod options;
mod provider;
mod reply;
mod request;
mod runtime;
mod value;
mod word;

pub use engine::Engine;
