//! Comments with a meaning: values and directives.

use std::ops::Range;

use super::Scan;
use crate::glued::number_between;
use crate::number::Shown;
use crate::page::{Directive, Value};

impl Scan {
    /// Looks at a piece of HTML for values and directives.
    pub(super) fn comments(&mut self, range: Range<usize>) {
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
            } else if !inside.starts_with('#') {
                self.problem(
                    start,
                    "a comment that says nothing to the book: expected `<!--@ directive -->`, `<!--= expression -->` or `<!--# source -->`, without a space before the sign",
                );
            }
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
