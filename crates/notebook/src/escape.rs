//! Text to HTML and back.
//!
//! What a page's transform writes passes through Markdown once more.
//! So every ASCII punctuation mark becomes a numeric character reference, which Markdown, table
//! syntax, smart punctuation and the search for `$` all leave alone; so does every line break.

use std::borrow::Cow;
use std::fmt::Write;

/// Text content, safe within one line of Markdown.
pub fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii_punctuation() || c.is_ascii_control() {
            write!(html, "&#{};", u32::from(c)).expect("writing to a string");
        } else {
            html.push(c);
        }
    }
    html
}

/// The value of an attribute between double quotes, safe within one line of Markdown.
///
/// Markdown does not look into a tag, but a table row is split at `|` before tags are seen.
/// Since [`text`] hides every quotation mark too, the two are the same.
pub fn attribute(value: &str) -> String {
    text(value)
}

/// The characters that HTML stands for: the inverse of [`text()`].
pub fn decode(html: &str) -> Cow<'_, str> {
    if !html.contains('&') {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let reference = rest.find(';').and_then(|end| {
            let c = character(&rest[1..end])?;
            Some((c, end + 1))
        });
        let (c, length) = reference.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a reference names, of those that this program and its libraries write.
fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_left_that_markdown_could_read() {
        let html = text("*a* _b_ `c` [d](e) <f> $g$ | {{#h}} \\ \"i\" -- ...\nj");
        assert!(
            html.chars()
                .all(|c| c.is_alphanumeric() || " &#;".contains(c)),
            "{html}"
        );
    }

    #[test]
    fn an_ampersand_that_begins_no_reference_stays() {
        assert_eq!(decode("a & b &c; &amp;amp; &#x3c;"), "a & b &c; &amp; <");
    }

    proptest! {
        #[test]
        fn decoding_gives_the_text_back(s in any::<String>()) {
            let html = text(&s);
            let back = decode(&html);
            prop_assert_eq!(back.as_ref(), s.as_str());
        }
    }
}
