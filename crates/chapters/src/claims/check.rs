//! Every place is there, and the words stand in it.

use std::collections::BTreeMap;

use notebook::{Complaint, Page, did_you_mean};

use super::section::{self, Section};
use super::{Entry, FILE, PLACES, Place, entries};
use crate::project::short_name;

/// How many places there are, and which of them are gone.
pub fn check(pages: &[Page]) -> (usize, Vec<Complaint>) {
    of(PLACES, pages)
}

fn of(text: &str, pages: &[Page]) -> (usize, Vec<Complaint>) {
    let all = match entries(text) {
        Ok(all) => all,
        Err((line, message)) => return (0, vec![Complaint::new(FILE, line, message)]),
    };
    let mut known: BTreeMap<&str, (&Page, Vec<Section>)> = BTreeMap::new();
    for page in pages {
        known.insert(short_name(page), (page, section::of(page)));
    }
    let wrong = all.iter().filter_map(|entry| {
        let message = missing(entry, &known)?;
        Some(Complaint::new(FILE, entry.line, message))
    });
    (all.len(), wrong.collect())
}

/// What is missing of a place.
fn missing(entry: &Entry<'_>, known: &BTreeMap<&str, (&Page, Vec<Section>)>) -> Option<String> {
    let Place::Section { page, id, words } = entry.place else {
        return None;
    };
    let claim = entry.id;
    let Some((at, sections)) = known.get(page) else {
        let hint = did_you_mean(page, known.keys().copied());
        return Some(format!(
            "{claim}: no page `{page}`: {hint}expected a page without its ending"
        ));
    };
    let Some(section) = sections.iter().find(|section| section.id == id) else {
        let ids = sections.iter().map(|section| section.id.as_str());
        let hint = did_you_mean(id, ids.clone());
        let ids: Vec<&str> = ids.filter(|id| !id.is_empty()).collect();
        return Some(format!(
            "{claim}: {} has no heading `#{id}`: {hint}expected one of {}",
            at.name,
            ids.join(", ")
        ));
    };
    if section.has(words) {
        return None;
    }
    let moved = sections.iter().find(|section| section.has(words));
    let hint = moved.map_or(String::new(), |to| {
        format!("; they stand under `#{}`", to.id)
    });
    Some(format!(
        "{claim}: the words `{words}` do not stand in {}#{id}{hint}; if the sentence was rewritten, name words of the new one, if it was taken out, say it again or give the reason",
        at.name
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A\n\nTop.\n\n## Often said, but\n\n- **\"It is B.\"**\n  It is *no* [C](c.md).\n\n## Why\n\nBecause.\n";

    fn complaints(text: &str) -> Vec<String> {
        let pages = [Page::scan("book/activations/a.md", PAGE)];
        let (_, found) = of(text, &pages);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn words_that_stand_there_are_found_and_others_are_named() {
        let good = "1.1! activations/a#often-said-but | It is no C\n1.2 activations/a | Top\n1.3 - taste\n";
        assert_eq!(complaints(good), [""; 0]);
        for (wrong, expected) in [
            ("1.1 activations/b | Top", "1.1: no page `activations/b`: "),
            (
                "1.1 activations/a#wy | Because",
                "1.1: book/activations/a.md has no heading `#wy`: ",
            ),
            (
                "1.1 activations/a#why | It is no D",
                "1.1: the words `It is no D` do not stand in book/activations/a.md#why; if",
            ),
            (
                "1.1 activations/a#why | It is no C",
                "1.1: the words `It is no C` do not stand in book/activations/a.md#why; they stand under `#often-said-but`",
            ),
            ("1.1 here", "`1.1 here`: expected"),
        ] {
            let found = complaints(wrong);
            assert_eq!(found.len(), 1, "{wrong}");
            let expected = format!("{FILE}:1: {expected}");
            assert!(found[0].starts_with(&expected), "{found:?}");
        }
    }
}
