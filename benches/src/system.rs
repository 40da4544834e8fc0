//! The systems compared, and what each of them is asked.

use crate::process::{Cores, Process};
use crate::wire::Connection;
use crate::{Failure, agreement, note};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::process::Command;

/// Both real systems have this secret, so each accepts the cookies of the other.
pub(crate) const SECRET: &str = "a secret that only this benchmark knows";
/// The origin that both believe to be theirs; it appears in their answers.
pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// What is asked, always with GET and all three cookies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Action {
    /// Decrypts the token, answers the session, encrypts a new token.
    Session,
    /// Verifies the CSRF cookie and answers the token in it.
    Csrf,
    /// Lists the providers.
    Providers,
    /// The page with a button for each provider.
    SignIn,
}

impl Action {
    /// In the order of the report.
    pub(crate) const ALL: [Self; 4] = [Self::Session, Self::Csrf, Self::Providers, Self::SignIn];

    /// The last segment of its path.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Csrf => "csrf",
            Self::Providers => "providers",
            Self::SignIn => "signin",
        }
    }
}

/// The systems compared, in the order of their turns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Name {
    /// Authwire as a service in an axum application.
    Ours,
    /// next-auth behind Node's http server.
    NextAuth,
    /// An axum route that replays one of our answers: what no engine can beat on this web server.
    Limit,
}

impl Name {
    /// As the report prints it.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Ours => "Authwire",
            Self::NextAuth => "next-auth 4.24.15",
            Self::Limit => "constant",
        }
    }
}

/// A system under load.
pub(crate) struct System {
    /// Which one.
    pub(crate) name: Name,
    /// The server.
    pub(crate) process: Process,
    /// Where it listens.
    pub(crate) port: u16,
    /// The `Cookie` header of every request.
    pub(crate) cookies: String,
}

/// An answer that outlives its connection.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Recorded {
    /// The last segment of the path.
    pub(crate) action: String,
    /// The status code.
    pub(crate) status: u16,
    /// The header fields in order, names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The body; every answer here is text.
    pub(crate) body: String,
}

impl Recorded {
    /// All values of a header field.
    pub(crate) fn header<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r str> {
        self.headers.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

impl System {
    /// The bytes of the request for an action.
    pub(crate) fn request(&self, action: Action) -> Vec<u8> {
        request(action, &self.cookies)
    }

    /// Asks once, over a connection of its own.
    pub(crate) fn ask(&self, action: Action) -> Result<Recorded, Failure> {
        ask(self.port, action, &self.cookies)
    }
}

fn request(action: Action, cookies: &str) -> Vec<u8> {
    let host = ORIGIN.trim_start_matches("http://");
    let name = action.name();
    let accept = if action == Action::SignIn { "text/html" } else { "*/*" };
    let mut head = format!(
        "GET /api/auth/{name} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\nContent-Type: application/json\r\n"
    );
    if !cookies.is_empty() {
        head.push_str(&format!("Cookie: {cookies}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

fn ask(port: u16, action: Action, cookies: &str) -> Result<Recorded, Failure> {
    let mut connection = Connection::open(port)?;
    connection.send(&request(action, cookies))?;
    let answer = connection.receive()?;
    Ok(Recorded {
        action: action.name().to_owned(),
        status: answer.status,
        headers: answer.headers(),
        body: String::from_utf8(answer.body.to_vec())?,
    })
}

/// Starts every system, gives all of them the same cookies, and makes sure that the real ones agree.
pub(crate) fn start_all(cores: &Cores) -> Result<Vec<System>, Failure> {
    let next_auth = start_next_auth(cores)?;
    let ours = start_here(cores, Name::Ours, "", &next_auth.cookies)?;
    agreement::check(&ours, &next_auth)?;
    let recorded = Action::ALL.iter().map(|action| ours.ask(*action)).collect::<Result<Vec<_>, _>>()?;
    let limit = start_here(cores, Name::Limit, &serde_json::to_string(&recorded)?, &ours.cookies)?;
    agreement::check(&limit, &ours)?;
    Ok(vec![ours, next_auth, limit])
}

fn start_here(cores: &Cores, name: Name, first_line: &str, cookies: &str) -> Result<System, Failure> {
    let this = std::env::current_exe()?;
    let this = this.to_str().ok_or("the path of this program is no text")?;
    let which = match name {
        Name::Ours => "ours",
        Name::Limit => "limit",
        Name::NextAuth => return Err("next-auth is another program".into()),
    };
    let process = Process::start(cores, this, &["serve", which], &[], first_line)?;
    Ok(System { name, port: process.port()?, process, cookies: cookies.to_owned() })
}

/// next-auth issues the three cookies itself: the session token at start-up, the others to a newcomer.
fn start_next_auth(cores: &Cores) -> Result<System, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reference");
    if !folder.join("node_modules/next-auth").exists() {
        note("installing next-auth, as its lock file says");
        let status = Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .stdout(std::io::stderr())
            .status()?;
        if !status.success() {
            return Err("npm ci failed".into());
        }
    }
    let script = folder.join("server.mjs");
    let script = script.to_str().ok_or("the path of the reference server is no text")?;
    let environment = [("NODE_ENV", "production"), ("NEXTAUTH_URL", ORIGIN), ("NEXTAUTH_SECRET", SECRET)];
    let process = Process::start(cores, "node", &[script], &environment, "")?;
    let port = process.port()?;
    let token =
        process.hello.get("session").and_then(serde_json::Value::as_str).ok_or("next-auth told no session token")?;
    let mut cookies = format!("next-auth.session-token={token}");
    let newcomer = ask(port, Action::Csrf, "")?;
    for cookie in newcomer.header("set-cookie") {
        cookies.push_str("; ");
        cookies.push_str(cookie.split(';').next().unwrap_or_default());
    }
    Ok(System { name: Name::NextAuth, port, process, cookies })
}
