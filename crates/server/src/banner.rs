//! What is printed at the start.

use crate::demo::DemoUser;
use std::{
    io::{IsTerminal, Write, stdout},
    net::SocketAddr,
};

/// Where to go and what to type there.
pub(crate) struct Banner<'b> {
    /// Where the server listens.
    pub(crate) address: SocketAddr,
    /// The URL that the environment configures.
    pub(crate) public_url: Option<String>,
    /// Who can sign in.
    pub(crate) demo: &'b DemoUser,
}

impl Banner<'_> {
    /// Prints to the standard output, in colour on a terminal unless `NO_COLOR` is set.
    pub(crate) fn print(&self) {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        let text = self.text(stdout().is_terminal() && !refused);
        // Somebody who closed the output does not want to read it.
        let _ = stdout().lock().write_all(text.as_bytes());
    }

    fn text(&self, colour: bool) -> String {
        let paint = |code: &str, text: &str| {
            if colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
        };
        let (bold, dim, link) = ("1", "2", "4;36");
        let local = match self.address {
            address if address.ip().is_loopback() && address.is_ipv4() => {
                format!("http://localhost:{}", address.port())
            }
            address if address.ip().is_unspecified() => format!("http://localhost:{}", address.port()),
            address => format!("http://{address}"),
        };
        let url = self.public_url.as_deref().map_or(local, origin);
        let mut lines = vec![
            String::new(),
            format!(
                "  {} {}",
                paint(bold, "Authwire"),
                paint(dim, concat!(env!("CARGO_PKG_VERSION"), ", a demonstration"))
            ),
            String::new(),
            format!("  Open        {}", paint(link, &url)),
            format!("  User name   {}", paint(bold, DemoUser::NAME)),
            format!("  Password    {}   {}", paint(bold, self.demo.password()), paint(dim, "new at every start")),
            String::new(),
            format!("  Try         {}", paint(dim, "sign in, open /me, sign out, open /me again")),
        ];
        if self.public_url.is_some() {
            lines.push(format!("  Listening   on {}", self.address));
        } else if !self.address.ip().is_loopback() {
            let note = "only these names are answered; for another one set AUTH_URL";
            lines.push(format!("  Names       localhost, {}   {}", self.address.ip(), paint(dim, note)));
        }
        lines.extend([format!("  Stop        {}", paint(dim, "Ctrl-C")), String::new(), String::new()]);
        lines.join("\n")
    }
}

/// The page is at the root, whatever base path the URL configures. As in the engine, a URL without a scheme is one of https.
fn origin(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    format!("{scheme}://{host}")
}
