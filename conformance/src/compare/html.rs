//! Pages: title, frame, custom properties, and below `<body>` every element with its attributes, and every text.
//! Style is free but for the custom properties that next-auth declares or uses, and so are white space and the order of
//! attributes.
use super::{
    Mismatch, css,
    volatile::{self, Pairs},
};
use crate::scenario::Aspect;
use scraper::{ElementRef, Html, Node};
use std::collections::BTreeSet;

pub(super) fn compare(reference: &str, subject: &str, pairs: &mut Pairs, found: &mut Vec<Mismatch>) {
    let (mut theirs, mut ours) = (lines(reference), lines(subject));
    let (their_style, our_style) = (style(reference), style(subject));
    let known = css::names(&their_style);
    theirs.extend(properties(&their_style, &known));
    ours.extend(properties(&our_style, &known));
    for index in 0..theirs.len().max(ours.len()) {
        let (their_line, our_line) = (theirs.get(index), ours.get(index));
        let same = their_line.zip(our_line).is_some_and(|(theirs, ours)| same_line(theirs, ours, pairs));
        if !same {
            let text = |line: Option<&Line>| line.map_or_else(|| "nothing".to_owned(), Line::text);
            found.push(Mismatch::new(Aspect::Body, format!("page, line {index}"), text(their_line), text(our_line)));
            return;
        }
    }
}

/// Attributes that tell assistive technology what an element is. Authwire writes more of them; they are no part of how a
/// page looks or what it sends.
fn is_accessibility(name: &str) -> bool {
    name == "role" || name.starts_with("aria-")
}

/// One element or text; `parts` are compared one by one.
#[derive(Debug)]
struct Line {
    depth: usize,
    parts: Vec<(String, String)>,
}

impl Line {
    fn text(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        format!("depth {}: {}", self.depth, parts.join(" "))
    }
}

fn same_line(theirs: &Line, ours: &Line, pairs: &mut Pairs) -> bool {
    theirs.depth == ours.depth
        && theirs.parts.len() == ours.parts.len()
        && theirs
            .parts
            .iter()
            .zip(&ours.parts)
            .all(|(theirs, ours)| theirs.0 == ours.0 && volatile::same(&theirs.1, &ours.1, pairs))
}

fn lines(page: &str) -> Vec<Line> {
    let document = Html::parse_document(page);
    let mut lines = Vec::new();
    let doctype = document.tree.root().children().any(|node| node.value().is_doctype());
    lines.push(Line { depth: 0, parts: vec![("doctype".to_owned(), doctype.to_string())] });
    element(document.root_element(), 0, &mut lines);
    lines
}

/// All style sheets of a page, one after the other.
fn style(page: &str) -> String {
    let document = Html::parse_document(page);
    let sheets =
        document.tree.nodes().filter(|node| node.value().as_element().is_some_and(|element| element.name() == "style"));
    sheets
        .flat_map(|sheet| sheet.children())
        .filter_map(|child| child.value().as_text().map(|text| text.text.to_string()))
        .collect()
}

/// What a style declares of the custom properties that next-auth knows.
fn properties(style: &str, known: &BTreeSet<String>) -> Vec<Line> {
    let declared = css::properties(style).into_iter().filter(|property| known.contains(css::name_of(property)));
    declared.map(|property| Line { depth: 0, parts: vec![("style".to_owned(), property)] }).collect()
}

fn element(element: ElementRef<'_>, depth: usize, lines: &mut Vec<Line>) {
    let mut parts: Vec<(String, String)> = element
        .value()
        .attrs()
        .filter(|(name, _)| !is_accessibility(name))
        .map(|(name, value)| (name.to_owned(), spaced(value)))
        .collect();
    parts.sort();
    parts.insert(0, ("element".to_owned(), element.value().name().to_owned()));
    lines.push(Line { depth, parts });
    let depth = depth.saturating_add(1);
    for child in element.children() {
        match child.value() {
            Node::Element(inner) if inner.name() != "style" => {
                if let Some(child) = ElementRef::wrap(child) {
                    self::element(child, depth, lines);
                }
            }
            Node::Text(text) => {
                let text = spaced(text);
                if !text.is_empty() {
                    lines.push(Line { depth, parts: vec![("text".to_owned(), text)] });
                }
            }
            _ => {}
        }
    }
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differs(theirs: &str, ours: &str) -> bool {
        let mut found = Vec::new();
        compare(theirs, ours, &mut Pairs::default(), &mut found);
        !found.is_empty()
    }

    #[test]
    fn elements_attributes_and_texts_count() {
        let page =
            "<!DOCTYPE html><html><body class=\"a\"><p>One <b>two</b></p><input name=\"x\" value=\"1\"></body></html>";
        assert!(!differs(page, &page.replace("One ", "  One\n")));
        assert!(!differs(page, &page.replace("name=\"x\" value=\"1\"", "value=\"1\" name=\"x\" /")));
        assert!(differs(page, &page.replace("two", "three")));
        assert!(differs(page, &page.replace("value=\"1\"", "value=\"2\"")));
        assert!(differs(page, &page.replace("class=\"a\"", "")));
        assert!(differs(page, &page.replace("<!DOCTYPE html>", "")));
    }

    #[test]
    fn style_counts_by_its_custom_properties() {
        let page = |style: &str| format!("<!DOCTYPE html><style>{style}</style><body>");
        assert!(!differs(&page(":root{--a:1px}"), &page("p{color:red} :root { --a: 1px; }")));
        assert!(differs(&page(":root{--a:1px}"), &page(":root{--a:2px}")));
    }
}
