//! Where the book says what is right about sentences that circulate.
//!
//! `places.txt` has a line for each of them: an id, a page and a section, and words that stand there.
//! What the sentences are is not in this tree; the words are those of our own pages.

mod check;
mod list;
mod section;

pub use check::check;
pub use list::corrections;

/// The file with the places, as a reader of an error message finds it.
const FILE: &str = "crates/chapters/src/claims/places.txt";

const PLACES: &str = include_str!("places.txt");

/// Where a sentence is treated.
#[derive(Debug, PartialEq, Eq)]
struct Entry<'a> {
    line: usize,
    id: &'a str,
    /// Whether the sentence is wrong or not exact, and corrected there.
    corrected: bool,
    place: Place<'a>,
}

#[derive(Debug, PartialEq, Eq)]
enum Place<'a> {
    Section {
        /// `activations/gelu`
        page: &'a str,
        /// The id of a heading; empty above the first.
        id: &'a str,
        words: &'a str,
    },
    /// No page says it, for this reason.
    Nowhere(&'a str),
}

/// The entries of a text in the form of `places.txt`; an error says which line has another form.
fn entries(text: &str) -> Result<Vec<Entry<'_>>, (usize, String)> {
    let lines = text.lines().enumerate();
    let used = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    used.map(|(i, line)| entry(i + 1, line).map_err(|message| (i + 1, message)))
        .collect()
}

fn entry(line: usize, text: &str) -> Result<Entry<'_>, String> {
    let form =
        || format!("`{text}`: expected `ID PLACE | WORDS`, `ID! PLACE | WORDS` or `ID - REASON`");
    let (name, rest) = text.split_once(' ').ok_or_else(form)?;
    let corrected = name.ends_with('!');
    let place = if let Some(reason) = rest.strip_prefix("- ") {
        Place::Nowhere(reason.trim())
    } else {
        let (place, words) = rest.split_once(" | ").ok_or_else(form)?;
        let (page, id) = place.split_once('#').unwrap_or((place, ""));
        Place::Section {
            page,
            id,
            words: words.trim(),
        }
    };
    let empty = match &place {
        Place::Section { page, words, .. } => page.is_empty() || words.is_empty(),
        Place::Nowhere(reason) => reason.is_empty() || corrected,
    };
    if empty {
        return Err(form());
    }
    Ok(Entry {
        line,
        id: name.trim_end_matches('!'),
        corrected,
        place,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn a_line_has_one_of_three_forms() {
        let text = "# said\n\n2.1! a/b#c | D e\n2.2 a/b | F\n2.3 - nobody knows\n";
        let found = entries(text).expect("all have the form");
        let section = |id, words| Place::Section {
            page: "a/b",
            id,
            words,
        };
        let places: Vec<(usize, &str, bool, Place<'_>)> = (found.into_iter())
            .map(|e| (e.line, e.id, e.corrected, e.place))
            .collect();
        assert_eq!(
            places,
            [
                (3, "2.1", true, section("c", "D e")),
                (4, "2.2", false, section("", "F")),
                (5, "2.3", false, Place::Nowhere("nobody knows")),
            ]
        );
        for wrong in ["2.1", "2.1 a/b", "2.1 a/b | ", "2.1! - no reason", "2.1 - "] {
            let error = entries(wrong).expect_err(wrong);
            assert_eq!(error.0, 1);
            assert!(error.1.contains("expected `ID PLACE | WORDS`"), "{error:?}");
        }
    }

    /// How many sentences there are of each kind, by the first part of their ids.
    const COUNTS: [(&str, usize); 44] = [
        ("01", 12),
        ("02", 13),
        ("03", 9),
        ("04", 14),
        ("05", 11),
        ("06", 12),
        ("07", 14),
        ("08", 10),
        ("09", 8),
        ("10", 15),
        ("11", 15),
        ("12", 4),
        ("13", 17),
        ("14", 10),
        ("15", 13),
        ("16", 10),
        ("17", 18),
        ("18", 11),
        ("19", 8),
        ("20", 10),
        ("21", 9),
        ("22", 10),
        ("23", 10),
        ("24", 7),
        ("25", 15),
        ("26", 12),
        ("27", 10),
        ("28", 12),
        ("29", 10),
        ("30", 6),
        ("31", 9),
        ("32", 13),
        ("33", 14),
        ("34", 12),
        ("35", 6),
        ("36", 5),
        ("37", 8),
        ("38", 11),
        ("39", 5),
        ("A", 7),
        ("B", 12),
        ("C", 6),
        ("D", 5),
        ("R", 10),
    ];

    #[test]
    fn each_of_458_sentences_has_its_place_and_183_are_corrected() {
        let all = entries(PLACES).expect("the form");
        let ids: BTreeSet<&str> = all.iter().map(|entry| entry.id).collect();
        assert_eq!((ids.len(), all.len()), (458, 458));
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for id in &ids {
            let (kind, number) = id.split_once('.').expect("KIND.NUMBER");
            let last = COUNTS
                .iter()
                .find(|(k, _)| *k == kind)
                .map_or(0, |(_, n)| *n);
            let number: usize = number.parse().expect("a number");
            assert!((1..=last).contains(&number), "{id}");
            *found.entry(kind).or_default() += 1;
        }
        assert_eq!(found, COUNTS.into_iter().collect());
        assert_eq!(all.iter().filter(|entry| entry.corrected).count(), 183);
    }
}
