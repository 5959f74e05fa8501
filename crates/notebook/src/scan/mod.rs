//! Markdown to [`Page`].

mod comment;
mod fence;
mod formula;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::DIALECT;
use crate::math::Finder;
use crate::page::{Page, Row};
use crate::unrun;

pub(crate) fn scan(name: &str, text: &str) -> Page {
    let mut scan = Scan {
        page: Page {
            name: name.to_owned(),
            text: text.to_owned(),
            cells: vec![],
            listings: vec![],
            values: vec![],
            formulas: vec![],
            directives: vec![],
            rows: vec![],
            math: Default::default(),
            problems: vec![],
            breaks: text.match_indices('\n').map(|(at, _)| at).collect(),
        },
        last_fence: None,
        settled: vec![],
        included: vec![],
        containers: 0,
        section: String::new(),
        in_heading: false,
    };
    let mut math = Finder::new(text);
    if let Some(at) = text.find('\r') {
        scan.problem(
            at,
            "line ends with a carriage return: pages have Unix line ends",
        );
    }
    for (event, range) in Parser::new_ext(text, DIALECT).into_offset_iter() {
        math.event(&event, &range);
        scan.outline(&event, &range);
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                scan.settled.push(range.clone());
                scan.fence(&info, range);
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                scan.problem(
                    range.start,
                    "an indented code block: use a fence and name its language",
                );
            }
            Event::Code(_) => scan.settled.push(range),
            Event::Start(Tag::HtmlBlock) => {
                let html = &text[range.clone()];
                scan.refuse(range.start, unrun::fences(html));
                scan.refuse(range.start, unrun::tags(html));
            }
            Event::Html(_) => scan.comments(range),
            Event::InlineHtml(_) => {
                scan.refuse(range.start, unrun::tags(&text[range.clone()]));
                scan.comments(range);
            }
            Event::DisplayMath(latex) => scan.formula(range, 2, &latex),
            Event::InlineMath(latex) => scan.formula(range, 1, &latex),
            Event::Start(tag) if is_container(&tag) => scan.containers += 1,
            Event::End(tag) if is_end_of_container(tag) => scan.containers -= 1,
            Event::Start(Tag::Paragraph) => scan.alone(&range),
            _ => {}
        }
    }
    scan.page.math = math.scan;
    scan.stray_marks();
    scan.stray_includes();
    scan.broken_comments();
    scan.page.problems.sort();
    scan.page.problems.dedup();
    scan.page
}

/// What changes the text of a formula in it (`>` before a line, `\|` in a table), or is no place
/// for the sign that it was checked.
fn is_container(tag: &Tag<'_>) -> bool {
    use Tag::*;
    matches!(
        tag,
        BlockQuote(_)
            | List(_)
            | Table(_)
            | FootnoteDefinition(_)
            | DefinitionList
            | Heading { .. }
            | Image { .. }
            | Link { .. }
    )
}

fn is_end_of_container(tag: TagEnd) -> bool {
    use TagEnd::*;
    matches!(
        tag,
        BlockQuote(_)
            | List(_)
            | Table
            | FootnoteDefinition
            | DefinitionList
            | Heading(_)
            | Image
            | Link
    )
}

struct Scan {
    page: Page,
    /// End of the last cell's fence, while an output may follow.
    last_fence: Option<usize>,
    /// Places in which a mark was read, or is code and no mark.
    settled: Vec<Range<usize>>,
    /// Rust fences that include source, well or badly.
    included: Vec<Range<usize>>,
    /// How many lists, quotes, tables and the like are open.
    containers: usize,
    /// The last heading.
    section: String,
    in_heading: bool,
}

impl Scan {
    fn problem(&mut self, offset: usize, message: impl Into<String>) {
        let problem = self.page.problem(self.page.line_of(offset), message);
        self.page.problems.push(problem);
    }

    /// Headings, and the rows of tables below them.
    fn outline(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                self.section.clear();
                self.in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => self.in_heading = false,
            Event::Text(text) if self.in_heading => self.section.push_str(text),
            Event::Start(Tag::TableRow) => self.page.rows.push(Row {
                line: self.page.line_of(range.start),
                section: self.section.clone(),
            }),
            _ => {}
        }
    }

    /// Reports what was found in a part of the page, at offsets from its start.
    fn refuse(&mut self, start: usize, found: impl Iterator<Item = (usize, String)>) {
        for (at, message) in found {
            self.problem(start + at, message);
        }
    }

    /// Marks that Markdown does not take for comments: cut off by a line's or a page's end.
    fn stray_marks(&mut self) {
        let starts: Vec<usize> = ["<!--=", "<!--@"]
            .iter()
            .flat_map(|mark| self.page.text.match_indices(mark).map(|(at, _)| at))
            .filter(|at| !self.settled.iter().any(|range| range.contains(at)))
            .collect();
        for at in starts {
            self.problem(
                at,
                "a value or a directive that does not end: it stands on one line, `-->` included",
            );
        }
    }

    /// Comments that Markdown does not recognise and would show.
    fn broken_comments(&mut self) {
        let found: Vec<(usize, String)> = unrun::broken_comments(&self.page.text)
            .filter(|(at, _)| !self.settled.iter().any(|range| range.contains(at)))
            .collect();
        for (at, message) in found {
            self.problem(at, message);
        }
    }

    /// mdBook expands `{{#include ..}}` and its like wherever it finds them.
    fn stray_includes(&mut self) {
        let stray: Vec<usize> = unrun::includes(&self.page.text)
            .filter(|at| !self.included.iter().any(|range| range.contains(at)))
            .collect();
        for at in stray {
            self.problem(at, "`{{#` outside of a listing: mdBook would expand it, and nobody would check what it brings");
        }
    }
}
