//! Finished HTML that mdBook need not parse: formulas and drawings.

use notebook::escape;
use notebook::html::{Piece, Tag, pieces};

/// Well-formed HTML, to be put into a page as it is.
#[derive(Clone, Debug)]
pub struct Inert(pub String);

impl Inert {
    /// For a finished page, to the letter as mdBook writes [`Inert::for_markdown`].
    pub fn for_page(&self) -> String {
        self.rewrite(
            |text| replace(text, &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;")]),
            mdbook_attribute,
        )
    }

    /// For a Markdown text that mdBook is going to read: one line, nothing that Markdown sees.
    pub fn for_markdown(&self) -> String {
        self.rewrite(escape::text, |value| {
            let value = mdbook_attribute(value);
            replace(&value, &[('\n', "&#10;"), ('|', "&#124;")])
        })
    }

    fn rewrite(&self, text: impl Fn(&str) -> String, value: impl Fn(&str) -> String) -> String {
        let mut out = String::with_capacity(self.0.len());
        for piece in pieces(&self.0) {
            match piece {
                Piece::Tag(tag) => write_tag(&mut out, &tag, |v| value(&escape::decode(v))),
                Piece::Text(t) => out.push_str(&text(&escape::decode(t))),
                Piece::Raw(t) | Piece::Aside(t) => out.push_str(t),
            }
        }
        out
    }
}

/// Writes a tag as mdBook does. It lower-cases names of attributes (`viewBox`); the HTML parser of
/// a browser restores them.
pub fn write_tag(out: &mut String, tag: &Tag, value: impl Fn(&str) -> String) {
    out.push('<');
    if tag.closes {
        out.push('/');
    }
    out.push_str(tag.name);
    for (name, given) in &tag.attributes {
        out.push(' ');
        out.push_str(&name.to_ascii_lowercase());
        out.push_str("=\"");
        out.push_str(&value(given));
        out.push('"');
    }
    out.push_str(if tag.closes_itself { " />" } else { ">" });
}

/// An attribute's value as mdBook writes it.
fn mdbook_attribute(value: &str) -> String {
    let escapes = [
        ('&', "&amp;"),
        ('<', "&lt;"),
        ('>', "&gt;"),
        ('"', "&quot;"),
        ('\'', "&#39;"),
        ('\\', "&#92;"),
    ];
    replace(value, &escapes)
}

fn replace(text: &str, escapes: &[(char, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match escapes.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => out.push_str(to),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gets_html_as_mdbook_writes_it() {
        let svg = Inert(
            r#"<svg viewBox='0 0 1 1'><path d="a'&quot;"/><text>&#60; &amp; *</text></svg>"#
                .to_owned(),
        );
        assert_eq!(
            svg.for_page(),
            r#"<svg viewbox="0 0 1 1"><path d="a&#39;&quot;" /><text>&lt; &amp; *</text></svg>"#
        );
    }

    #[test]
    fn markdown_gets_one_line_without_active_characters() {
        let html = Inert("<i d=\"a\n|\\\">*_`[$\n</i>".to_owned()).for_markdown();
        assert_eq!(
            html,
            "<i d=\"a&#10;&#124;&#92;\">&#42;&#95;&#96;&#91;&#36;&#10;</i>"
        );
    }
}
