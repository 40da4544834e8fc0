//! Callback URLs that once led elsewhere (S-002, S-003, S-056).

use crate::{
    app::{App, ORIGIN},
    redirects::sinks::{Landing, SINKS, Visitor, stays},
};

#[tokio::test]
async fn s_002_a_host_is_compared_whole() {
    for app in App::both() {
        let visitor = Visitor::new(app).await;
        for url in ["https://app.example.evil.io", "https://app.example@evil.io", "https://app.example.evil.io/x?y"] {
            for sink in SINKS {
                let landing = visitor.send(sink, url).await;
                assert!(matches!(&landing, Landing::Target(target) if target == ORIGIN), "{url} {sink:?}: {landing:?}");
            }
        }
    }
}

#[tokio::test]
async fn s_003_two_slashes_name_no_host() {
    for (app, compat) in App::both().into_iter().zip([false, true]) {
        let visitor = Visitor::new(app).await;
        for url in ["//evil.io", "//evil.io/x", "//u@evil.io:443//"] {
            for sink in SINKS {
                let landing = visitor.send(sink, url).await;
                let inside = matches!(&landing, Landing::Target(target) if stays(target, compat));
                assert!(inside, "{url} {sink:?}: {landing:?}");
            }
        }
    }
}

/// Labels that are no A-labels, or that decode to what is not the application's name.
pub const LOOKALIKES: [&str; 9] = [
    "xn--app-.example",
    "xn--app.example",
    "xn--.app.example",
    "app.xn--example-",
    "app.example.xn--",
    "xn--app-.xn--example-",
    "xn--pp-7kc.example",
    "app.example.",
    "app.xn--example",
];

#[tokio::test]
async fn s_056_only_the_name_itself_is_the_name() {
    for app in App::both() {
        let visitor = Visitor::new(app).await;
        for host in LOOKALIKES {
            for sink in SINKS {
                match visitor.send(sink, &format!("https://{host}/x")).await {
                    Landing::Target(target) => assert_eq!(target, ORIGIN, "{host} {sink:?}"),
                    // Some of them do not even parse.
                    Landing::Refused => assert!(sink.is_query(), "{host} {sink:?}"),
                    Landing::Unsent => {}
                }
            }
        }
    }
}
