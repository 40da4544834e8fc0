//! A browser with a cookie jar, talking to an `Auth` in process.

use authwire::Auth;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("headers are ASCII"))
    }

    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }

    /// Every `Set-Cookie`, in order.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().expect("ASCII")).collect()
    }

    /// The value, as written, of the cookie that is set under this name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.set_cookies()
            .into_iter()
            .find_map(|cookie| cookie.strip_prefix(name)?.strip_prefix('=')?.split(';').next())
    }
}

/// One browser: its cookies (percent-encoded, as it keeps them) and headers that it always sends.
#[derive(Clone)]
pub struct Browser {
    pub auth: Auth,
    pub cookies: Vec<(String, String)>,
    pub headers: Vec<(&'static str, String)>,
}

impl Browser {
    pub fn new(auth: Auth) -> Self {
        Self { auth, cookies: Vec::new(), headers: Vec::new() }
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(known, _)| known != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    /// Sends a request below the base path and keeps the cookies of the answer.
    pub async fn send(&mut self, method: Method, path: &str, kind: Option<&str>, body: impl Into<Bytes>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.auth.base_path()));
        if !self.cookies.is_empty() {
            let line: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, line.join("; "));
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let answer = answer(&self.auth, request.body(Full::new(body.into())).expect("a request")).await;
        for cookie in answer.set_cookies() {
            let (name, rest) = cookie.split_once('=').expect("a cookie has a value");
            let (value, attributes) = rest.split_once(';').unwrap_or((rest, ""));
            self.cookies.retain(|(known, _)| known != name);
            if !attributes.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Bytes::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), form.finish()).await
    }

    pub async fn post_json(&mut self, path: &str, body: &serde_json::Value) -> Answer {
        self.send(Method::POST, path, Some("application/json"), body.to_string()).await
    }

    /// The CSRF token; its cookie is kept.
    pub async fn csrf(&mut self) -> String {
        let answer = self.get("/csrf").await;
        answer.json()["csrfToken"].as_str().expect("a token").to_owned()
    }

    /// Posts Ada's name and password.
    pub async fn sign_in_anyhow(&mut self) -> Answer {
        let token = self.csrf().await;
        let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
        self.post("/callback/credentials", &fields).await
    }

    /// Signs Ada in.
    pub async fn sign_in(&mut self) -> Answer {
        let answer = self.sign_in_anyhow().await;
        assert!(self.session_cookie().is_some(), "signed in: {answer:?}");
        answer
    }

    /// The session cookie's value, of http or https.
    pub fn session_cookie(&self) -> Option<&str> {
        self.cookie("__Secure-next-auth.session-token").or_else(|| self.cookie("next-auth.session-token"))
    }

    /// Whether the session endpoint says that nobody is signed in.
    pub async fn is_anonymous(&mut self) -> bool {
        self.get("/session").await.body == "{}"
    }
}

/// Sends one request as it is.
pub async fn answer(auth: &Auth, request: Request<Full<Bytes>>) -> Answer {
    let response = auth.handle(request).await;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body in memory").to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).expect("UTF-8") }
}
