//! The bibliography: each source once, with the pages that cite it, as Markdown.

use std::collections::BTreeMap;

use notebook::{Page, pages};

use super::{Item, items};
use crate::project::{root, to_root};

/// What is listed apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Papers and books.
    Publications,
    /// Code, documentation, discussions.
    Others,
}

/// The sources of one kind in all pages below `book/`, as seen from `page`.
pub fn list(page: &Page, kind: Kind) -> Result<String, String> {
    let book = root().join("book");
    let names = pages::names(&book).map_err(|error| format!("book: {error}"))?;
    let mut all = vec![];
    let mut titles = BTreeMap::new();
    for name in names {
        let path = root().join(&name);
        let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
        let title = text.lines().find_map(|line| line.strip_prefix("# "));
        titles.insert(name.clone(), title.unwrap_or(&name).to_owned());
        all.extend(items(&name, &text));
    }
    Ok(listed(&all, kind, &titles, &to_root(page)))
}

/// `titles` has the title of each page by its name.
fn listed(all: &[Item], kind: Kind, titles: &BTreeMap<String, String>, to_root: &str) -> String {
    let mut entries: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
    for item in all {
        if item.title.is_some() == (kind == Kind::Publications) {
            let sorted_by = match kind {
                Kind::Publications => unaccented(&item.author()),
                Kind::Others => unaccented(&letters(&item.reference)),
            };
            let pages = entries.entry((sorted_by, &item.reference)).or_default();
            if !pages.contains(&item.page.as_str()) {
                pages.push(&item.page);
            }
        }
    }
    let mut out = String::new();
    for ((_, reference), pages) in entries {
        let links: Vec<String> = pages
            .iter()
            .map(|&page| {
                let title = titles.get(page).map_or(page, String::as_str);
                let path = page.strip_prefix("book/").unwrap_or(page);
                format!("[{title}]({to_root}{path})")
            })
            .collect();
        out += &format!("\n- {reference}.\n  Cited on {}.", links.join(", "));
    }
    out + "\n"
}

/// What a reader sees of a reference first: neither brackets nor articles.
fn letters(reference: &str) -> String {
    let text = reference.trim_start_matches(['[', '`', '*']);
    text.strip_prefix("The ").unwrap_or(text).to_owned()
}

/// In lower case, and each letter without its accent, for the order.
fn unaccented(text: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'ä' | 'ă' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' => 'o',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'č' | 'ć' | 'ç' => 'c',
        'ń' | 'ñ' => 'n',
        'š' => 's',
        'ž' => 'z',
        'ř' => 'r',
        other => other,
    };
    text.to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list_of(kind: Kind) -> String {
        let page = |name: &str, sources: &str| items(name, &format!("## Sources\n\n{sources}"));
        let mut all = page(
            "book/activations/elu.md",
            "- A. Zhu 2015, *Units*, [arXiv:1](https://arxiv.org/abs/1): the function.\n- The code of [x](https://x.org).\n",
        );
        all.extend(page(
            "book/notation.md",
            "- Q. Černý 2016, *Sums*.\n- B. Young 2017, *Means*.\n- A. Zhu 2015, *Units*, [arXiv:1](https://arxiv.org/abs/1), section 2.\n",
        ));
        let titles = [
            ("book/activations/elu.md", "ELU"),
            ("book/notation.md", "Notation"),
        ];
        let titles = titles.map(|(page, title)| (page.to_owned(), title.to_owned()));
        listed(&all, kind, &titles.into(), "../")
    }

    #[test]
    fn a_source_stands_once_with_all_its_pages_in_the_order_of_names() {
        assert_eq!(
            list_of(Kind::Publications),
            "\n- Q. Černý 2016, *Sums*.\n  Cited on [Notation](../notation.md).\n- B. Young 2017, *Means*.\n  Cited on [Notation](../notation.md).\n- A. Zhu 2015, *Units*, [arXiv:1](https://arxiv.org/abs/1).\n  Cited on [ELU](../activations/elu.md), [Notation](../notation.md).\n"
        );
        assert_eq!(
            list_of(Kind::Others),
            "\n- The code of [x](https://x.org).\n  Cited on [ELU](../activations/elu.md).\n"
        );
    }
}
