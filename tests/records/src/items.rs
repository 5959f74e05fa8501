//! Public functions in a source.

/// The public functions of a source, each with its line: `pub fn`, `pub const fn`, indented or broken
/// over lines. `pub(crate)` is not public.
pub fn public_functions(text: &str) -> Vec<(String, usize)> {
    let mut words = vec![];
    for (i, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or("");
        words.extend(split(code).map(|word| (word, i + 1)));
    }
    let mut out = vec![];
    for start in 0..words.len() {
        if words[start].0 != "pub" {
            continue;
        }
        let qualifier = |word: &&(&str, usize)| {
            matches!(word.0, "const" | "async" | "unsafe" | "extern") || word.0.starts_with('"')
        };
        let mut rest = words[start + 1..].iter().skip_while(qualifier);
        if let (Some(("fn", line)), Some((name, _))) = (rest.next(), rest.next()) {
            out.push(((*name).to_owned(), *line));
        }
    }
    out
}

/// Words and signs.
fn split(code: &str) -> impl Iterator<Item = &str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '"';
    let mut rest = code;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let end = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_public_function_is_seen() {
        let text = "pub fn a(x: f64) {}\n  pub const fn b() {}\npub\n    fn\n    c<T>(\n) {}\n\
                    pub(crate) fn d() {}\nfn e() {}\n// pub fn f() {}\n/// pub fn g()\n\
                    pub unsafe extern \"C\" fn h() {}\npub const FN: fn(f64) = a;\npub mod fns {}\n";
        let found = public_functions(text);
        let expected = [("a", 1), ("b", 2), ("c", 4), ("h", 11)];
        assert_eq!(found, expected.map(|(name, line)| (name.to_owned(), line)));
    }
}
