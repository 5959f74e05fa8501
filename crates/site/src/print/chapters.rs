//! Chapters as they can stand together on a page at the site's root: nothing that moves, addresses
//! from the root, no id twice.

use std::collections::BTreeMap;

use memchr::memmem::Finder;

/// A chapter as it can stand at the site's root.
pub fn at_rest(chapter: &str) -> String {
    let mut html = chapter.to_owned();
    for (start, end) in [
        ("<form class=\"controls", "</form>"),
        ("<p class=\"readout", "</p>"),
        ("<details class=\"values", "</details>"),
    ] {
        html = without(&html, start, end);
    }
    for (attribute, end) in [(" data-live=\"", "\""), (" data-module=\"", "\"")] {
        html = without(&html, attribute, end);
    }
    for attribute in ["data-run=\"", "data-standalone=\""] {
        while html.contains(&format!("{attribute}../")) {
            html = html.replace(&format!("{attribute}../"), attribute);
        }
    }
    html
}

/// The text without every part from `start` to the next `end`.
fn without(text: &str, start: &str, end: &str) -> String {
    let (start, end) = (Finder::new(start), Finder::new(end));
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = start.find(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let from = &rest[at + start.needle().len()..];
        let until = end.find(from.as_bytes());
        rest = until.map_or("", |at| &from[at + end.needle().len()..]);
    }
    out.push_str(rest);
    out
}

/// A chapter whose labels are its own: mdBook renames ids that several chapters have (`verified` to
/// `verified-2`) and the links to them, but not other references to them.
pub fn own_labels(chapter: &str) -> String {
    const LABELLED: &str = " aria-labelledby=\"";
    let ids: Vec<&str> = (chapter.split(" id=\"").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let renamed = |id: &str| {
        let is_of = |other: &&&str| {
            let number = other
                .strip_prefix(id)
                .and_then(|rest| rest.strip_prefix('-'));
            number.is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
        };
        match ids.contains(&id) {
            true => id.to_owned(),
            false => ids.iter().find(is_of).map_or(id, |other| other).to_owned(),
        }
    };
    let mut parts = chapter.split(LABELLED);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (labels, rest) = part.split_once('"').unwrap_or((part, ""));
        let labels: Vec<String> = labels.split_whitespace().map(renamed).collect();
        out.push_str(&format!("{LABELLED}{}\"{rest}", labels.join(" ")));
    }
    out
}

/// Drawings that stand in several chapters get ids of their own; their parts are named after them.
pub fn own_ids(html: &str) -> String {
    const START: &str = "<svg ";
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut parts = html.split(START);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (svg, rest) = part.split_once("</svg>").unwrap_or((part, ""));
        let id = svg
            .split(" id=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let count = id.map(|id| {
            let count = seen.entry(id.to_owned()).or_default();
            *count += 1;
            (id, *count)
        });
        let svg = match count {
            Some((id, n)) if n > 1 => svg
                .replace(&format!("\"{id}"), &format!("\"{id}-{n}"))
                .replace(&format!(" {id}-desc"), &format!(" {id}-{n}-desc")),
            _ => svg.to_owned(),
        };
        out.push_str(START);
        out.push_str(&svg);
        if part.contains("</svg>") {
            out.push_str("</svg>");
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_that_of_its_own_chapter() {
        let chapter = "<section aria-labelledby=\"verified\"><h2 id=\"verified-2\"></h2><p id=\"a\"></p><p aria-labelledby=\"a b\">";
        let own = own_labels(chapter);
        assert!(
            own.starts_with("<section aria-labelledby=\"verified-2\">"),
            "{own}"
        );
        assert!(own.ends_with(" aria-labelledby=\"a b\">"), "{own}");
    }

    #[test]
    fn nothing_moves_and_no_id_stands_twice() {
        let figure = "<figure class=\"plot live\" data-live=\"curve a\" data-module=\"../m.wasm\"><svg x=\"1\" id=\"f\" aria-labelledby=\"f-title f-desc\"><title id=\"f-title\"></title><desc id=\"f-desc\"></desc></svg><p class=\"readout for-script\">r</p><form class=\"controls for-script\"><p>c</p></form></figure>";
        let chapter = format!("a{figure}b{figure}<figure data-run=\"../../run/x\">");
        let page = own_ids(&at_rest(&chapter));
        assert!(
            !page.contains("data-live") && !page.contains("<form") && !page.contains("readout")
        );
        assert!(page.contains("data-run=\"run/x\""));
        for id in [
            "\"f\"",
            "\"f-2\"",
            "\"f-title\"",
            "\"f-2-title\"",
            "\"f-desc\"",
            "\"f-2-desc\"",
        ] {
            assert_eq!(
                page.matches(&format!(" id={id}")).count(),
                1,
                "{id} in {page}"
            );
        }
        assert!(page.contains("\"f-2-title f-2-desc\""));
    }
}
