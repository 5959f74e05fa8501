//! The table of chapters: the summary's pages with the catalogue's functions, as Markdown.
//!
//! A page without a function says what it is in a directive of its own, on the page of the table:
//! `<!--@ chapter foundations/numerics formulas as written, and as computed -->`.

use catalog::FUNCTIONS;
use notebook::{Directive, Page};

use crate::project::root;

/// The rows of `summary`, with what the directives of `page` say of pages without a function.
pub fn table(page: &Page) -> Result<String, String> {
    let summary = std::fs::read_to_string(root().join("book/SUMMARY.md"))
        .map_err(|error| format!("book/SUMMARY.md: {error}"))?;
    let mut out = "| Chapter | Functions |\n|---|---|".to_owned();
    for (title, path) in listed(&summary) {
        let functions = functions(path);
        let mut said = page.directives.iter().filter_map(described);
        let what = match said.find(|(of, _)| *of == path) {
            _ if !functions.is_empty() => functions,
            Some((_, words)) => words.to_owned(),
            None => {
                return Err(format!(
                    "{path} has no function in the catalogue: say what it is in a line `<!--@ chapter {path} .. -->` of this page"
                ));
            }
        };
        out += &format!("\n| [{title}]({path}.md) | {what} |");
    }
    Ok(out)
}

/// A directive `chapter` shows nothing; an error says why the table has no use for it.
pub fn check(page: &Page, directive: &Directive) -> Result<String, String> {
    let Some((path, _)) = described(directive) else {
        return Err(
            "expected `chapter PATH WORDS`: a page without its ending, and what it is".to_owned(),
        );
    };
    let summary = std::fs::read_to_string(root().join("book/SUMMARY.md")).unwrap_or_default();
    let all = page.directives.iter().filter_map(described);
    if !listed(&summary).any(|(_, listed)| listed == path) {
        Err(format!("{path} is no chapter in book/SUMMARY.md"))
    } else if !functions(path).is_empty() {
        Err(format!(
            "{path} has functions, which the table names: take this line out"
        ))
    } else if all.filter(|(of, _)| *of == path).count() > 1 {
        Err(format!("{path} is described twice"))
    } else {
        Ok(String::new())
    }
}

/// Page and words of a directive `chapter`.
fn described(directive: &Directive) -> Option<(&str, &str)> {
    let (path, words) = directive.argument.split_once(char::is_whitespace)?;
    (directive.name == "chapter").then_some((path, words.trim()))
}

/// Title and page of every numbered chapter: those in a list.
pub fn listed(summary: &str) -> impl Iterator<Item = (&str, &str)> {
    summary.lines().filter_map(|line| {
        let (title, target) = line.trim().strip_prefix("- [")?.split_once("](")?;
        Some((title, target.strip_suffix(".md)")?))
    })
}

/// The functions of a chapter, as the catalogue has them.
fn functions(path: &str) -> String {
    let about = FUNCTIONS.iter().map(catalog::Function::about);
    let own = about.filter(|about| about.chapter == path);
    let names: Vec<String> = own.map(|about| format!("`{}`", about.name)).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The front page, with some of its text exchanged.
    fn front(from: &str, to: &str) -> Page {
        let text = std::fs::read_to_string(root().join("book/README.md")).expect("the front page");
        assert!(text.contains(from), "{from}");
        Page::scan("book/README.md", &text.replace(from, to))
    }

    fn checked(page: &Page) -> Vec<String> {
        let own = page.directives.iter().filter(|d| d.name == "chapter");
        own.filter_map(|d| check(page, d).err()).collect()
    }

    #[test]
    fn every_chapter_has_a_row_with_its_functions_or_words() {
        let page = front("", "");
        let table = table(&page).expect("the table");
        let summary = std::fs::read_to_string(root().join("book/SUMMARY.md")).expect("a summary");
        assert_eq!(table.lines().count(), 2 + listed(&summary).count());
        for row in [
            "| [Numerics](foundations/numerics.md) | formulas as written, and as computed |",
            "| [ELU](activations/elu.md) | `elu`, `celu` |",
            "| [Huber and smooth L1](losses/regression/huber.md) | `huber`, `smooth_l1` |",
        ] {
            assert!(table.lines().any(|line| line == row), "{table}");
        }
        assert_eq!(checked(&page), [""; 0]);
    }

    #[test]
    fn a_page_without_words_and_words_without_a_page_are_named() {
        let page = front(
            "chapter foundations/numerics",
            "chapter foundations/numeric",
        );
        let error = table(&page).expect_err("numerics has no words");
        assert!(error.starts_with("foundations/numerics has no function in the catalogue"));
        assert_eq!(
            checked(&page),
            ["foundations/numeric is no chapter in book/SUMMARY.md"]
        );
        let page = front("chapter foundations/numerics", "chapter activations/elu");
        assert!(checked(&page)[0].starts_with("activations/elu has functions"));
        let page = front(
            "chapter foundations/numerics",
            "chapter activations/overview",
        );
        assert_eq!(
            checked(&page),
            ["activations/overview is described twice"; 2]
        );
        let page = front(
            "foundations/numerics formulas as written, and as computed",
            "x",
        );
        assert!(checked(&page)[0].starts_with("expected `chapter PATH WORDS`"));
    }
}
