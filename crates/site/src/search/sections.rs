//! The sections of a page, as the search reads them.

use notebook::escape;
use notebook::html::{Piece, Tag, pieces};

/// A heading and the text up to the next one.
#[derive(Debug, Default, PartialEq)]
pub struct Section {
    /// The id of its heading.
    pub id: String,
    /// The heading.
    pub heading: String,
    /// The text in one line, formulas as ellipses.
    pub text: String,
    /// What is printed bold in it.
    pub strong: String,
    /// The Greek letters of its formulas, one for each formula that holds it.
    pub letters: Vec<char>,
}

/// Elements of which no text is read: code and its output, drawings, controls.
const SKIPPED: &[&str] = &["pre", "svg", "form", "button", "script", "style"];
/// The same, by their classes: cells, and the tables of the points of a figure.
const SKIPPED_CLASSES: &[&str] = &["cell", "values", "readout"];
/// Elements whose words are not those of their neighbours.
const INLINE: &[&str] = &[
    "a", "b", "code", "em", "i", "span", "strong", "sub", "sup", "u",
];
/// Elements that have no end.
const VOID: &[&str] = &["br", "hr", "img", "input", "link", "meta", "wbr"];

/// The sections of a page, without what stands before its first heading. `kept` are the formulas
/// and drawings whose places the page holds.
pub fn sections(html: &str, kept: &[String]) -> Vec<Section> {
    let Some((_, main)) = html.split_once("<main") else {
        return vec![];
    };
    let main = main.split("</main>").next().unwrap_or(main);
    let main = main.split_once('>').map_or("", |(_, content)| content);
    let mut found: Vec<Section> = vec![];
    // How many elements are open in one that is skipped, itself included.
    let mut skipped = 0usize;
    let mut in_heading = false;
    let mut in_strong = false;
    for piece in pieces(main) {
        match piece {
            Piece::Tag(tag) if skipped > 0 => {
                if tag.closes {
                    skipped -= 1;
                } else if !is_void(&tag) {
                    skipped += 1;
                }
            }
            Piece::Tag(tag) => {
                if !tag.closes && !is_void(&tag) && is_skipped(&tag) {
                    skipped = 1;
                }
                if matches!(tag.name, "h1" | "h2" | "h3") {
                    in_heading = !tag.closes && attribute(&tag, "id").is_some();
                    if let Some(id) = attribute(&tag, "id") {
                        found.push(Section {
                            id: id.to_owned(),
                            ..Section::default()
                        });
                    }
                }
                if tag.name == "strong" {
                    in_strong = !tag.closes;
                }
                let Some(section) = found.last_mut() else {
                    continue;
                };
                if !INLINE.contains(&tag.name) && !in_heading {
                    section.text.push(' ');
                }
                if let Some(formula) = attribute(&tag, "data-kept") {
                    let formula = formula.parse().ok().and_then(|n: usize| kept.get(n));
                    section
                        .letters
                        .extend(formula.map(|html| letters(html)).unwrap_or_default());
                }
            }
            Piece::Text(text) if skipped == 0 => {
                if let Some(section) = found.last_mut() {
                    let text = escape::decode(text);
                    if in_heading {
                        section.heading.push_str(&text);
                        continue;
                    }
                    section.text.push_str(&text);
                    if in_strong {
                        section.strong.push_str(&text);
                        section.strong.push(' ');
                    }
                }
            }
            _ => {}
        }
    }
    for section in &mut found {
        section.heading = one_line(&section.heading);
        section.text = one_line(&section.text);
    }
    found
}

fn attribute<'a>(tag: &Tag<'a>, name: &str) -> Option<&'a str> {
    let mut attributes = tag.attributes.iter();
    attributes
        .find(|(n, _)| *n == name)
        .map(|(_, value)| *value)
}

fn is_void(tag: &Tag) -> bool {
    tag.closes_itself || VOID.contains(&tag.name)
}

fn is_skipped(tag: &Tag) -> bool {
    let mut classes = attribute(tag, "class").unwrap_or("").split_whitespace();
    SKIPPED.contains(&tag.name) || classes.any(|class| SKIPPED_CLASSES.contains(&class))
}

/// The Greek letters of a formula, each once, from what it says to screen readers.
fn letters(html: &str) -> Vec<char> {
    let mut found = vec![];
    let math = html.split_once("<math").map_or("", |(_, math)| math);
    let math = math.split("<annotation").next().unwrap_or("");
    for c in math
        .chars()
        .filter(|c| ('α'..='ω').contains(c) || ('Α'..='Ω').contains(c) || matches!(c, 'ϕ' | 'ϵ'))
    {
        if !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PLACE, PLACE_END};

    #[test]
    fn a_page_falls_into_sections_without_code_and_drawings() {
        let kept = [
            "<math><mi>σ</mi><mo>(</mo><mi>x</mi><annotation>\\sigma</annotation></math>"
                .to_owned(),
        ];
        let html = format!(
            "<p>menu</p><main id=\"m\"><h1 id=\"a\"><a href=\"#a\">A &amp; B</a></h1><p><strong>One</strong><br>two <code>f(x)</code>, {PLACE}0{PLACE_END}.</p><figure class=\"cell\"><figcaption>cell</figcaption><pre>code</pre></figure>\n<h2 id=\"b\">C</h2><svg><title>drawing</title></svg><table><tr><td>x</td><td>y</td></tr></table></main><p>foot</p>"
        );
        let section =
            |id: &str, heading: &str, text: &str, strong: &str, letters: &[char]| Section {
                id: id.to_owned(),
                strong: strong.to_owned(),
                heading: heading.to_owned(),
                text: text.to_owned(),
                letters: letters.to_vec(),
            };
        assert_eq!(
            sections(&html, &kept),
            [
                section("a", "A & B", "One two f(x), ….", "One ", &['σ']),
                section("b", "C", "x y", "", &[]),
            ]
        );
    }
}
