use super::*;
use std::net::TcpListener;

/// A connection to a server that sends these pieces, whatever it is asked.
fn connected(pieces: &'static [&'static [u8]]) -> Connection {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        for piece in pieces {
            stream.write_all(piece).unwrap();
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    Connection::open(port).unwrap()
}

#[test]
fn answers_are_told_apart_however_the_bytes_arrive() {
    let mut connection = connected(&[
        b"HTTP/1.1 200 OK\r\nContent-Len",
        b"gth: 5\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r",
        b"\nhel",
        b"loHTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:2\r\n\r\nok",
    ]);
    let first = connection.receive().unwrap();
    assert_eq!((first.status, first.body), (200, b"hello".as_slice()));
    let cookies: Vec<_> = first.headers().into_iter().filter(|(name, _)| name == "set-cookie").collect();
    assert_eq!(cookies.len(), 2);
    assert_eq!(connection.receive().unwrap().status, 404);
    assert_eq!(connection.receive().unwrap().body, b"ok");
    assert!(connection.receive().is_err());
}

#[test]
fn an_answer_without_a_length_is_refused() {
    let mut connection = connected(&[b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"]);
    assert!(connection.receive().is_err());
}

#[test]
fn a_body_larger_than_the_buffer_arrives_whole() {
    static BODY: [u8; 100_000] = [b'x'; 100_000];
    static PIECES: &[&[u8]] = &[b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", &BODY];
    let mut connection = connected(PIECES);
    assert_eq!(connection.receive().unwrap().body.len(), 100_000);
}
