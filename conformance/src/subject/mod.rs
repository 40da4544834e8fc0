//! Authwire as the suite's subject, asked in the process itself.
mod behaviours;
mod codec;
mod options;
mod record;

use crate::{
    Failure,
    answer::Answer,
    apps::{App, Apps},
    http::{Request, Response},
    reference::Reference,
    scenario::Profile,
    side::Side,
    variables,
};
use authwire::Auth;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use record::Recorder;
use std::collections::BTreeMap;
use tokio::runtime::Runtime;

/// Log lines that are said once, when the engine is built, and belong to no answer: the notice of what the compat
/// profile leaves open.
const START_UP: [&str; 1] = ["COMPAT_PROFILE"];

/// Authwire in one profile.
pub(crate) struct Authwire {
    profile: Profile,
    apps: Apps,
    running: BTreeMap<String, (Auth, Recorder)>,
    runtime: Runtime,
}

impl Authwire {
    pub(crate) fn new(profile: Profile, apps: Apps) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        Ok(Self { profile, apps, running: BTreeMap::new(), runtime })
    }

    fn start(&self, name: &str) -> Result<(Auth, Recorder), Failure> {
        let app = self.apps.get(name).ok_or("no such application")?;
        let recorder = Recorder::default();
        let auth = match options::of(app, self.profile, &recorder)?.build() {
            Ok(auth) => auth,
            Err(error) if self.profile == Profile::Strict => {
                return Err(format!("strict refuses to start: {error}").into());
            }
            // next-auth finds out when it is asked. `with` cannot fail and answers as it does.
            Err(_) => misconfigured(app, self.profile, &recorder)?,
        };
        recorder.forget(&START_UP);
        Ok((auth, recorder))
    }
}

fn misconfigured(app: &App, profile: Profile, recorder: &Recorder) -> Result<Auth, Failure> {
    recorder.take();
    let sound = App {
        env: BTreeMap::from([("NEXTAUTH_URL".to_owned(), "http://localhost:3000".to_owned())]),
        ..App::default()
    };
    let mut sound = options::of(&sound, profile, &Recorder::default())?;
    sound.secret("a secret that is replaced before it is used");
    let options = options::of(app, profile, recorder)?;
    Ok(sound.build()?.with(|own| *own = options))
}

impl Side for Authwire {
    fn restart(&mut self, app: &str) -> Result<(), Failure> {
        let started = self.start(app)?;
        self.running.insert(app.to_owned(), started);
        Ok(())
    }

    fn ask(&mut self, app: &str, request: &Request) -> Result<Answer, Failure> {
        let (auth, recorder) = self.running.get(app).ok_or("the application was not started")?;
        let mut builder = http::Request::builder().method(request.method.as_str()).uri(&request.target);
        for (name, value) in &request.headers {
            builder = builder.header(name, http::HeaderValue::from_bytes(value.as_bytes())?);
        }
        if let Some(body) = &request.body {
            builder = builder.header("Content-Length", body.len());
        }
        let body: Full<Bytes> = Full::from(request.body.clone().unwrap_or_default());
        let response = self.runtime.block_on(auth.handle(builder.body(body)?));
        let (parts, body) = response.into_parts();
        let body = self.runtime.block_on(body.collect())?.to_bytes();
        let headers = parts
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        // A server sends no body in answer to HEAD.
        let body = if request.method == "HEAD" { Vec::new() } else { body.to_vec() };
        let mut answer = Answer::of(Response { status: parts.status.as_u16(), headers, body }, variables::now());
        answer.calls = recorder.take();
        Ok(answer)
    }
}

/// The npm package inside Next.js.
pub(crate) struct Package {
    server: Reference,
    /// The application has not been asked yet: the package builds its engine with the first request.
    starting: bool,
}

impl Package {
    pub(crate) fn new(server: Reference) -> Self {
        Self { server, starting: true }
    }
}

impl Side for Package {
    fn restart(&mut self, app: &str) -> Result<(), Failure> {
        self.starting = true;
        self.server.restart(app)
    }

    fn ask(&mut self, app: &str, request: &Request) -> Result<Answer, Failure> {
        let mut answer = self.server.ask(app, request)?;
        if std::mem::take(&mut self.starting) {
            answer.calls.retain(|call| !record::has_code(call, &START_UP));
        }
        Ok(answer)
    }
}
