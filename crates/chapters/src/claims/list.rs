//! What is corrected on which page, as Markdown.

use notebook::Page;

use super::section::{self, Section, plain};
use super::{PLACES, Place, entries};
use crate::contents::listed;
use crate::project::{root, short_name, to_root};
use crate::template::HEADINGS;

/// The corrections that stand on other pages than this, in the order of the summary.
pub fn corrections(page: &Page) -> Result<String, String> {
    let read = |name: &str| {
        let name = format!("book/{name}");
        std::fs::read_to_string(root().join(&name)).map_err(|error| format!("{name}: {error}"))
    };
    let all = entries(PLACES).map_err(|(line, message)| format!("line {line}: {message}"))?;
    let own = short_name(page);
    let mut out = String::new();
    for (title, path) in listed(&read("SUMMARY.md")?).filter(|(_, path)| *path != own) {
        let places: Vec<(&str, &str)> = (all.iter())
            .filter(|entry| entry.corrected)
            .filter_map(|entry| match entry.place {
                Place::Section { page, id, words } if page == path => Some((id, words)),
                _ => None,
            })
            .collect();
        if places.is_empty() {
            continue;
        }
        let name = format!("book/{path}.md");
        let sections = section::of(&Page::scan(&name, &read(&format!("{path}.md"))?));
        let address = format!("{}{path}.md", to_root(page));
        out += &line(title, &address, &places, &sections)?;
    }
    Ok(out + "\n")
}

/// The line of a page: what is corrected there, each once, and linked.
fn line(
    title: &str,
    address: &str,
    places: &[(&str, &str)],
    sections: &[Section],
) -> Result<String, String> {
    let mut links: Vec<String> = vec![];
    for (id, words) in places {
        let section = sections.iter().find(|section| section.id == *id);
        let section = section.ok_or_else(|| format!("no heading `{address}#{id}`"))?;
        let named = lead(section, words).unwrap_or_else(|| match id.is_empty() {
            true => title.to_owned(),
            false if HEADINGS.contains(&section.title.as_str()) => {
                format!("{}: {words}", section.title)
            }
            false => section.title.clone(),
        });
        let to = match id.is_empty() {
            true => address.to_owned(),
            false => format!("{address}#{id}"),
        };
        let link = format!("[{named}]({to})");
        if !links.contains(&link) {
            links.push(link);
        }
    }
    Ok(format!("\n- [{title}]({address}): {}.", links.join(", ")))
}

/// What is in bold at the beginning of the item with the words, be it a sentence in quotation marks
/// or a few words; without a full stop.
fn lead(section: &Section, words: &str) -> Option<String> {
    let begin = words.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let line_of = |part: &str| (section.lines.iter()).position(|line| plain(line).contains(part));
    let at = line_of(&plain(words)).or_else(|| line_of(&plain(&begin)))?;
    let within = |line: &&String| line.starts_with("- ") || line.starts_with("  ");
    let mut item = section.lines[..=at].iter().rev().take_while(within);
    let first = item.find(|line| line.starts_with("- "))?;
    let bold = first.strip_prefix("- **")?.split_once("**")?.0;
    let bold = plain(bold);
    Some(
        match bold.strip_prefix('"').and_then(|b| b.strip_suffix('"')) {
            Some(quoted) => format!("\"{}\"", quoted.trim_end_matches('.')),
            None => bold.trim_end_matches(['.', ',', ':', ';']).to_owned(),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_listed_with_its_misconceptions_and_headings() {
        let text = "# A\n\nTop.\n\n## Why\n\nBecause.\n\n## Often said, but\n\n- **\"It is B.\"**\n  It is no C.\n  And no D.\n- **\"It is E.\"**\n  F.\n\n## When\n\n- **For G**, take H.\n- I.\n";
        let sections = section::of(&Page::scan("book/a.md", text));
        let places = [
            ("often-said-but", "no C"),
            ("often-said-but", "And no D"),
            ("often-said-but", "F."),
            ("why", "Because"),
            ("when", "take H"),
            ("when", "I."),
            ("", "Top"),
        ];
        assert_eq!(
            line("A", "../a.md", &places, &sections).expect("all are there"),
            "\n- [A](../a.md): [\"It is B\"](../a.md#often-said-but), [\"It is E\"](../a.md#often-said-but), [Why: Because](../a.md#why), [For G](../a.md#when), [When](../a.md#when), [A](../a.md)."
        );
        assert!(line("A", "../a.md", &[("how", "x")], &sections).is_err());
    }

    #[test]
    fn what_this_page_corrects_itself_is_not_listed() {
        let page = Page::scan("book/reference/myths.md", "# M\n");
        let found = corrections(&page).expect("a list");
        assert!(
            found.contains("\n- [ReLU](../activations/relu.md): "),
            "{found}"
        );
        assert!(found.contains(
            "[\"The zeros save time and regularise\"](../activations/relu.md#often-said-but)"
        ));
        assert!(!found.contains("myths.md"), "{found}");
    }
}
