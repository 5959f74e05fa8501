//! Fences: cells, their outputs, listings, and text that is shown but not run.

use std::ops::Range;

use super::Scan;
use crate::page::{Cell, Expect, Listing, Output};
use crate::unrun;

/// Languages of fences that are shown but not run. No language that could be run belongs here: what
/// can be executed is executed.
const QUIET: [&str; 3] = ["text", "toml", "sh"];

impl Scan {
    pub(super) fn fence(&mut self, info: &str, range: Range<usize>) {
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
            self.problem(
                at,
                "an empty cell: write code into it, or take the fence out",
            );
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
