//! Requests that another site makes a browser send: tokens, origins, bodies, methods.

use crate::{
    app::{App, ORIGIN},
    browser::{Answer, Browser},
    witness::Witness,
};
use authwire::{CookieName, CookieOptions, CookieSpec};
use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const FORM: &str = "application/x-www-form-urlencoded";
const POSTS: [&str; 4] = ["/signin/credentials", "/signout", "/callback/credentials", "/session"];

/// next-auth's answer to a token that is missing or wrong.
fn assert_refused(path: &str, answer: &Answer, why: &str) {
    match path {
        "/session" => assert_eq!((answer.status.as_u16(), &*answer.body), (400, "{}"), "{path}: {why}"),
        _ => {
            let page = if path == "/signout" { "signout" } else { "signin" };
            let target = format!("{ORIGIN}/api/auth/{page}?csrf=true");
            assert_eq!((answer.status.as_u16(), answer.location()), (302, &*target), "{path}: {why}");
        }
    }
}

fn sets_session(answer: &Answer) -> bool {
    answer.set_cookies().iter().any(|cookie| cookie.contains("session-token"))
}

/// A signed-in browser of an application whose calls are noted.
async fn victim(app: App) -> (Browser, Witness) {
    let witness = Witness::default();
    let mut browser = Browser::new(witness.watch(app).build());
    browser.sign_in().await;
    witness.take();
    (browser, witness)
}

#[tokio::test]
async fn s_141_no_post_counts_without_the_token_of_its_browser() {
    for app in App::both() {
        let (victim, witness) = victim(app).await;
        let others = Browser::new(victim.auth.clone()).csrf().await;
        let own = victim.clone().csrf().await;
        let tokens = [
            Value::Null,
            json!(""),
            json!(others),
            json!(own[..63]),
            json!(format!("{own}0")),
            json!(own.to_uppercase()),
            json!(format!(" {own}")),
            json!([own]),
            json!({ "toString": own }),
            json!(true),
            json!(0),
        ];
        for path in POSTS {
            for token in &tokens {
                let mut browser = victim.clone();
                let body =
                    json!({ "csrfToken": token, "username": "ada", "password": "lovelace", "data": { "name": "x" } });
                let answer = browser.post_json(path, &body).await;
                assert_refused(path, &answer, &token.to_string());
                assert!(!sets_session(&answer), "{path} {token}: {answer:?}");
                if let Some(text) = token.as_str() {
                    let fields = [("csrfToken", text), ("username", "ada"), ("password", "lovelace")];
                    assert_refused(path, &browser.post(path, &fields).await, text);
                }
            }
            let mut browser = victim.clone();
            assert_refused(path, &browser.post(path, &[("username", "ada"), ("password", "lovelace")]).await, "none");
            let in_query = format!("{path}?csrfToken={own}");
            let answer = browser.post(&in_query, &[("username", "ada"), ("password", "lovelace")]).await;
            assert_refused(path, &answer, "in the query");

            // A pair that the sender made: the server has not signed it.
            for made in [
                format!("{own}|{}", "a".repeat(64)),
                format!("{own}|"),
                own.clone(),
                format!("{}|{own}", "b".repeat(64)),
            ] {
                let mut browser = victim.clone();
                browser.set("__Host-next-auth.csrf-token", &made);
                let token = made.split('|').next().unwrap_or_default();
                let fields = [("csrfToken", token), ("username", "ada"), ("password", "lovelace")];
                assert_refused(path, &browser.post(path, &fields).await, &made);
            }
        }
        assert_eq!(witness.beyond_redirects(), Vec::<String>::new(), "the application was not asked");
        assert!(!victim.clone().is_anonymous().await);
    }
}

/// A pair of the attacker's own browser, planted in the victim's: over http, and over https under a name without `__Host-`.
fn unbound_apps(app: fn() -> App) -> [(App, &'static str); 2] {
    let spec = CookieSpec { name: "my.csrf".to_owned(), options: CookieOptions::lax(true) };
    [
        (
            app().with(|options| {
                options.cookie(CookieName::CsrfToken, spec);
            }),
            "my.csrf",
        ),
        (
            app().with(|options| {
                options.url("http://app.example");
            }),
            "next-auth.csrf-token",
        ),
    ]
}

#[tokio::test]
async fn s_142_a_pair_from_another_browser_is_worth_nothing() {
    for (app, name) in unbound_apps(App::strict) {
        let auth = app.build();
        let mut attacker = Browser::new(auth.clone());
        let token = attacker.csrf().await;
        let pair = attacker.cookie(name).expect("a pair").to_owned();
        let sign_in = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];

        let mut fresh = Browser::new(auth.clone());
        fresh.set(name, &pair);
        let mut used = Browser::new(auth.clone());
        used.csrf().await;
        let mut doubled = used.clone();
        used.set(name, &pair);
        // Cookies with a longer path come first.
        doubled.cookies.insert(0, (name.to_owned(), pair.clone()));
        let mut all_doubled = doubled.clone();
        let mine = attacker.cookies.iter().filter(|(cookie, _)| cookie.contains("browser")).cloned();
        all_doubled.cookies.splice(0..0, mine.collect::<Vec<_>>());
        for (mut victim, how) in [
            (fresh, "before the first visit"),
            (used, "in place of its own"),
            (doubled, "beside its own"),
            (all_doubled, "all beside"),
        ] {
            let answer = victim.post("/callback/credentials", &sign_in).await;
            assert!(answer.location().ends_with("/api/auth/signin?csrf=true"), "{name} {how}: {answer:?}");
            assert!(victim.session_cookie().is_none(), "{name} {how}");
        }
        // In the browser that it was made for, the pair is good.
        attacker.sign_in().await;
    }
}

#[tokio::test]
async fn s_142_compat_takes_a_pair_from_anywhere() {
    for (app, name) in unbound_apps(App::compat) {
        let auth = app.build();
        let mut attacker = Browser::new(auth.clone());
        let token = attacker.csrf().await;
        let mut victim = Browser::new(auth);
        victim.set(name, attacker.cookie(name).expect("a pair"));
        let sign_in = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
        victim.post("/callback/credentials", &sign_in).await;
        assert!(victim.session_cookie().is_some());
        assert!(app.lines.all().iter().any(|line| line.starts_with("warn COMPAT_PROFILE") && line.contains("S-142")));
    }
}

/// What a browser says of a request's origin, and whether it comes from elsewhere.
const SENDERS: [(&[(&str, &str)], bool); 16] = [
    (&[], false),
    (&[("origin", ORIGIN)], false),
    (&[("sec-fetch-site", "same-origin")], false),
    (&[("sec-fetch-site", "none")], false),
    (&[("sec-fetch-site", "same-origin"), ("origin", ORIGIN)], false),
    (&[("sec-fetch-site", "cross-site")], true),
    (&[("sec-fetch-site", "same-site")], true),
    (&[("sec-fetch-site", "")], true),
    (&[("sec-fetch-site", "cross-site"), ("origin", "https://evil.io")], true),
    (&[("origin", "https://evil.io")], true),
    (&[("origin", "null")], true),
    (&[("origin", "")], true),
    (&[("origin", "http://app.example")], true),
    (&[("origin", "https://app.example:8443")], true),
    (&[("origin", "https://app.example.evil.io")], true),
    (&[("origin", "https://sub.app.example")], true),
];

#[tokio::test]
async fn s_143_a_post_from_another_site_is_forbidden_in_strict_alone() {
    for (app, compat) in App::both().into_iter().zip([false, true]) {
        let (victim, witness) = victim(app).await;
        for (headers, foreign) in SENDERS {
            for path in POSTS {
                let mut browser = victim.clone();
                let token = browser.csrf().await;
                browser.headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
                witness.take();
                let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
                let answer = browser.post(path, &fields).await;
                let expected = match path {
                    _ if foreign && !compat => 403,
                    "/session" => 200,
                    _ => 302,
                };
                assert_eq!(answer.status, expected, "{path} {headers:?}: {answer:?}");
                assert!(!answer.location().contains("csrf=true"), "{path} {headers:?}");
                if expected == 403 {
                    assert_eq!(witness.beyond_redirects(), Vec::<String>::new(), "{path} {headers:?}");
                    assert!(!sets_session(&answer));
                }
            }
            // Links from anywhere work.
            let mut browser = victim.clone();
            browser.headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            assert!(!browser.is_anonymous().await, "{headers:?}");
        }
    }
}

#[tokio::test]
async fn s_144_only_forms_and_json_are_read() {
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"csrfToken\"\r\n\r\nTOKEN\r\n--x--\r\n";
    let json = r#"{"csrfToken":"TOKEN","username":"ada","password":"lovelace","data":{}}"#;
    let form = "csrfToken=TOKEN&username=ada&password=lovelace";
    let utf16: Vec<u8> = json.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let unread: [(Option<&str>, Bytes); 12] = [
        (Some("text/plain"), Bytes::from_static(json.as_bytes())),
        (Some("text/plain;charset=UTF-8"), Bytes::from_static(form.as_bytes())),
        (Some("multipart/form-data; boundary=x"), Bytes::from_static(multipart.as_bytes())),
        (None, Bytes::from_static(form.as_bytes())),
        (None, Bytes::from_static(json.as_bytes())),
        (Some(""), Bytes::from_static(json.as_bytes())),
        (Some("application/json;charset=utf-16"), Bytes::from_static(json.as_bytes())),
        (Some("application/json;charset=utf-16"), utf16.into()),
        (Some("text/plain; x=application/json"), Bytes::from_static(json.as_bytes())),
        (Some("application/json-seq"), Bytes::from_static(json.as_bytes())),
        (Some("text/plain, application/json"), Bytes::from_static(json.as_bytes())),
        (Some("application/x-www-form-urlencoded; charset=utf-7"), Bytes::from_static(form.as_bytes())),
    ];
    for (app, strict) in App::both().into_iter().zip([true, false]) {
        let (victim, witness) = victim(app).await;
        let token = victim.clone().csrf().await;
        for (kind, body) in &unread {
            for path in POSTS {
                let text = String::from_utf8_lossy(body).replace("TOKEN", &token);
                let body = if text.contains(&token) { Bytes::from(text.into_bytes()) } else { body.clone() };
                let answer = victim.clone().send(Method::POST, path, *kind, body).await;
                match strict {
                    true => assert_eq!(answer.status, 415, "{path} {kind:?}: {answer:?}"),
                    false => assert_refused(path, &answer, kind.unwrap_or_default()),
                }
                assert!(!sets_session(&answer), "{path} {kind:?}");
            }
        }
        for body in [json.replace("TOKEN", &token), format!("{{\"csrfToken\":\"{token}\",\"x\":\"=\"}}")] {
            for path in POSTS {
                let answer = victim.clone().send(Method::POST, path, Some(FORM), body.clone()).await;
                assert_refused(path, &answer, "JSON in a form's key");
            }
        }
        assert_eq!(witness.beyond_redirects(), Vec::<String>::new());
        // The same fields in a form that says what it is.
        let answer = victim.clone().send(Method::POST, "/session", Some(FORM), form.replace("TOKEN", &token)).await;
        assert_eq!(answer.status, 200);
    }
}

#[tokio::test]
async fn s_145_a_token_lives_as_long_as_its_cookie() {
    for app in App::both() {
        let auth = app.build();
        let mut browser = Browser::new(auth.clone());
        let token = browser.csrf().await;
        browser.sign_in().await;
        assert_eq!(browser.csrf().await, token, "after signing in");
        browser.post("/signin/credentials", &[("csrfToken", "wrong")]).await;
        assert_eq!(browser.csrf().await, token, "after a wrong token");
        browser.post("/signout", &[("csrfToken", &token)]).await;
        assert!(browser.is_anonymous().await);
        let again = browser.get("/csrf").await;
        assert_eq!(again.json()["csrfToken"], token, "after signing out");
        assert!(again.cookie("__Host-next-auth.csrf-token").is_none(), "nothing to set");

        let cookie = browser.cookie("__Host-next-auth.csrf-token").expect("a pair").to_owned();
        let broken = cookie.replace("%7C", "|");
        let (half, hash) = broken.split_once('|').expect("a pair");
        let flipped = if hash.starts_with('0') { hash.replacen('0', "1", 1) } else { format!("0{}", &hash[1..]) };
        for broken in [
            "".to_owned(),
            half.to_owned(),
            format!("{half}|"),
            format!("{half}|{flipped}"),
            format!("|{hash}"),
            "x".repeat(4000),
        ] {
            browser.set("__Host-next-auth.csrf-token", &broken);
            let answer = browser.get("/csrf").await;
            assert_ne!(answer.json()["csrfToken"], token, "{broken}");
            assert!(answer.cookie("__Host-next-auth.csrf-token").is_some(), "{broken}");
        }

        let mut seen = BTreeSet::new();
        let mut digits = vec![BTreeSet::new(); 64];
        for _ in 0..400 {
            let token = Browser::new(auth.clone()).csrf().await;
            assert_eq!(token.len(), 64, "256 bits in hexadecimal");
            for (digit, seen) in token.chars().zip(&mut digits) {
                seen.insert(digit);
            }
            assert!(seen.insert(token));
        }
        assert!(digits.iter().all(|seen| seen.len() == 16), "every digit varies");
    }
}

#[tokio::test]
async fn s_146_only_a_post_changes_anything() {
    let routes = [
        "/signin",
        "/signin/credentials",
        "/signout",
        "/callback/credentials",
        "/session",
        "/csrf",
        "/providers",
        "/error",
        "/verify-request",
        "/_log",
        "/callback",
        "/nothing",
        "",
    ];
    for app in App::both() {
        let (mut victim, witness) = victim(app).await;
        let mut nobody = Browser::new(victim.auth.clone());
        let (token, other) = (victim.csrf().await, nobody.csrf().await);
        let methods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "post"];
        for method in methods {
            for route in routes {
                for (browser, token) in [(&mut victim, &token), (&mut nobody, &other)] {
                    browser.headers = ["x-http-method-override", "x-http-method", "x-method-override"]
                        .map(|name| (name, "POST".to_owned()))
                        .to_vec();
                    let query = format!("csrfToken={token}&username=ada&password=lovelace&_method=POST&json=true");
                    let method = Method::from_bytes(method.as_bytes()).expect("a method");
                    let answer =
                        browser.send(method.clone(), &format!("{route}?{query}"), Some(FORM), query.clone()).await;
                    assert!(
                        answer.status.as_u16() != 500 || route.starts_with("/callback"),
                        "{method} {route}: {answer:?}"
                    );
                    browser.headers.clear();
                }
                assert!(nobody.session_cookie().is_none(), "{method} {route} signs in");
                assert!(victim.session_cookie().is_some(), "{method} {route} signs out");
            }
        }
        let calls: BTreeSet<String> = witness.names().into_iter().collect();
        let reads = ["event:session", "jwt", "redirect", "session"];
        assert!(calls.iter().all(|call| reads.contains(&&**call)), "{calls:?}");
        assert!(!victim.is_anonymous().await);

        // Nor does an override turn a POST into something else.
        victim.headers.push(("x-http-method-override", "GET".to_owned()));
        victim.post("/signout", &[("csrfToken", &token), ("_method", "GET")]).await;
        assert!(victim.session_cookie().is_none());
    }
}
