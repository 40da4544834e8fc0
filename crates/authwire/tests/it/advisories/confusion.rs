//! One kind of secret text in the place of another (S-011, S-014, S-042, S-099).

use crate::{
    app::{App, SECRET, START},
    browser::{Browser, answer},
    mint::{self, CALLBACK_URL, CSRF, SESSION},
};
use authwire::{SessionReader, native::OsRng};
use base64ct::{Base64UrlUnpadded, Encoding};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderValue, Request, header};
use http_body_util::Full;
use serde_json::json;
use sha2::Sha256;

const STATE: &str = "__Secure-next-auth.state";
const PKCE: &str = "__Secure-next-auth.pkce.code_verifier";
const NONCE: &str = "__Secure-next-auth.nonce";

fn reader(app: &App) -> SessionReader {
    let runtime = authwire::Runtime::new(app.clock.clone(), OsRng);
    let mut reader = SessionReader::new(runtime, [SECRET]).expect("a secret");
    reader.danger_accept_plain_cookies().expect("a secret");
    reader
}

fn headers(pairs: &[(header::HeaderName, &[u8])]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_bytes(value).expect("a value"))).collect()
}

/// Whether the application's own routes see nobody.
async fn guarded(app: &App, headers: HeaderMap) -> bool {
    let mut request = Request::builder().uri("/me").body(()).expect("a request");
    *request.headers_mut() = headers;
    app.build().session(&request.into_parts().0).await.is_none()
}

#[tokio::test]
async fn s_011_no_cookie_stands_in_for_another() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let check = |name: &str| {
            let claims = json!({
                "value": "s", "provider": "credentials", "sub": "1", "name": "Ada Lovelace", "iat": START,
                "exp": START + 900, "jti": "j",
            });
            mint::seal(SECRET, name, &claims.to_string())
        };
        let cookies = [
            (SESSION, browser.session_cookie().expect("signed in").to_owned()),
            (CSRF, browser.cookie(CSRF).expect("a cookie").to_owned()),
            (CALLBACK_URL, browser.cookie(CALLBACK_URL).expect("a cookie").to_owned()),
            (STATE, check(STATE)),
            (PKCE, check(PKCE)),
            (NONCE, check(NONCE)),
        ];
        assert!(
            !Browser { cookies: vec![(SESSION.into(), cookies[0].1.clone())], ..browser.clone() }.is_anonymous().await
        );
        for (from, value) in &cookies {
            for (to, _) in cookies.iter().filter(|(to, _)| to != from) {
                let case = format!("{from} as {to}");
                let mut confused = Browser::new(browser.auth.clone());
                confused.set(to, value);
                assert!(confused.clone().is_anonymous().await, "{case}");
                let line = format!("{to}={value}");
                let header = headers(&[(header::COOKIE, line.as_bytes())]);
                assert!(reader(&app).read(&header).is_none(), "{case}");
                assert!(guarded(&app, header).await, "{case}");
                // Nor does it pass for a CSRF pair: its parts, sent back as the token, start nothing.
                for token in
                    [value.as_str(), value.split(['|', '.']).next().unwrap_or_default(), &value[..64.min(value.len())]]
                {
                    let mut attempt = confused.clone();
                    let fields = [("csrfToken", token), ("username", "ada"), ("password", "lovelace")];
                    let refused = attempt.post("/callback/credentials", &fields).await;
                    assert!(refused.location().contains("csrf=true"), "{case}: {refused:?}");
                    assert!(attempt.session_cookie().is_none_or(|cookie| cookie == value), "{case}");
                }
            }
            let bearer = headers(&[(header::AUTHORIZATION, format!("Bearer {value}").as_bytes())]);
            assert_eq!(reader(&app).read(&bearer).is_some(), *from == SESSION, "{from} as Bearer");
            assert!(guarded(&app, bearer).await, "{from} as Bearer");
            let mut as_bearer = Browser::new(browser.auth.clone());
            as_bearer.headers.push(("authorization", format!("Bearer {value}")));
            assert!(as_bearer.is_anonymous().await, "{from} as Bearer");
        }
    }
}

#[tokio::test]
async fn s_014_a_bearer_that_is_none_is_nobody() {
    let long = [&b"Bearer "[..], &b"a".repeat(64 * 1024)].concat();
    let escapes = [&b"Bearer "[..], &b"%41".repeat(20_000)].concat();
    let values: [&[u8]; 15] = [
        b"Bearer %",
        b"Bearer %A",
        b"Bearer %ZZ",
        b"Bearer %ff%fe",
        b"Bearer \xff",
        b"Bearer \xff\xfe\x80",
        b"Bearer ",
        b"Bearer",
        b"",
        b" ",
        b"Bearer  x",
        b"Bearer ....",
        b"Basic %",
        &long,
        &escapes,
    ];
    for app in App::both() {
        let auth = app.build();
        for value in values {
            let case = value[..value.len().min(40)].escape_ascii();
            let header = headers(&[(header::AUTHORIZATION, value)]);
            assert!(reader(&app).read(&header).is_none(), "{case}");
            assert!(guarded(&app, header.clone()).await, "{case}");
            let mut request =
                Request::builder().uri("/api/auth/session").body(Full::<Bytes>::default()).expect("a request");
            *request.headers_mut() = header;
            let answer = answer(&auth, request).await;
            match value.len() {
                // Longer than all headers together may be.
                0x10000.. => assert_eq!(answer.status, 431, "{case}"),
                _ => assert_eq!((answer.status.as_u16(), &*answer.body), (200, "{}"), "{case}"),
            }
        }
        // The same reader does read a token there, escaped or not.
        let token = mint::ada_token();
        for spelling in [token.clone(), token.replace('.', "%2E")] {
            let header = headers(&[(header::AUTHORIZATION, format!("Bearer {spelling}").as_bytes())]);
            assert!(reader(&app).read(&header).is_some());
        }
    }
}

fn segment(bytes: impl AsRef<[u8]>) -> String {
    Base64UrlUnpadded::encode_string(bytes.as_ref())
}

fn claims() -> String {
    json!({ "name": "Ada Lovelace", "sub": "1", "iat": START, "exp": START + 3600, "jti": "j" }).to_string()
}

/// A signed token (RFC 7515) under a symmetric key.
fn signed(header: &str, key: &[u8]) -> String {
    let text = format!("{}.{}", segment(header), segment(claims()));
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(text.as_bytes());
    format!("{text}.{}", segment(mac.finalize().into_bytes()))
}

/// Nobody is signed in by `token`, and why is in the log, where it names `reason`.
async fn refused(app: &App, token: &str, reason: &str) {
    let mut browser = Browser::new(app.build());
    browser.set(SESSION, token);
    app.lines.clear();
    let answer = browser.get("/session").await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (200, "{}"), "{token}");
    assert!(browser.session_cookie().is_none(), "the cookie is deleted");
    let lines = app.lines.all();
    assert!(lines.iter().any(|line| line.starts_with("error JWT_SESSION_ERROR") && line.contains(reason)), "{lines:?}");
    let header = headers(&[(header::AUTHORIZATION, format!("Bearer {token}").as_bytes())]);
    assert!(reader(app).read(&header).is_none(), "{token}");
    assert!(guarded(app, header).await, "{token}");
}

#[tokio::test]
async fn s_042_no_signature_and_no_other_algorithm_makes_a_session() {
    for app in App::both() {
        for alg in ["none", "None", "nOnE", "NONE", ""] {
            let header = segment(format!(r#"{{"alg":"{alg}"}}"#));
            refused(&app, &format!("{header}.{}.", segment(claims())), "five segments").await;
            refused(&app, &format!("{header}.{}", segment(claims())), "five segments").await;
        }
        let pem = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n";
        for key in [SECRET, pem, ""] {
            refused(&app, &signed(r#"{"alg":"HS256","typ":"JWT"}"#, key.as_bytes()), "five segments").await;
        }
        // A genuine token under another header.
        let token = mint::ada_token();
        let rest = token.split_once('.').expect("segments").1;
        for alg in ["none", "HS256", "A256KW", "PBES2-HS256+A128KW", "RSA-OAEP", "DIR"] {
            let header = segment(format!(r#"{{"alg":"{alg}","enc":"A256GCM"}}"#));
            refused(&app, &format!("{header}.{rest}"), "algorithm is not allowed").await;
        }
    }
}

#[tokio::test]
async fn s_099_keys_that_a_token_names_are_never_looked_at() {
    for app in App::both() {
        let token = mint::ada_token();
        let rest = token.split_once('.').expect("segments").1;
        let members = [
            r#""jku":"https://evil.io/keys""#,
            r#""x5u":"https://evil.io/cert""#,
            r#""x5c":["MIIB"]"#,
            r#""jwk":{"kty":"oct","k":"AAAA"}"#,
            r#""kid":"../../dev/null""#,
            r#""x5t#S256":"AAAA""#,
        ];
        for member in members {
            // Refused for the member, before there is a key to ask for: the engine has no client to fetch one with.
            let header = segment(format!(r#"{{"alg":"dir","enc":"A256GCM",{member}}}"#));
            refused(&app, &format!("{header}.{rest}"), "member that is not allowed").await;
        }
    }
}
