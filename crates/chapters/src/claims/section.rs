//! The sections of a page by the ids of their headings, as words without marks.

use notebook::Page;

use crate::prose::prose;

/// A section down to the next heading.
pub struct Section {
    /// The id that mdBook gives the heading; empty above the first.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Its items and sentences, each a line of the page.
    pub lines: Vec<String>,
}

/// The sections of the second and third level, in order.
pub fn of(page: &Page) -> Vec<Section> {
    let mut all = vec![Section {
        id: String::new(),
        title: String::new(),
        lines: vec![],
    }];
    for (_, line) in prose(page) {
        let heading = line.strip_prefix("## ").or(line.strip_prefix("### "));
        if let Some(title) = heading {
            let id = id(title);
            let same = all.iter().filter(|section| section.id == id).count();
            all.push(Section {
                id: match same {
                    0 => id,
                    _ => format!("{id}-{same}"),
                },
                title: plain(title),
                lines: vec![],
            });
        } else if let Some(last) = all.last_mut() {
            last.lines.push(line.to_owned());
        }
    }
    all
}

impl Section {
    /// Whether these words stand here, be it across lines.
    pub fn has(&self, words: &str) -> bool {
        let lines: Vec<String> = self.lines.iter().map(|line| plain(line)).collect();
        lines.join(" ").contains(&plain(words))
    }
}

/// The id of a heading: letters, digits, `-` and `_` in lower case, and a hyphen for each space.
fn id(title: &str) -> String {
    let title = plain(title);
    let kept = title.chars().filter_map(|c| match c {
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c.to_ascii_lowercase()),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

/// Text as it is read: without comments, the targets of links, and marks of emphasis and code.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("<!--").into_iter().chain(rest.find("](")).min() {
        out += &rest[..at];
        let end = if rest[at..].starts_with("](") {
            ")"
        } else {
            "-->"
        };
        let after = rest[at..].find(end).map(|end_at| at + end_at + end.len());
        rest = after.map_or("", |after| &rest[after..]);
    }
    out += rest;
    out.retain(|c| !"*`[]".contains(c));
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_found_by_the_id_of_its_heading() {
        let text = "# A\n\nAbove.\n\n## Why √d, and [`b`](c.md)\n\n- **\"x\"**\n  It is 0.5<!--= 1.0 / 2.0 --> of\n  [the whole](y.md#z).\n\n### Choosing δ\n\n```text\n## none\n```\n\n## Choosing δ\n";
        let all = of(&Page::scan("book/a.md", text));
        let ids: Vec<&str> = all.iter().map(|section| section.id.as_str()).collect();
        assert_eq!(ids, ["", "why-d-and-b", "choosing-δ", "choosing-δ-1"]);
        assert_eq!(all[1].title, "Why √d, and b");
        assert!(all[0].has("Above"));
        assert!(all[1].has("0.5 of the whole."));
        assert!(!all[1].has("y.md") && !all[0].has("0.5"));
    }
}
