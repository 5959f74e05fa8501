//! The book by parts, a page for each part of the summary.
//!
//! mdBook writes all chapters into one page, which grows with the book. It is cut into its parts
//! here; what remains at its address is the list of them.

mod chapters;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use mdbook_driver::book::{BookItem, Chapter};
use notebook::run;

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
                    collect(chapter, &mut last.chapters);
                }
            }
            BookItem::Separator => {}
        }
    }
    parts.retain(|part| !part.chapters.is_empty());
    parts
}

/// A chapter and those below it, as far as they have a page.
fn collect(chapter: &Chapter, names: &mut Vec<String>) {
    if chapter.path.is_some() {
        names.push(chapter.name.clone());
    }
    for item in &chapter.sub_items {
        if let BookItem::Chapter(below) = item {
            collect(below, names);
        }
    }
}

/// The list of the parts and a page for each, from the page that has all chapters.
///
/// # Errors
/// If that page does not have the chapters of the parts, each between two breaks.
pub fn pages(all: &str, parts: &[Part]) -> Result<Vec<(PathBuf, String)>, String> {
    let (before, rest) = (all.split_once("<main")).ok_or("the page of all chapters has no main")?;
    let (tag, rest) = rest.split_once('>').ok_or("its main has no end")?;
    let (main, after) = rest.split_once("</main>").ok_or("its main is not closed")?;
    let chapters: Vec<&str> = main.split(BETWEEN).collect();
    let expected: usize = parts.iter().map(|part| part.chapters.len()).sum();
    if chapters.len() != expected {
        return Err(format!(
            "{LIST} has {} chapters, the summary {expected}",
            chapters.len()
        ));
    }
    let at_rest = run::each(&chapters, |chapter| chapters::at_rest(chapter));
    let numbered = chapters::own_ids(&at_rest.join(BETWEEN));
    let numbered: Vec<&str> = numbered.split(BETWEEN).collect();
    let chapters = run::each(&numbered, |chapter| chapters::own_labels(chapter));
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
    let sizes = run::each(parts, |part| compressed(&fs::read(site.join(part.page()))?));
    let mut found = vec![];
    for (part, bytes) in parts.iter().zip(sizes) {
        let (page, bytes) = (part.page(), bytes?);
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
    fn chapters_that_the_summary_does_not_have_are_refused() {
        let refused = pages("<main><h1></h1></main>", &two_parts());
        assert_eq!(
            refused,
            Err("print.html has 1 chapters, the summary 2".to_owned())
        );
    }
}
