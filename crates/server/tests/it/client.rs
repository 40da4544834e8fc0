//! A browser's cookie jar over plain connections.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// The last header of this name: of several cookies, the session's.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// One browser.
pub(crate) struct Client {
    port: u16,
    pub(crate) host: String,
    pub(crate) accept: &'static str,
    cookies: Vec<(String, String)>,
}

impl Client {
    pub(crate) fn new(port: u16) -> Self {
        Self { port, host: format!("localhost:{port}"), accept: "*/*", cookies: Vec::new() }
    }

    /// Goes to another server, with the cookies that it has: browsers do not tell ports apart.
    pub(crate) fn visit(&mut self, port: u16) {
        self.port = port;
        self.host = format!("localhost:{port}");
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "")
    }

    /// Posts a form.
    pub(crate) fn post(&mut self, path: &str, form: &str) -> Answer {
        self.send("POST", path, form)
    }

    fn send(&mut self, method: &str, path: &str, form: &str) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAccept: {}\r\nCookie: {}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.host,
            self.accept,
            cookies.join("; "),
            form.len()
        );
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        connection.write_all(request.as_bytes()).expect("it reads");
        let mut text = String::new();
        connection.read_to_string(&mut text).expect("it answers in UTF-8");
        let answer = parse(&text);
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').expect("a cookie has a value");
            let (value, attributes) = rest.split_once(';').unwrap_or((rest, ""));
            self.cookies.retain(|(known, _)| known != name);
            if !attributes.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }
}

fn parse(text: &str) -> Answer {
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let headers = lines.filter_map(|line| line.split_once(": "));
    Answer {
        status: status.expect("a status"),
        headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect(),
        body: body.to_owned(),
    }
}
