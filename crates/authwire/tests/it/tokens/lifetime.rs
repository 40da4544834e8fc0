//! How long a token is good.

use super::Target;
use crate::{
    app::{App, SECRET, START},
    browser::Browser,
    mint::{self, SESSION},
};
use authwire::Timestamp;
use serde_json::json;
use std::time::Duration;

const DAY: u64 = 24 * 60 * 60;
const MONTH: i64 = 30 * 24 * 60 * 60;

#[tokio::test]
async fn s_130_no_expiry_no_session() {
    for target in Target::both().await {
        target.refuses(&mint::token(&json!({ "sub": "1", "iat": START })), "no exp").await;
        target.refuses(&mint::token(&json!({})), "nothing").await;
    }
}

#[tokio::test]
async fn s_130_expiry_is_honoured_to_fifteen_seconds() {
    for target in Target::both().await {
        for (exp, valid) in
            [(3600, true), (1, true), (0, true), (-14, true), (-15, false), (-16, false), (-3600, false)]
        {
            let token = mint::token(&json!({ "sub": "1", "exp": START + exp }));
            match valid {
                true => drop(target.takes(&token, &format!("exp {exp}")).await),
                false => target.refuses(&token, &format!("exp {exp}")).await,
            }
        }
    }
}

#[tokio::test]
async fn s_130_strict_takes_no_expiry_that_it_never_gives() {
    let [strict, compat] = Target::both().await;
    let at = |seconds: i64| mint::token(&json!({ "sub": "1", "exp": START + seconds }));
    strict.takes(&at(MONTH + 15), "within the tolerance").await;
    for beyond in [MONTH + 16, 2 * MONTH, 100 * MONTH, i64::MAX - START] {
        strict.refuses(&at(beyond), "beyond").await;
        compat.takes(&at(beyond), "compat signs nobody out for a shorter max_age").await;
    }
    let longer = App::strict().with(|options| {
        options.session_max_age(Duration::from_secs(DAY)).jwt_max_age(Duration::from_secs(90 * DAY));
    });
    let longer = Target::new(longer).await;
    longer.takes(&at(3 * MONTH), "the longer of the two ages counts").await;
    longer.refuses(&at(3 * MONTH + 16), "beyond the longer").await;
}

/// What an instance whose clock is off by so many seconds gives Ada.
async fn made_by(skew: i64, app: App) -> String {
    app.clock.advance(skew);
    let mut browser = Browser::new(app.build());
    browser.sign_in().await;
    browser.session_cookie().expect("signed in").to_owned()
}

#[tokio::test]
async fn s_242_clocks_may_differ_a_little() {
    let short = |app: App| {
        app.with(|options| {
            options.jwt_max_age(Duration::from_secs(60)).session_max_age(Duration::from_secs(60));
        })
    };
    for (index, app) in App::both().into_iter().enumerate() {
        let target = Target::new(short(app)).await;
        let made = async |skew| made_by(skew, short(App::both().into_iter().nth(index).expect("two"))).await;
        for skew in [-70, -10, 0, 10, 14] {
            target.takes(&made(skew).await, &format!("{skew} s")).await;
        }
        target.refuses(&made(-180).await, "made by a slow clock").await;
        assert!(target.reason().contains("expired 120 s ago"), "{}", target.reason());

        let ahead = made(120).await;
        if index == 0 {
            target.refuses(&ahead, "made by a fast clock").await;
            assert!(target.reason().contains("105 s too far away"), "{}", target.reason());
        } else {
            target.takes(&ahead, "v4 looks at neither iat nor a far exp").await;
        }
        for (nbf, valid) in [(10, true), (15, true), (16, false), (120, false)] {
            let token = mint::token(&json!({ "sub": "1", "nbf": START + nbf, "exp": START + 50 }));
            match valid {
                true => drop(target.takes(&token, "nbf").await),
                false => {
                    target.refuses(&token, "nbf").await;
                    assert!(target.reason().contains(&format!("becomes valid in {nbf} s")), "{}", target.reason());
                }
            }
        }
    }
}

/// `Expires` of the session cookie and `expires` of the session, after a sign-in at this moment.
async fn dates(app: &App, now: i64) -> (String, String) {
    app.clock.advance(now - app.clock.now());
    let mut browser = Browser::new(app.build());
    browser.sign_in().await;
    let answer = browser.get("/session").await;
    let cookie = answer.set_cookies().into_iter().find(|cookie| cookie.starts_with(SESSION)).expect("renewed");
    let expires = cookie.split("; ").find_map(|attribute| attribute.strip_prefix("Expires=")).expect("Expires");
    (expires.to_owned(), answer.json()["expires"].as_str().expect("a date").to_owned())
}

#[tokio::test]
async fn s_244_dates_are_right_far_from_now() {
    for app in App::both() {
        let app = app.with(|options| {
            options.session_max_age(Duration::from_secs(DAY)).jwt_max_age(Duration::from_secs(DAY));
        });
        for (now, http, iso) in [
            // The last second of 32 bits, the end of a leap day, of a leap second's day, of summer time, of 1999, and of all four-digit years.
            (2_147_483_647 - 86_400, "Tue, 19 Jan 2038 03:14:07 GMT", "2038-01-19T03:14:07.000Z"),
            (2_147_483_648, "Wed, 20 Jan 2038 03:14:08 GMT", "2038-01-20T03:14:08.000Z"),
            (1_835_395_200 - 86_400, "Tue, 29 Feb 2028 00:00:00 GMT", "2028-02-29T00:00:00.000Z"),
            (1_483_228_799, "Sun, 01 Jan 2017 23:59:59 GMT", "2017-01-01T23:59:59.000Z"),
            (1_792_886_400, "Mon, 26 Oct 2026 00:00:00 GMT", "2026-10-26T00:00:00.000Z"),
            (4_102_444_800, "Sat, 02 Jan 2100 00:00:00 GMT", "2100-01-02T00:00:00.000Z"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59.999Z"),
            (300_000_000_000, "Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(dates(&app, now).await, (http.to_owned(), iso.to_owned()), "{now}");
        }
    }
}

#[tokio::test]
async fn s_244_no_lifetime_overflows() {
    for app in App::both() {
        for age in [
            Duration::MAX,
            Duration::from_secs(u64::MAX / 1000),
            Duration::from_secs(i64::MAX as u64),
            Duration::from_secs(400 * 365 * DAY),
        ] {
            let app = App { options: app.options.clone(), clock: app.clock.clone(), lines: app.lines.clone() }.with(
                |options| {
                    options.session_max_age(age).jwt_max_age(age);
                },
            );
            let (http, iso) = dates(&app, START).await;
            let year: i32 = http.split(' ').nth(3).expect("a year").parse().expect("a number");
            assert!((2400..=9999).contains(&year) && iso.starts_with(&year.to_string()), "{http} {iso}");
        }
        let zero = app.with(|options| {
            options.session_max_age(Duration::ZERO).jwt_max_age(Duration::ZERO);
        });
        assert_eq!(dates(&zero, START).await.1, Timestamp::from_seconds(START).to_iso());
    }
}

#[tokio::test]
async fn s_152_a_session_that_is_used_for_ever_ends_all_the_same() {
    for app in App::both() {
        let app = app.with(|options| {
            options
                .session_max_age(Duration::from_secs(2 * DAY))
                .session_absolute_max_age(Duration::from_secs(5 * DAY));
        });
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let day = i64::try_from(DAY).expect("small");
        for days in 1..=5 {
            app.clock.advance(day);
            assert!(!browser.is_anonymous().await, "day {days}");
        }
        app.clock.advance(1);
        assert!(browser.is_anonymous().await, "one second later");
        assert!(browser.session_cookie().is_none(), "and the cookie is gone");
        assert_eq!(app.lines.count("JWT_SESSION_ERROR"), 1);

        browser.sign_in().await;
        assert!(!browser.is_anonymous().await, "a new sign-in counts anew");
        app.clock.advance(day);
        assert!(!browser.is_anonymous().await);
        app.clock.advance(2 * day + 20);
        assert!(browser.is_anonymous().await, "the idle rule is as without a limit");
    }
}

#[tokio::test]
async fn s_152_a_client_cannot_move_the_limit() {
    for app in App::both() {
        let app = app.with(|options| {
            options.session_absolute_max_age(Duration::from_secs(DAY)).on_jwt(|mut token, call| {
                // The careless callback of many applications: whatever the client sends goes into the token.
                if let Some(serde_json::Value::Object(update)) = call.update {
                    for (key, value) in update {
                        token.set(&key, value);
                    }
                }
                async { Ok(token) }
            });
        });
        let mut browser = Browser::new(app.build());
        browser.sign_in().await;
        let csrf = browser.csrf().await;
        let data = json!({ "auth_time": START + 1_000_000_000, "iat": START + 1_000_000_000 });
        browser.post_json("/session", &json!({ "csrfToken": csrf, "data": data })).await;
        app.clock.advance(i64::try_from(DAY).expect("small") + 1);
        assert!(browser.is_anonymous().await);
        let claims = mint::open(SECRET, &mint::ada_token()).expect("ours");
        assert!(claims.get("auth_time").is_none(), "tokens of before the limit have no such claim");
    }
}
