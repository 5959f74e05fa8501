//! Checks the characters next to an inline value. A number that is part of something longer would be
//! checked as one number and read as another: `10^2`, `–0.5`, `0.5e3`.

use std::ops::Range;

use crate::number::Shown;

/// The characters that may directly precede a number, besides a space and the start of the line.
const OPENERS: &str = "([{|±≈\"“‘";

/// The number that ends right where `before` ends, as a byte range of `before`, if it stands alone.
/// `after` is the rest of the line behind its comment.
///
/// Emphasis around it is skipped: `**0.25**`. A per cent sign is prose and stands behind the
/// comment: `84.1<!--= 100.0 * p --> %` states 84.1.
///
/// # Errors
/// What stands there and what was expected.
pub(crate) fn number_between(before: &str, after: &str) -> Result<Range<usize>, String> {
    if let Some(number) = before.strip_suffix('%') {
        let word = last_word(number);
        return Err(format!(
            "a per cent sign before the comment, `{word}%`: write it behind, `{word}<!--= .. --> %`"
        ));
    }
    let head = before.trim_end_matches('*');
    let apart = |c: char| c.is_whitespace() || c == '*' || OPENERS.contains(c);
    let start = head.rfind(apart).map_or(0, |at| {
        at + head[at..].chars().next().map_or(0, char::len_utf8)
    });
    let word = &head[start..];
    if Shown::parse(word).is_none() {
        return Err(no_number(word, before));
    }
    stands_alone(&head[..start], before.len() - head.len(), word, after)?;
    if let Some(behind) = glued_behind(after) {
        return Err(format!(
            "`{behind}` right behind the value `{word}` is read as a part of it: expected a space or a mark of punctuation"
        ));
    }
    Ok(start..head.len())
}

fn no_number(word: &str, before: &str) -> String {
    let unsigned = word.trim_start_matches(['+', '-', '−', '–', '—']);
    match unsigned.to_ascii_lowercase().as_str() {
        "nan" => return format!("found `{word}` before the comment: write `NaN`, without a sign"),
        "inf" | "infinity" => {
            return format!("found `{word}` before the comment: write `∞` or `−∞`");
        }
        _ => {}
    }
    if word.starts_with(['–', '—']) && Shown::parse(unsigned).is_some() {
        return format!(
            "found a dash in `{word}` before the comment: a minus sign is `−` or `-`, and a range needs its last number in words of its own"
        );
    }
    if word.ends_with(|c: char| c.is_ascii_digit() || c == '∞') {
        return format!(
            "found `{word}` before the comment, of which a reader sees more than a number: expected a space or an opening bracket right before the number"
        );
    }
    format!(
        "an inline value that is not a number: found `{}` before the comment",
        last_word(before)
    )
}

/// Emphasis must be around the number alone, or open before an earlier word.
fn stands_alone(head: &str, closing: usize, word: &str, after: &str) -> Result<(), String> {
    let outside = head.trim_end_matches('*');
    let opening = head.len() - outside.len();
    let closes_after = after.len() - after.trim_start_matches('*').len();
    let balanced = opening == 0 || opening == closing || (closing == 0 && opening == closes_after);
    let before = outside.chars().next_back();
    let apart = before.is_none_or(|c| c.is_whitespace() || OPENERS.contains(c));
    if !balanced || !apart {
        return Err(format!(
            "found `{}{word}` before the comment: expected a space or an opening bracket right before the number",
            last_word(head)
        ));
    }
    let mut back = outside.chars().rev();
    let grouping = back
        .next()
        .is_some_and(|c| c.is_whitespace() && !c.is_ascii());
    if grouping && back.next().is_some_and(|c| c.is_ascii_digit()) {
        return Err(format!(
            "found `{word}` behind a digit and a narrow space: digits are grouped by commas, `50,257`"
        ));
    }
    Ok(())
}

/// The character after a value that would change its meaning; comments and closing marks are skipped.
fn glued_behind(after: &str) -> Option<char> {
    let mut rest = after;
    loop {
        rest = rest.trim_start_matches(['*', '_']);
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("</") {
            ">"
        } else {
            break;
        };
        rest = rest.split_once(end)?.1;
    }
    let mut chars = rest.chars();
    let first = chars.next()?;
    let fits = match first {
        c if c.is_whitespace() => true,
        ';' | '!' | '?' | ')' | ']' | '}' | '|' | '"' | '”' | '%' | '…' => true,
        '.' | ',' | ':' | '-' | '–' | '—' | '\'' | '’' => !chars
            .next()
            .is_some_and(|c| c.is_numeric() || c == '.' && first != '.'),
        '[' => rest.starts_with("[^"),
        _ => false,
    };
    (!fits).then_some(first)
}

fn last_word(text: &str) -> &str {
    text.split_whitespace().next_back().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_number_before_a_comment() {
        for (before, after, number) in [
            ("bottoms out at −0.17", ".", "−0.17"),
            ("is **0.25**", ", at 0", "0.25"),
            ("is **0.25", "**.", "0.25"),
            ("**it is 0.25", "** here", "0.25"),
            ("range [-0.17", ", ∞)", "-0.17"),
            ("(2", ")", "2"),
            ("off at ±2.699", " at", "2.699"),
            ("x = ∞", "", "∞"),
            ("gives NaN", " here", "NaN"),
            ("| 4.14e-8", " | 0", "4.14e-8"),
            ("kept in 84.1", " % of", "84.1"),
            ("a 2.35", "-fold gain", "2.35"),
            ("from 0.1", "–x", "0.1"),
            ("1.5", "<!--@ property a b -->.", "1.5"),
            ("<b>is 1.5", "</b>.", "1.5"),
        ] {
            let found = number_between(before, after);
            assert_eq!(found.map(|r| &before[r]), Ok(number), "{before} | {after}");
        }
    }

    #[test]
    fn a_number_that_is_part_of_something_longer_is_refused() {
        for (before, why) in [
            ("about", "not a number: found `about`"),
            ("0.5 ", "not a number: found `0.5`"),
            ("", "not a number: found ``"),
            ("1.", "not a number"),
            ("12.5%", "write it behind, `12.5<!--= .. --> %`"),
            ("–0.5", "a minus sign is `−`"),
            ("—0.5", "a minus sign is `−`"),
            ("0.3–0.5", "found `0.3–0.5`"),
            ("-+0.5", "found `-+0.5`"),
            ("3-0.5", "found `3-0.5`"),
            ("1−0.5", "found `1−0.5`"),
            ("v2", "found `v2`"),
            ("é2", "found `é2`"),
            ("10^2", "found `10^2`"),
            ("$2", "found `$2`"),
            ("<b>2", "found `<b>2`"),
            ("3*2", "found `3*2`"),
            ("3*2*", "found `3*2`"),
            ("x_2", "found `x_2`"),
            ("1.2.5", "found `1.2.5`"),
            ("1/2", "found `1/2`"),
            ("(1,2.5", "found `1,2.5`"),
            ("x=2", "found `x=2`"),
            ("&minus;2", "found `&minus;2`"),
            ("50\u{202f}257", "grouped by commas"),
            ("-NaN", "write `NaN`"),
            ("+inf", "write `∞`"),
            ("-infinity", "write `∞`"),
        ] {
            let found = number_between(before, ".").expect_err(before);
            assert!(found.contains(why), "{before}: {found}");
        }
        for after in [
            "e5",
            "5",
            ".5",
            ",5",
            "×10",
            "^2",
            "²",
            "x",
            "/2",
            "·3",
            "-3",
            "−3",
            "–3",
            "&times;2",
            "<sup>2</sup>",
            "`x`",
            "$x$",
            "<!-- -->5",
            "**2",
            "</b>7",
            "\\5",
            "∞",
        ] {
            let found = number_between("is 0.5", after).expect_err(after);
            assert!(
                found.contains("right behind the value `0.5`"),
                "{after}: {found}"
            );
        }
    }
}
