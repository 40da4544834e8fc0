//! `${…}` in a step: values that only the run knows.
//!
//! `${csrf}` and `${hash}` the two halves of the side's CSRF cookie · `${cookie:NAME}` a cookie as the jar holds it · `${mint:NAME}` a
//! minted token, `${mint:NAME:FROM:TO}` a part of it · `${now}`, `${now+60}`, `${now-60}` Unix time in seconds ·
//! `${repeat:TEXT:N}` a text N times.
use crate::{Failure, jar::Jar};
use std::{
    collections::HashMap,
    time::{SystemTime, UNIX_EPOCH},
};

/// Minted tokens by name.
pub(crate) type Minted = HashMap<String, String>;

/// Unix time in seconds.
pub(crate) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .unwrap_or_default()
}

/// Replaces every variable.
pub(crate) fn fill(text: &str, jar: &Jar, minted: &Minted) -> Result<String, Failure> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (variable, after) = after.split_once('}').ok_or_else(|| format!("`${{` without `}}` in {text}"))?;
        filled.push_str(before);
        filled.push_str(&value(variable, jar, minted).ok_or_else(|| format!("nothing to put for ${{{variable}}}"))?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn value(variable: &str, jar: &Jar, minted: &Minted) -> Option<String> {
    if let Some(offset) = variable.strip_prefix("now") {
        let offset: i64 = if offset.is_empty() { 0 } else { offset.parse().ok()? };
        return Some(now().checked_add(offset)?.to_string());
    }
    let (kind, argument) = variable.split_once(':').unwrap_or((variable, ""));
    match kind {
        "csrf" => csrf(jar).map(|(token, _)| token),
        "hash" => csrf(jar).map(|(_, hash)| hash),
        "cookie" => jar.get(argument).map(str::to_owned),
        "mint" => {
            let mut parts = argument.split(':');
            let token = minted.get(parts.next()?)?;
            let from = parts.next().map_or(Some(0), |from| from.parse().ok())?;
            let to = parts.next().map_or(Some(token.len()), |to| to.parse().ok())?.min(token.len());
            token.get(from..to).map(str::to_owned)
        }
        "repeat" => {
            let (text, times) = argument.rsplit_once(':')?;
            Some(text.repeat(times.parse().ok()?))
        }
        _ => None,
    }
}

/// The CSRF cookie is known by its value, whatever an application calls it.
fn csrf(jar: &Jar) -> Option<(String, String)> {
    jar.iter().find_map(|(_, value)| {
        let (token, hash) = value.split_once("%7C")?;
        (is_hex64(token) && is_hex64(hash)).then(|| (token.to_owned(), hash.to_owned()))
    })
}

/// 64 lower-case hexadecimal digits.
pub(crate) fn is_hex64(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
