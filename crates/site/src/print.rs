//! The book on one page: nothing that moves, addresses from the root, no id twice.

use std::collections::BTreeMap;

/// A page of all chapters as it can stand at the site's root.
pub fn whole(html: &str) -> String {
    let mut html = html.to_owned();
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
    own_ids(&html)
}

/// The text without every part from `start` to the next `end`.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut parts = text.split(start);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(end).map_or("", |(_, rest)| rest));
    }
    out
}

/// Drawings that stand in several chapters get ids of their own; their parts are named after them.
fn own_ids(html: &str) -> String {
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
                .replace(&format!("(#{id}"), &format!("(#{id}-{n}")),
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
    fn nothing_moves_and_no_id_stands_twice() {
        let figure = "<figure class=\"plot live\" data-live=\"curve a\" data-module=\"../m.wasm\"><svg x=\"1\" id=\"f\" aria-labelledby=\"f-title\" aria-describedby=\"f-desc\"><title id=\"f-title\"></title><desc id=\"f-desc\"></desc><path fill=\"url(#f-stripes)\"/></svg><p class=\"readout for-script\">r</p><form class=\"controls for-script\"><p>c</p></form></figure>";
        let page = whole(&format!(
            "a{figure}b{figure}<figure data-run=\"../../run/x\">"
        ));
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
        for reference in ["=\"f-2-title\"", "=\"f-2-desc\"", "url(#f-2-stripes)"] {
            assert!(page.contains(reference), "{reference} in {page}");
        }
    }
}
