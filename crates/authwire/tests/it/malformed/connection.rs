//! Bad bytes over a connection that goes on.

use crate::{
    app::App,
    wire::{Connection, Host, WireAnswer, request, serve},
};
use std::time::{Duration, Instant};

const FORM: &[u8] = b"Content-Type: application/x-www-form-urlencoded\r\n";
const JSON: &[u8] = b"Content-Type: application/json\r\n";

/// A request, and its answer's status in the strict and in the compat profile.
struct Case {
    name: String,
    bytes: Vec<u8>,
    strict: u16,
    compat: u16,
}

fn case(name: impl Into<String>, bytes: Vec<u8>, strict: u16, compat: u16) -> Case {
    Case { name: name.into(), bytes, strict, compat }
}

fn cookies() -> Vec<Case> {
    let values: [&[u8]; 14] = [
        b"",
        b"=",
        b"=v",
        b"n",
        b";;;; ;",
        b"__Host-next-auth.csrf-token=%",
        b"__Host-next-auth.csrf-token=%zz%|%ff",
        b"__Host-next-auth.csrf-token=\xff\xfe|\x80",
        b"__Secure-next-auth.callback-url=:::",
        b"__Secure-next-auth.callback-url=%ff%fe",
        b"__Secure-next-auth.callback-url=\x80\xff",
        b"__Secure-next-auth.session-token=\xc3\x28; __Secure-next-auth.session-token.0=%",
        b"__Secure-next-auth.session-token=.....; __Secure-next-auth.session-token.99999999999999999999=x",
        b"\"a\"=\"b; c=\"; d=\"\"\"",
    ];
    let mut cases = Vec::new();
    for value in values {
        let header = [b"Cookie: ", value, b"\r\n"].concat();
        for (path, status) in [("csrf", 200), ("session", 200), ("signin", 200), ("providers", 200)] {
            let name = format!("{path} with the cookies {}", value.escape_ascii());
            cases.push(case(name, request(&format!("GET /api/auth/{path}"), &header, b""), status, status));
        }
        let out = request("POST /api/auth/signout", &[&header, FORM].concat(), b"csrfToken=x");
        cases.push(case(format!("signout with {}", value.escape_ascii()), out, 302, 302));
    }
    let many: String = (0..200).map(|index| format!("c{index}=v; ")).collect();
    cases.push(case(
        "200 cookies",
        request("GET /api/auth/session", format!("Cookie: {many}\r\n").as_bytes(), b""),
        200,
        200,
    ));
    cases
}

fn bodies() -> Vec<Case> {
    let mut cases = Vec::new();
    let json: [(&[u8], u16); 10] = [
        (b"{", 400),
        (b"nul", 400),
        (b"{\"a\":1e999}", 400),
        (b"{\"a\":\"\\ud800\"}", 400),
        (b"{\"a\":\"\xff\xfe\"}", 400),
        (b"\xef\xbb\xbf{}", 400),
        (b"\0", 400),
        (b"[]", 302),
        (b"null", 302),
        (b"{\"csrfToken\":{\"a\":[1]},\"callbackUrl\":[[]]}", 302),
    ];
    for (body, status) in json {
        let name = format!("JSON {}", body.escape_ascii());
        cases.push(case(name, request("POST /api/auth/callback/credentials", JSON, body), status, status));
    }
    let deep = "[".repeat(33);
    cases.push(case("deep JSON", request("POST /api/auth/signout", JSON, deep.as_bytes()), 400, 400));
    let forms: [&[u8]; 6] = [
        b"%",
        b"%zz=%&&&=&=",
        b"\xff\xfe=\x80",
        b"csrfToken=%ff%fe&callbackUrl=%ff",
        b"\0\0\0",
        b"a[b][c]=1&__proto__=2",
    ];
    for body in forms {
        let name = format!("form {}", body.escape_ascii());
        cases.push(case(name, request("POST /api/auth/signin/credentials", FORM, body), 302, 302));
    }
    let fields = "a=1&".repeat(101);
    cases.push(case("101 fields", request("POST /api/auth/signout", FORM, fields.as_bytes()), 400, 400));
    for kind in
        ["text/plain", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "\u{fffd}", "", ";"]
    {
        let header = format!("Content-Type: {kind}\r\n");
        let bytes = request("POST /api/auth/signout", header.as_bytes(), b"csrfToken=x");
        cases.push(case(format!("a body of type {kind:?}"), bytes, 415, 302));
    }
    cases.push(case("no body", request("POST /api/auth/signout", b"Content-Length: 0\r\n", b""), 302, 302));
    cases.push(case("a GET with a body", request("GET /api/auth/csrf", FORM, b"callbackUrl=//evil.io"), 200, 200));
    let waiting = request("POST /api/auth/signout", &[FORM, b"Expect: 100-continue\r\n"].concat(), b"csrfToken=x");
    cases.push(case("a body that waits", waiting, 302, 302));
    let chunked = b"5\r\ncsrfT\r\n6\r\noken=x\r\n0\r\nTrailer: x\r\n\r\n";
    let head = request("POST /api/auth/signout", &[FORM, b"Transfer-Encoding: chunked\r\n"].concat(), b"");
    cases.push(case("chunks with a trailer", [&head[..], chunked].concat(), 302, 302));
    cases
}

fn too_large() -> Vec<Case> {
    let post = |size: usize| request("POST /api/auth/callback/credentials", FORM, &vec![b'a'; size]);
    let chunked = |size: usize| {
        let head = request("POST /api/auth/signout", &[FORM, b"Transfer-Encoding: chunked\r\n"].concat(), b"");
        [&head[..], format!("{size:x}\r\n").as_bytes(), &vec![b'a'; size], b"\r\n0\r\n\r\n"].concat()
    };
    let long_target = format!("GET /api/auth/signin?x={}", "y".repeat(9 * 1024));
    let long_header = format!("X-Long: {}\r\n", "y".repeat(66 * 1024));
    vec![
        case("64 KiB", post(64 * 1024), 302, 302),
        case("a byte more than 64 KiB", post(64 * 1024 + 1), 413, 302),
        case("a byte more than 64 KiB, chunked", chunked(64 * 1024 + 1), 413, 302),
        case("1 MiB", post(1024 * 1024), 413, 302),
        case("a byte more than 1 MiB", post(1024 * 1024 + 1), 413, 413),
        case("a byte more than 1 MiB, chunked", chunked(1024 * 1024 + 1), 413, 413),
        case("a target of 9 KiB", request(&long_target, b"", b""), 414, 414),
        case(
            "a target of 9 KiB and a body",
            request(&long_target.replace("GET", "POST"), FORM, &[b'a'; 30_000]),
            414,
            414,
        ),
        case("a header of 66 KiB", request("GET /api/auth/csrf", long_header.as_bytes(), b""), 431, 431),
    ]
}

fn routes() -> Vec<Case> {
    let mut cases = Vec::new();
    for path in
        ["", "/", "/nope", "/%00", "/signin%00", "/%ff%fe", "/csrf%2f", "/CSRF", "/callback/%00", "/callback/\u{e9}"]
    {
        for method in ["GET", "POST"] {
            let name = format!("{method} {path}");
            cases.push(case(name, request(&format!("{method} /api/auth{path}"), b"", b""), 400, 400));
        }
    }
    for method in ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get"] {
        cases.push(case(method, request(&format!("{method} /api/auth/session"), b"", b""), 400, 400));
    }
    cases.push(case("GET callback", request("GET /api/auth/callback/credentials", b"", b""), 405, 500));
    cases.push(case("segments behind", request("GET /api/auth/session/a/b/c//", b"", b""), 200, 200));
    cases.push(case(
        "another host in the target",
        request("GET http://evil.io/api/auth/providers", b"", b""),
        200,
        200,
    ));
    let keys = ["%ff=%fe", "%00=%00", "=", "&&&", "%", "error=%ff&error[]=1", "csrfToken=x&json=true"];
    for query in keys {
        cases.push(case(format!("?{query}"), request(&format!("GET /api/auth/signin?{query}"), b"", b""), 200, 200));
    }
    cases
}

/// S-004's values, in the query as a client may write them.
const MALFORMED: [&str; 5] = [":::", "http://[", "%", "http://a%20b", "http://a+b"];

fn callback_urls() -> Vec<Case> {
    let mut cases = Vec::new();
    for url in MALFORMED {
        for path in ["signin", "csrf", "session", "callback/credentials", "error", "nope"] {
            let strict = match path {
                "callback/credentials" => 405,
                "nope" => 400,
                _ => 200,
            };
            let line = format!("GET /api/auth/{path}?callbackUrl={url}");
            cases.push(case(line.clone(), request(&line, b"", b""), strict, 500));
        }
        for path in ["signin/credentials", "signout", "callback/credentials"] {
            let line = format!("POST /api/auth/{path}?callbackUrl={url}");
            cases.push(case(line.clone(), request(&line, FORM, b"csrfToken=x"), 302, 500));
            let line = format!("POST /api/auth/{path}");
            let body = format!("csrfToken=x&callbackUrl={url}");
            cases.push(case(format!("{line} with {url}"), request(&line, FORM, body.as_bytes()), 302, 302));
        }
    }
    cases
}

fn check(connection: &mut Connection, case: &Case, wanted: u16) -> WireAnswer {
    let name = &case.name;
    let started = Instant::now();
    let answer = connection.send(&case.bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(started.elapsed() < Duration::from_secs(2), "{name}");
    assert_eq!(answer.status, wanted, "{name}: {}{}", answer.head, answer.text());
    if wanted == 500 {
        let ours =
            ["There is a problem with the server configuration.", "Error: Callback for provider type credentials"];
        assert!(ours.iter().any(|text| answer.text().contains(text)), "{name}: {}", answer.text());
    }
    let next = connection.send(&request("GET /api/auth/csrf", b"", b"")).unwrap_or_else(|error| {
        panic!("after {name} the connection is gone: {error}");
    });
    assert_eq!(next.status, 200, "after {name}");
    assert!(next.text().contains("csrfToken"), "after {name}");
    answer
}

async fn run(cases: fn() -> Vec<Case>) {
    for host in [Host::Axum, Host::Hyper] {
        for (app, compat) in App::both().into_iter().zip([false, true]) {
            let mut connection = Connection::open(serve(app.build(), host).await);
            for case in cases() {
                check(&mut connection, &case, if compat { case.compat } else { case.strict });
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn malformed_cookies_are_ignored_and_the_connection_goes_on() {
    run(cookies).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn malformed_bodies_are_refused_and_the_connection_goes_on() {
    run(bodies).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn s_211_what_is_too_large_is_refused_and_the_connection_goes_on() {
    run(too_large).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn s_216_unknown_paths_and_methods_are_refused_and_the_connection_goes_on() {
    run(routes).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn s_004_a_callback_url_that_is_none_fails_nothing() {
    run(callback_urls).await;
}

/// What is no HTTP costs its own connection, and a body without end is not waited for.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_no_http_harms_nobody_else() {
    let long = format!("GET /api/auth/callback/{} HTTP/1.1\r\nHost: app.example\r\n\r\n", "p".repeat(100_000));
    let endless = request("POST /api/auth/signout", &[FORM, b"Content-Length: 1000000000\r\n"].concat(), b"");
    let broken: [(&[u8], u16); 7] = [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET /api/auth/csrf\0 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /api/auth/\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /api/auth/csrf HTTP/1.1\r\nHost: a\r\nCookie: a\0b\r\n\r\n", 400),
        (b"POST /api/auth/signout HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (long.as_bytes(), 414),
        (&endless, 413),
    ];
    for host in [Host::Axum, Host::Hyper] {
        for app in App::both() {
            let address = serve(app.build(), host).await;
            let mut bystander = Connection::open(address);
            for (bytes, status) in broken {
                let started = Instant::now();
                let answer = Connection::open(address).send(bytes).expect("an answer");
                assert_eq!(answer.status, status, "{}", bytes[..bytes.len().min(80)].escape_ascii());
                assert!(started.elapsed() < Duration::from_secs(1));
                let next = bystander.send(&request("GET /api/auth/session", b"", b"")).expect("an answer");
                assert_eq!((next.status, &*next.body), (200, &b"{}"[..]));
            }
        }
    }
}
