//! An item of a section *Sources*: which part of it names the source, and which says what for.

/// An item, as a page has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The page, as `book/activations/gelu.md`.
    pub page: String,
    pub line: usize,
    /// What names the source, without a full stop.
    pub reference: String,
    /// The title of a publication; `None` for code, documentation and the like.
    pub title: Option<String>,
    /// How many publications the item names.
    pub publications: usize,
}

/// The items of a page's section *Sources*.
pub fn items(page: &str, text: &str) -> Vec<Item> {
    let mut inside = false;
    let mut found = vec![];
    for (i, line) in text.lines().enumerate() {
        if line.starts_with("## ") {
            inside = line == "## Sources";
        }
        if let (true, Some(text)) = (inside, line.strip_prefix("- ")) {
            found.push(item(page, i + 1, text));
        }
    }
    found
}

fn item(page: &str, line: usize, text: &str) -> Item {
    let titles = titles(text);
    let behind = titles.first().map_or(0, |&(_, end)| end);
    let reference = &text[..behind + length(&text[behind..], behind > 0)];
    Item {
        page: page.to_owned(),
        line,
        reference: reference.trim_end_matches(['.', ',', ';', ' ']).to_owned(),
        title: titles
            .first()
            .map(|&(start, end)| text[start..end].to_owned()),
        publications: titles.len(),
    }
}

/// Titles with a year before them, `2017, *Attention Is All You Need*`: where they begin and end,
/// without and with the asterisks.
fn titles(text: &str) -> Vec<(usize, usize)> {
    let mut found = vec![];
    for (at, mark) in text.match_indices(", *").chain(text.match_indices(", [*")) {
        let year = text[..at]
            .bytes()
            .rev()
            .take_while(u8::is_ascii_digit)
            .count();
        let start = at + mark.len();
        let mut ends = text[start..].match_indices('*');
        let end = ends.find(|(end, _)| !text[..start + end].ends_with('\\'));
        if let (4, Some((end, _))) = (year, end) {
            found.push((start, start + end + 1));
        }
    }
    found.sort_unstable();
    found
}

/// Words that begin what a page takes from a source: a place in it.
const PLACES: [&str; 12] = [
    "section",
    "sections",
    "appendix",
    "appendices",
    "table",
    "tables",
    "Table",
    "figure",
    "equation",
    "equations",
    "chapter",
    "from page",
];

/// How much of what follows a title still names the source: up to the first link of a publication,
/// a place in it, or a colon.
fn length(rest: &str, publication: bool) -> usize {
    let mut ends = vec![rest.len()];
    ends.extend(rest.find(": "));
    if publication {
        ends.extend(
            rest.find("](")
                .and_then(|at| Some(at + rest[at..].find(')')? + 1)),
        );
        ends.extend(rest.find(", §"));
        ends.extend(
            PLACES
                .iter()
                .filter_map(|word| rest.find(&format!(", {word} "))),
        );
    }
    ends.into_iter().min().unwrap_or(rest.len())
}

/// Letters and digits alone, in lower case: titles are the same if these are.
pub fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

impl Item {
    /// By what the source is known: the numbers of its publication, its addresses, its title without
    /// what follows a colon.
    pub fn keys(&self) -> Vec<String> {
        let main = |title: &String| plain(title.split(": ").next().unwrap_or(title));
        let mut keys: Vec<String> = self.title.iter().map(main).collect();
        for (at, _) in self.reference.match_indices("](") {
            let rest = &self.reference[at + 2..];
            let address = rest.split(')').next().unwrap_or(rest);
            let address = address.split_once("://").map_or(address, |(_, rest)| rest);
            keys.push(address.trim_end_matches('/').to_owned());
        }
        for (at, name) in self.reference.match_indices("arXiv:") {
            let number = self.reference[at + name.len()..].chars();
            let number: String = number
                .take_while(|c| c.is_ascii_digit() || *c == '.')
                .collect();
            keys.push(format!("arxiv.org/abs/{}", number.trim_end_matches('.')));
        }
        keys.sort();
        keys.dedup();
        keys
    }

    /// What it is sorted by: the first author's name without initials.
    pub fn author(&self) -> String {
        let first = self.reference.split(',').next().unwrap_or("");
        let names: Vec<&str> = first
            .split(' ')
            .filter(|word| !is_initial(word) && word.parse::<u16>().is_err())
            .collect();
        names.join(" ")
    }
}

/// `J.`, `A.-M.`
fn is_initial(word: &str) -> bool {
    let mut parts = word.split('-');
    word.contains('.') && parts.all(|part| part.ends_with('.') && part.chars().count() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reference(text: &str, expected: &str) -> Item {
        let page = format!("# A\n\n## Sources\n\n- {text}\n");
        let found = items("book/a.md", &page);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 5);
        assert_eq!(found[0].reference, expected);
        found[0].clone()
    }

    #[test]
    fn a_reference_ends_where_the_page_says_what_for() {
        let gelu = reference(
            "D. Hendrycks, K. Gimpel 2016, *Gaussian Error Linear Units (GELUs)*, [arXiv:1606.08415](https://arxiv.org/abs/1606.08415): the function.",
            "D. Hendrycks, K. Gimpel 2016, *Gaussian Error Linear Units (GELUs)*, [arXiv:1606.08415](https://arxiv.org/abs/1606.08415)",
        );
        assert_eq!(
            gelu.keys(),
            ["arxiv.org/abs/1606.08415", "gaussianerrorlinearunitsgelus"]
        );
        assert_eq!(gelu.author(), "Hendrycks");
        let book = reference(
            "C. Bishop 2006, *Pattern Recognition: A Book*, section 4.3.6: links.",
            "C. Bishop 2006, *Pattern Recognition: A Book*",
        );
        assert_eq!(book.title.as_deref(), Some("Pattern Recognition: A Book*"));
        assert_eq!(book.keys(), ["patternrecognition"]);
        reference(
            "C. Maddison 2014, *A\\* Sampling*.",
            "C. Maddison 2014, *A\\* Sampling*",
        );
        reference(
            "A.-M. Legendre 1805, *Nouvelles*, Paris, 72–75, [in English](https://x.org/l.htm).",
            "A.-M. Legendre 1805, *Nouvelles*, Paris, 72–75, [in English](https://x.org/l.htm)",
        );
        let code = reference(
            "The code of [rsl_rl](https://github.com/a/b), read at commit 1.",
            "The code of [rsl_rl](https://github.com/a/b), read at commit 1",
        );
        assert_eq!(
            (code.publications, code.keys()),
            (0, vec!["github.com/a/b".to_owned()])
        );
        let two = reference(
            "A. B 2018, *C*: one; D. E 2019, *F*: two.",
            "A. B 2018, *C*",
        );
        assert_eq!(two.publications, 2);
    }

    #[test]
    fn initials_do_not_count_in_the_order() {
        let author =
            |text: &str| reference(&format!("{text}, *T*."), &format!("{text}, *T*")).author();
        assert_eq!(author("A.-M. Legendre 1805"), "Legendre");
        assert_eq!(
            author("A. van den Oord and others 2018"),
            "van den Oord and others"
        );
        assert_eq!(author("Gemma Team 2024"), "Gemma Team");
    }
}
