//! `SUMMARY.md` and the pages, held against each other both ways.

use std::collections::BTreeSet;
use std::path::Path;

use notebook::{Complaint, Page, did_you_mean, pages};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::project::short_name;

const SUMMARY: &str = "book/SUMMARY.md";

/// What is wrong with the summary of the book below `root`, and which of `pages` it lacks.
pub fn check(root: &Path, pages: &[Page]) -> Vec<Complaint> {
    let text = match std::fs::read_to_string(root.join(SUMMARY)) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("{error}: expected a list of the book's pages");
            return vec![Complaint::new(SUMMARY, 1, message)];
        }
    };
    let known: BTreeSet<String> = match pages::names(&root.join("book")) {
        Ok(names) => names.into_iter().collect(),
        Err(error) => return vec![Complaint::new("book", 1, error.to_string())],
    };
    let mut complaints = vec![];
    let mut named = BTreeSet::new();
    for (line, target, is_chapter) in links(&text) {
        let wrong = if target.is_empty() {
            Some("a chapter without a page: expected `[Title](page.md)`".to_owned())
        } else if !is_chapter {
            Some(format!(
                "`{target}` is no chapter here: expected one link in each item, none in headings"
            ))
        } else if !known.contains(&format!("book/{target}")) {
            Some(format!(
                "`{target}` is no page: {}expected a file `*.md` of its own below book/, no link and not hidden, by its plain path",
                did_you_mean(
                    &target,
                    known.iter().map(|name| name.trim_start_matches("book/"))
                )
            ))
        } else if named.contains(&target) {
            Some(format!("`{target}` is named twice: keep one of the lines"))
        } else {
            None
        };
        if let Some(message) = wrong {
            complaints.push(Complaint::new(SUMMARY, line, message));
        } else {
            named.insert(target);
        }
    }
    if named.is_empty() && complaints.is_empty() {
        complaints.push(Complaint::new(
            SUMMARY,
            1,
            "no page is named: expected a list of the book's pages",
        ));
    }
    // The page for addresses that do not exist is no chapter.
    let missing = |page: &&Page| {
        let name = short_name(page);
        name != "404" && !named.contains(&format!("{name}.md"))
    };
    let complaint = |page: &Page| {
        Complaint::new(
            &page.name,
            1,
            format!(
                "this page is not in {SUMMARY}: add the line `{}` there",
                line_of(page)
            ),
        )
    };
    complaints.extend(pages.iter().filter(missing).map(complaint));
    complaints.extend(strays(root, &known));
    complaints
}

/// The line of a page in the list: `- [GELU](activations/gelu.md)`.
fn line_of(page: &Page) -> String {
    let title = page.text.lines().find_map(|line| line.strip_prefix("# "));
    format!(
        "- [{}]({}.md)",
        title.unwrap_or("Title").trim(),
        short_name(page)
    )
}

/// Links with their line, and whether mdBook makes a chapter of them: the first of an item, or of a
/// line outside of lists.
fn links(text: &str) -> Vec<(usize, String, bool)> {
    let mut found = vec![];
    let (mut in_heading, mut in_list, mut is_first) = (false, 0, true);
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::List(_)) => in_list += 1,
            Event::End(TagEnd::List(_)) => in_list -= 1,
            Event::Start(Tag::Item) => is_first = true,
            Event::Start(Tag::Paragraph) | Event::SoftBreak if in_list == 0 => is_first = true,
            Event::Start(Tag::Link { dest_url, .. }) => {
                let line = 1 + text[..range.start].matches('\n').count();
                found.push((line, dest_url.into_string(), is_first && !in_heading));
                is_first = false;
            }
            _ => {}
        }
    }
    found
}

/// Files that look like pages and are none; mdBook would copy some of them to the site unread.
fn strays(root: &Path, known: &BTreeSet<String>) -> Vec<Complaint> {
    let files = notebook::files(&root.join("book")).unwrap_or_default();
    let names = files.iter().map(|file| format!("book/{}", file.display()));
    names
        .filter(|name| {
            let is_markdown = name.to_ascii_lowercase().ends_with(".md");
            let is_page = name == SUMMARY || known.contains(name);
            !is_page && (is_markdown || root.join(name).is_symlink())
        })
        .map(|name| Complaint::new(name, 1, "this file is no page: expected a name `*.md` in lower case, not hidden, and no link"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// What is said of a book with two pages and this summary.
    fn complaints(name: &str, summary: Option<&str>) -> Vec<String> {
        let root = std::env::temp_dir().join(format!("summary-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("book/deep")).expect("a folder");
        for page in ["book/a.md", "book/deep/b.md", "outside.md"] {
            fs::write(root.join(page), "# A\n").expect("a page");
        }
        if let Some(summary) = summary {
            fs::write(root.join(SUMMARY), summary).expect("a summary");
        }
        if name == "strays" {
            fs::write(root.join("book/C.MD"), "# C\n").expect("a file");
            fs::write(root.join("book/.d.md"), "# D\n").expect("a file");
            #[cfg(unix)]
            std::os::unix::fs::symlink(root.join("outside.md"), root.join("book/e.md"))
                .expect("a link");
        }
        let pages = pages::read(&root.join("book")).expect("pages");
        let found = check(&root, &pages)
            .iter()
            .map(ToString::to_string)
            .collect();
        fs::remove_dir_all(root).expect("the folder");
        found
    }

    #[track_caller]
    fn expect(name: &str, summary: Option<&str>, expected: &[&str]) {
        let found = complaints(name, summary);
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found}");
        }
    }

    const BOTH: &str = "# Summary\n\n[A](a.md)\n\n# Part\n\n- [B](deep/b.md)\n";

    #[test]
    fn a_summary_of_all_pages_is_in_order() {
        expect("order", Some(BOTH), &[]);
    }

    #[test]
    fn entries_that_are_no_pages_are_named_by_their_line() {
        for (i, (entry, message)) in [
            ("- [X](X.MD)", "`X.MD` is no page"),
            ("- [X](.x.md)", "`.x.md` is no page"),
            ("- [X](../outside.md)", "`../outside.md` is no page"),
            ("- [X](./a.md)", "`./a.md` is no page"),
            ("- [X](SUMMARY.md)", "`SUMMARY.md` is no page"),
            ("- [X](a.md)", "`a.md` is named twice"),
            ("- [X]()", "a chapter without a page"),
            ("# [X](x.md)", "`x.md` is no chapter here"),
        ]
        .iter()
        .enumerate()
        {
            let summary = format!("{BOTH}{entry}\n");
            expect(
                &format!("entry-{i}"),
                Some(&summary),
                &[&format!("book/SUMMARY.md:8: {message}")],
            );
        }
        let hidden = BOTH.replace("- [B](deep/b.md)", "<!-- [B](deep/b.md) -->");
        expect(
            "comment",
            Some(&hidden),
            &[
                "book/deep/b.md:1: this page is not in book/SUMMARY.md: add the line `- [A](deep/b.md)` there",
            ],
        );
        let below = BOTH
            .replace("- [B](deep/b.md)", "- [A](a.md)\n  [B](deep/b.md)")
            .replace("\n[A](a.md)\n", "");
        expect(
            "below",
            Some(&below),
            &[
                "book/SUMMARY.md:6: `deep/b.md` is no chapter here",
                "book/deep/b.md:1: this page is not",
            ],
        );
        let second = BOTH
            .replace("- [B]", "- [A](a.md) [B]")
            .replace("\n[A](a.md)\n", "");
        expect(
            "second",
            Some(&second),
            &[
                "book/SUMMARY.md:5: `deep/b.md` is no chapter here",
                "book/deep/b.md:1: this page is not",
            ],
        );
    }

    #[test]
    fn without_a_summary_there_is_no_book() {
        let pages = [
            "book/a.md:1: this page is not",
            "book/deep/b.md:1: this page is not",
        ];
        expect("missing", None, &["book/SUMMARY.md:1: No such file"]);
        expect(
            "empty",
            Some(""),
            &["book/SUMMARY.md:1: no page is named", pages[0], pages[1]],
        );
    }

    #[cfg(unix)]
    #[test]
    fn files_that_look_like_pages_are_named() {
        expect(
            "strays",
            Some(BOTH),
            &[
                "book/.d.md:1: this file is no page",
                "book/C.MD:1: this file is no page",
                "book/e.md:1: this file is no page",
            ],
        );
    }
}
