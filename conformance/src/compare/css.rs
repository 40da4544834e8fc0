//! The custom properties that a style sheet declares: they are what an application may rely on.

/// `media selector --name: value` for each declaration, sorted. A list of selectors counts as one rule for each.
pub(super) fn properties(style: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    let take = |text: &mut String| {
        std::mem::take(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
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

fn declaration(open: &[String], text: &str, found: &mut Vec<String>) {
    let Some((name, value)) = text
        .split_once(':')
        .filter(|(name, _)| name.starts_with("--"))
    else {
        return;
    };
    let Some((selectors, media)) = open.split_last() else {
        return;
    };
    for selector in selectors.split(',') {
        let value: String = value
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect();
        found.push(format!(
            "{} {} {}: {}",
            media.join(" ").replace(": ", ":"),
            selector.trim(),
            name.trim(),
            value
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_declarations_wherever_they_stand() {
        let style = "a{color:red;--x: 1px}@media (m: dark){.b,.c{--y:rgba(1, 2, 3)}}";
        assert_eq!(
            properties(style),
            [
                " a --x: 1px",
                "@media (m:dark) .b --y: rgba(1,2,3)",
                "@media (m:dark) .c --y: rgba(1,2,3)"
            ]
        );
    }
}
