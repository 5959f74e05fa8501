//! What is wrong with the sources of the pages.

use std::collections::BTreeMap;

use notebook::{Complaint, Page};

use super::{Item, items};

/// A source that is cited in two ways, and items that name two publications; how many items there are.
pub fn check(pages: &[Page]) -> (usize, Vec<Complaint>) {
    let all: Vec<Item> = pages
        .iter()
        .flat_map(|page| items(&page.name, &page.text))
        .collect();
    let mut complaints = vec![];
    let mut known: BTreeMap<String, &Item> = BTreeMap::new();
    for item in &all {
        let complaint = |message: String| Complaint::new(&item.page, item.line, message);
        if item.publications > 1 {
            complaints.push(complaint(format!(
                "{} publications in one item: give each an item of its own",
                item.publications
            )));
        }
        let links = item.reference.matches("](").count();
        if item.publications == 0 && links > 1 {
            complaints.push(complaint(format!(
                "{links} links in one item: give each source an item of its own, or put what the page takes from it behind a colon"
            )));
        }
        let before: Vec<&Item> = (item.keys().iter())
            .filter_map(|key| known.get(key).copied())
            .filter(|before| before.reference != item.reference)
            .collect();
        if let Some(before) = before.first() {
            complaints.push(complaint(format!(
                "one source, cited in two ways: here `{}`, at {}:{} `{}`; write it alike on both pages, and what a page takes from it behind a colon",
                item.reference, before.page, before.line, before.reference
            )));
        }
        for key in item.keys() {
            known.entry(key).or_insert(item);
        }
    }
    (all.len(), complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn complaints(a: &str, b: &str) -> Vec<String> {
        let page =
            |name: &str, item: &str| Page::scan(name, &format!("# A\n\n## Sources\n\n- {item}\n"));
        let (looked, found) = check(&[page("book/a.md", a), page("book/b.md", b)]);
        assert_eq!(looked, 2);
        found.iter().map(ToString::to_string).collect()
    }

    const LINK: &str = "[arXiv:1706.03762](https://arxiv.org/abs/1706.03762)";

    #[test]
    fn a_source_has_one_reference_and_as_many_uses_as_pages() {
        let of = |rest: &str| {
            format!("A. Vaswani and others 2017, *Attention Is All You Need*, {LINK}{rest}")
        };
        assert!(complaints(&of(", section 5.4."), &of(": ReLU.")).is_empty());
        for other in [
            format!("A. Vaswani et al. 2017, *Attention Is All You Need*, {LINK}."),
            format!("A. Vaswani and others 2017, *Attention*, {LINK}."),
            "A. Vaswani and others 2017, *Attention is all you need*, NIPS.".to_owned(),
            "A. Vaswani and others 2017, *Attention*, arXiv:1706.03762.".to_owned(),
        ] {
            let found = complaints(&of("."), &other);
            assert_eq!(found.len(), 1, "{other}");
            assert!(
                found[0]
                    .starts_with("book/b.md:5: one source, cited in two ways: here `A. Vaswani")
            );
            assert!(found[0].contains("at book/a.md:5 `A. Vaswani and others 2017, *Attention Is"));
        }
    }

    #[test]
    fn two_sources_are_two_items() {
        let found = complaints("A. B 2018, *C*; D. E 2019, *F*.", "G. H 2001, *I*.");
        assert_eq!(
            found,
            ["book/a.md:5: 2 publications in one item: give each an item of its own"]
        );
        let found = complaints(
            "The code of [a](b.md) and [c](d.md).",
            "The code of [e](f.md): [g](h.md).",
        );
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("book/a.md:5: 2 links in one item"),
            "{found:?}"
        );
    }
}
