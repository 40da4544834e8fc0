//! Session tokens as the engine takes, refuses and makes them.

mod bombs;
mod lifetime;
mod making;
mod secrets;
mod shape;
mod tampering;
mod vectors;

use crate::{
    app::App,
    browser::{Answer, Browser},
    mint::{self, CALLBACK_URL, SESSION},
};

/// A browser that has been here before, so that nothing but the session token shows in an answer.
struct Target {
    app: App,
    browser: Browser,
    refusal: Answer,
}

impl Target {
    async fn new(app: App) -> Self {
        let mut browser = Browser::new(app.build());
        browser.csrf().await;
        assert!(browser.cookie(CALLBACK_URL).is_some());
        let refusal = offer(&browser, "no token").await;
        assert_eq!((refusal.status.as_u16(), refusal.body.as_str()), (200, "{}"));
        let deletion = format!("{SESSION}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax");
        assert_eq!(refusal.set_cookies(), [deletion]);
        app.lines.clear();
        Self { app, browser, refusal }
    }

    async fn both() -> [Self; 2] {
        let [strict, compat] = App::both();
        [Self::new(strict).await, Self::new(compat).await]
    }

    async fn offer(&self, token: &str) -> Answer {
        offer(&self.browser, token).await
    }

    /// Nobody is signed in, the cookie is cleared, one line is logged, and the answer is that to any other bad token.
    async fn refuses(&self, token: &str, why: &str) {
        self.app.lines.clear();
        let answer = self.offer(token).await;
        assert_eq!(answer.body, "{}", "{why}");
        assert_eq!((answer.status, &answer.headers), (self.refusal.status, &self.refusal.headers), "{why}");
        assert_eq!((self.app.lines.count("JWT_SESSION_ERROR"), self.app.lines.all().len()), (1, 1), "{why}");
    }

    async fn takes(&self, token: &str, why: &str) -> serde_json::Value {
        let answer = self.offer(token).await;
        assert!(
            answer.cookie(SESSION).is_some_and(|value| !value.is_empty()),
            "{why}: {answer:?} {:?}",
            self.app.lines.all()
        );
        answer.json()
    }

    /// The reason that the log gives for the last refusal.
    fn reason(&self) -> String {
        self.app.lines.all().pop().unwrap_or_default()
    }
}

async fn offer(browser: &Browser, token: &str) -> Answer {
    let mut browser = browser.clone();
    browser.set(SESSION, &mint::encoded(token));
    browser.get("/session").await
}

/// Base64url without padding.
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}
