//! The rules of a page, beyond what the scanner sees: one sentence a line, columns with names, the
//! mould of a chapter ([`template`]).

use notebook::{Complaint, Listing, Page};

use crate::bare;
use crate::glossary;
use crate::left::left;
use crate::listing::listed;
use crate::project::{is_chapter, root};
use crate::prose::prose;
use crate::summary;
use crate::template;

/// What is wrong with the form of the pages; and how many rules were looked at.
pub fn check(pages: &[Page]) -> (usize, Vec<Complaint>) {
    let mut complaints = summary::check(&root(), pages);
    let (mut looked, unfinished) = left(&root());
    complaints.extend(unfinished);
    looked += pages.len();
    for page in pages {
        complaints.extend(page.problems.iter().cloned().map(Complaint::from));
        complaints.extend(
            page.listings
                .iter()
                .filter_map(|listing| wide_or_missing(page, listing)),
        );
        looked += page.listings.len() + page.text.lines().count();
        complaints.extend(lines(page));
        complaints.extend(table_headers(page));
        let (numbers, bare) = bare::check(page);
        looked += numbers;
        complaints.extend(bare);
        let (terms, unlike) = glossary::check(page);
        looked += terms;
        complaints.extend(unlike);
        if is_chapter(page) {
            looked += template::HEADINGS.len();
            complaints.extend(template::check(page));
        }
    }
    (looked, complaints)
}

/// The column that code has on the site, in characters.
const COLUMN: usize = 78;

/// A listing that is not there, or wider than its column.
fn wide_or_missing(page: &Page, listing: &Listing) -> Option<Complaint> {
    let source = match listed(page, listing) {
        Ok(source) => source,
        Err(complaint) => return Some(complaint),
    };
    let wide = source.lines().find(|line| line.chars().count() > COLUMN)?;
    let message = format!(
        "the listing is wider than {COLUMN} columns at `{}`: break the line in the source, or move its comment above it",
        wide.trim()
    );
    Some(Complaint::new(&page.name, listing.line, message))
}

/// Each column of a table has a name: a screen reader reads it with every cell.
fn table_headers(page: &Page) -> Vec<Complaint> {
    let all: Vec<(usize, &str)> = prose(page).collect();
    let headers = all.windows(2).filter(|pair| {
        pair[1].1.trim_start().starts_with("|-") || pair[1].1.trim_start().starts_with("| -")
    });
    let unnamed = |line: &str| {
        line.trim()
            .trim_matches('|')
            .split('|')
            .any(|cell| cell.trim().is_empty())
    };
    headers
        .filter(|pair| unnamed(pair[0].1))
        .map(|pair| {
            Complaint::new(
                &page.name,
                pair[0].0,
                "a column without a name: name it, `Checked` for the marks",
            )
        })
        .collect()
}

/// One sentence a line, and one line a sentence.
fn lines(page: &Page) -> Vec<Complaint> {
    let mut complaints = vec![];
    let all: Vec<(usize, &str)> = prose(page).collect();
    for (i, (number, line)) in all.iter().enumerate() {
        let text = without_comments(line);
        let text = text.trim();
        let plain = !text.is_empty() && !text.starts_with(['#', '|', '<', '$']);
        if !plain {
            continue;
        }
        if let Some(next) = second_sentence(text) {
            complaints.push(Complaint::new(
                &page.name,
                *number,
                format!("two sentences on a line: break it before `{next}`"),
            ));
        }
        let follows = all
            .get(i + 1)
            .is_some_and(|(n, next)| *n == number + 1 && continues(next));
        if follows && !text.ends_with(['.', ':', '!', '?', ')', '*']) {
            complaints.push(Complaint::new(
                &page.name,
                *number,
                "a sentence that goes on in the next line: join the two, one sentence a line",
            ));
        }
    }
    complaints
}

fn continues(next: &str) -> bool {
    let text = next.trim();
    !text.is_empty()
        && !text.starts_with(['#', '|', '<', '$', '-', '*'])
        && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn without_comments(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// The word that starts a second sentence on the line.
fn second_sentence(text: &str) -> Option<&str> {
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(2).find_map(|pair| {
        let (end, next) = (pair[0].trim_end_matches(['*', '`', ')', '"']), pair[1]);
        // What is bold leads into the line: **a misconception.** Its correction.
        let leads = pair[0].ends_with("**");
        let stops =
            end.ends_with(['.', '?', '!']) && end.len() > 2 && !is_abbreviation(end) && !leads;
        let starts = next
            .trim_start_matches(['*', '(', '"'])
            .starts_with(char::is_uppercase);
        (stops && starts).then_some(next)
    })
}

/// `e.g.`, `J.`, `Dr.`, `et al.`, and the number of a list item.
fn is_abbreviation(word: &str) -> bool {
    let body = word
        .trim_end_matches('.')
        .trim_start_matches(['(', '*', '[', '"']);
    body.contains('.')
        || body.chars().count() == 1
        || body == "al"
        || body == "Dr"
        || body == "vs"
        || body.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn complaints(text: &str, expected: &[&str]) {
        let page = Page::scan("book/x.md", text);
        let found: Vec<String> = lines(&page).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found}");
        }
    }

    #[test]
    fn one_sentence_a_line() {
        complaints("One. Two.\n", &["book/x.md:1: two sentences"]);
        complaints(
            "**One.** Two.\nThree **four.** Five? Six.\n",
            &["book/x.md:2: two sentences"],
        );
        complaints(
            "One goes\non here.\n",
            &["book/x.md:1: a sentence that goes on"],
        );
        complaints(
            "One<!--= f(\"a. B\") --> is it.\nTwo is it, e.g. Three, J. Four et al. Five, and Dr. Six.\n",
            &[],
        );
        complaints(
            "- One.\n- Two.\n\n```text\na. B\nc\n```\n\n| a. B | c |\n",
            &[],
        );
        complaints(
            "~~~text\na. B\n```\nc. D\n~~~~\nOne. Two.\n",
            &["book/x.md:6: two sentences"],
        );
    }

    #[test]
    fn columns_have_names() {
        let page = Page::scan(
            "book/x.md",
            "| a | |\n|---|---|\n| 1 | |\n\n| a | b |\n|---|---|\n| | 1 |\n",
        );
        let found: Vec<String> = table_headers(&page)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            found,
            ["book/x.md:1: a column without a name: name it, `Checked` for the marks"]
        );
    }
}
