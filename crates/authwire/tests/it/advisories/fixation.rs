//! What a browser carried before the sign-in (S-032).

use crate::{
    app::{App, SECRET},
    browser::Browser,
    mint,
};
use serde_json::{Value, json};

/// The claims without what every token has anew.
fn lasting(mut claims: Value) -> Value {
    claims["jti"] = Value::Null;
    claims
}

#[tokio::test]
async fn s_032_a_planted_session_dies_at_the_sign_in() {
    let mallory = mint::token(&json!({
        "name": "Mallory", "email": "m@evil.io", "sub": "666", "picture": "https://evil.io/x.png", "cart": ["planted"],
        "role": "admin", "auth_time": 1, "iat": crate::app::START, "exp": crate::app::START + 3600, "jti": "j",
    }));
    for app in App::both() {
        let mut clean = Browser::new(app.build());
        clean.sign_in().await;
        let wanted = lasting(mint::open(SECRET, clean.session_cookie().expect("signed in")).expect("ours"));
        for planted in ["chosen-by-mallory", "", "....", &mallory] {
            let mut victim = Browser::new(app.build());
            victim.set(mint::SESSION, planted);
            let token = victim.csrf().await;
            let fields = [("csrfToken", &*token), ("username", "ada"), ("password", "lovelace")];
            let answer = victim.post("/callback/credentials", &fields).await;
            assert_eq!(answer.status, 302);
            let fresh = answer.cookie(mint::SESSION).expect("signed in").to_owned();
            assert_ne!(fresh, planted);
            assert_eq!(lasting(mint::open(SECRET, &fresh).expect("ours")), wanted, "nothing of {planted:?} is left");
            let session = victim.get("/session").await;
            assert_eq!(session.json()["user"]["name"], "Ada Lovelace");

            let mut attacker = Browser::new(app.build());
            attacker.set(mint::SESSION, planted);
            let seen = attacker.get("/session").await.body;
            assert!(!seen.contains("Ada"), "{planted:?} must not become Ada's: {seen}");
        }
    }
}

#[tokio::test]
async fn s_032_planted_chunks_do_not_outlive_the_sign_in() {
    let planted = mint::chunks(mint::SESSION, &mint::named(&"m".repeat(9000)));
    assert_eq!(planted.len(), 4);
    for app in App::both() {
        let mut victim = Browser::new(app.build());
        victim.cookies.clone_from(&planted);
        let answer = victim.sign_in().await;
        for (name, _) in &planted {
            let deleted = answer.set_cookies().iter().any(|cookie| cookie.starts_with(&format!("{name}=; Max-Age=0;")));
            assert!(deleted, "{name}: {answer:?}");
        }
        assert_eq!(victim.get("/session").await.json()["user"]["name"], "Ada Lovelace");
    }
}
