//! Tokens that somebody with the key made to do harm.

use super::Target;
use crate::{
    app::{SECRET, START},
    mint,
};
use std::time::{Duration, Instant};

#[tokio::test]
async fn s_137_odd_claims_are_refused_in_no_time() {
    let tail = format!(r#","sub":"1","exp":{}}}"#, START + 3600);
    let nested = |depth: usize| format!(r#"{{"a":{}1{}{tail}"#, r#"{"a":"#.repeat(depth), "}".repeat(depth));
    let lists = |depth: usize| format!(r#"{{"a":{}{}{tail}"#, "[".repeat(depth), "]".repeat(depth));
    for target in Target::both().await {
        let start = Instant::now();
        for bomb in [
            nested(2000),
            lists(10_000),
            format!(r#"{{"a":{}"#, "[".repeat(12_000)),
            format!(r#"{{"sub":"1","sub":"2","exp":{}}}"#, START + 3600),
            format!(r#"{{"exp":{0},"exp":{0}}}"#, START + 3600),
            format!(r#"{{"a":{{"b":1,"b":1}}{tail}"#),
            format!(r#"{{"a":NaN{tail}"#),
            format!(r#"{{"a":Infinity{tail}"#),
            format!(r#"{{"a":-Infinity{tail}"#),
            format!(r#"{{"a":1e999{tail}"#),
            format!(r#"{{"a":{}{tail}"#, "9".repeat(10_000)),
            format!(r#"{{"a":"\ud800"{tail}"#),
            format!(r#"{{"a":undefined{tail}"#),
            format!(r#"{{a:1{tail}"#),
            format!(r#"{{"a":1,{tail}"#),
            format!("\u{feff}{{\"a\":1{tail}"),
            format!(r#"{{"a":1{tail}x"#),
            format!(r#"[{{"a":1{tail}]"#),
            "null".into(),
            "\"text\"".into(),
            "1".into(),
            String::new(),
        ] {
            let token = mint::seal(SECRET, "", &bomb);
            target.refuses(&token, &bomb[..bomb.len().min(60)]).await;
        }
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        target.takes(&mint::seal(SECRET, "", &nested(30)), "not every nesting is a bomb").await;
        // A string of 1 MiB is no token at all: it would be refused on the way out as on the way in.
        assert_eq!(target.offer(&"A".repeat(1 << 20)).await.status, 431);
    }
}

#[tokio::test]
async fn s_041_times_that_are_no_times_are_refused() {
    let good = |name: &str| if name == "exp" { String::new() } else { format!(r#","exp":{}"#, START + 3600) };
    for target in Target::both().await {
        for claim in ["exp", "nbf", "iat"] {
            for value in [
                "\"1\"",
                "true",
                "false",
                "{}",
                "[]",
                "[1]",
                "null",
                "-1",
                "-1.5",
                "1e400",
                "-1e400",
                "\"\"",
                "\"9999999999\"",
            ] {
                let token = mint::seal(SECRET, "", &format!(r#"{{"sub":"1","{claim}":{value}{}}}"#, good(claim)));
                target.refuses(&token, &format!("{claim}: {value}")).await;
            }
        }
        for whole in
            [format!(r#"{{"exp":{}.5}}"#, START + 60), format!(r#"{{"exp":{},"iat":1.5,"nbf":0}}"#, START + 60)]
        {
            target.takes(&mint::seal(SECRET, "", &whole), &whole).await;
        }
    }
}

#[tokio::test]
async fn s_044_nothing_is_unpacked() {
    // 300 bytes of DEFLATE that would become 300 kB: stored under the key, with a header that asks for it.
    let packed = "\u{1}\u{2}".repeat(150);
    let token = mint::seal(SECRET, "", &packed);
    let (_, body) = token.split_once('.').expect("segments");
    let header = super::base64url(br#"{"alg":"dir","enc":"A256GCM","zip":"DEF"}"#);
    for target in Target::both().await {
        target.refuses(&format!("{header}.{body}"), "zip").await;
        assert!(target.reason().contains("member that is not allowed"), "{}", target.reason());
        target.refuses(&token, "packed, but not said so").await;
    }
}
