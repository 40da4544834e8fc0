//! Targets that honest users have, and what must not get through with them.

use super::sinks::{Action, Landing, SINKS, Sink, Visitor};
use crate::{
    app::{App, ORIGIN},
    browser::Browser,
};
use authwire::{Pages, SignIn};

async fn target(visitor: &Visitor, sink: Sink, payload: &str) -> String {
    match visitor.send(sink, payload).await {
        Landing::Target(target) => target,
        other => panic!("{payload:?} at {sink:?}: {other:?}"),
    }
}

/// As [`target`], where the payload can be written there at all.
async fn lands(visitor: &Visitor, sink: Sink, payload: &str, wanted: &str) {
    match visitor.send(sink, payload).await {
        Landing::Target(target) => assert_eq!(target, wanted, "{payload:?} at {sink:?}"),
        Landing::Unsent => {}
        Landing::Refused => panic!("{payload:?} at {sink:?} refused"),
    }
}

#[tokio::test]
async fn s_104_honest_targets_arrive_as_they_were_given() {
    let honest = [
        ("/a/b?x=1&y=%2F#h", "https://app.example/a/b?x=1&y=%2F#h"),
        ("https://app.example/x", "https://app.example/x"),
        ("https://app.example", "https://app.example"),
        ("/", "https://app.example/"),
        ("/%E6%BC%A2?q=%C3%A9&amp=a+b", "https://app.example/%E6%BC%A2?q=%C3%A9&amp=a+b"),
    ];
    for app in App::both() {
        let visitor = Visitor::new(app).await;
        for (given, arrives) in honest {
            for sink in SINKS {
                lands(&visitor, sink, given, arrives).await;
            }
        }
    }
}

#[tokio::test]
async fn s_104_other_scripts_are_escaped_where_a_header_carries_them() {
    let (given, escaped) = ("/漢字?q=é", "https://app.example/%E6%BC%A2%E5%AD%97?q=%C3%A9");
    for (app, in_json) in App::both().into_iter().zip([escaped, "https://app.example/漢字?q=é"]) {
        let visitor = Visitor::new(app).await;
        for action in [Action::Callback, Action::SignOut] {
            assert_eq!(target(&visitor, Sink::Form(action), given).await, escaped);
            assert_eq!(target(&visitor, Sink::Query(action), given).await, escaped);
            assert_eq!(target(&visitor, Sink::FormReply(action), given).await, in_json);
        }
        assert_eq!(target(&visitor, Sink::Cookie, given).await, escaped);
    }
}

#[tokio::test]
async fn s_104_a_port_of_the_application_is_kept() {
    for app in App::both() {
        let mut browser = Browser::new(
            app.with(|options| {
                options.url("https://app.example:8443");
            })
            .build(),
        );
        browser.sign_in().await;
        let token = browser.csrf().await;
        for (given, arrives) in [
            ("/x", "https://app.example:8443/x"),
            ("https://app.example:8443/x?y=1", "https://app.example:8443/x?y=1"),
            ("https://app.example/x", "https://app.example:8443"),
        ] {
            let answer = browser.post("/signout", &[("csrfToken", &token), ("callbackUrl", given)]).await;
            assert_eq!(answer.location(), arrives, "{given}");
        }
    }
}

#[tokio::test]
async fn s_105_line_breaks_make_no_header() {
    let hostile = [
        "https://app.example/\r\nX: y",
        "https://app.example/\rX: y",
        "https://app.example/\nX: y",
        "https://app.example/a\tb",
        "https://app.example/a\0b",
        "https://app.example/?q=\r\n\r\n<p>",
        "https://app.example/#\u{7f}\u{85}",
        "/\r\nSet-Cookie: next-auth.session-token=x",
    ];
    for (app, compat) in App::both().into_iter().zip([false, true]) {
        let visitor = Visitor::new(app.with(|_| ())).await;
        for given in hostile {
            for sink in SINKS {
                // The landing asserts one Location of visible ASCII, or next-auth's refusal, which these are none of.
                match visitor.send(sink, given).await {
                    Landing::Target(target) => assert!(target.starts_with(ORIGIN), "{given:?} at {sink:?}: {target}"),
                    Landing::Unsent => assert!(matches!(sink, Sink::RawCookie)),
                    Landing::Refused => panic!("{given:?} at {sink:?} in compat: {compat}"),
                }
            }
        }
        let mut browser = Browser::new(
            App::strict()
                .with(|options| {
                    options.profile(profile(compat));
                })
                .build(),
        );
        browser.sign_in().await;
        let token = browser.csrf().await;
        for given in hostile {
            let answer = browser.post("/signout", &[("csrfToken", &token), ("callbackUrl", given)]).await;
            assert_eq!(answer.header("x"), None);
            assert!(answer.set_cookies().iter().all(|cookie| cookie.starts_with("__Secure-")), "{answer:?}");
        }
    }
}

fn profile(compat: bool) -> authwire::SecurityProfile {
    if compat { authwire::SecurityProfile::Compat } else { authwire::SecurityProfile::Strict }
}

#[tokio::test]
async fn s_106_what_is_emitted_is_absolute() {
    let pages = Pages {
        sign_in: Some("/login".into()),
        sign_out: Some("/bye".into()),
        error: Some("/oops?a=1".into()),
        verify_request: Some("/look".into()),
    };
    let redirects = [
        ("/signin", "/login?callbackUrl=https%3A%2F%2Fapp.example"),
        ("/signout", "/bye"),
        ("/error?error=AccessDenied", "/oops?a=1&error=AccessDenied"),
        ("/verify-request", "/look"),
    ];
    for (app, prefix) in App::both().into_iter().zip([ORIGIN, ""]) {
        let auth = app
            .with(|options| {
                options.pages(pages.clone());
            })
            .build();
        for (path, page) in redirects {
            assert_eq!(Browser::new(auth.clone()).get(path).await.location(), format!("{prefix}{page}"));
        }
    }
    let asked = [("/blocked?x=1", "/blocked?x=1"), ("blocked", "blocked"), ("//evil.io", "//evil.io")];
    let strict = ["https://app.example/blocked?x=1", "https://app.example/blocked", "https://app.example//evil.io"];
    for ((decision, compat_target), strict_target) in asked.into_iter().zip(strict) {
        for (app, wanted) in App::both().into_iter().zip([strict_target, compat_target]) {
            let denies = app.with(|options| {
                options.on_sign_in(move |_| async move { Ok(SignIn::Redirect(decision.to_owned())) });
            });
            let mut browser = Browser::new(denies.build());
            let token = browser.csrf().await;
            let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
            assert_eq!(browser.post("/callback/credentials", &fields).await.location(), wanted);
        }
    }
}

#[tokio::test]
async fn s_107_a_target_without_a_slash_is_a_page_of_the_application() {
    let relative = [
        ("dashboard", "https://app.example/dashboard"),
        ("a/b?c=d", "https://app.example/a/b?c=d"),
        ("?x", "https://app.example/?x"),
        ("#y", "https://app.example/#y"),
        (".", "https://app.example/"),
    ];
    for (app, compat) in App::both().into_iter().zip([false, true]) {
        let visitor = Visitor::new(app).await;
        for (given, resolved) in relative {
            for sink in SINKS {
                let case = format!("{given} at {sink:?}, compat: {compat}");
                match (visitor.send(sink, given).await, sink) {
                    (Landing::Refused, _) => assert!(compat && sink.is_query(), "{case}"),
                    (Landing::Target(target), _) if compat => {
                        assert!(target == ORIGIN && !sink.is_query(), "{case}: {target}");
                    }
                    // The cookie is the engine's own: what it never writes there is replaced.
                    (Landing::Target(target), Sink::Cookie | Sink::RawCookie) => assert_eq!(target, ORIGIN, "{case}"),
                    (Landing::Target(target), _) => assert_eq!(target, resolved, "{case}"),
                    (Landing::Unsent, _) => panic!("{case}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn s_109_nobody_is_sent_to_an_action() {
    let actions = [
        "/api/auth",
        "/api/auth/",
        "/api/auth/signout",
        "/api/auth/signin",
        "/api/auth/callback/x?code=1&state=2",
        "https://app.example/api/auth/signin#x",
        "/x/../api/auth/signout",
        "//api//auth/signout",
        "/api/%61uth/signout",
        "/api%2Fauth%2Fsignout",
        "/x/%2e%2e/api/auth/signout",
        "/x%2f..%2fapi/auth/signout",
        "/x/..\\api\\auth\\signout",
    ];
    for (app, compat) in App::both().into_iter().zip([false, true]) {
        let visitor = Visitor::new(app).await;
        for given in actions {
            for sink in SINKS {
                let kept = if given.starts_with('/') { format!("{ORIGIN}{given}") } else { given.to_owned() };
                lands(&visitor, sink, given, if compat { &kept } else { ORIGIN }).await;
            }
        }
        for page in ["/api/authors", "/api/auth-admin", "/docs/api/auth", "/api", "/API/AUTH"] {
            assert_eq!(target(&visitor, Sink::Form(Action::SignOut), page).await, format!("{ORIGIN}{page}"));
        }
    }
}
