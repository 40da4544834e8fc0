//! The command line.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const HELP: &str = "\
Serves a sign-in journey with a demo user, to try in a browser.

Usage: authwire [--listen ADDRESS]

  --listen ADDRESS   address and port, or a port alone (default: 127.0.0.1:3000);
                     port 0 takes any that is free
  --help, --version

Environment:
  AUTHWIRE_LISTEN    as --listen, which outranks it
  AUTH_URL           the public URL, when it is not the address (https://demo.example)
  AUTH_SECRET        keeps sessions alive over a restart; without it, each run makes its own
  NO_COLOR           no colours
";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Serve on this address.
    Serve { listen: SocketAddr },
    /// Print this and end.
    Print(&'static str),
}

/// The command line or a variable is not understood.
#[derive(Debug)]
pub(crate) struct UsageError(String);

impl std::fmt::Display for UsageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

/// Reads the arguments; what they leave open comes from the environment.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = String>,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Command, UsageError> {
    let mut listen = None;
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        match name {
            "--help" | "-h" => return Ok(Command::Print(HELP)),
            "--version" | "-V" => return Ok(Command::Print(concat!("authwire ", env!("CARGO_PKG_VERSION"), "\n"))),
            "--listen" => {
                let value = value.or_else(|| arguments.next());
                let value =
                    value.ok_or_else(|| UsageError("--listen wants an address, such as 127.0.0.1:4000".to_owned()))?;
                listen = Some(address(&value, "--listen")?);
            }
            _ => {
                return Err(UsageError(format!(
                    "{argument:?} is not an option of authwire; --help lists those that are"
                )));
            }
        }
    }
    let listen = match (listen, environment("AUTHWIRE_LISTEN")) {
        (Some(listen), _) => listen,
        (None, Some(value)) => address(&value, "AUTHWIRE_LISTEN")?,
        (None, None) => SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
    };
    Ok(Command::Serve { listen })
}

fn address(text: &str, source: &str) -> Result<SocketAddr, UsageError> {
    let loopback = IpAddr::from(Ipv4Addr::LOCALHOST);
    if let Ok(port) = text.trim_start_matches(':').parse() {
        return Ok(SocketAddr::new(loopback, port));
    }
    let named = text.strip_prefix("localhost:").and_then(|port| port.parse().ok());
    named.map(|port| SocketAddr::new(loopback, port)).or_else(|| text.parse().ok()).ok_or_else(|| {
        UsageError(format!(
            "{source} is {text:?}, which is not an address: give an IP address and a port (127.0.0.1:4000), or a port alone (4000)"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listen(arguments: &[&str], variable: Option<&str>) -> Result<String, String> {
        let arguments = arguments.iter().map(|text| (*text).to_owned());
        let environment = |name: &str| variable.filter(|_| name == "AUTHWIRE_LISTEN").map(str::to_owned);
        match parse(arguments, environment) {
            Ok(Command::Serve { listen }) => Ok(listen.to_string()),
            Ok(Command::Print(text)) => Ok(text.to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn the_argument_outranks_the_variable_and_the_variable_the_default() {
        assert_eq!(listen(&[], None).as_deref(), Ok("127.0.0.1:3000"));
        assert_eq!(listen(&[], Some("4000")).as_deref(), Ok("127.0.0.1:4000"));
        assert_eq!(listen(&["--listen", "[::1]:5000"], Some("4000")).as_deref(), Ok("[::1]:5000"));
        assert_eq!(listen(&["--listen=localhost:0"], None).as_deref(), Ok("127.0.0.1:0"));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(listen(&["--listen"], None).is_err_and(|error| error.contains("127.0.0.1:4000")));
        assert!(listen(&["--port", "1"], None).is_err_and(|error| error.contains("\"--port\"")));
        assert!(listen(&[], Some("example")).is_err_and(|error| error.starts_with("AUTHWIRE_LISTEN is \"example\"")));
    }
}
