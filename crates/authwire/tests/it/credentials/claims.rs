//! What enters token and session, and for how long.

use super::{answering, attempts};
use crate::{
    app::{App, SECRET},
    browser::Browser,
    mint,
    witness::Witness,
};
use authwire::User;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// The claims of the browser's session, without those that every renewal changes.
fn claims(browser: &Browser) -> Value {
    let mut claims = mint::open(SECRET, browser.session_cookie().expect("signed in")).expect("our token");
    let map = claims.as_object_mut().expect("an object");
    for renewed in ["iat", "exp", "jti"] {
        assert!(map.remove(renewed).is_some(), "{renewed} is stamped");
    }
    claims
}

#[tokio::test]
async fn s_154_an_update_changes_no_claim_by_itself() {
    let hostile = [
        json!({ "sub": "2", "email": "root@app.example", "role": "admin", "exp": 9_999_999_999_i64, "iat": 0, "user": { "id": "2" } }),
        json!({ "user": { "name": "root", "email": "root@app.example", "image": "x" }, "expires": "2099-01-01T00:00:00.000Z" }),
        json!({ "token": { "sub": "2" }, "session": { "user": { "id": "2" } }, "auth_time": 0, "__proto__": { "role": "admin" } }),
        json!("sub=2"),
        json!(["sub", "2"]),
        json!(null),
        json!(true),
    ];
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let before = claims(&browser);
        let (token, session) = (browser.csrf().await, browser.get("/session").await.body);
        for data in &hostile {
            let mut body = json!({ "csrfToken": token, "data": data });
            // The same beside `data`, where an application's hook does not even look.
            if let (Some(fields), Some(data)) = (body.as_object_mut(), data.as_object()) {
                fields.extend(data.clone());
            }
            let answer = browser.post_json("/session", &body).await;
            assert_eq!((answer.status.as_u16(), &*answer.body), (200, &*session), "{data}");
            assert_eq!(claims(&browser), before, "{data}");
        }
        let fields = [("csrfToken", &*token), ("data", r#"{"sub":"2"}"#), ("sub", "2"), ("data[sub]", "2")];
        assert_eq!(browser.post("/session", &fields).await.body, session);
        assert_eq!(claims(&browser), before);
    }
}

#[tokio::test]
async fn s_154_a_typed_hook_takes_what_it_names() {
    #[derive(serde::Deserialize)]
    struct Change {
        name: String,
    }
    for app in App::both() {
        let app = app.with(|options| {
            options.on_jwt(|mut token, call| async move {
                if let Some(change) = call.update.and_then(|data| serde_json::from_value::<Change>(data).ok()) {
                    token.set("name", change.name);
                }
                Ok(token)
            });
        });
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let (mut expected, token) = (claims(&browser), browser.csrf().await);
        let refused = json!({ "csrfToken": token, "data": { "name": { "$ne": 1 }, "sub": "2" } });
        browser.post_json("/session", &refused).await;
        assert_eq!(claims(&browser), expected);
        let taken = json!({ "csrfToken": token, "data": { "name": "Countess", "sub": "2", "role": "admin" } });
        assert_eq!(browser.post_json("/session", &taken).await.json()["user"]["name"], "Countess");
        expected["name"] = json!("Countess");
        assert_eq!(claims(&browser), expected);
    }
}

/// A row of a users table, as an application might hand it over whole.
fn row() -> User {
    let row = json!({
        "id": "1", "name": "Ada", "email": "ada@app.example", "image": null, "role": "admin", "passwordHash": "$argon2id$x",
        "emailVerified": "2026-01-01T00:00:00.000Z", "access_token": "at", "sub": "other", "exp": 1, "picture": "p",
        "nested": { "z": 1, "a": null }
    });
    row.as_object().cloned().unwrap_or_default().into()
}

#[tokio::test]
async fn s_155_the_session_shows_name_email_and_image() {
    for app in App::both() {
        let app = app.with(|options| {
            options.providers = vec![answering(|| Ok(Some(row()))).into()];
            options.on_jwt(|mut token, call| {
                if let Some(account) = &call.account {
                    token.set("access_token", "provider-token").set("account", account.to_json());
                }
                async { Ok(token) }
            });
        });
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        browser.post("/callback/credentials", &[("csrfToken", &token)]).await;
        let expires = "2026-12-21T18:54:24.000Z";
        let expected =
            format!(r#"{{"user":{{"name":"Ada","email":"ada@app.example","image":null}},"expires":"{expires}"}}"#);
        assert_eq!(browser.get("/session").await.body, expected);
        let update = json!({ "csrfToken": token, "data": {} });
        assert_eq!(browser.post_json("/session", &update).await.body, expected);
        assert_eq!(claims(&browser)["access_token"], "provider-token", "it is in the token alone");
    }
}

#[tokio::test]
async fn s_166_further_fields_of_a_user_reach_the_callback_and_go_no_further() {
    for app in App::both() {
        let witness = Witness::default();
        let app = witness.watch(app).with(|options| options.providers = vec![answering(|| Ok(Some(row()))).into()]);
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        browser.post("/callback/credentials", &[("csrfToken", &token)]).await;
        let user = Value::Object(row().to_json()).to_string();
        for call in witness.take().iter().filter(|call| call.starts_with("jwt ") || call.starts_with("signIn ")) {
            assert!(call.contains(&user), "whole, in order, null kept: {call}");
        }
        let expected = json!({ "name": "Ada", "email": "ada@app.example", "picture": null, "sub": "1" });
        assert_eq!(claims(&browser), expected);
    }
}

#[tokio::test]
async fn s_166_an_id_is_text_or_becomes_text() {
    let ids: [(Option<Value>, Option<&str>); 13] = [
        (Some(json!("1")), Some("1")),
        (Some(json!(7)), Some("7")),
        (Some(json!(-7)), Some("-7")),
        (Some(json!(9_007_199_254_740_991_i64)), Some("9007199254740991")),
        (Some(json!(7.0)), Some("7")),
        (Some(json!(-0.0)), Some("0")),
        (Some(json!(1.5)), Some("1.5")),
        (Some(json!("0")), Some("0")),
        (Some(json!(0)), Some("0")),
        (None, None),
        (Some(json!(null)), None),
        (Some(json!({ "$oid": "1" })), None),
        (Some(json!(["1"])), None),
    ];
    for (id, sub) in ids {
        for (app, strict) in App::both().into_iter().zip([true, false]) {
            let witness = Witness::default();
            let mut user = Map::new();
            user.extend(id.clone().map(|id| ("id".to_owned(), id)));
            user.insert("name".to_owned(), json!("Ada"));
            let given = user.clone();
            let app = witness.watch(app).with(|options| {
                options.providers = vec![answering(move || Ok(Some(User::from(user.clone())))).into()];
            });
            let auth = app.build();
            app.lines.clear();
            let mut browser = Browser::new(auth.clone());
            let token = browser.csrf().await;
            let answer = browser.post("/callback/credentials", &[("csrfToken", &token)]).await;
            if sub.is_none() && strict {
                assert_eq!(answer.location(), "https://app.example/api/auth/error?error=Callback", "{id:?}");
                assert!(browser.session_cookie().is_none(), "{id:?}");
                assert_eq!(app.lines.count("AUTHORIZE_ERROR"), 1, "{id:?}: {:?}", app.lines.all());
                assert_eq!(witness.beyond_redirects(), Vec::<String>::new());
                continue;
            }
            let mut expected = json!({ "name": "Ada" });
            if let Some(sub) = sub {
                expected["sub"] = json!(sub);
            }
            assert_eq!(claims(&browser), expected, "{id:?}");
            // The account and the callbacks keep the id as it was given.
            let account = id.as_ref().map_or_else(String::new, |id| format!("\"providerAccountId\":{id},"));
            let calls = witness.take().join("\n");
            assert!(calls.contains(&format!("\"user\":{}", Value::Object(given))), "{calls}");
            assert!(calls.contains(&format!("\"account\":{{{account}\"type\":\"credentials\"")), "{calls}");
        }
    }
    // An empty text would make one user of all who have it.
    let app = App::strict().with(|options| {
        options.providers =
            vec![answering(|| Ok(Some(User::from(Map::from_iter([("id".to_owned(), json!(""))]))))).into()];
    });
    let (page, _) = attempts(&app.build(), &[]).await;
    assert_eq!(page.location(), "https://app.example/api/auth/error?error=Callback");
}

#[tokio::test]
async fn s_152_a_session_in_use_ends_at_its_absolute_age() {
    const HOUR: i64 = 60 * 60;
    for app in App::both() {
        let app = app.with(|options| {
            options.session_max_age(Duration::from_secs(3600)).session_absolute_max_age(Duration::from_secs(8 * 3600));
            // An application that makes its token anew keeps the session no longer alive.
            options.on_jwt(|token, _| async move {
                let mut fresh = authwire::Token::new();
                fresh.set_some("sub", token.get("sub")).set_some("name", token.get("name"));
                Ok(fresh)
            });
        });
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let signed_in = app.clock.now();
        let stolen_update = |token: &str| json!({ "csrfToken": token, "data": { "auth_time": signed_in + 9 * HOUR, "iat": signed_in + 9 * HOUR } });
        let token = browser.csrf().await;
        while app.clock.now() + 1800 <= signed_in + 8 * HOUR {
            app.clock.advance(1800);
            assert!(!browser.is_anonymous().await, "in use for {} s", app.clock.now() - signed_in);
            browser.post_json("/session", &stolen_update(&token)).await;
        }
        app.clock.advance(60);
        assert!(browser.is_anonymous().await, "in use, but over");
        assert!(browser.session_cookie().is_none(), "and the cookie is gone");

        let mut idle = Browser::new(app.build());
        idle.sign_in().await;
        idle.get("/session").await;
        app.clock.advance(HOUR + 15);
        assert!(idle.is_anonymous().await, "not used for longer than max_age");
    }
    // Without the option a session in use lives on, as in next-auth.
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        for _ in 0..20 {
            app.clock.advance(29 * 24 * HOUR);
            assert!(!browser.is_anonymous().await);
        }
    }
}
