//! Real servers on the loopback interface, and a client that writes any bytes to them.

use authwire::Auth;
use std::{
    convert::Infallible,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};
use tokio::net::TcpListener;

/// How the engine is served.
#[derive(Clone, Copy, Debug)]
pub enum Host {
    /// `nest_service` of an axum router.
    Axum,
    /// hyper's HTTP/1 connection, and nothing around it.
    Hyper,
}

/// Serves the engine below `/api/auth` until the test's runtime ends.
pub async fn serve(auth: Auth, host: Host) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    match host {
        Host::Axum => {
            let app = axum::Router::new().nest_service("/api/auth", auth);
            tokio::spawn(async move { axum::serve(listener, app).await });
        }
        Host::Hyper => {
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let auth = auth.clone();
                    let service = hyper::service::service_fn(move |request| {
                        let auth = auth.clone();
                        async move { Ok::<_, Infallible>(auth.handle(request).await) }
                    });
                    let stream = hyper_util::rt::TokioIo::new(stream);
                    tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(stream, service));
                }
            });
        }
    }
    address
}

/// One answer, as it came over the wire.
#[derive(Debug)]
pub struct WireAnswer {
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    pub body: Vec<u8>,
}

impl WireAnswer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection that is kept open from request to request.
pub struct Connection {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Connection {
    pub fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(5))).expect("a timeout");
        stream.set_write_timeout(Some(Duration::from_secs(5))).expect("a timeout");
        stream.set_nodelay(true).expect("an option");
        Self { stream, unread: Vec::new() }
    }

    /// Writes these bytes and reads one answer.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<WireAnswer> {
        self.stream.write_all(bytes)?;
        let has_body = !bytes.starts_with(b"HEAD ");
        loop {
            let answer = self.read(has_body)?;
            if answer.status >= 200 {
                return Ok(answer);
            }
        }
    }

    fn read(&mut self, has_body: bool) -> io::Result<WireAnswer> {
        let end = loop {
            if let Some(at) = self.unread.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.more()?;
        };
        let head = String::from_utf8_lossy(&self.unread[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status line");
        let mut answer = WireAnswer { status, head, body: Vec::new() };
        let length = answer.header("content-length").map_or(0, |length| length.parse().expect("a number"));
        let length = if has_body { length } else { 0 };
        while self.unread.len() < end + length {
            self.more()?;
        }
        answer.body = self.unread[end..end + length].to_vec();
        self.unread.drain(..end + length);
        Ok(answer)
    }

    fn more(&mut self) -> io::Result<()> {
        let mut bytes = [0; 16 * 1024];
        match self.stream.read(&mut bytes)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                self.unread.extend_from_slice(&bytes[..read]);
                Ok(())
            }
        }
    }
}

/// A request with the headers that every one needs, and these lines (each with its line break) besides.
pub fn request(line: &str, headers: &[u8], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{line} HTTP/1.1\r\nHost: app.example\r\n").into_bytes();
    bytes.extend_from_slice(headers);
    if !body.is_empty() {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}
