//! A browser with a cookie jar, talking to a router in process.

use axum::{Router, body::Body};
use http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

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

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("JSON, not {self:?}"))
    }
}

pub struct Browser {
    app: Router,
    pub host: &'static str,
    pub accept: &'static str,
    pub headers: Vec<(HeaderName, String)>,
    cookies: Vec<(String, String)>,
}

impl Browser {
    pub fn new(app: Router, host: &'static str) -> Self {
        Self { app, host, accept: "*/*", headers: Vec::new(), cookies: Vec::new() }
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(known, _)| known != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, "", String::new()).await
    }

    pub async fn post_json(&mut self, path: &str, body: &serde_json::Value) -> Answer {
        self.send(Method::POST, path, "application/json", body.to_string()).await
    }

    pub async fn csrf(&mut self) -> String {
        self.get("/api/auth/csrf").await.json()["csrfToken"].as_str().expect("a token").to_owned()
    }

    /// Posts the form of a credentials provider.
    pub async fn sign_in(&mut self, provider: &str, name: &str, password: &str) -> Answer {
        let token = self.csrf().await;
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("csrfToken", &*token), ("username", name), ("password", password)])
            .finish();
        let path = format!("/api/auth/callback/{provider}");
        self.send(Method::POST, &path, "application/x-www-form-urlencoded", form).await
    }

    async fn send(&mut self, method: Method, path: &str, kind: &str, body: String) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.host)
            .header(header::ACCEPT, self.accept)
            .header(header::COOKIE, cookies.join("; "));
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.app.clone().oneshot(request).await.expect("a router never fails");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body in memory").to_bytes();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("ASCII");
            let (name, rest) = cookie.split_once('=').expect("a cookie has a value");
            let (value, attributes) = rest.split_once(';').unwrap_or((rest, ""));
            self.cookies.retain(|(known, _)| known != name);
            if !attributes.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
