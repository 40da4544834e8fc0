//! Strings of our own making from the classes of the table.

use super::sinks::{Action, Landing, Sink, Visitor, stays};
use crate::app::App;
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use std::cell::Cell;

fn host() -> impl Strategy<Value = &'static str> {
    select(vec![
        "evil.io",
        "app.example",
        "APP.EXAMPLE",
        "app.example.",
        "app.example.evil.io",
        "evilapp.example",
        "app.example:443",
        "app.example:0443",
        "app.example:8443",
        "app.example:",
        "app%2eexample",
        "app.example%2eevil.io",
        "app\u{3002}example",
        "\u{24d0}pp.example",
        "app.ex\u{430}mple",
        "app\u{ad}.example",
        "app.example\u{200b}",
        "xn--app-.example",
        "127.0.0.1",
        "2130706433",
        "[::1]",
        "app.example%00",
        "app.example\\.evil.io",
    ])
}

fn separator() -> impl Strategy<Value = &'static str> {
    select(vec!["", "@", "\\@", "%40", "#@", "?@", "/@", ":@", ":443@", "@@", "%5c@", "\t@", "%2f@", ";@", "&", "."])
}

fn slashes() -> impl Strategy<Value = String> {
    let one = select(vec!["/", "\\", "%2f", "%5c", "\t", "\r", "\n", " ", ".", "..", "%09", "\u{2215}", "%252f", "\0"]);
    proptest::collection::vec(one, 0..5).prop_map(|parts| parts.concat())
}

fn scheme() -> impl Strategy<Value = &'static str> {
    select(vec![
        "https",
        "HTTPS",
        "hTtPs",
        "http",
        "https\t",
        "h\nttps",
        " https",
        "\u{1}https",
        "https%3a",
        "//https",
        "javascript",
        "java\tscript",
        "data",
        "vbscript",
        "file",
        "blob:https",
        "ftp",
        "wss",
        "view-source:https",
    ])
}

fn tail() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "/",
        "/x",
        "?x=1",
        "#y",
        "/..//evil.io",
        "/%2e%2e//evil.io",
        "\\@evil.io/",
        "/\r\nX: y",
        "/\u{e9}",
        "\0",
        " ",
        "/\\evil.io",
        "\\..\\",
        "\\@evil.io/\u{6f22}",
        "\u{fffd}",
    ])
}

fn target() -> impl Strategy<Value = String> {
    let colon = select(vec![":", ":/", "://", ":///", ":\\\\", ":/\\", ":\t//", "%3a//", ""]);
    let absolute = (scheme(), colon, slashes(), host(), separator(), host(), tail()).prop_map(
        |(scheme, colon, more, first, separator, second, tail)| {
            let second = if separator.is_empty() { "" } else { second };
            format!("{scheme}{colon}{more}{first}{separator}{second}{tail}")
        },
    );
    let authority = (host(), separator(), host(), tail())
        .prop_map(|(first, separator, second, tail)| format!("https://{first}{separator}{second}{tail}"));
    let relative = (slashes(), host(), separator(), host(), tail())
        .prop_map(|(slashes, first, separator, second, tail)| format!("{slashes}{first}{separator}{second}{tail}"));
    let rooted = (slashes(), host(), tail()).prop_map(|(slashes, host, tail)| format!("/{slashes}{host}{tail}"));
    prop_oneof![absolute, authority, relative, rooted, "\\PC{0,12}", "[/\\\\.:@?#%a-f0-9\t]{0,16}"]
}

/// The sinks that differ in how they read or write; the others share their code with one of these.
const SINKS: [Sink; 6] = [
    Sink::Form(Action::SignOut),
    Sink::QueryReply(Action::SignOut),
    Sink::Query(Action::Callback),
    Sink::Cookie,
    Sink::RawCookie,
    Sink::Page,
];

#[test]
fn s_103_generated_targets_lead_nowhere_else() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let visitors = App::both().map(|app| runtime.block_on(Visitor::new(app)));
    let landed = Cell::new(0_u32);
    let run = |target: String| {
        for (visitor, compat) in visitors.iter().zip([false, true]) {
            for sink in SINKS {
                match runtime.block_on(visitor.send(sink, &target)) {
                    Landing::Refused => prop_assert!(compat && sink.is_query(), "{target:?} refused at {sink:?}"),
                    Landing::Target(end) => {
                        prop_assert!(stays(&end, compat), "{target:?} leads to {end:?} at {sink:?}");
                        landed.set(landed.get() + u32::from(end != "https://app.example"));
                    }
                    Landing::Unsent => {}
                }
            }
        }
        Ok(())
    };
    let config = Config { cases: 600, failure_persistence: None, ..Config::default() };
    if let Err(error) = TestRunner::new(config).run(&target(), run) {
        panic!("{error}");
    }
    assert!(landed.get() > 600, "the strings must not all be refused: {}", landed.get());
}
