//! The real binary, over real connections.
#![cfg(unix)]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod client;
mod server;

use client::Client;
use server::{Server, authwire};

#[test]
fn the_whole_journey() {
    let server = Server::start(&[]);
    let mut browser = Client::new(server.port);

    let page = browser.get("/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Nobody is signed in"), "{}", page.body);
    assert!(page.body.contains(r#"href="/api/auth/signin?callbackUrl=/""#), "{}", page.body);
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'none'")));
    assert_eq!(browser.get("/healthz").body, "ok");
    assert!(browser.get("/style.css").body.contains(".demo nav"));
    assert_eq!(browser.get("/elsewhere").status, 404);
    assert_eq!(browser.get("/me").status, 401);

    browser.accept = "text/html";
    let sent = browser.get("/me");
    let sign_in = format!("http://localhost:{}/api/auth/signin?callbackUrl=%2Fme", server.port);
    assert_eq!((sent.status, sent.header("location")), (302, Some(sign_in.as_str())));

    let form = browser.get("/api/auth/signin?callbackUrl=%2Fme").body;
    let csrf = form.split("name=\"csrfToken\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let csrf = csrf.expect("the form has a CSRF token").to_owned();
    assert!(form.contains("Sign in with a password"));

    let wrong = browser
        .post("/api/auth/callback/credentials", &format!("csrfToken={csrf}&username=ada&password=aaaa-aaaa-aaaa"));
    assert!(wrong.header("location").is_some_and(|url| url.contains("error=CredentialsSignin")), "{wrong:?}");
    assert_eq!(browser.get("/me").status, 302);

    let body =
        format!("csrfToken={csrf}&username={}&password={}", server.banner("User name"), server.banner("Password"));
    let right = browser.post("/api/auth/callback/credentials", &body);
    let me = format!("http://localhost:{}/me", server.port);
    assert_eq!((right.status, right.header("location")), (302, Some(me.as_str())), "{right:?}");

    assert!(browser.get("/me").body.starts_with(r#"{"user":{"name":"Ada Lovelace","email":"ada@example.com"}"#));
    let page = browser.get("/");
    assert!(page.body.contains("Hello, Ada Lovelace"), "{}", page.body);
    assert!(page.header("set-cookie").is_some_and(|cookie| cookie.starts_with("next-auth.session-token=")));

    let out = browser.post("/api/auth/signout", &format!("csrfToken={csrf}&callbackUrl=/"));
    assert_eq!(out.status, 302, "{out:?}");
    assert!(browser.get("/").body.contains("Nobody is signed in"));
    assert_eq!(browser.get("/api/auth/session").body, "{}");
}

#[test]
fn the_banner_says_where_to_go_and_hides_nothing_in_escape_codes() {
    let server = Server::start(&[]);
    assert_eq!(server.banner("Open"), format!("http://localhost:{}", server.port));
    assert_eq!(server.banner("User name"), "ada");
    let password = server.banner("Password");
    assert_eq!(password.len(), "aaaa-aaaa-aaaa".len());
    assert!(!server.printed.contains('\x1b'), "{:?}", server.printed);
    assert_ne!(Server::start(&[]).banner("Password"), password);
}

#[test]
fn sigterm_ends_it_in_order() {
    let mut server = Server::start(&[]);
    assert_eq!(Client::new(server.port).get("/healthz").status, 200);
    let (status, rest) = server.stop();
    assert!(status.success(), "{status}");
    assert_eq!(rest.trim(), "Stopped.");
}

#[test]
fn every_name_of_this_machine_leads_back_to_itself_and_no_other_is_answered() {
    let server = Server::start(&[]);
    let mut browser = Client::new(server.port);
    browser.host = format!("127.0.0.1:{}", server.port);
    let form = browser.get("/api/auth/signin").body;
    assert!(form.contains(&format!("action=\"http://127.0.0.1:{}/api/auth/callback/credentials\"", server.port)));
    browser.host = "evil.example".to_owned();
    assert_eq!(browser.get("/api/auth/signin").status, 400);
}

#[test]
fn the_public_url_of_the_environment_counts() {
    let server = Server::start(&[("AUTH_URL", "https://demo.example/sign")]);
    assert_eq!(server.banner("Open"), "https://demo.example");
    let mut browser = Client::new(server.port);
    assert!(browser.get("/").body.contains(r#"href="/sign/signin?callbackUrl=/""#));
    let answer = browser.get("/sign/csrf");
    assert!(answer.headers.iter().any(|(_, value)| value.starts_with("__Host-next-auth.csrf-token=")), "{answer:?}");
}

#[test]
fn a_secret_of_the_environment_keeps_sessions_over_a_restart() {
    let secret = [("AUTH_SECRET", "pB3xW8kQ2nV6tY1mZ5rJ9cF4hL7dS0gA")];
    let first = Server::start(&secret);
    let mut browser = Client::new(first.port);
    let csrf = browser.get("/api/auth/csrf").body.replace(r#"{"csrfToken":""#, "").replace("\"}", "");
    browser.post(
        "/api/auth/callback/credentials",
        &format!("csrfToken={csrf}&username=ada&password={}", first.banner("Password")),
    );
    assert_eq!(browser.get("/me").status, 200);
    drop(first);
    let second = Server::start(&secret);
    browser.visit(second.port);
    assert_eq!(browser.get("/me").status, 200);
    browser.visit(Server::start(&[]).port);
}

#[test]
fn what_hinders_the_start_is_said_with_the_remedy() {
    let server = Server::start(&[]);
    let taken = authwire(&["--listen", &server.port.to_string()], &[]);
    assert_eq!(taken.status.code(), Some(1));
    let said = String::from_utf8_lossy(&taken.stderr);
    assert!(said.contains(&format!("another program already listens on 127.0.0.1:{}", server.port)), "{said}");
    assert!(said.contains("authwire --listen 4000"), "{said}");

    let unknown = authwire(&["--prot", "1"], &[]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("--help"));

    let url = authwire(&["--listen", "0"], &[("AUTH_URL", "http://[")]);
    assert_eq!(url.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&url.stderr).contains("Set AUTH_URL"), "{url:?}");
}
