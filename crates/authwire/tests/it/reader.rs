//! Sessions of somebody else's front end, read by a service behind it.

use crate::{
    app::{App, SECRET, START, TestClock},
    mint,
};
use authwire::{Runtime, SessionReader, Token, native::OsRng};
use authwire_jose::{Keyring, Secret};
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

const V4: &str = "__Secure-next-auth.session-token";
const V5: &str = "__Secure-authjs.session-token";

fn clock(now: i64) -> TestClock {
    let clock = App::strict().clock;
    clock.advance(now - clock.now());
    clock
}

fn reader(secrets: &[String], now: i64) -> SessionReader {
    let runtime = Runtime::new(clock(now), OsRng);
    SessionReader::new(runtime, secrets.iter().map(String::as_str)).expect("secrets")
}

fn ours() -> SessionReader {
    reader(&[SECRET.to_owned()], START)
}

fn headers(lines: &[(&'static str, &[u8])]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(*name, HeaderValue::from_bytes(value).expect("bytes that a header can carry"));
    }
    headers
}

fn cookies(pairs: &[(String, String)]) -> HeaderMap {
    let line: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    headers(&[("cookie", line.join("; ").as_bytes())])
}

fn cookie(name: &str, value: &str) -> HeaderMap {
    cookies(&[(name.to_owned(), value.to_owned())])
}

fn bearer(value: &str) -> HeaderMap {
    headers(&[("authorization", value.as_bytes())])
}

fn name(token: Option<Token>) -> Option<String> {
    Some(token?.name()?.into_owned())
}

/// A token of Auth.js 5 for this cookie.
fn authjs(cookie: &str, claims: &Value) -> String {
    let keyring = Keyring::v5(&[Secret::from(SECRET)], cookie).expect("a secret");
    keyring.seal(claims.to_string().as_bytes(), &[5; 16]).expect("short enough")
}

/// Cut into pieces of this length.
fn cut(name: &str, token: &str, length: usize) -> Vec<(String, String)> {
    let parts = token.as_bytes().chunks(length).map(|part| String::from_utf8(part.to_vec()).expect("ASCII"));
    parts.enumerate().map(|(index, part)| (format!("{name}.{index}"), part)).collect()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("text").to_owned()).collect()
}

#[test]
fn sessions_of_both_libraries_are_read() {
    let vectors: Value = serde_json::from_str(include_str!("../../../jose/tests/vectors/vectors.json")).expect("JSON");
    let now = vectors["now"].as_i64().expect("seconds");
    let mut large = 0;
    for vector in vectors["sealed"].as_array().expect("a list") {
        let (salt, token) = (vector["salt"].as_str().expect("text"), vector["token"].as_str().expect("text"));
        let claims: Value = serde_json::from_str(vector["claims"].as_str().expect("text")).expect("claims");
        let (cookie_name, length) = match (vector["profile"].as_str(), salt) {
            (Some("v4"), "") => (V4, 3933),
            (Some("v4"), _) => continue,
            _ => (salt, 3936),
        };
        let mut reader = reader(&texts(&vector["secrets"]), now);
        let headers = if token.len() > length {
            large += 1;
            cookies(&cut(cookie_name, token, length))
        } else {
            cookie(cookie_name, token)
        };
        if !cookie_name.starts_with("__Secure-") {
            assert!(reader.read(&headers).is_none(), "{}: over http a subdomain could have set it", vector["name"]);
            reader.danger_accept_plain_cookies().expect("secrets");
        }
        let token = reader.read(&headers).unwrap_or_else(|| panic!("{}", vector["name"]));
        assert_eq!(Value::Object(token.to_json()).to_string(), claims.to_string(), "{}", vector["name"]);
    }
    assert_eq!(large, 3, "chunked sessions of both");
    for vector in vectors["refused"].as_array().expect("a list") {
        let mut reader = reader(&texts(&vector["secrets"]), now);
        reader.danger_accept_plain_cookies().expect("secrets");
        let token = vector["token"].as_str().expect("text");
        if vector["name"] == "session token as state cookie" {
            continue;
        }
        for cookie_name in [V4, V5, "next-auth.session-token", "authjs.session-token"] {
            if !(vector["name"] == "v5 other cookie name" && cookie_name == "authjs.session-token") {
                assert!(reader.read(&cookie(cookie_name, &mint::encoded(token))).is_none(), "{}", vector["name"]);
            }
        }
    }
}

#[test]
fn a_reader_of_other_names_reads_those() {
    let claims = json!({ "name": "Ada", "exp": START + 60 });
    let (v4, v5) = (mint::token(&claims), authjs("my.v5", &claims));
    assert!(ours().read(&cookie("my.v4", &v4)).is_none());
    let mut reader = ours();
    reader.next_auth_cookie("my.v4").and_then(|reader| reader.auth_js_cookie("my.v5")).expect("secrets");
    assert_eq!(name(reader.read(&cookie("my.v4", &v4))).as_deref(), Some("Ada"));
    assert_eq!(name(reader.read(&cookie("my.v5", &v5))).as_deref(), Some("Ada"));
    assert!(reader.read(&cookie("my.v5", &v4)).is_none() && reader.read(&cookie("my.v4", &v5)).is_none());
    assert!(reader.read(&cookie(V5, &v5)).is_none(), "the name is part of the key");
}

#[test]
fn s_140_bearer_in_any_case_and_only_without_a_cookie() {
    let (ada, eve) = (mint::named("Ada"), mint::named("Eve"));
    for reader in [ours()] {
        for scheme in ["Bearer", "bearer", "BEARER", "bEaReR"] {
            assert_eq!(name(reader.read(&bearer(&format!("{scheme} {ada}")))).as_deref(), Some("Ada"), "{scheme}");
        }
        let v5 = authjs(V5, &json!({ "name": "Ada", "exp": START + 60 }));
        assert_eq!(name(reader.read(&bearer(&format!("Bearer {v5}")))).as_deref(), Some("Ada"));
        let escaped = ada.replace('.', "%2E");
        assert_eq!(name(reader.read(&bearer(&format!("Bearer {escaped}")))).as_deref(), Some("Ada"));

        let header = format!("Bearer {eve}");
        let both = |cookie: &str| headers(&[("cookie", cookie.as_bytes()), ("authorization", header.as_bytes())]);
        assert_eq!(name(reader.read(&both(&format!("{V4}={ada}")))).as_deref(), Some("Ada"), "the cookie wins");
        assert_eq!(name(reader.read(&both(&format!("{V4}=garbage")))), None, "even when it is not valid");
        assert_eq!(name(reader.read(&both(&format!("{V4}.0=garbage")))), None, "or a chunk of one");
        assert_eq!(name(reader.read(&both("other=x"))).as_deref(), Some("Eve"));
        assert_eq!(name(reader.read(&both(&format!("{V4}=")))).as_deref(), Some("Eve"), "an empty cookie is none");
        for other in ["Basic", "Token", "Bearerx", "", "Bearer,"] {
            assert!(reader.read(&bearer(&format!("{other} {ada}"))).is_none(), "{other}");
        }
        for spaced in [format!("Bearer  {ada}"), format!("Bearer\t{ada}"), ada.clone(), format!("Bearer,{ada}")] {
            assert!(reader.read(&bearer(&spaced)).is_none(), "{spaced}");
        }
    }
}

#[test]
fn odd_headers_are_nobody() {
    let long = "A".repeat(64 * 1024);
    let dots = ".".repeat(1_000_000);
    let reader = ours();
    let start = std::time::Instant::now();
    for odd in ["", "%", "%A", "%ZZ", "%ff", "%00", ".", "....", "null", &long, &dots, &format!("{long}...."), "\"\""] {
        for header in [format!("Bearer {odd}"), format!("Bearer{odd}"), odd.to_owned()] {
            assert!(reader.read(&bearer(&header)).is_none());
        }
        assert!(reader.read(&cookie(V4, odd)).is_none());
        assert!(reader.read(&cookie(V5, odd)).is_none());
    }
    assert!(reader.read(&headers(&[("authorization", b"Bearer \xff\xfe"), ("cookie", b"\xff=\xfe")])).is_none());
    assert!(start.elapsed() < std::time::Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn time_is_checked_but_no_lifetime_is_too_long() {
    let at = |exp: Value| mint::token(&json!({ "name": "Ada", "exp": exp }));
    for (exp, valid) in [
        (json!(START + 60), true),
        (json!(START - 14), true),
        (json!(START - 15), false),
        (json!(i64::MAX), true),
        (json!(START + 10_000_000_000_i64), true),
        (json!("1"), false),
        (json!(null), false),
    ] {
        assert_eq!(ours().read(&cookie(V4, &at(exp.clone()))).is_some(), valid, "{exp}");
    }
    assert!(ours().read(&cookie(V4, &mint::token(&json!({ "name": "Ada" })))).is_none(), "no exp");
}

#[test]
fn tossed_cookies_are_nobody() {
    let (ada, eve) = (mint::named("Ada"), mint::named("Eve"));
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert!(ours().read(&cookies(&[pair(V4, &ada), pair(V4, &eve)])).is_none());
    assert!(ours().read(&cookies(&[pair(V4, &ada), pair(V4, &ada)])).is_some());
    assert_eq!(
        name(ours().read(&cookies(&[pair(V4, &ada), pair("next-auth.session-token", &eve)]))).as_deref(),
        Some("Ada")
    );
    let v5 = authjs(V5, &json!({ "name": "Bob", "exp": START + 60 }));
    assert_eq!(
        name(ours().read(&cookies(&[pair(V5, &v5), pair(V4, "stale")]))).as_deref(),
        Some("Bob"),
        "who moved to Auth.js 5"
    );
}

#[test]
fn a_changed_secret_is_followed_and_never_shown() {
    let old = mint::named("Ada");
    let both = reader(&["a-new-secret-of-at-least-32-bytes!".to_owned(), SECRET.to_owned()], START);
    assert_eq!(name(both.read(&cookie(V4, &old))).as_deref(), Some("Ada"));
    assert!(reader(&["a-new-secret-of-at-least-32-bytes!".to_owned()], START).read(&cookie(V4, &old)).is_none());
    assert!(!format!("{both:?}").contains(SECRET), "{both:?}");
    assert!(SessionReader::new(Runtime::new(clock(START), OsRng), [""]).is_err());
    assert!(SessionReader::new(Runtime::new(clock(START), OsRng), Vec::<Secret>::new()).is_err());
}
