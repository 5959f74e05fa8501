//! Splits HTML into tags and text, as far as KaTeX and mdBook write it: attributes are quoted or bare;
//! the contents of scripts and styles are not examined.

/// A piece of an HTML text. Together the pieces are the whole text.
#[derive(Debug, PartialEq)]
pub enum Piece<'a> {
    /// An opening or closing tag.
    Tag(Tag<'a>),
    /// Text between tags, character references not decoded.
    Text(&'a str),
    /// The content of a `<script>` or `<style>`.
    Raw(&'a str),
    /// A comment or a doctype.
    Aside(&'a str),
}

/// An opening, closing or self-closing tag.
#[derive(Debug, PartialEq)]
pub struct Tag<'a> {
    /// The name as written.
    pub name: &'a str,
    /// Whether it is `</name>`.
    pub closes: bool,
    /// Whether it is `<name />`.
    pub closes_itself: bool,
    /// Names and values in order, character references not decoded.
    pub attributes: Vec<(&'a str, &'a str)>,
}

/// Splits `html` into pieces.
pub fn pieces(html: &str) -> Pieces<'_> {
    Pieces {
        rest: html,
        raw: None,
    }
}

/// Iterator over the pieces of an HTML text.
pub struct Pieces<'a> {
    rest: &'a str,
    /// The name of the raw element whose content comes next.
    raw: Option<&'a str>,
}

impl<'a> Pieces<'a> {
    /// The part that has not been split yet.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Takes up to and including `end`, or everything.
    fn take_through(&mut self, end: &str) -> &'a str {
        let length = self
            .rest
            .find(end)
            .map_or(self.rest.len(), |i| i + end.len());
        self.take(length)
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(name) = self.raw.take() {
            let end = format!("</{name}");
            let length = self.rest.find(&end).unwrap_or(self.rest.len());
            if length > 0 {
                return Some(Piece::Raw(self.take(length)));
            }
        }
        if self.rest.is_empty() {
            return None;
        }
        if self.rest.starts_with("<!--") {
            return Some(Piece::Aside(self.take_through("-->")));
        }
        if self.rest.starts_with("<!") {
            return Some(Piece::Aside(self.take_through(">")));
        }
        if let Some((tag, length)) = tag(self.rest) {
            self.take(length);
            if !tag.closes && matches!(tag.name, "script" | "style") {
                self.raw = Some(tag.name);
            }
            return Some(Piece::Tag(tag));
        }
        // A `<` at the very start begins no tag.
        let next = self.rest.match_indices('<').find(|&(i, _)| i > 0);
        let length = next.map_or(self.rest.len(), |(i, _)| i);
        Some(Piece::Text(self.take(length)))
    }
}

/// The tag at the start of `html` and its length; `None` if there is none.
fn tag(html: &str) -> Option<(Tag<'_>, usize)> {
    let after = html.strip_prefix('<')?;
    let (closes, after) = match after.strip_prefix('/') {
        Some(after) => (true, after),
        None => (false, after),
    };
    if !after.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let ends_name = |c: char| c.is_whitespace() || matches!(c, '/' | '>' | '=');
    let (name, mut rest) = after.split_at(after.find(ends_name)?);
    let mut tag = Tag {
        name,
        closes,
        closes_itself: false,
        attributes: Vec::new(),
    };
    loop {
        rest = rest.trim_start();
        if let Some(rest) = rest.strip_prefix('>') {
            return Some((tag, html.len() - rest.len()));
        }
        if let Some(after) = rest.strip_prefix('/') {
            tag.closes_itself = after.starts_with('>');
            rest = after;
            continue;
        }
        let end = rest.find(ends_name)?;
        if end == 0 {
            return None;
        }
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix('=') {
            None => ("", after),
            Some(after) => match after.chars().next()? {
                quote @ ('"' | '\'') => after[1..].split_once(quote)?,
                _ => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>')?),
            },
        };
        tag.attributes.push((name, value));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_text_scripts_and_comments_are_distinguished() {
        let html = r#"<!DOCTYPE html><a href="x>y" hidden data-n=3>t &lt; <br/></a><script>if (a<b) "</a>"</script><!-- <b> -->"#;
        let found: Vec<_> = pieces(html).collect();
        let tag = |name, closes, closes_itself, attributes| {
            Piece::Tag(Tag {
                name,
                closes,
                closes_itself,
                attributes,
            })
        };
        assert_eq!(
            found,
            [
                Piece::Aside("<!DOCTYPE html>"),
                tag(
                    "a",
                    false,
                    false,
                    vec![("href", "x>y"), ("hidden", ""), ("data-n", "3")]
                ),
                Piece::Text("t &lt; "),
                tag("br", false, true, vec![]),
                tag("a", true, false, vec![]),
                tag("script", false, false, vec![]),
                Piece::Raw(r#"if (a<b) "</a>""#),
                tag("script", true, false, vec![]),
                Piece::Aside("<!-- <b> -->"),
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_comes_to_an_end(s in any::<String>()) {
            pieces(&s).count();
        }

        #[test]
        fn any_tag_soup_comes_to_an_end(s in "[<>/a\"'= !-]{0,40}") {
            pieces(&s).count();
        }
    }
}
