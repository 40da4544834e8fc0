//! The applications under test: `apps.json`, read by the reference as well.
use crate::{Failure, host::Host};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// All applications by name.
pub(crate) type Apps = BTreeMap<String, App>;

/// One application: what is data of its options, and the names of its behaviours.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct App {
    /// The environment variables that the library reads.
    #[serde(default)]
    pub(crate) env: BTreeMap<String, String>,
    /// The path that the catch-all route is mounted on.
    #[serde(default = "default_mount")]
    pub(crate) mount: String,
    /// Options that are plain data.
    #[serde(default)]
    pub(crate) options: Map<String, Value>,
    /// The credentials providers; `None` is one with a user name and a password.
    pub(crate) providers: Option<Vec<Value>>,
    /// Every callback, event, log line and `authorize` is recorded.
    #[serde(default)]
    pub(crate) observe: bool,
    /// Callback → behaviour.
    #[serde(default)]
    pub(crate) callbacks: BTreeMap<String, String>,
    /// How events behave.
    pub(crate) events: Option<String>,
    /// How the logger behaves.
    pub(crate) logger: Option<String>,
    /// The application's own `jwt.encode` and `jwt.decode`.
    pub(crate) codec: Option<String>,
    /// Where the route stands in this run.
    #[serde(skip)]
    pub(crate) host: Host,
}

fn default_mount() -> String {
    "/api/auth".to_owned()
}

/// Reads `apps.json`, for a host.
pub(crate) fn load(host: Host) -> Result<Apps, Failure> {
    let path = crate::folder().join("apps.json");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut apps: Apps = serde_json::from_str(&text).map_err(|error| format!("apps.json: {error}"))?;
    apps.values_mut().for_each(|app| app.host = host);
    Ok(apps)
}

impl App {
    fn option(&self, path: &[&str]) -> Option<&str> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.options.get(*first)?, |value, key| value.get(key))?.as_str()
    }

    /// The secret that the CSRF hash uses: v4's chain, in which a route handler leaves out `jwt.secret`.
    pub(crate) fn secret(&self) -> Option<&str> {
        self.option(&["secret"])
            .or_else(|| self.option(&["jwt", "secret"]).filter(|_| self.host == Host::Pages))
            .or_else(|| self.env.get("NEXTAUTH_SECRET").map(String::as_str))
            .or_else(|| self.env.get("AUTH_SECRET").map(String::as_str))
            .filter(|secret| !secret.is_empty())
    }

    /// Whether a cookie of this name carries (a chunk of) the session token.
    pub(crate) fn is_session_cookie(&self, name: &str) -> bool {
        let base = self.option(&["cookies", "sessionToken", "name"]);
        let is = |base: &str| {
            name.strip_prefix(base).is_some_and(|rest| {
                rest.is_empty()
                    || rest.strip_prefix('.').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
            })
        };
        base.map_or_else(|| is("next-auth.session-token") || is("__Secure-next-auth.session-token"), is)
    }
}
