//! The book by parts, a page for each part of the summary: nothing that moves, addresses from the
//! root, no id twice.
//!
//! mdBook writes all chapters into one page, which grows with the book. It is cut into its parts
//! here; what remains at its address is the list of them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use mdbook_driver::book::{BookItem, Chapter};

use crate::head::{between, quoted};
use crate::search::compressed;

/// The list of parts: the address at which the whole book once was.
pub const LIST: &str = "print.html";
/// What mdBook writes between two chapters.
const BETWEEN: &str = "<div style=\"break-before: page; page-break-before: always;\"></div>";
/// So many compressed bytes may a part have on one page, some 25 chapters: two seconds at 1.6 Mbit/s.
const BUDGET: usize = 400_000;
/// The chapters before the first part.
const BEGINNING: &str = "About this book";

/// A part of the book.
#[derive(Debug, PartialEq)]
pub struct Part {
    /// Its name in the summary.
    pub title: String,
    /// The names of its chapters.
    pub chapters: Vec<String>,
}

impl Part {
    /// The page that has all of it.
    pub fn page(&self) -> PathBuf {
        let mut words = String::new();
        for c in self.title.to_lowercase().chars() {
            match c.is_alphanumeric() {
                true => words.push(c),
                false if words.ends_with('-') => {}
                false => words.push('-'),
            }
        }
        format!("print-{}.html", words.trim_matches('-')).into()
    }
}

/// Whether a page of the site is the list of parts or a part.
pub fn is_print(page: &Path) -> bool {
    page.to_str()
        .is_some_and(|name| name == LIST || (name.starts_with("print-") && name.ends_with(".html")))
}

/// The parts of a book, those without a chapter left out.
pub fn parts(items: &[BookItem]) -> Vec<Part> {
    let part = |title: &str| Part {
        title: title.to_owned(),
        chapters: vec![],
    };
    let mut parts = vec![part(BEGINNING)];
    for item in items {
        match item {
            BookItem::PartTitle(title) => parts.push(part(title)),
            BookItem::Chapter(chapter) => {
                if let Some(last) = parts.last_mut() {
                    chapters(chapter, &mut last.chapters);
                }
            }
            BookItem::Separator => {}
        }
    }
    parts.retain(|part| !part.chapters.is_empty());
    parts
}

/// A chapter and those below it, as far as they have a page.
fn chapters(chapter: &Chapter, names: &mut Vec<String>) {
    if chapter.path.is_some() {
        names.push(chapter.name.clone());
    }
    for item in &chapter.sub_items {
        if let BookItem::Chapter(below) = item {
            chapters(below, names);
        }
    }
}

/// The list of the parts and a page for each, from the page that has all chapters.
///
/// # Errors
/// If that page does not have the chapters of the parts, each between two breaks.
pub fn pages(all: &str, parts: &[Part]) -> Result<Vec<(PathBuf, String)>, String> {
    let all = whole(all);
    let (before, rest) = (all.split_once("<main")).ok_or("the page of all chapters has no main")?;
    let (tag, rest) = rest.split_once('>').ok_or("its main has no end")?;
    let (main, after) = rest.split_once("</main>").ok_or("its main is not closed")?;
    let chapters: Vec<String> = main.split(BETWEEN).map(own_labels).collect();
    let expected: usize = parts.iter().map(|part| part.chapters.len()).sum();
    if chapters.len() != expected {
        return Err(format!(
            "{LIST} has {} chapters, the summary {expected}",
            chapters.len()
        ));
    }
    let mut left = chapters.as_slice();
    let mut own: Vec<&[String]> = vec![];
    for part in parts {
        let (these, others) = left.split_at(part.chapters.len());
        own.push(these);
        left = others;
    }
    let mut home: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, chapters) in own.iter().enumerate() {
        for chapter in *chapters {
            let ids = chapter
                .split(" id=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            home.extend(ids.map(|id| (id, number)));
        }
    }
    let page = |title: &str, content: &str| {
        let book = between(before, "<title>", "</title>").unwrap_or_default();
        let name = quoted(title);
        let before = before.replacen(
            &format!("<title>{book}</title>"),
            &format!("<title>{name} - {book}</title>"),
            1,
        );
        format!("{before}<main{tag}>{content}</main>{after}")
    };
    let of_part = |(number, part): (usize, &Part)| {
        let content = linked(&own[number].join(BETWEEN), number, parts, &home);
        (part.page(), page(&part.title, &content))
    };
    let list = (PathBuf::from(LIST), page("The book by parts", &list(parts)));
    Ok([list]
        .into_iter()
        .chain(parts.iter().enumerate().map(of_part))
        .collect())
}

/// What is wrong with the sizes of the parts, as they stand in the site.
pub fn too_large(site: &Path, parts: &[Part]) -> io::Result<Vec<String>> {
    let mut found = vec![];
    for part in parts {
        let page = part.page();
        let bytes = compressed(&fs::read(site.join(&page))?)?;
        if bytes > BUDGET {
            found.push(format!(
                "the part `{}` has {bytes} compressed bytes on one page, {}: expected {BUDGET} at most, so divide it in two",
                part.title, page.display()
            ));
        }
    }
    Ok(found)
}

/// A part's content, its links to other parts with the page of each.
fn linked(content: &str, number: usize, parts: &[Part], home: &BTreeMap<&str, usize>) -> String {
    const LINK: &str = "href=\"#";
    let mut pieces = content.split(LINK);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let id = piece.split('"').next().unwrap_or("");
        match home.get(id) {
            Some(&other) if other != number => {
                out.push_str(&format!("href=\"{}#", parts[other].page().display()));
            }
            _ => out.push_str(LINK),
        }
        out.push_str(piece);
    }
    out
}

/// The content of the list of parts.
fn list(parts: &[Part]) -> String {
    let item = |part: &Part| {
        let chapters: Vec<_> = part.chapters.iter().map(|name| quoted(name)).collect();
        format!(
            "<li><p><a href=\"{}\">{}</a>: {}</p></li>\n",
            part.page().display(),
            quoted(&part.title),
            chapters.join("; ")
        )
    };
    let items: String = parts.iter().map(item).collect();
    format!(
        "\n<h1 id=\"the-book-by-parts\"><a class=\"header\" href=\"#the-book-by-parts\">The book by parts</a></h1>\n<p>Each part of the book on one page, to read or to print, with its figures at rest.</p>\n<ul>\n{items}</ul>\n"
    )
}

/// A page of all chapters as it can stand at the site's root.
fn whole(html: &str) -> String {
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

/// A chapter whose labels are its own: mdBook renames ids that several chapters have (`verified` to
/// `verified-2`) and the links to them, but not other references to them.
fn own_labels(chapter: &str) -> String {
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

    fn two_parts() -> [Part; 2] {
        [("Loss & risk", "a"), ("Reference", "b")].map(|(title, chapter)| Part {
            title: title.to_owned(),
            chapters: vec![chapter.to_owned()],
        })
    }

    #[test]
    fn each_part_has_a_page_and_a_link_leads_to_its_part() {
        let all = format!(
            "<title>Book</title><main id=\"m\"><h1 id=\"a\"></h1><a href=\"#b\"></a><a href=\"#a\"></a>{BETWEEN}<h1 id=\"b\"></h1></main><p>"
        );
        let pages = pages(&all, &two_parts()).expect("two chapters");
        let names: Vec<String> = (pages.iter())
            .map(|(page, _)| page.display().to_string())
            .collect();
        assert_eq!(
            names,
            ["print.html", "print-loss-risk.html", "print-reference.html"]
        );
        assert!(
            pages[0]
                .1
                .contains("<a href=\"print-loss-risk.html\">Loss &amp; risk</a>: a")
        );
        assert_eq!(
            pages[1].1,
            "<title>Loss &amp; risk - Book</title><main id=\"m\"><h1 id=\"a\"></h1><a href=\"print-reference.html#b\"></a><a href=\"#a\"></a></main><p>"
        );
        assert!(names.iter().all(|name| is_print(Path::new(name))));
        assert!(!is_print(Path::new("printing.html")));
    }

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
    fn chapters_that_the_summary_does_not_have_are_refused() {
        let refused = pages("<main><h1></h1></main>", &two_parts());
        assert_eq!(
            refused,
            Err("print.html has 1 chapters, the summary 2".to_owned())
        );
    }

    #[test]
    fn nothing_moves_and_no_id_stands_twice() {
        let figure = "<figure class=\"plot live\" data-live=\"curve a\" data-module=\"../m.wasm\"><svg x=\"1\" id=\"f\" aria-labelledby=\"f-title f-desc\"><title id=\"f-title\"></title><desc id=\"f-desc\"></desc></svg><p class=\"readout for-script\">r</p><form class=\"controls for-script\"><p>c</p></form></figure>";
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
        assert!(page.contains("\"f-2-title f-2-desc\""));
    }
}
