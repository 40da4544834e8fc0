//! The custom properties that a style sheet declares: they are what an application may rely on.
use std::collections::BTreeSet;

/// `media selector --name: value` for each declaration, sorted. A list of selectors counts as one rule for each.
pub(super) fn properties(style: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    let take = |text: &mut String| std::mem::take(text).split_whitespace().collect::<Vec<_>>().join(" ");
    for letter in style.chars() {
        match letter {
            '{' => open.push(take(&mut text)),
            ';' => declaration(&open, &take(&mut text), &mut found),
            '}' => {
                declaration(&open, &take(&mut text), &mut found);
                open.pop();
            }
            _ => text.push(letter),
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Every custom property that a style sheet mentions, declared or used.
pub(super) fn names(style: &str) -> BTreeSet<String> {
    let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    style.split(|letter| !part(letter)).filter(|word| word.starts_with("--")).map(str::to_owned).collect()
}

/// The name in a property that `properties` found.
pub(super) fn name_of(property: &str) -> &str {
    property.rsplit_once(": ").and_then(|(before, _)| before.rsplit(' ').next()).unwrap_or_default()
}

fn declaration(open: &[String], text: &str, found: &mut Vec<String>) {
    let Some((name, value)) = text.split_once(':').filter(|(name, _)| name.starts_with("--")) else {
        return;
    };
    let Some((selectors, media)) = open.split_last() else {
        return;
    };
    for selector in selectors.split(',') {
        let value: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
        let value = value.replace(",.", ",0.");
        let value = grey(&value).unwrap_or(value);
        found.push(format!("{} {} {}: {}", media.join(" ").replace(": ", ":"), selector.trim(), name.trim(), value));
    }
}

/// next-auth's minifier wrote `rgba(236, 236, 236, 0.8)` as a lightness in whole per cent. Greys are compared as such.
fn grey(value: &str) -> Option<String> {
    let inside =
        |name: &str| value.strip_prefix(name)?.strip_suffix(')').map(|list| list.split(',').collect::<Vec<_>>());
    let (lightness, alpha) = match (inside("rgba("), inside("hsla(")) {
        (Some(rgba), _) => match rgba.as_slice() {
            [red, green, blue, alpha] if red == green && green == blue => {
                ((red.parse::<f64>().ok()? / 2.55).round(), alpha.parse::<f64>().ok()?)
            }
            _ => return None,
        },
        (None, Some(hsla)) => match hsla.as_slice() {
            [_, "0%", lightness, alpha] => (lightness.strip_suffix('%')?.parse().ok()?, alpha.parse().ok()?),
            _ => return None,
        },
        (None, None) => return None,
    };
    Some(format!("grey {lightness}% {alpha}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greys_have_many_spellings() {
        assert_eq!(grey("rgba(236,236,236,0.8)"), grey("hsla(0,0%,93%,0.8)"));
        assert_ne!(grey("rgba(226,226,226,0.8)"), grey("hsla(0,0%,93%,.8)"));
        assert_eq!(grey("rgba(1,2,3,0.5)"), None);
    }

    #[test]
    fn finds_declarations_wherever_they_stand() {
        let style = "a{color:red;--x: 1px}@media (m: dark){.b,.c{--y:rgba(1, 2, 3)}}";
        assert_eq!(
            properties(style),
            [" a --x: 1px", "@media (m:dark) .b --y: rgba(1,2,3)", "@media (m:dark) .c --y: rgba(1,2,3)"]
        );
    }
}
