//! The form of the glossary: a term an item, in the order of the alphabet, one sentence and one link.

use notebook::{Complaint, Page};

use crate::project::short_name;
use crate::prose::prose;

const PAGE: &str = "reference/glossary";

/// What is wrong with the items, if this page is the glossary; and how many there are.
pub fn check(page: &Page) -> (usize, Vec<Complaint>) {
    if short_name(page) != PAGE {
        return (0, vec![]);
    }
    let mut complaints = vec![];
    let mut before: Option<(String, &str)> = None;
    let mut terms = 0;
    for (line, text) in prose(page) {
        let Some(item) = text.strip_prefix("- ") else {
            if text.starts_with(' ') {
                let message =
                    "an item goes on in the next line: expected a term, one sentence and no more";
                complaints.push(Complaint::new(&page.name, line, message));
            }
            continue;
        };
        terms += 1;
        let mut complain = |message: String| {
            complaints.push(Complaint::new(&page.name, line, message));
        };
        let Some((term, sentence)) = parts(item) else {
            complain(format!(
                "`{item}`: expected `**Term**: one sentence with one link.`"
            ));
            continue;
        };
        if let Some(wrong) = wrong(sentence) {
            complain(format!("{term}: {wrong}"));
        }
        let key = key(term);
        if let Some((last, name)) = &before {
            if *last == key {
                complain(format!("{term} stands here twice: expected each term once"));
            } else if *last > key {
                complain(format!(
                    "{term} stands behind {name}: expected the order of the alphabet"
                ));
            }
        }
        before = Some((key, term));
    }
    (terms, complaints)
}

/// Term and sentence of an item.
fn parts(item: &str) -> Option<(&str, &str)> {
    let (term, sentence) = item.strip_prefix("**")?.split_once("**: ")?;
    (!term.trim().is_empty() && !term.contains('*')).then_some((term, sentence.trim()))
}

/// What a sentence has too much or too little of.
fn wrong(sentence: &str) -> Option<String> {
    let links = sentence.matches("](").count();
    let inner = sentence.trim_end_matches('.');
    if links != 1 {
        Some(format!(
            "{links} links: expected one, to the page that says more"
        ))
    } else if inner.len() + 1 != sentence.len() {
        Some("no full stop at the end: expected one sentence".to_owned())
    } else if [". ", "! ", "? "].iter().any(|end| inner.contains(end)) {
        Some("more than one sentence: expected one".to_owned())
    } else {
        None
    }
}

/// What terms are ordered by: letters and digits in lower case, and a space for each hyphen.
fn key(term: &str) -> String {
    let kept = term.chars().filter_map(|c| match c {
        '-' | '–' | ' ' => Some(' '),
        c if c.is_alphanumeric() => c.to_lowercase().next(),
        _ => None,
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(items: &str) -> Vec<String> {
        let text = format!("# Glossary\n\nWords.\n\n{items}");
        let page = Page::scan("book/reference/glossary.md", &text);
        let (_, found) = check(&page);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_term_has_one_sentence_one_link_and_its_place() {
        let good = "- **Bits per byte**: a [unit](a.md).\n- **KL divergence**: a [sum](b.md#c), of two rows.\n- **KL-penalty**: a [price](b.md).\n- **ulp**: a [step](c.md).\n";
        assert_eq!(complaints(good), [""; 0]);
        for (wrong, expected) in [
            ("- **A**: no link.\n", "5: A: 0 links: expected one"),
            (
                "- **A**: [two](a.md) [links](b.md).\n",
                "5: A: 2 links: expected one",
            ),
            ("- **A**: one [link](a.md)\n", "5: A: no full stop"),
            (
                "- **A**: a [link](a.md). Another.\n",
                "5: A: more than one sentence",
            ),
            (
                "- A: a [link](a.md).\n",
                "5: `A: a [link](a.md).`: expected `**Term**:",
            ),
            (
                "- **B**: a [b](b.md).\n- **A**: an [a](a.md).\n",
                "6: A stands behind B: expected the order of the alphabet",
            ),
            (
                "- **A b**: a [b](b.md).\n- **a-b**: an [a](a.md).\n",
                "6: a-b stands here twice",
            ),
            (
                "- **A**: a [link](a.md).\n  And more.\n",
                "6: an item goes on in the next line",
            ),
        ] {
            let found = complaints(wrong);
            assert_eq!(found.len(), 1, "{wrong}: {found:?}");
            let expected = format!("book/reference/glossary.md:{expected}");
            assert!(found[0].starts_with(&expected), "{found:?}");
        }
    }

    #[test]
    fn only_the_glossary_is_held_to_it() {
        let page = Page::scan("book/notation.md", "# N\n\n- B.\n- A.\n");
        assert_eq!(check(&page), (0, vec![]));
    }
}
