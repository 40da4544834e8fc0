//! The reference, next-auth 4.24.15 in a Next.js application, started on a free loopback port; and the same application
//! with the package `authwire` in next-auth's place.
use crate::{
    Failure,
    answer::Answer,
    application::Application,
    apps::Apps,
    host::Host,
    http::{self, Request},
    scenario::Mint,
    side::Side,
    variables,
};
use serde_json::{Value, json};
use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process::{Child, Stdio},
    time::{Duration, Instant},
};

/// Response headers of Next.js and Node themselves. next-auth has no say in them, so they are left out; so are answers
/// that Next gives before next-auth is asked (a malformed or too large body) and its page for an exception that
/// next-auth lets escape (`is_escaped`).
pub(crate) const HOST_HEADERS: [&str; 8] =
    ["etag", "vary", "date", "connection", "keep-alive", "content-length", "transfer-encoding", "x-powered-by"];

/// Next's own answer to an exception that next-auth did not catch: the status is next-auth's doing, and so are the cookies
/// of the Pages API; the words and their type are not.
fn is_escaped(host: Host, answer: &Answer) -> bool {
    let words = match host {
        Host::Pages => "Internal Server Error",
        Host::Route => "",
    };
    answer.status == 500 && answer.body == words && answer.header("content-type").is_none()
}

/// A running server, ended when dropped.
pub(crate) struct Reference {
    server: Child,
    address: SocketAddr,
    apps: Apps,
    host: Host,
}

impl Reference {
    /// Starts a server, whose requests go to one of its two hosts.
    pub(crate) fn start(application: &Application, apps: Apps, host: Host) -> Result<Self, Failure> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let server = application
            .node()
            .arg("node_modules/next/dist/bin/next")
            .args(["start", "-H", "127.0.0.1", "-p", &address.port().to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut reference = Self { server, address, apps, host };
        let started = Instant::now();
        while reference.task("calls", &json!({})).is_err() {
            if started.elapsed() > Duration::from_secs(60) || reference.server.try_wait()?.is_some() {
                return Err("the reference did not start".into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(reference)
    }

    fn task(&self, name: &str, body: &Value) -> Result<Value, Failure> {
        let request = Request {
            method: "POST".to_owned(),
            target: format!("/api/conformance/{name}"),
            headers: vec![
                ("Host".to_owned(), "localhost".to_owned()),
                ("Content-Type".to_owned(), "application/json".to_owned()),
            ],
            body: Some(body.to_string().into_bytes()),
        };
        let response = http::send(self.address, &request)?;
        if response.status != 200 {
            return Err(format!("{name}: {}", String::from_utf8_lossy(&response.body)).into());
        }
        Ok(serde_json::from_slice(&response.body)?)
    }

    /// Makes a token with the reference's own library.
    pub(crate) fn mint(&self, app: &str, mint: &Mint, claims: &str) -> Result<String, Failure> {
        let body = json!({
            "app": app, "claims": claims, "secret": mint.secret, "salt": mint.salt.as_deref().unwrap_or_default(),
            "header": mint.header, "transform": mint.transform,
        });
        let made = self.task("mint", &body)?;
        made.get("token").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| "no token".into())
    }

    /// The claims of the session token that an answer sets, read with the reference's own library.
    pub(crate) fn read_claims(&self, app: &str, answer: &mut Answer) -> Result<(), Failure> {
        let definition = self.apps.get(app).ok_or("no such application")?;
        if let Some(token) = answer.session_token(definition) {
            let read = self.task("decode", &json!({ "app": app, "token": token }))?;
            answer.claims = read.get("claims").cloned();
        }
        Ok(())
    }
}

impl Side for Reference {
    fn restart(&mut self, app: &str) -> Result<(), Failure> {
        self.task("reset", &json!({ "app": app })).map(drop)
    }

    fn ask(&mut self, app: &str, request: &Request) -> Result<Answer, Failure> {
        let mut request = request.clone();
        request.target.insert_str(0, self.host.prefix());
        request.headers.push(("x-conformance-app".to_owned(), app.to_owned()));
        let mut answer = Answer::of(http::send(self.address, &request)?, variables::now());
        answer.headers.retain(|(name, _)| !HOST_HEADERS.contains(&name.as_str()));
        answer.escaped = is_escaped(self.host, &answer);
        answer.calls = serde_json::from_value(self.task("calls", &json!({}))?)?;
        Ok(answer)
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // Nothing is left to do about a server that is gone already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
