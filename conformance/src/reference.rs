//! The reference: next-auth 4.24.15 in a Next.js application, built when needed and started on a free loopback port.
use crate::{
    Failure,
    answer::Answer,
    apps::Apps,
    http::{self, Request},
    scenario::Mint,
    side::Side,
    variables,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Response headers of Next.js and Node themselves. next-auth has no say in them, so they are left out; so are answers
/// that Next gives before next-auth is asked (a malformed or too large body) and its page for an exception that
/// next-auth lets escape (`is_escaped`).
pub(crate) const HOST_HEADERS: [&str; 8] =
    ["etag", "vary", "date", "connection", "keep-alive", "content-length", "transfer-encoding", "x-powered-by"];

/// Next's own text for an exception that next-auth did not catch: status and cookies are next-auth's doing, the words
/// and their type are not.
pub(crate) fn is_escaped(answer: &Answer) -> bool {
    answer.status == 500 && answer.body == "Internal Server Error" && answer.header("content-type").is_none()
}

/// A running server, ended when dropped.
pub(crate) struct Reference {
    server: Child,
    address: SocketAddr,
    apps: Apps,
}

impl Reference {
    /// Starts a server; the application must be built.
    pub(crate) fn start(apps: Apps) -> Result<Self, Failure> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let server = node()
            .arg("node_modules/next/dist/bin/next")
            .args(["start", "-H", "127.0.0.1", "-p", &address.port().to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut reference = Self { server, address, apps };
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
        request.headers.push(("x-conformance-app".to_owned(), app.to_owned()));
        let mut answer = Answer::of(http::send(self.address, &request)?, variables::now());
        answer.headers.retain(|(name, _)| !HOST_HEADERS.contains(&name.as_str()));
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

fn folder() -> PathBuf {
    crate::folder().join("reference")
}

fn node() -> Command {
    let mut command = Command::new("node");
    command
        .current_dir(folder())
        .env("NEXT_TELEMETRY_DISABLED", "1")
        .env("NEXT_IGNORE_INCORRECT_LOCKFILE", "1")
        .stdin(Stdio::null());
    for variable in ["NEXTAUTH_URL", "NEXTAUTH_SECRET", "AUTH_SECRET", "AUTH_TRUST_HOST", "VERCEL", "NODE_ENV"] {
        command.env_remove(variable);
    }
    command
}

/// Installs and builds the application, unless what is there was made from the same files.
pub(crate) fn build() -> Result<(), Failure> {
    step("node_modules", &["package.json", "package-lock.json"], || {
        let mut npm = Command::new("npm");
        npm.current_dir(folder()).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).stdin(Stdio::null());
        run(npm)
    })?;
    let sources = sources(&folder())?;
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    step(".next", &sources, || {
        let mut next = node();
        next.args(["node_modules/next/dist/bin/next", "build"]);
        run(next)
    })
}

/// Every file of the application that is not made by a tool, below `folder`.
fn sources(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with('.') || ["node_modules", "next-env.d.ts", "tsconfig.tsbuildinfo"].contains(&name) {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Makes `product` unless its stamp says that it was made from these files as they are.
fn step(product: &str, from: &[&str], make: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let mut hash = Sha256::new();
    for file in from {
        hash.update(file.as_bytes());
        hash.update(fs::read(folder().join(file))?);
    }
    let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let stamp = folder().join(product).join(".conformance");
    if fs::read_to_string(&stamp).is_ok_and(|held| held == digest) {
        return Ok(());
    }
    make()?;
    Ok(fs::write(stamp, digest)?)
}

fn run(mut command: Command) -> Result<(), Failure> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}\n{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
        .into())
}
