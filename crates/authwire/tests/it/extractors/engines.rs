//! Several engines in one application, and one engine in several places of it.

use super::{ada_cookie, routes, see, session_cookies};
use crate::{
    app::App,
    mint::{self, SESSION},
};
use authwire::Auth;
use axum::{Router, routing::get};
use http::request::Parts;
use std::sync::{Arc, Mutex};

const OTHER_SECRET: &str = "the-secret-of-the-staff-which-is-its-own";

fn staff() -> Auth {
    App::strict()
        .with(|options| {
            options.secret(OTHER_SECRET);
        })
        .build()
}

fn names(auth: &Auth) -> Router {
    let auth = auth.clone();
    Router::new().route(
        "/who",
        get(move |parts: Parts| async move {
            let name = |session: authwire::Session| session.user().name().map(|name| name.into_owned());
            auth.session(&parts).await.and_then(name).unwrap_or_else(|| "nobody".to_owned())
        }),
    )
}

#[tokio::test]
async fn the_session_of_one_engine_is_none_of_another() {
    let (customers, staff) = (App::strict().build(), staff());
    let eve = format!(
        "{SESSION}={}",
        mint::seal(OTHER_SECRET, "", &serde_json::json!({ "name": "Eve", "exp": crate::app::START + 60 }).to_string())
    );
    for (asked, ada, eves) in [(&customers, "Ada Lovelace", "nobody"), (&staff, "nobody", "Eve")] {
        for router in [
            names(asked).layer(customers.layer()),
            names(asked).layer(customers.layer()).layer(staff.layer()),
            names(asked).layer(staff.layer()).layer(customers.layer()),
            names(asked),
        ] {
            assert_eq!(see(&router, "/who", &[("cookie", &ada_cookie())]).await.body, ada);
            assert_eq!(see(&router, "/who", &[("cookie", &eve)]).await.body, eves);
        }
    }
    // Nor of one that was derived with other options.
    let renamed = customers.with(|options| {
        options.on_session(|mut session, _| {
            session.set("user", serde_json::json!({ "name": "somebody" }));
            async { Ok(session) }
        });
    });
    let router = names(&renamed).layer(customers.layer());
    assert_eq!(see(&router, "/who", &[("cookie", &ada_cookie())]).await.body, "somebody");
}

#[tokio::test]
async fn one_engine_twice_around_a_route_reads_once_and_remembers_the_whole_target() {
    for app in App::both() {
        let reads = Arc::new(Mutex::new(0));
        let counted = reads.clone();
        let app = app.with(|options| {
            options.on_session(move |session, _| {
                *counted.lock().expect("not poisoned") += 1;
                async { Ok(session) }
            });
        });
        let auth = app.build();
        let inner = routes().layer(auth.layer());
        let router = Router::new().nest("/team", inner).layer(auth.layer()).with_state(auth.clone());
        let answer = see(&router, "/team/twice", &[("cookie", &ada_cookie())]).await;
        assert_eq!(answer.body, "Ada Lovelace Ada Lovelace Ada Lovelace");
        assert_eq!((*reads.lock().expect("not poisoned"), session_cookies(&answer).len()), (1, 1));
        let away = see(&router, "/team/must", &[("accept", "text/html")]).await;
        assert!(away.location().ends_with("callbackUrl=%2Fteam%2Fmust"), "{}", away.location());
    }
}

#[tokio::test]
async fn the_applications_own_paths_are_no_actions() {
    for app in App::both() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = seen.clone();
        let app = app.with(|options| {
            options.per_request(move |info, _| {
                log.lock().expect("not poisoned").push((info.uri().path().to_owned(), info.action().is_some()));
            });
        });
        let auth = app.build();
        let own = Router::new().route("/signin", get(|| async { "our page" }));
        let router = own.layer(auth.layer()).nest_service("/api/auth", auth.clone());
        assert_eq!(see(&router, "/signin", &[]).await.body, "our page");
        assert_eq!(see(&router, "/api/auth/csrf", &[]).await.status, 200);
        assert_eq!(*seen.lock().expect("not poisoned"), [("/signin".to_owned(), false), ("/csrf".to_owned(), true)]);
    }
}

#[tokio::test]
async fn a_wrong_mount_is_said_once_whatever_the_options_of_a_request_are() {
    for app in App::both() {
        let app = app.with(|options| {
            options.per_request(|_, options| {
                options.url("https://tenant.example");
            });
        });
        let router = Router::new().nest_service("/elsewhere", app.build());
        for _ in 0..3 {
            see(&router, "/elsewhere/nothing", &[]).await;
        }
        assert_eq!(app.lines.count("MOUNT"), 1, "{:?}", app.lines.all());
    }
}
