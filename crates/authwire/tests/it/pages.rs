//! The built-in pages: what a query can do to them, and what a page may do.

use crate::{
    app::App,
    browser::{Answer, Browser},
};
use authwire::{Pages, Theme};
use proptest::prelude::*;
use std::collections::BTreeMap;

const PAGES: [&str; 4] = ["/signin", "/signout", "/error", "/verify-request"];
const MARKUP: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}${7*7}",
    "</style><svg/onload=alert(1)>",
    "You were hacked, call +1 555 0100",
];

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn s_020_nothing_of_the_query_is_written_on_a_page() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        browser.csrf().await;
        for markup in MARKUP {
            let text = encoded(markup);
            for page in PAGES {
                let query = format!("error={text}&error_description={text}&message={text}&email={text}&{text}={text}");
                for path in [format!("{page}?{query}"), format!("{page}/{text}?{query}"), format!("{page}/{text}")] {
                    let answer = browser.get(&path).await;
                    assert_eq!(answer.status, 200, "{path}");
                    let body = answer.body.to_lowercase();
                    for piece in ["alert(1)", "onerror", "onload", "7*7", "hacked", "+1 555"] {
                        let styled = body
                            .split("<style>")
                            .skip(1)
                            .filter_map(|rest| rest.split_once("</style>"))
                            .any(|(style, _)| style.contains(piece));
                        assert!(styled || !body.contains(piece), "{path} shows {piece}");
                    }
                }
            }
        }
        let explained = browser.get("/signin?error=CredentialsSignin").await;
        assert!(explained.body.contains("Check the details you provided are correct."));
    }
}

#[tokio::test]
async fn s_147_the_query_fills_in_no_field() {
    for app in App::both() {
        let mut browser = Browser::new(app.build());
        let token = browser.csrf().await;
        for page in PAGES {
            let plain = browser.get(page).await;
            let query = "csrfToken=AAAA&username=eve&email=eve%40evil.io&password=x&providers=x&theme=x&color=red&logo=x&action=//evil.io\
                         &callbackUrl=https%3A%2F%2Fevil.io&signinUrl=x&__proto__=x&json=true";
            let filled = browser.get(&format!("{page}?{query}")).await;
            assert_eq!((filled.status, &filled.body), (plain.status, &plain.body), "{page}");
            assert!(!filled.body.contains("AAAA") && !filled.body.contains("evil"), "{page}");
            let stored = browser.cookies.iter().find(|(name, _)| name.contains("callback-url"));
            assert!(!stored.is_some_and(|(_, url)| url.contains("evil")), "{stored:?}");
            if ["/signin", "/signout"].contains(&page) {
                let field = format!(r#"<input type="hidden" name="csrfToken" value="{token}" />"#);
                assert_eq!(filled.body.matches("csrfToken").count(), 1);
                assert!(filled.body.contains(&field), "{page}: {}", filled.body);
            }
        }
    }
}

fn is_calm(answer: &Answer) -> bool {
    matches!(answer.status.as_u16(), 200 | 302 | 400..=499)
}

#[tokio::test]
async fn s_194_odd_queries_find_a_page() {
    let long = "x".repeat(5_000);
    let queries = [
        "error=a&error=b".to_owned(),
        "error=Callback&error=Callback".to_owned(),
        "error=constructor".to_owned(),
        "error=__proto__".to_owned(),
        "error=toString&error=valueOf".to_owned(),
        "error[]=".to_owned(),
        "error[]=a&error[b]=c".to_owned(),
        "error=".to_owned(),
        "error".to_owned(),
        "providers=x&providers=y".to_owned(),
        "csrfToken=a&csrfToken=b".to_owned(),
        "email=a&email=b&theme=a&theme=b".to_owned(),
        format!("error={long}"),
        format!("{long}={long}"),
        "error=%00%ff%fe%ed%a0%80".to_owned(),
        "%".to_owned(),
        "&&&===&=&%zz=%zz".to_owned(),
        "error=\u{1F600}&error=é"
            .chars()
            .map(|c| if c.is_ascii() { c.to_string() } else { encoded(&c.to_string()) })
            .collect(),
    ];
    for app in App::both() {
        let pages = Pages { sign_in: Some("/in".into()), error: Some("/err".into()), ..Pages::default() };
        let auth = app.build();
        for auth in [
            auth.with(|options| {
                options.pages(pages);
            }),
            auth,
        ] {
            let mut browser = Browser::new(auth);
            for query in &queries {
                for page in PAGES {
                    for path in
                        [format!("{page}?{query}"), format!("{page}/constructor?{query}"), format!("{page}/?{query}")]
                    {
                        let path = path.chars().take(8_000).collect::<String>();
                        let answer = browser.get(&path).await;
                        assert!(is_calm(&answer), "{}: {answer:?}", path.chars().take(80).collect::<String>());
                    }
                }
            }
            assert!(browser.get("/csrf").await.status.is_success(), "and the process lives on");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn s_194_any_query_finds_a_page(query in "[ -~&&[^#]]{0,60}", page in 0_usize..4) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let path: String = format!("{}?{query}", PAGES[page]).replace([' ', '"', '<', '>', '`', '{', '}', '\\', '^', '|'], "+");
        let mut browser = Browser::new(App::strict().build());
        let answer = runtime.block_on(browser.get(&path));
        prop_assert!(is_calm(&answer), "{path}: {answer:?}");
    }
}

/// The query of a redirect to a page of the application, decoded as that page will.
fn parameters(answer: &Answer) -> (String, BTreeMap<String, Vec<String>>) {
    assert_eq!(answer.status, 302, "{answer:?}");
    let target = url::Url::parse("https://app.example").and_then(|base| base.join(answer.location())).expect("a URL");
    let mut parameters = BTreeMap::<_, Vec<_>>::new();
    for (key, value) in target.query_pairs() {
        parameters.entry(key.into_owned()).or_default().push(value.into_owned());
    }
    (format!("{}{}", target.origin().ascii_serialization(), target.path()), parameters)
}

#[tokio::test]
async fn s_195_the_error_reaches_a_custom_page_as_one_parameter() {
    let errors = [
        "a&callbackUrl=//evil.io",
        "a#b",
        "a\r\nSet-Cookie: x=1",
        "a\nb",
        "?x",
        "%26",
        "a=b;c",
        "é\u{1F600}",
        "\u{FF0F}\u{FF0F}evil.io",
        " a b ",
        "\"'<>",
    ];
    for (error_page, sign_in_page) in
        [("/err", "/in"), ("/err?p=1", "/in?p=1"), ("https://app.example/err", "https://app.example/in")]
    {
        for app in App::both() {
            let pages =
                Pages { sign_in: Some(sign_in_page.into()), error: Some(error_page.into()), ..Pages::default() };
            let mut browser = Browser::new(
                app.with(|options| {
                    options.pages(pages);
                })
                .build(),
            );
            for error in errors {
                for (path, page, mut expected) in [
                    (format!("/error?error={}", encoded(error)), "https://app.example/err", vec![("error", error)]),
                    (
                        format!("/signin?error={}&callbackUrl=%2Fx%3Fa%3D1%26error%3Db", encoded(error)),
                        "https://app.example/in",
                        vec![("error", error), ("callbackUrl", "https://app.example/x?a=1&error=b")],
                    ),
                ] {
                    let answer = browser.get(&path).await;
                    assert!(
                        answer.cookie("x").is_none() && answer.location().bytes().all(|byte| byte.is_ascii_graphic())
                    );
                    if error_page.contains('?') {
                        expected.push(("p", "1"));
                    }
                    let expected =
                        expected.iter().map(|(key, value)| ((*key).to_owned(), vec![(*value).to_owned()])).collect();
                    assert_eq!(parameters(&answer), (page.to_owned(), expected), "{error:?} {path}");
                }
            }
        }
    }
}

/// Every page there is, as a signed-out visitor sees it, and the one of a configuration that is not sound.
async fn every_page(app: &App) -> Vec<(String, Answer)> {
    let auth = app.build();
    let mut browser = Browser::new(auth.clone());
    let mut pages = Vec::new();
    for path in [
        "/signin",
        "/signin?error=Callback",
        "/signout",
        "/verify-request",
        "/error",
        "/error?error=AccessDenied",
        "/error?error=Configuration",
        "/error?error=Verification",
    ] {
        pages.push((path.to_owned(), browser.get(path).await));
    }
    let unsound = auth.with(|options| {
        options.secret("");
    });
    for path in ["/signin", "/error"] {
        let answer = Browser::new(unsound.clone()).get(path).await;
        assert_eq!(answer.status, 500);
        pages.push((format!("{path} of an unsound configuration"), answer));
    }
    for (path, page) in &pages {
        assert!(page.body.starts_with("<!DOCTYPE html>"), "{path}: {}", page.body);
    }
    pages
}

#[tokio::test]
async fn s_196_pages_are_isolated_in_strict_alone() {
    for (path, page) in every_page(&App::strict()).await {
        let policy = page.header("content-security-policy").unwrap_or_else(|| panic!("{path} has no policy"));
        let directives: BTreeMap<_, _> =
            policy.split("; ").map(|directive| directive.split_once(' ').expect("a name and sources")).collect();
        assert_eq!(directives.get("default-src"), Some(&"'none'"), "{path}");
        assert_eq!(directives.get("base-uri"), Some(&"'none'"), "{path}");
        assert_eq!(directives.get("frame-ancestors"), Some(&"'none'"), "{path}");
        let forms = directives.get("form-action").copied();
        assert!(["'self'", "'self' https://app.example"].map(Some).contains(&forms), "{path}: {forms:?}");
        let styles = directives.get("style-src").expect("styles are named");
        assert!(styles.split(' ').all(|source| source.starts_with("'sha256-")), "{path}: {styles}");
        assert_eq!(styles.split(' ').count(), page.body.matches("<style>").count(), "{path}");
        assert!(
            !policy.contains("unsafe") && !policy.contains('*') && !directives.contains_key("script-src"),
            "{policy}"
        );
        for (header, value) in [
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("content-type", "text/html; charset=utf-8"),
        ] {
            assert_eq!(page.header(header), Some(value), "{path} {header}");
        }
    }
    for (path, page) in every_page(&App::compat()).await {
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"), "{path}");
        for header in ["content-security-policy", "x-frame-options", "referrer-policy", "cross-origin-opener-policy"] {
            assert_eq!(page.header(header), None, "{path} {header}");
        }
        assert_eq!(page.header("content-type"), Some("text/html"), "{path}");
    }
}

#[tokio::test]
async fn s_197_pages_ask_nobody_else_and_run_nothing() {
    let theme = Theme::new().logo("/logo.svg").brand_color("#0f766e").button_text("white");
    for app in App::both() {
        let app = app.with(|options| {
            options.theme(theme.clone());
        });
        for (path, page) in every_page(&app).await {
            let body = page.body.to_lowercase();
            for sign in [
                "<script",
                "javascript:",
                " onload",
                " onclick",
                " onsubmit",
                " onerror",
                "<iframe",
                "<object",
                "<base",
                "@import",
                "url(",
            ] {
                assert!(!body.contains(sign), "{path} holds {sign}");
            }
            assert!(body.contains(r#"<meta charset="utf-8""#), "{path} declares its charset");
            for attribute in ["src=\"", "href=\"", "action=\"", "srcset=\"", "poster=\""] {
                for target in body.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
                    let own = target.starts_with("https://app.example") || target.starts_with("data:");
                    let local = target.is_empty() || (target.starts_with('/') && !target.starts_with("//"));
                    assert!(own || local, "{path} asks {target}");
                }
            }
        }
    }
}

/// Browsers hold redirects after a form to `form-action` as well.
#[tokio::test]
async fn s_196_forms_may_lead_wherever_the_configuration_sends_users() {
    let app = App::strict().with(|options| {
        options.trusted_origins(["https://shop.example:8443", "*.tenant.example", "plain.example"]).pages(
            authwire::Pages { error: Some("https://help.example/oops?a=1".into()), ..authwire::Pages::default() },
        );
    });
    let policy = Browser::new(app.build()).get("/signin").await;
    let policy = policy.header("content-security-policy").expect("a policy");
    let forms = policy.split("; ").find_map(|directive| directive.strip_prefix("form-action ")).expect("form-action");
    assert_eq!(
        forms,
        "'self' https://app.example https://shop.example:8443 *.tenant.example plain.example https://help.example"
    );
}
