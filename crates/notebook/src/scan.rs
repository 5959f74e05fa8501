//! Markdown to [`Page`].

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::glued::number_between;
use crate::number::Shown;
use crate::page::{Cell, Directive, Expect, Formula, Listing, Mark, Output, Page, Value};
use crate::unrun;

/// Fences that are shown and not run. A fence in a language that could be run is no option:
/// what can be executed is executed.
const QUIET: [&str; 3] = ["text", "toml", "sh"];

/// Commands that make a formula in a sentence look like a displayed one.
const DISPLAYED: [&str; 4] = ["\\displaystyle", "\\begin", "\\dfrac", "\\tag"];

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
}

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
            problems: vec![],
            breaks: text.match_indices('\n').map(|(at, _)| at).collect(),
        },
        last_fence: None,
        settled: vec![],
        included: vec![],
        containers: 0,
    };
    if let Some(at) = text.find('\r') {
        scan.problem(
            at,
            "line ends with a carriage return: pages have Unix line ends",
        );
    }
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
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
    scan.stray_marks();
    scan.stray_includes();
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
}

impl Scan {
    fn problem(&mut self, offset: usize, message: impl Into<String>) {
        let problem = self.page.problem(self.page.line_of(offset), message);
        self.page.problems.push(problem);
    }

    fn fence(&mut self, info: &str, range: Range<usize>) {
        let cell_end = self.last_fence.take();
        let mut words = info.split([',', ' ', '\t']).filter(|w| !w.is_empty());
        let language = words.next().unwrap_or("");
        let words: Vec<&str> = words.collect();
        let checked = language == "rust" || language == "output";
        let Some(fence) = self.lines_of(&range, checked, language) else {
            return;
        };
        match language {
            "rust" => self.rust(&words, fence),
            "output" => self.output(cell_end, fence),
            "" => self.problem(range.start, "a fence without a language: expected `rust`, `output`, `text`, `toml` or `sh`"),
            _ if QUIET.contains(&language) && words.is_empty() => {}
            _ if QUIET.contains(&language) => {
                self.problem(range.start, format!("a fence in `{language}` takes no attribute, found `{}`", words.join(",")));
            }
            "rs" | "Rust" | "RUST" => {
                self.problem(range.start, format!("a fence in `{language}`: write `rust`, every Rust fence is run"));
            }
            _ => self.problem(
                range.start,
                format!("a fence in `{language}`, which nothing here runs: expected `rust`, `output`, `text`, `toml` or `sh`"),
            ),
        }
    }

    /// Splits a fenced block into fence and body; `None` (and a problem) if it is malformed.
    fn lines_of(&mut self, range: &Range<usize>, checked: bool, language: &str) -> Option<Fence> {
        let text = &self.page.text[range.clone()];
        // The parser's range may or may not hold the line break behind the closing fence.
        let whole = range.start..range.start + text.trim_end_matches(['\n', '\r']).len();
        let text = &self.page.text[whole.clone()];
        let mark = text.chars().next().unwrap_or('`');
        let length = text.chars().take_while(|&c| c == mark).count();
        let first_break = text.find('\n');
        let last = text.rfind('\n').map_or("", |at| &text[at + 1..]);
        let closed = first_break.is_some() && {
            let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
            last.len() >= length && last.chars().all(|c| c == mark)
        };
        if !closed {
            self.problem(range.start, format!("an unclosed fence: expected a line of {length} `{mark}` before the page (or the list, or the quote) ends"));
            return None;
        }
        let at_margin = range.start == 0 || self.page.text.as_bytes()[range.start - 1] == b'\n';
        if checked && (!at_margin || last.starts_with([' ', '\t', '>'])) {
            self.problem(range.start, format!("an indented `{language}` fence: cells and outputs start at the left margin, outside lists and quotes"));
            return None;
        }
        let body_start = whole.start + first_break.unwrap_or(0) + 1;
        let body_end = whole.start + text.rfind('\n').unwrap_or(0) + 1;
        Some(Fence {
            body: body_start..body_end.max(body_start),
            whole,
        })
    }

    fn rust(&mut self, words: &[&str], fence: Fence) {
        let at = fence.whole.start;
        let line = self.page.line_of(at);
        let body = self.page.text[fence.body.clone()].trim().to_owned();
        if unrun::includes(&body).next().is_some() {
            self.included.push(fence.whole.clone());
            match include(&body) {
                Some((file, anchor)) if words.is_empty() => {
                    self.page.listings.push(Listing {
                        line,
                        fence: fence.whole,
                        file,
                        anchor,
                    });
                }
                Some(_) => self.problem(
                    at,
                    format!("a listing takes no attribute, found `{}`", words.join(",")),
                ),
                None => self.problem(
                    at,
                    "a listing holds one line `{{#include file:anchor}}` and nothing else",
                ),
            }
            return;
        }
        let expect = match words {
            [] => Expect::Success,
            ["should_panic"] => Expect::Panic,
            ["compile_fail", code] if is_error_code(code) => {
                Expect::CompileError((*code).to_owned())
            }
            ["compile_fail", ..] => {
                self.problem(
                    at,
                    "`compile_fail` names the error that it expects: `rust,compile_fail,E0308`",
                );
                return;
            }
            [word @ ("ignore" | "no_run"), ..] => {
                self.problem(at, format!("`{word}`: every cell runs, none is skipped"));
                return;
            }
            _ => {
                self.problem(
                    at,
                    format!(
                        "unknown attribute `{}`: expected `should_panic` or `compile_fail,E....`",
                        words.join(",")
                    ),
                );
                return;
            }
        };
        if body.is_empty() {
            self.problem(at, "an empty cell");
            return;
        }
        self.last_fence = Some(fence.whole.end);
        let number = self.page.cells.len() + 1;
        self.page.cells.push(Cell {
            number,
            line,
            expect,
            fence: fence.whole,
            body: fence.body,
            output: None,
        });
    }

    fn output(&mut self, cell_end: Option<usize>, fence: Fence) {
        let below = cell_end.is_some_and(|end| {
            let between = &self.page.text[end..fence.whole.start];
            between.trim().is_empty() && between.matches('\n').count() <= 2
        });
        if !below {
            self.problem(
                fence.whole.start,
                "an output without a cell: expected a `rust` fence right above it",
            );
            return;
        }
        let line = self.page.line_of(fence.whole.start);
        if let Some(cell) = self.page.cells.last_mut() {
            cell.output = Some(Output {
                line,
                fence: fence.whole,
                body: fence.body,
            });
        }
    }

    /// Reports what was found in a part of the page, at offsets from its start.
    fn refuse(&mut self, start: usize, found: impl Iterator<Item = (usize, String)>) {
        for (at, message) in found {
            self.problem(start + at, message);
        }
    }

    /// Looks at a piece of HTML for values and directives.
    fn comments(&mut self, range: Range<usize>) {
        let html = self.page.text[range.clone()].to_owned();
        let mut from = 0;
        while let Some(open) = html[from..].find("<!--").map(|i| i + from) {
            let start = range.start + open;
            if ["<!-->", "<!--->"]
                .iter()
                .any(|c| html[open..].starts_with(c))
            {
                self.problem(
                    start,
                    "a comment that a browser ends at once: write `<!-- .. -->`",
                );
                return;
            }
            let Some(close) = html[open..].find("-->").map(|i| i + open) else {
                if html[open..].starts_with("<!--=") || html[open..].starts_with("<!--@") {
                    self.problem(
                        start,
                        "a comment that does not end: expected `-->` on the same line",
                    );
                }
                return;
            };
            let comment = start..range.start + close + 3;
            self.settled.push(comment.clone());
            let inside = html[open + 4..close].to_owned();
            from = close + 3;
            if inside.starts_with(['=', '@']) && inside.contains('\n') {
                self.problem(start, "a value or a directive stands on one line, this one goes on over the line's end");
            } else if let Some(expression) = inside.strip_prefix('=') {
                self.value(expression, comment);
            } else if let Some(directive) = inside.strip_prefix('@') {
                self.directive(directive, comment);
            }
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

    /// Mathematics between so many dollar signs; `latex` is what the typesetter gets.
    fn formula(&mut self, range: Range<usize>, dollars: usize, latex: &str) {
        let display = dollars == 2;
        let inside = range.start + dollars..range.end - dollars;
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let at_margin = range.start == 0 || self.page.text.as_bytes()[range.start - 1] == b'\n';
        if display && (self.containers > 0 || !at_margin) {
            self.problem(range.start, "a displayed formula begins its line, outside of lists, quotes, tables, notes and headings");
        } else if squeezed(latex) != squeezed(&self.page.text[inside.clone()])
            && self.containers == 0
        {
            self.problem(
                range.start,
                "this formula is not typeset as it stands here: put it into a paragraph of its own",
            );
        }
        if let Some(command) = DISPLAYED
            .iter()
            .find(|command| !display && latex.contains(**command))
        {
            self.problem(range.start, format!("`{command}` in a sentence is a displayed formula in disguise: write `$$..$$`, with a mark"));
        }
        self.page.formulas.push(Formula {
            line: self.page.line_of(range.start),
            latex: inside,
            range,
            display,
            mark: None,
        });
    }

    /// A paragraph that is one formula in single dollar signs: an equation, displayed and unmarked.
    fn alone(&mut self, paragraph: &Range<usize>) {
        let text = self.page.text[paragraph.clone()].trim();
        let text = text.trim_end_matches(['.', ',', ';', ':']);
        let inside = text
            .strip_prefix('$')
            .and_then(|text| text.strip_suffix('$'));
        if self.containers == 0
            && inside.is_some_and(|inside| !inside.contains('$') && inside.contains('='))
        {
            self.problem(
                paragraph.start,
                "an equation in a paragraph of its own: write `$$..$$`, with a mark",
            );
        }
    }

    /// Whether a comment stands right behind a formula: it is then the formula's mark.
    fn mark(&mut self, text: &str, comment: &Range<usize>) -> bool {
        let line = self.page.line_of(comment.start);
        let Some(formula) = self.page.formulas.last() else {
            return false;
        };
        let Some(between) = self.page.text.get(formula.range.end..comment.start) else {
            return false;
        };
        if !between.trim().is_empty() || between.matches('\n').count() > 1 {
            return false;
        }
        if formula.mark.is_some() || text.trim().is_empty() {
            self.problem(
                comment.start,
                "a formula has one mark, and it says something: `$$..$$ <!--= gelu(x) -->`",
            );
            return true;
        }
        if self.containers > 0 {
            self.problem(
                comment.start,
                "a formula with a mark stands in a paragraph, outside of lists, quotes and tables",
            );
        }
        if let Some(formula) = self.page.formulas.last_mut() {
            formula.mark = Some(Mark {
                line,
                comment: comment.clone(),
                text: text.trim().to_owned(),
            });
        }
        true
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

    fn value(&mut self, expression: &str, comment: Range<usize>) {
        if self.mark(expression, &comment) {
            return;
        }
        let line = self.page.line_of(comment.start);
        let line_start = self.page.text[..comment.start]
            .rfind('\n')
            .map_or(0, |i| i + 1);
        let before = &self.page.text[line_start..comment.start];
        let at = before.chars().count() + 1;
        if expression.trim().is_empty() {
            self.problem(
                comment.start,
                format!("at column {at}, an inline value without an expression: expected `number<!--= expression -->`"),
            );
            return;
        }
        let after = &self.page.text[comment.end..];
        let after = after.split('\n').next().unwrap_or("");
        let number = match number_between(before, after) {
            Ok(number) => number,
            Err(why) => {
                self.problem(comment.start, format!("at column {at}, {why}"));
                return;
            }
        };
        let Some(shown) = Shown::parse(&before[number.clone()]) else {
            return;
        };
        let lead = expression.len() - expression.trim_start().len();
        let column = before.chars().count() + "<!--=".len() + lead + 1;
        self.page.values.push(Value {
            line,
            column,
            number: line_start + number.start..line_start + number.end,
            shown,
            comment,
            // In a table `\|` stands for `|`; outside of one Rust has no use for `\|`.
            expression: expression.trim().replace("\\|", "|"),
        });
    }

    fn directive(&mut self, text: &str, comment: Range<usize>) {
        let text = text.trim();
        let (name, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if name.is_empty() {
            self.problem(
                comment.start,
                "a directive without a name: expected `<!--@ name arguments -->`",
            );
            return;
        }
        let line = self.page.line_of(comment.start);
        self.page.directives.push(Directive {
            line,
            comment,
            name: name.to_owned(),
            argument: argument.trim().to_owned(),
        });
    }
}

struct Fence {
    whole: Range<usize>,
    body: Range<usize>,
}

fn is_error_code(word: &str) -> bool {
    word.len() == 5 && word.starts_with('E') && word[1..].bytes().all(|b| b.is_ascii_digit())
}

fn include(body: &str) -> Option<(String, String)> {
    let inner = body.strip_prefix("{{#include ")?.strip_suffix("}}")?;
    if inner.contains(['\n', '{', '}']) {
        return None;
    }
    let (file, anchor) = inner.trim().rsplit_once(':')?;
    Some((file.to_owned(), anchor.to_owned()))
}
