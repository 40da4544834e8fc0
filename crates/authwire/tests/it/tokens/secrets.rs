//! The secret: which will do, and how it is changed.

use crate::{
    app::{App, ORIGIN, SECRET},
    browser::Browser,
    mint::{self, SESSION},
};
use authwire::Options;

const OLD: &str = "the-old-secret-of-forty-four-characters-0001";
const NEW: &str = "the-new-secret-of-forty-four-characters-0002";

fn code(change: impl FnOnce(&mut Options) -> &mut Options) -> (Option<&'static str>, App) {
    let app = App::in_environment(&[]).with(|options| {
        options.url(ORIGIN);
        change(options);
    });
    (app.options.build().err().map(|error| error.code()), app)
}

#[test]
fn s_135_strict_starts_with_a_real_secret_only() {
    assert_eq!(code(|options| options).0, Some("NO_SECRET"));
    assert_eq!(code(|options| options.development()).0, Some("NO_SECRET"), "no secret is made up");
    assert_eq!(code(|options| options.secret("")).0, Some("NO_SECRET"));
    assert_eq!(code(|options| options.secrets([SECRET, ""])).0, Some("NO_SECRET"));
    for weak in [
        "tiny & weak",
        "0123456789012345678901234567890",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "your-secret-key-at-least-32-bytes-long",
        "YOUR-SECRET-KEY-AT-LEAST-32-BYTES-LONG",
        "0123456789abcdef0123456789abcdef",
        "changemechangemechangemechangeme",
    ] {
        assert_eq!(code(|options| options.secret(weak)).0, Some("WEAK_SECRET"), "{weak}");
        assert_eq!(code(|options| options.secrets([SECRET, weak])).0, Some("WEAK_SECRET"), "as the second: {weak}");
        assert_eq!(
            code(|options| options.secret(SECRET).jwt_secret(weak)).0,
            Some("WEAK_SECRET"),
            "for tokens: {weak}"
        );
        let (error, app) = code(|options| options.secret(weak).development());
        assert_eq!((error, app.lines.count("WEAK_SECRET")), (None, 1), "a warning in development");
        let (error, app) = code(|options| options.secret(weak).compat());
        assert_eq!((error, app.lines.count("WEAK_SECRET")), (None, 1), "a warning in compat");
        assert!(app.lines.all().iter().all(|line| !line.contains(weak)), "and it is not printed");
    }
    assert_eq!(code(|options| options.secret(SECRET)).0, None);
}

#[test]
fn s_135_no_secret_is_made_up_anywhere() {
    for change in [|options: &mut Options| options.compat(), |options| options.compat().development()]
        as [fn(&mut Options) -> &mut Options; 2]
    {
        assert_eq!(code(change).0, Some("NO_SECRET"));
        assert_eq!(code(|options| change(options).secret("")).0, Some("NO_SECRET"));
    }
}

fn app(index: usize, secrets: &[&'static str]) -> App {
    let secrets = secrets.to_vec();
    App::both().into_iter().nth(index).expect("two").with(|options| {
        options.secrets(secrets);
    })
}

#[tokio::test]
async fn s_234_a_changed_secret_signs_nobody_out() {
    for index in 0..2 {
        let mut browser = Browser::new(app(index, &[OLD]).build());
        browser.sign_in().await;
        let csrf = browser.csrf().await;
        let old = browser.clone();

        browser.auth = app(index, &[NEW, OLD]).build();
        assert!(!browser.is_anonymous().await, "a token under the old secret");
        let renewed = browser.session_cookie().expect("renewed");
        assert!(
            mint::open(NEW, renewed).is_some() && mint::open(OLD, renewed).is_none(),
            "is written anew under the new"
        );
        let update = serde_json::json!({ "csrfToken": csrf });
        assert_eq!(browser.post_json("/session", &update).await.status, 200, "a CSRF token under the old secret");
        let answer = Browser::new(browser.auth.clone()).get("/csrf").await;
        assert!(answer.status == 200 && answer.cookie(mint::CSRF).is_some());

        browser.auth = app(index, &[NEW]).build();
        assert!(!browser.is_anonymous().await, "who came back in time stays");
        let mut late = old;
        late.auth = browser.auth.clone();
        assert!(late.is_anonymous().await, "a removed secret counts no more");
        assert_eq!(late.post_json("/session", &update).await.status, 400, "nor does its CSRF token");
    }
}

#[tokio::test]
async fn s_234_instances_side_by_side_read_each_other() {
    let stages: [&[&'static str]; 4] = [&[OLD], &[OLD, NEW], &[NEW, OLD], &[NEW]];
    for index in 0..2 {
        for pair in stages.windows(2) {
            for (from, to) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                let mut browser = Browser::new(app(index, from).build());
                // The last step waits until every token has been renewed; so does this test.
                browser.sign_in().await;
                browser.auth = app(index, to).build();
                assert!(!browser.is_anonymous().await, "{from:?} to {to:?}");
                browser.auth = app(index, from).build();
                assert!(!browser.is_anonymous().await, "and back, {from:?} to {to:?}");
                assert!(browser.cookie(SESSION).is_some());
            }
        }
    }
}
