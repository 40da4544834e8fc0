//! A session that is read is renewed: once, and on the response that belongs to it.

use super::{ada_cookie, application, routes, see, session_cookies, shown};
use crate::{
    app::{App, SECRET, START},
    browser::Browser,
    mint::{self, SESSION},
};
use authwire::{Auth, Session};
use axum::{
    Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use http::{StatusCode, header::CACHE_CONTROL};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

const PRIVATE: Option<&str> = Some("private, no-cache, no-store");

fn counting(app: App) -> (App, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = count.clone();
    let app = app.with(move |options| {
        options.on_jwt(move |token, _| {
            seen.fetch_add(1, Ordering::SeqCst);
            async { Ok(token) }
        });
    });
    (app, count)
}

#[tokio::test]
async fn once_however_often_it_is_read() {
    for app in App::both() {
        let (app, count) = counting(app);
        let router = application(&app.build());
        app.clock.advance(60);
        for (reads, target) in [(1, "/must"), (1, "/may"), (1, "/twice"), (0, "/none")] {
            count.store(0, Ordering::SeqCst);
            let answer = see(&router, target, &[("cookie", &ada_cookie())]).await;
            assert_eq!(answer.status, 200);
            assert_eq!((count.load(Ordering::SeqCst), session_cookies(&answer).len()), (reads, reads), "{target}");
            if reads == 1 {
                let renewed = mint::open(SECRET, answer.cookie(SESSION).expect("renewed")).expect("ours");
                assert_eq!((&renewed["name"], &renewed["iat"]), (&"Ada Lovelace".into(), &(START + 60).into()));
                assert_eq!(answer.header("cache-control"), PRIVATE);
            }
            assert_eq!(answer.set_cookies().len(), reads, "no other cookie: {answer:?}");
        }
    }
}

async fn at_once(State(auth): State<Auth>, request: Request) -> String {
    let (parts, _) = request.into_parts();
    let (first, second) = tokio::join!(auth.session(&parts), auth.session(&parts));
    format!("{} {}", shown(first), shown(second))
}

#[tokio::test]
async fn once_even_if_two_ask_at_once_or_two_layers_are_there() {
    for app in App::both() {
        let auth = app.build();
        let router =
            routes().route("/at-once", get(at_once)).layer(auth.layer()).layer(auth.layer()).with_state(auth.clone());
        for target in ["/at-once", "/twice", "/must"] {
            let answer = see(&router, target, &[("cookie", &ada_cookie())]).await;
            assert!(answer.body.starts_with("Ada Lovelace"));
            assert_eq!(session_cookies(&answer).len(), 1, "{target}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn without_the_layer_the_session_is_read_and_not_renewed() {
    for app in App::both() {
        let auth = app.build();
        let answer = see(&routes().with_state(auth), "/must", &[("cookie", &ada_cookie())]).await;
        assert_eq!((answer.body.as_str(), answer.set_cookies().len()), ("Ada Lovelace", 0));
    }
}

#[tokio::test]
async fn chunks_are_renewed_together() {
    for app in App::both() {
        let claims = serde_json::json!({ "name": "Ada", "filler": "x".repeat(6000), "exp": START + 3600 });
        let cookies = mint::chunks(SESSION, &mint::token(&claims));
        let line: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = see(&application(&app.build()), "/twice", &[("cookie", &line.join("; "))]).await;
        let names: Vec<&str> =
            session_cookies(&answer).into_iter().filter_map(|cookie| cookie.split('=').next()).collect();
        assert_eq!(names, (0..3).map(|index| format!("{SESSION}.{index}")).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn every_response_of_the_application_carries_it() {
    async fn fails(_: Session) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
    async fn leaves(_: Session) -> Redirect {
        Redirect::to("/elsewhere")
    }
    async fn sets(_: Session) -> impl IntoResponse {
        ([("set-cookie", "theme=dark"), ("cache-control", "public, max-age=3600")], "x")
    }
    async fn careful(_: Session) -> impl IntoResponse {
        ([("cache-control", "private, max-age=60")], "x")
    }
    for app in App::both() {
        let auth = app.build();
        let router = Router::new()
            .route("/fails", get(fails))
            .route("/leaves", get(leaves))
            .route("/sets", get(sets))
            .route("/careful", get(careful))
            .layer(auth.layer())
            .with_state(auth);
        for (target, cookies, caching) in [
            ("/fails", 1, PRIVATE),
            ("/leaves", 1, PRIVATE),
            // What is somebody's own must not be kept for others, whatever the handler says.
            ("/sets", 2, PRIVATE),
            ("/careful", 1, Some("private, max-age=60")),
        ] {
            let answer = see(&router, target, &[("cookie", &ada_cookie())]).await;
            assert_eq!((session_cookies(&answer).len(), answer.set_cookies().len()), (1, cookies), "{target}");
            assert_eq!(answer.header("cache-control"), caching, "{target}");
            assert_eq!(answer.headers.get_all(CACHE_CONTROL).iter().count(), 1);
        }
    }
}

/// A middleware of the application that looks at everybody's session, on the engine's routes too.
async fn look(State(auth): State<Auth>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let _ = auth.session(&parts).await;
    next.run(Request::from_parts(parts, body)).await
}

#[tokio::test]
async fn a_renewal_undoes_no_sign_out() {
    for app in App::both() {
        let auth = app.build();
        let router: Router = Router::new()
            .nest_service("/api/auth", auth.clone())
            .layer(from_fn_with_state(auth.clone(), look))
            .layer(auth.layer());
        let mut browser = Browser::new(auth.clone());
        browser.sign_in().await;
        let token = browser.csrf().await;
        let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");

        let read = see(&router, "/api/auth/session", &[("cookie", &cookies)]).await;
        assert_eq!(session_cookies(&read).len(), 1, "once: {read:?}");
        assert!(read.json()["user"].is_object());

        let request = Request::post("/api/auth/signout")
            .header("cookie", &cookies)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(format!("csrfToken={token}")))
            .expect("a request");
        let response = tower::ServiceExt::oneshot(router.clone(), request).await.expect("infallible");
        let sets: Vec<&str> =
            response.headers().get_all("set-cookie").iter().map(|v| v.to_str().expect("ASCII")).collect();
        let sets: Vec<&&str> = sets.iter().filter(|cookie| cookie.starts_with(SESSION)).collect();
        assert_eq!(sets, [&&*format!("{SESSION}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax")]);
    }
}
