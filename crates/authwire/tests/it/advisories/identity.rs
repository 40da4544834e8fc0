//! Who somebody is comes from `authorize` and the token, never from a request (S-021, S-049).

use crate::{
    app::{App, ORIGIN, SECRET},
    browser::{Answer, Browser},
    mint,
};
use authwire::{Credentials, Field, Options, Rng, RngError, Runtime, User};
use http::Method;
use serde_json::{Value, json};

const CLAIMS: [(&str, &str); 9] = [
    ("id", "666"),
    ("userId", "666"),
    ("sub", "666"),
    ("role", "admin"),
    ("emailVerified", "true"),
    ("name", "Mallory"),
    ("user", "{\"id\":\"666\"}"),
    ("exp", "99999999999"),
    ("token", "666"),
];

const HEADERS: [(&str, &str); 6] = [
    ("id", "666"),
    ("user-id", "666"),
    ("x-user-id", "666"),
    ("x-user", "Mallory"),
    ("sub", "666"),
    ("x-role", "admin"),
];

/// What may differ between two runs: the token identifier and the ciphertext around it.
fn seen(answer: &Answer) -> (u16, String, String, Vec<String>) {
    let cookies = answer.set_cookies().into_iter().map(|cookie| {
        let (name, rest) = cookie.split_once('=').expect("a value");
        let (value, attributes) = rest.split_once(';').expect("attributes");
        let value = match mint::open(SECRET, value) {
            Some(mut claims) => {
                claims["jti"] = Value::Null;
                claims.to_string()
            }
            None => value.to_owned(),
        };
        format!("{name}={value};{attributes}")
    });
    (answer.status.as_u16(), answer.location().to_owned(), answer.body.clone(), cookies.collect())
}

/// A whole journey; `query` and `fields` go with each of its requests.
async fn journey(
    browser: &mut Browser,
    query: &str,
    fields: &[(&str, &str)],
    json: bool,
) -> Vec<(u16, String, String, Vec<String>)> {
    let token = browser.cookie(mint::CSRF).expect("a token")[..64].to_owned();
    let mut all = Vec::new();
    for path in ["/callback/credentials", "/session", "/signin/credentials", "/signout"] {
        let mut form = vec![("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
        form.extend_from_slice(fields);
        let path_and_query = format!("{path}{query}");
        let answer = if json {
            let body: Value = form
                .iter()
                .map(|(key, value)| ((*key).to_owned(), json!(value)))
                .collect::<serde_json::Map<_, _>>()
                .into();
            browser.post_json(&path_and_query, &body).await
        } else {
            browser.post(&path_and_query, &form).await
        };
        all.push(seen(&answer));
        for path in ["/session", "/providers", "/csrf"] {
            all.push(seen(&browser.get(&format!("{path}{query}")).await));
        }
    }
    all
}

#[tokio::test]
async fn s_021_no_field_header_or_query_says_who_somebody_is() {
    let query = format!("?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(CLAIMS).finish());
    for app in App::both() {
        let mut fresh = Browser::new(app.build());
        fresh.csrf().await;
        let plain = journey(&mut fresh.clone(), "", &[], false).await;
        assert!(plain[0].3.iter().any(|cookie| cookie.contains("Ada Lovelace")), "signed in: {plain:?}");
        for json in [false, true] {
            assert_eq!(journey(&mut fresh.clone(), "", &CLAIMS, json).await, plain, "in the body");
            assert_eq!(journey(&mut fresh.clone(), &query, &[], json).await, plain, "in the query");
            let mut with_headers = fresh.clone();
            with_headers.headers.extend(HEADERS.map(|(name, value)| (name, value.to_owned())));
            assert_eq!(journey(&mut with_headers, "", &[], json).await, plain, "in headers");
        }
        // Without credentials the same fields sign nobody in.
        let mut fields = CLAIMS.to_vec();
        let token = fresh.csrf().await;
        fields.push(("csrfToken", &token));
        let answer = fresh.send(Method::POST, &format!("/callback/credentials{query}"), None, "").await;
        assert!(!answer.location().eq(ORIGIN) && fresh.session_cookie().is_none());
        let answer = fresh.post(&format!("/callback/credentials{query}"), &fields).await;
        assert!(answer.location().contains("CredentialsSignin") && fresh.session_cookie().is_none(), "{answer:?}");
    }
}

/// The same bytes every time, so that tokens differ as little as they can.
struct Constant;

impl Rng for Constant {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngError> {
        bytes.fill(7);
        Ok(())
    }
}

fn anybody(secret: &str, compat: bool) -> Browser {
    let mut options = Options::new(Runtime::new(App::strict().clock, Constant));
    options.url(ORIGIN).secret(secret);
    options.provider(Credentials::new([Field::new("username")], |input, _| async move {
        let mut user = User::new();
        user.set("name", "x".repeat(500)).set("id", input.str("username").as_deref().unwrap_or_default());
        Ok(Some(user))
    }));
    options.on_session(|mut session, call| {
        if let authwire::SessionCall::Jwt { token, .. } = call {
            session.set_some("sub", token.get("sub"));
        }
        async { Ok(session) }
    });
    if compat {
        options.compat();
    }
    Browser::new(options.build().expect("sound"))
}

#[tokio::test]
async fn s_049_tokens_that_begin_alike_stay_apart() {
    for compat in [false, true] {
        let mut users = Vec::new();
        for name in ["u1", "u2"] {
            let mut browser = anybody(SECRET, compat);
            let token = browser.csrf().await;
            browser.post("/callback/credentials", &[("csrfToken", &token), ("username", name)]).await;
            users.push((name, browser.session_cookie().expect("signed in").to_owned()));
        }
        let alike = users[0].1.bytes().zip(users[1].1.bytes()).take_while(|(a, b)| a == b).count();
        assert!(alike > 700, "the tokens must begin alike: {alike}");

        let shared = anybody(SECRET, compat);
        let other_key = anybody("another secret, which is long enough too", compat);
        for _ in 0..50 {
            for (name, token) in &users {
                let mut reader = shared.clone();
                reader.set(mint::SESSION, token);
                assert_eq!(reader.get("/session").await.json()["sub"], **name);
                let mut stranger = other_key.clone();
                stranger.set(mint::SESSION, token);
                assert!(stranger.is_anonymous().await);
            }
        }
    }
}
