//! Inserts lines into lists within a text.

/// Inserts `new` (whole lines) at the byte `at`.
fn put(text: &str, at: usize, new: &str) -> String {
    // Behind a last line that does not end.
    let (before, after) = text.split_at(at.min(text.len()));
    let end = if at > text.len() { "\n" } else { "" };
    format!("{before}{end}{new}\n{after}")
}

/// Where the lines of a text begin, and the lines.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// The lines that begin so are sorted: puts `new` among them. `None` if there is none.
pub fn sorted(text: &str, begin: &str, new: &str) -> Option<String> {
    let listed: Vec<_> = lines(text).filter(|(_, l)| l.starts_with(begin)).collect();
    let (last, line) = *listed.last()?;
    let later = listed.iter().find(|(_, line)| *line > new);
    let at = later.map_or(last + line.len() + 1, |(at, _)| *at);
    Some(put(text, at, new))
}

/// Puts `new` before or behind the one line that holds `neighbour`. `None` if there is none.
pub fn beside(text: &str, neighbour: &str, before: bool, new: &str) -> Option<String> {
    let (at, line) = lines(text).find(|(_, line)| line.contains(neighbour))?;
    Some(put(
        text,
        if before { at } else { at + line.len() + 1 },
        new,
    ))
}

/// Puts `new` at the end of the list that begins with `open` and ends at the next line that is `close`.
pub fn at_end(text: &str, open: &str, close: &str, new: &str) -> Option<String> {
    let mut from = lines(text).skip_while(|(_, line)| *line != open);
    from.next()?;
    let (at, _) = from.find(|(_, line)| *line == close)?;
    Some(put(text, at, new))
}

/// Puts `new` before the first line, behind the line that holds `scope`, that is `line` but for its indent.
pub fn within(text: &str, scope: &str, line: &str, new: &str) -> Option<String> {
    let mut from = lines(text).skip_while(|(_, line)| !line.contains(scope));
    from.next()?;
    let (at, _) = from.find(|(_, found)| found.trim() == line)?;
    Some(put(text, at, new))
}

/// Puts a name at the end of the list of strings that begins with `open`, on one line or on several.
pub fn of_strings(text: &str, open: &str, name: &str) -> Option<String> {
    let from = text.find(open)? + open.len();
    let at = from + text[from..].find(']')?;
    let before = text[..at].trim_end();
    let comma = if before.ends_with(['[', ',']) {
        ""
    } else {
        ","
    };
    let (space, end) = match text[from..at].contains('\n') {
        true => ("\n    ", ",\n"),
        false => (" ", ""),
    };
    Some(format!(
        "{before}{comma}{space}\"{name}\"{end}{}",
        &text[at..]
    ))
}

/// Puts `new` behind the first `mark`.
pub fn behind(text: &str, mark: &str, new: &str) -> Option<String> {
    let at = text.find(mark)? + mark.len();
    Some(format!("{}{new}{}", &text[..at], &text[at..]))
}

/// The last line that begins so, if there is one.
pub fn last<'t>(text: &'t str, contains: &str) -> Option<&'t str> {
    let found = lines(text).filter(|(_, line)| line.contains(contains));
    found.last().map(|(_, line)| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "mod b;\nmod d;\n\nlist = [\n    b,\n    d,\n]\nother = [\n]\n";

    #[test]
    fn a_sorted_list_stays_sorted() {
        let with = |new| sorted(LIST, "mod ", new).expect("there is a list");
        assert!(with("mod a;").starts_with("mod a;\nmod b;\nmod d;\n\n"));
        assert!(with("mod c;").starts_with("mod b;\nmod c;\nmod d;\n\n"));
        assert!(with("mod e;").starts_with("mod b;\nmod d;\nmod e;\n\n"));
        assert_eq!(sorted(LIST, "use ", "use a;"), None);
    }

    #[test]
    fn a_line_is_put_beside_its_neighbour() {
        let with = |before| beside(LIST, "    b,", before, "    c,").expect("it is there");
        assert!(with(true).contains("[\n    c,\n    b,\n    d,\n]"));
        assert!(with(false).contains("[\n    b,\n    c,\n    d,\n]"));
        assert_eq!(beside(LIST, "    x,", true, "    c,"), None);
        let open = beside("a\nb", "b", false, "c");
        assert_eq!(open.as_deref(), Some("a\nb\nc\n"));
    }

    #[test]
    fn a_line_is_put_at_the_end_of_its_own_list() {
        let with = at_end(LIST, "list = [", "]", "    e,").expect("it is there");
        assert!(with.contains("    d,\n    e,\n]\nother = [\n]\n"));
        assert_eq!(at_end(LIST, "list = (", "]", "e"), None);
        let with = within(LIST, "other", "]", "    e,").expect("it is there");
        assert!(with.ends_with("    d,\n]\nother = [\n    e,\n]\n"));
        assert_eq!(within(LIST, "other", "}", "e"), None);
        assert_eq!(last(LIST, "mod"), Some("mod d;"));
        assert_eq!(behind("a = b", "= ", "c, ").as_deref(), Some("a = c, b"));
        assert_eq!(behind("a = b", "(", "c"), None);
    }
}
