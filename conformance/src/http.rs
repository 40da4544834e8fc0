//! A client for one request at a time. It sends header lines and bodies byte for byte, keeps the order and the
//! duplicates of what comes back, and follows nothing.
use crate::Failure;
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// A request as it goes over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    /// Without `Content-Length`.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// A response as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Sends a request on a connection of its own.
pub(crate) fn send(to: SocketAddr, request: &Request) -> Result<Response, Failure> {
    let mut connection = TcpStream::connect(to)?;
    connection.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut bytes = format!("{} {} HTTP/1.1\r\nConnection: close\r\n", request.method, request.target).into_bytes();
    for (name, value) in &request.headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    if let Some(body) = &request.body {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(request.body.as_deref().unwrap_or_default());
    connection.write_all(&bytes)?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    parse(&answer)
}

fn parse(bytes: &[u8]) -> Result<Response, Failure> {
    let split =
        bytes.windows(4).position(|window| window == b"\r\n\r\n").ok_or("a response without an end of its header")?;
    let (head, rest) = bytes.split_at(split);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|code| code.parse().ok())
        .ok_or("no status line")?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let body = rest.get(4..).unwrap_or_default();
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { unchunk(body)? } else { body.to_vec() };
    Ok(Response { status, headers, body })
}

fn unchunk(mut bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while !bytes.is_empty() {
        let end = bytes.windows(2).position(|window| window == b"\r\n").ok_or("a chunk without a size")?;
        let (size, rest) = bytes.split_at(end);
        let size = usize::from_str_radix(std::str::from_utf8(size)?, 16)?;
        if size == 0 {
            break;
        }
        let rest = rest.get(2..).unwrap_or_default();
        body.extend_from_slice(rest.get(..size).ok_or("a chunk that ends too early")?);
        bytes = rest.get(size.saturating_add(2)..).unwrap_or_default();
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_duplicates_and_chunks() {
        let response = parse(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX: y\r\nSet-Cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").unwrap();
        assert_eq!(response.status, 200);
        assert_eq!(response.body, b"abcde");
        let names: Vec<&str> = response.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["set-cookie", "x", "set-cookie", "transfer-encoding"]);
        assert!(parse(b"HTTP/1.1 200 OK\r\n").is_err());
        assert!(parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc").is_err());
    }
}
