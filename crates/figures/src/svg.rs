//! Writes SVG that stands in the middle of an HTML page: one line, every tag closed, text escaped.

use std::fmt::{self, Display, Write};

use crate::palette::TEXT;

/// Width of every figure, in units of its `viewBox`.
pub(crate) const WIDTH: f64 = 640.0;
/// Height of every figure.
pub(crate) const HEIGHT: f64 = 420.0;
/// Font size that everything is laid out for.
pub(crate) const FONT: f64 = 20.0;
/// Height of a row of text.
pub(crate) const ROW: f64 = 27.0;

/// Attributes of an element, in the order they are written.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// A coordinate, printed with at most two decimals and without trailing zeros.
pub(crate) struct Num(pub f64);

impl Display for Num {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hundredths::of(self.0).fmt(f)
    }
}

/// A coordinate as it is printed, so that differences are exact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Hundredths(pub i64);

impl Hundredths {
    pub fn of(x: f64) -> Self {
        assert!(x.is_finite(), "figure: a coordinate is {x}");
        Self((x * 100.0).round() as i64)
    }
}

impl Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match (part, part % 10) {
            (0, _) => write!(f, "{sign}{whole}"),
            (_, 0) => write!(f, "{sign}{whole}.{}", part / 10),
            _ => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

/// Text that is safe between tags and within quotes, on one line.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// A document being written, and the tags still open in it.
pub(crate) struct Svg {
    out: String,
    open: Vec<&'static str>,
}

impl Svg {
    /// A figure with its name and description for those who do not see it.
    pub fn new(id: &str, title: &str, description: &str) -> Self {
        Self::with(id, title, description, (WIDTH, HEIGHT), &[])
    }

    /// A figure of another size, with further attributes.
    pub fn with(
        id: &str,
        title: &str,
        description: &str,
        (width, height): (f64, f64),
        more: Attributes<'_>,
    ) -> Self {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        assert!(
            id.starts_with(|c: char| c.is_ascii_alphabetic()) && id.chars().all(word),
            "figure: the id must be a letter, then letters, digits, - or _, got `{id}`"
        );
        let mut svg = Self {
            out: String::new(),
            open: Vec::new(),
        };
        let view = format!("0 0 {width} {height}");
        let (name, about) = (format!("{id}-title"), format!("{id}-desc"));
        let own: Attributes<'_> = &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("id", &id),
            ("class", &"figure"),
            ("viewBox", &view),
            ("role", &"img"),
            ("aria-labelledby", &name),
            ("aria-describedby", &about),
            ("font-size", &FONT),
            ("fill", &TEXT),
        ];
        svg.open("svg", &[own, more].concat());
        svg.words("title", &[("id", &name)], title);
        svg.words("desc", &[("id", &about)], description);
        svg
    }

    fn tag(&mut self, tag: &str, attributes: Attributes<'_>) {
        write!(self.out, "<{tag}").expect("a String takes all");
        for (name, value) in attributes {
            let value = escape(&value.to_string());
            write!(self.out, " {name}=\"{value}\"").expect("a String takes all");
        }
    }

    /// Opens an element that [`Svg::close`] closes.
    pub fn open(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.tag(tag, attributes);
        self.out.push('>');
        self.open.push(tag);
    }

    /// Closes the element opened last.
    pub fn close(&mut self) {
        let tag = self.open.pop().expect("an element is open");
        write!(self.out, "</{tag}>").expect("a String takes all");
    }

    /// An element without content.
    pub fn leaf(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.tag(tag, attributes);
        self.out.push_str("/>");
    }

    /// A line of text whose middle lies at the `y` of its attributes.
    ///
    /// It is moved down by its own size: `dominant-baseline` is not inherited in every browser.
    pub fn text(&mut self, attributes: Attributes<'_>, text: &str) {
        let own: Attributes<'_> = &[("dy", &".35em")];
        self.words("text", &[attributes, own].concat(), text);
    }

    /// An element that holds text only.
    pub fn words(&mut self, tag: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(tag, attributes);
        self.out.push_str(&escape(text));
        self.close();
    }

    /// Closes all open elements and returns the text.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    #[test]
    fn a_document_is_read_as_it_was_written() {
        let mut svg = Svg::new("fig-1", "x < y & \"z\"", "it's\na line");
        svg.open("g", &[("class", &"a\"b")]);
        svg.leaf("path", &[("d", &"M0 0h1")]);
        let elements = read(&svg.finish());
        let names: Vec<&str> = elements.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["svg", "title", "desc", "g", "path"]);
        assert_eq!(elements[1].text, "x < y & \"z\"");
        assert_eq!(elements[2].text, "it's a line");
        assert_eq!(elements[3].get("class"), Some("a\"b"));
        assert_eq!(elements[0].get("aria-labelledby"), Some("fig-1-title"));
        assert_eq!(elements[0].get("aria-describedby"), Some("fig-1-desc"));
        assert_eq!(elements[1].get("id"), Some("fig-1-title"));
        assert_eq!(elements[2].get("id"), Some("fig-1-desc"));
    }

    #[test]
    fn coordinates_have_at_most_two_decimals_and_no_trailing_zero() {
        for (x, text) in [
            (0.0, "0"),
            (-0.001, "0"),
            (1.5, "1.5"),
            (12.345_6, "12.35"),
            (-0.05, "-0.05"),
            (100.0, "100"),
            (-3.999, "-4"),
        ] {
            assert_eq!(Num(x).to_string(), text);
        }
    }

    #[test]
    #[should_panic(expected = "figure: a coordinate is NaN")]
    fn a_coordinate_that_is_no_number_is_refused() {
        let _ = Num(f64::NAN).to_string();
    }

    #[test]
    #[should_panic(expected = "figure: the id must be")]
    fn an_id_with_a_space_is_refused() {
        let _ = Svg::new("a b", "", "");
    }
}
