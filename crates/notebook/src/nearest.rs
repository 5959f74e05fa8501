//! Suggests the known word that is nearest to a mistyped step, page or function.

/// The known word that `word` most likely was meant to be: one that it begins, or one that is a few
/// typing errors away.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = word.to_lowercase();
    // Of a letter or two, any other word is near.
    let allowed = match typed.chars().count() {
        0..=2 => 0,
        letters => 1 + letters / 4,
    };
    let distance = |candidate: &str| {
        let begun = typed.len() > 1 && candidate.starts_with(&typed);
        if begun { 0 } else { errors(&typed, candidate) }
    };
    known
        .into_iter()
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `did you mean `gelu`? `, as a prefix for a message; empty if no known word is near.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or(String::new(), |near| format!("did you mean `{near}`? "))
}

/// Typing errors between two words: a letter too many, too few, another one, or two exchanged.
fn errors(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // One row for each letter of `a`: the errors up to there and up to each letter of `b`.
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let other = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1)
                .min(row[j - 1] + 1)
                .min(rows[i - 1][j - 1] + other);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_word_finds_its_neighbour() {
        let steps = [
            "style", "claims", "formulas", "mutants", "cells", "values", "library", "browser",
        ];
        for (typed, meant) in [
            ("formulae", "formulas"),
            ("formula", "formulas"),
            ("form", "formulas"),
            ("Cells", "cells"),
            ("clels", "cells"),
            ("mutant", "mutants"),
            ("broswer", "browser"),
        ] {
            assert_eq!(nearest(typed, steps), Some(meant));
        }
        for typed in ["everything", "x", "", "fast"] {
            assert_eq!(nearest(typed, steps), None, "{typed}");
        }
    }

    #[test]
    fn errors_are_counted_as_they_are_made() {
        for (a, b, count) in [
            ("", "abc", 3),
            ("relu", "relu", 0),
            ("relu", "rleu", 1),
            ("relu", "reluu", 1),
            ("gelu", "relu", 1),
            ("swish", "mish", 2),
        ] {
            assert_eq!(errors(a, b), count, "{a} {b}");
            assert_eq!(errors(b, a), count, "{b} {a}");
        }
    }
}
