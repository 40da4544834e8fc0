//! The table of hostile targets, at every sink.

use super::sinks::{Landing, SINKS, Visitor, stays};
use crate::app::{App, ORIGIN};

/// Where a payload may lead.
#[derive(Clone, Copy, Debug)]
enum Want {
    /// The base URL and nothing else.
    Base,
    /// Any page of the application.
    Stay,
    /// This very target.
    Exactly(&'static str),
    /// This target, or the base URL.
    BaseOr(&'static str),
}
use Want::*;

/// What next-auth makes of a payload in the query: that which it takes for a URL, the compat profile answers like the strict one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum V4 {
    Url,
    /// Its configuration answer.
    Refused,
}
use V4::*;

/// Number, payload, strict, compat, and next-auth's view. "Base or stay" is written [`Stay`]: the base URL stays too.
const PAYLOADS: [(u8, &str, Want, Want, V4); 52] = [
    (1, "//evil.io", Stay, Stay, Url),
    (2, "///evil.io", Stay, Stay, Url),
    (3, "////evil.io/%2f..", Stay, Stay, Url),
    (4, r"\\evil.io", Base, Base, Refused),
    (5, r"/\evil.io", Stay, Stay, Url),
    (6, r"\/evil.io", Base, Base, Refused),
    (7, "https:evil.io", Base, Base, Url),
    (8, "https:/evil.io", Base, Base, Url),
    (9, r"https:\\evil.io", Base, Base, Url),
    (10, "HtTpS://evil.io", Base, Base, Url),
    (11, "https://evil.io", Base, Base, Url),
    (12, "https://app.example.evil.io", Base, Base, Url),
    (13, "https://evilapp.example", Base, Base, Url),
    (14, "https://app.example@evil.io", Base, Base, Url),
    (15, "https://app.example:443@evil.io/", Base, Base, Url),
    (16, "https://evil.io#@app.example", Base, Base, Url),
    (17, "https://evil.io?@app.example/", Base, Base, Url),
    (18, r"https://evil.io\@app.example", Base, Base, Url),
    (19, "https://app.example%40evil.io", Base, Base, Refused),
    (20, "https://u:p@app.example/x", Base, Exactly("https://u:p@app.example/x"), Url),
    (21, "https://app.example:8443/", Base, Base, Url),
    (22, "http://app.example/", Base, Base, Url),
    (23, "https://app.example./", Base, Base, Url),
    (24, "https://APP.example/ok", Exactly("https://app.example/ok"), Stay, Url),
    (25, "https://app.example:443/ok", Exactly("https://app.example/ok"), Stay, Url),
    (26, "https://app.ex\u{430}mple/", Base, Base, Url),
    (27, "https://app\u{3002}example/ok", BaseOr("https://app.example/ok"), BaseOr("https://app.example/ok"), Url),
    (28, "https://\u{24d0}pp.example/ok", BaseOr("https://app.example/ok"), BaseOr("https://app.example/ok"), Url),
    (29, "https://app.example%2eevil.io/", Base, Base, Url),
    (30, "%2f%2fevil.io", Stay, Stay, Refused),
    (31, "/%2f/evil.io", Stay, Stay, Url),
    (32, "/%5cevil.io", Stay, Stay, Url),
    (33, "/%09/evil.io", Stay, Stay, Url),
    (34, "/\t/evil.io", Stay, Stay, Url),
    (35, "\t//evil.io", Base, Base, Refused),
    (36, "\n//evil.io", Base, Base, Refused),
    (37, "h\tttps://evil.io", Base, Base, Url),
    (38, "/\r\nLocation: https://evil.io", Stay, Stay, Url),
    (39, "/%0d%0aLocation:%20https://evil.io", Stay, Stay, Url),
    (40, "javascript:alert(1)", Base, Base, Refused),
    (41, "JaVaScRiPt:alert(1)", Base, Base, Refused),
    (42, "java\tscript:alert(1)", Base, Base, Refused),
    (43, "data:text/html,<script>alert(1)</script>", Base, Base, Refused),
    (44, "vbscript:msgbox(1)", Base, Base, Refused),
    (45, "file:///etc/passwd", Base, Base, Refused),
    (46, "blob:https://app.example/uuid", Base, Base, Refused),
    (47, "/..//evil.io", Stay, Stay, Url),
    (48, "/.//evil.io", Stay, Stay, Url),
    (49, "//app.example@evil.io", Stay, Stay, Url),
    (50, "", Base, Base, Url),
    (51, "null", Stay, Stay, Refused),
    (52, "/api/auth/signout", Base, Exactly("https://app.example/api/auth/signout"), Url),
];

#[tokio::test]
async fn s_103_hostile_targets_lead_nowhere_else() {
    for (app, compat) in App::both().into_iter().zip([false, true]) {
        let visitor = Visitor::new(app).await;
        for (number, payload, strict_want, compat_want, v4) in PAYLOADS {
            let want = if compat { compat_want } else { strict_want };
            for sink in SINKS {
                let case = format!("R-{number:02} {payload:?} at {sink:?}, compat: {compat}");
                match visitor.send(sink, payload).await {
                    Landing::Refused => assert!(compat && v4 == Refused && sink.is_query(), "{case}: refused"),
                    Landing::Target(target) => {
                        assert!(
                            !(compat && v4 == Refused && sink.is_query()),
                            "{case}: {target} instead of v4's answer"
                        );
                        assert!(stays(&target, compat), "{case}: {target}");
                        match want {
                            Base => assert_eq!(target, ORIGIN, "{case}"),
                            Stay => {}
                            Exactly(wanted) => assert_eq!(target, wanted, "{case}"),
                            BaseOr(wanted) => assert!(target == wanted || target == ORIGIN, "{case}: {target}"),
                        }
                    }
                    Landing::Unsent => {}
                }
            }
        }
    }
}

/// The parts of the URL and of its reader that the property test builds on.
#[test]
fn what_stays_is_told_from_what_leaves() {
    for leaves in [
        "https://evil.io",
        "//evil.io",
        "https://app.example\\@evil.io",
        "https://app.example.evil.io/",
        "https://u@evil.io",
        "http://app.example/",
        "https:evil.io",
        "https://app.example:8443/",
    ] {
        assert!(!stays(leaves, true), "{leaves}");
    }
    assert!(stays("https://u:p@app.example:443/x", true) && !stays("https://u:p@app.example:443/x", false));
    assert!(stays("https://app.example", false) && stays("https://app.example//evil.io", false));
}
