//! Mathematics in Markdown: where it is, and what in its place.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::DIALECT;
use crate::html::{Piece, pieces};

/// What of a page is rewritten before mdBook reads it.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Formulas in the order of the text.
    pub formulas: Vec<Formula>,
    /// Drawings, `<svg>..</svg>` in blocks of HTML.
    pub drawings: Vec<Range<usize>>,
    /// What cannot become mathematics although it looks like it: byte offset and reason.
    pub misplaced: Vec<(usize, &'static str)>,
    /// The file names `README.md` in links to pages.
    pub readmes: Vec<Range<usize>>,
}

/// `$..$` or `$$..$$`, as the typesetter gets it.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Where it stands, dollar signs included.
    pub range: Range<usize>,
    /// The TeX between the dollar signs.
    pub tex: String,
    /// Whether it is `$$..$$`.
    pub display: bool,
}

/// Finds the formulas of a text, in the Markdown that mdBook reads.
#[must_use]
pub fn scan(markdown: &str) -> Scan {
    let mut finder = Finder::new(markdown);
    for (event, range) in Parser::new_ext(markdown, DIALECT).into_offset_iter() {
        finder.event(&event, &range);
    }
    finder.scan
}

/// Finds formulas among the events of a text.
pub(crate) struct Finder<'a> {
    markdown: &'a str,
    pub(crate) scan: Scan,
    /// Why no formula may stand here.
    words_only: Option<&'static str>,
    code: bool,
    /// Where an open block of HTML began.
    html: Option<usize>,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(markdown: &'a str) -> Finder<'a> {
        Finder {
            markdown,
            scan: Scan::default(),
            words_only: None,
            code: false,
            html: None,
        }
    }

    /// Looks at the next event.
    pub(crate) fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let markdown = self.markdown;
        match event {
            Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                if let Some(reason) = self.words_only {
                    self.scan.misplaced.push((range.start, reason));
                }
                if tex.contains('`') {
                    let reason = "a formula with a backtick: if this $ is a sign and no formula, \
                                  write `\\$`";
                    self.scan.misplaced.push((range.start, reason));
                }
                self.scan.formulas.push(Formula {
                    display: matches!(event, Event::DisplayMath(_)),
                    tex: tex.to_string(),
                    range: range.clone(),
                });
            }
            Event::Start(Tag::Heading { .. }) => self.words_only = Some(IN_HEADING),
            Event::Start(Tag::Image { .. }) => self.words_only = Some(IN_IMAGE),
            Event::End(TagEnd::Heading(_) | TagEnd::Image) => self.words_only = None,
            Event::Start(Tag::CodeBlock(_)) => self.code = true,
            Event::End(TagEnd::CodeBlock) => self.code = false,
            Event::Start(Tag::HtmlBlock) => self.html = Some(range.start),
            Event::End(TagEnd::HtmlBlock) => {
                let start = self.html.take().unwrap_or(range.start);
                self.scan
                    .misplaced
                    .extend(dollars(markdown, start..range.end));
                self.scan
                    .drawings
                    .extend(drawings(markdown, start..range.end));
            }
            Event::Text(_) if !self.code && opens_a_formula(markdown, range.start) => {
                let reason = "this $ begins no formula: in a table write `\\vert` for `|`; let no \
                              line of a formula begin with `+`, `-` or `#` and a blank; for the \
                              sign itself write `\\$`";
                self.scan.misplaced.push((range.start, reason));
            }
            Event::Start(Tag::Link {
                link_type: LinkType::Inline,
                dest_url,
                ..
            }) => {
                let name = "README.md";
                let file = dest_url.split('#').next().unwrap_or_default();
                let is_readme = file == name || file.ends_with(&format!("/{name}"));
                let link = &markdown[range.clone()];
                if let (true, false, Some(at)) = (is_readme, file.contains("://"), link.rfind(name))
                {
                    let start = range.start + at;
                    self.scan.readmes.push(start..start + name.len());
                }
            }
            _ => {}
        }
    }
}

const IN_HEADING: &str = "a formula in a heading: the sidebar, the search and the heading's link take \
                          its text; write it in words";
const IN_IMAGE: &str =
    "a formula in the description of an image, which is plain text: write it in words";

/// Whether the text at `start`, which is no formula, begins like one: an unescaped `$$`, or `$`
/// before a letter, a backslash or a bracket. `$5` does not.
fn opens_a_formula(markdown: &str, start: usize) -> bool {
    let Some(after) = markdown[start..].strip_prefix('$') else {
        return false;
    };
    let begins = |c: char| c.is_alphabetic() || "$\\({[|".contains(c);
    after.starts_with(begins) && !markdown[..start].ends_with('\\')
}

/// The dollar signs in the text of a raw HTML block, where Markdown sees no mathematics.
fn dollars(markdown: &str, block: Range<usize>) -> Vec<(usize, &'static str)> {
    let reason = "a $ in an HTML block, where no mathematics is rendered: leave a blank line before \
                  and after the text; for the sign itself write `&#36;`";
    let mut found = Vec::new();
    let mut pieces = pieces(&markdown[block.clone()]);
    while let Some(piece) = pieces.next() {
        if let Piece::Text(text) = piece
            && let Some(i) = text.find('$')
        {
            let end = block.end - pieces.rest().len();
            found.push((end - text.len() + i, reason));
        }
    }
    found
}

fn drawings(markdown: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = block.start;
    while let Some(start) = markdown[at..block.end].find("<svg") {
        let Some(length) = markdown[at + start..block.end].find("</svg>") else {
            break;
        };
        let end = at + start + length + "</svg>".len();
        found.push(at + start..end);
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tex(markdown: &str) -> Vec<String> {
        scan(markdown).formulas.into_iter().map(|f| f.tex).collect()
    }

    fn misplaced_at(markdown: &str) -> Vec<usize> {
        scan(markdown)
            .misplaced
            .into_iter()
            .map(|(at, _)| at)
            .collect()
    }

    #[test]
    fn formulas_are_found_inline_displayed_and_in_tables() {
        let page = "a $x_1$ b\n\n$$\ny\n$$\n\n| a |\n|---|\n| $z$ |\n\n> $$\n> w\n> $$\n";
        assert_eq!(tex(page), ["x_1", "\ny\n", "z", "\nw\n"]);
        let displayed: Vec<_> = scan(page).formulas.iter().map(|f| f.display).collect();
        assert_eq!(displayed, [false, true, false, true]);
    }

    #[test]
    fn prices_and_code_are_no_formulas() {
        for page in [
            "it costs $5 and $6",
            "a `$x$` b",
            "```\n$x$\n```",
            "    $x$",
            "\\$x\\$",
            "<!-- $x$ -->",
        ] {
            assert_eq!(tex(page), [""; 0], "{page}");
            assert_eq!(misplaced_at(page), [0; 0], "{page}");
        }
    }

    #[test]
    fn a_formula_that_would_stay_dollars_is_found() {
        assert_eq!(misplaced_at("| a |\n|---|\n| $|x|$ |\n"), [14]);
        assert_eq!(misplaced_at("a $x b"), [2]);
        assert_eq!(misplaced_at("$$\na\n+ b\n$$"), [0, 9]);
        assert_eq!(misplaced_at("<p>a\n$x$</p>"), [5]);
        assert_eq!(misplaced_at("# a $x$"), [4]);
        assert_eq!(misplaced_at("![a $x$](b.png)"), [4]);
        assert_eq!(misplaced_at("$5 and $6, `$x$`"), [7]);
        assert_eq!(
            misplaced_at("<details><summary>A</summary>\n\n$x$\n\n</details>"),
            [0; 0]
        );
    }

    #[test]
    fn links_to_a_readme_are_found() {
        let page = "[a](../README.md#b) [c](README.md) [d](https://e.org/README.md) README.md";
        let found: Vec<_> = scan(page).readmes;
        assert_eq!(found, [7..16, 24..33]);
    }

    #[test]
    fn drawings_are_found_in_html_and_not_in_code() {
        let page = "<p><svg a></svg> <svg b></svg></p>\n\n`<svg></svg>`\n\n```\n<svg></svg>\n```\n";
        assert_eq!(scan(page).drawings, [3..16, 17..30]);
    }

    proptest! {
        #[test]
        fn any_page_can_be_scanned(page in "([$|\\\\a-c1 \n#<>/!`*-]|é|<p>|\\$\\$){0,60}") {
            for formula in scan(&page).formulas {
                prop_assert!(page[formula.range].starts_with('$'));
            }
        }
    }
}
