//! No number stands bare in the prose: each is computed, quoted from a named source, or an input
//! of what is computed beside it.
//!
//! - `0.25<!--= sigmoid_grad(0.0) -->` is computed; the step `values` checks it.
//! - `1.35<!--# scikit-learn, HuberRegressor -->` is quoted: the words name where it is from, and
//!   the sentence has a link. `95<!--# .. --> %`, `95 %<!--# .. -->` and `117 million<!--# .. -->`
//!   are all right.
//! - An input is a number that an expression or a cell of the same passage has as a literal. A
//!   passage begins at a heading, at a line in bold, or at an item of a list.
//!
//! Free are: 0 to 9; code, formulas, fences and targets of links; the items of *Sources*; a year
//! that *Sources* names, or in a sentence with a link; a misconception in bold quotation marks;
//! names (`GPT-2`, `float32`, `64-bit`, `16x16`, `#4428`, `§3`); and the version of a library that
//! values are recorded from, behind its name.

use std::collections::BTreeSet;
use std::ops::Range;

use notebook::{Complaint, Page};

use crate::prose::prose;
use crate::recorded;

/// The numbers of a page that nothing holds; and how many were looked at.
pub fn check(page: &Page) -> (usize, Vec<Complaint>) {
    let passages = Passages::of(page);
    let years = years_of_sources(page);
    let (mut looked, mut complaints) = (0, vec![]);
    let mut section = "";
    for (line, text) in prose(page) {
        section = text.strip_prefix("## ").unwrap_or(section);
        if section == "Sources" && text.starts_with("- ") {
            continue;
        }
        let visible = visible(text);
        let sentence = Sentence {
            text,
            visible: &visible,
            inputs: passages.inputs(line),
            years: &years,
        };
        for number in numbers(&visible) {
            looked += 1;
            if let Err(why) = sentence.holds(&number) {
                complaints.push(Complaint::new(&page.name, line, why));
            }
        }
    }
    (looked, complaints)
}

/// A line of the page, and what its numbers may rest on.
struct Sentence<'a> {
    text: &'a str,
    visible: &'a str,
    inputs: &'a Inputs,
    years: &'a BTreeSet<String>,
}

impl Sentence<'_> {
    fn holds(&self, number: &Range<usize>) -> Result<(), String> {
        let shown = &self.visible[number.clone()];
        let behind = &self.text[number.end..];
        if behind.trim_start_matches(['*', '%']).starts_with("<!--=") {
            return Ok(());
        }
        if let Some(words) = quoted(behind) {
            return if words.trim().is_empty() {
                Err(format!(
                    "{shown} is quoted from nowhere: write `{shown}<!--# source -->`"
                ))
            } else if !self.has_link() {
                Err(format!(
                    "{shown} is quoted from{words}, which this sentence does not link to"
                ))
            } else {
                Ok(())
            };
        }
        if self.is_free(number) || self.inputs.holds(self.text, number) {
            return Ok(());
        }
        Err(format!(
            "{shown} stands bare: compute it, `{shown}<!--= expression -->`; \
             or name its source, `{shown}<!--# source -->`, in a sentence with a link; \
             or let an expression or a cell of this passage take it"
        ))
    }

    fn has_link(&self) -> bool {
        self.text.contains("](")
    }

    fn is_free(&self, number: &Range<usize>) -> bool {
        let shown = &self.visible[number.clone()];
        let (before, behind) = (&self.visible[..number.start], &self.visible[number.end..]);
        let percent = behind.trim_start().starts_with('%');
        let whole = shown.bytes().all(|b| b.is_ascii_digit());
        let year =
            whole && shown.len() == 4 && (shown.starts_with("19") || shown.starts_with("20"));
        let digit = shown.len() == 1 && !percent;
        digit
            || is_name(before, whole, behind)
            || (year && (self.has_link() || self.years.contains(shown)))
            || is_misconception(before, behind)
            || is_version(before, shown)
    }
}

/// What a mark behind a number quotes: `117<!--# words -->`, `7 %<!--# words -->`,
/// `117 million<!--# words -->`.
fn quoted(behind: &str) -> Option<&str> {
    let (between, mark) = behind.split_once("<!--#")?;
    let unit = between.trim_matches(['*', ' ']);
    let near = unit.chars().all(char::is_alphabetic) || unit == "%";
    near.then(|| mark.split_once("-->").map_or("", |(words, _)| words))
}

/// Part of a name: `GPT-2`, `float32`, `v1.1`, `16x16`, `64 bit`, `64-bit`, `#4428`, `§3.1`.
fn is_name(before: &str, whole: bool, behind: &str) -> bool {
    let stem = before.strip_suffix('-').unwrap_or(before);
    let hyphen = stem.len() < before.len();
    let letter_before = stem.ends_with(|c: char| c.is_alphabetic() || c == '_');
    let letter_behind = behind.starts_with(|c: char| c.is_alphabetic() || c == '_');
    before.ends_with(['#', '§'])
        || letter_before && (whole || !hyphen)
        || whole && (letter_behind || behind.starts_with("-bit") || behind.starts_with(" bit"))
}

/// Inside of `**"what is often said"**`.
fn is_misconception(before: &str, behind: &str) -> bool {
    let opened = before.rfind("**\"");
    let closed = before.rfind("\"**");
    opened > closed && behind.contains("\"**")
}

/// `2.15.0` behind `PyTorch`, if that version is recorded.
fn is_version(before: &str, shown: &str) -> bool {
    let before = before.trim_end();
    shown.matches('.').count() > 1
        && (recorded::libraries().iter())
            .any(|(library, version)| version == shown && before.ends_with(library.as_str()))
}

/// The years in the page's section *Sources*.
fn years_of_sources(page: &Page) -> BTreeSet<String> {
    let sources = page.text.split("\n## Sources").nth(1).unwrap_or("");
    numbers(sources)
        .map(|number| sources[number].to_owned())
        .filter(|text| text.len() == 4 && (text.starts_with("19") || text.starts_with("20")))
        .collect()
}

/// The literals of expressions and cells; `true` for those that a minus sign precedes.
#[derive(Default)]
struct Inputs(Vec<(f64, bool)>);

impl Inputs {
    fn add(&mut self, code: &str) {
        let literals = numbers(code)
            .filter(|n| !code[..n.start].ends_with(|c: char| c.is_alphabetic() || c == '_'));
        self.0.extend(literals.filter_map(|n| {
            let minus = code[..n.start].ends_with('-');
            Some((value(&code[n])?, minus))
        }));
    }

    /// Is that number of the text among the literals? A percentage may be there as a fraction.
    fn holds(&self, text: &str, number: &Range<usize>) -> bool {
        let minus = text[..number.start].ends_with(['−', '-']);
        let percent = text[number.end..].trim_start().starts_with('%');
        let Some(shown) = value(&text[number.clone()]) else {
            return false;
        };
        let is = |literal: f64| literal == shown || (percent && literal == shown / 100.0);
        (self.0.iter()).any(|&(literal, negative)| is(literal) && (negative || !minus))
    }
}

/// The inputs of each passage, by the line at which it begins.
struct Passages(Vec<(usize, Inputs)>);

impl Passages {
    fn of(page: &Page) -> Passages {
        let mut starts = vec![(1, Inputs::default())];
        let mut in_list = false;
        for (line, text) in prose(page) {
            let item = text.trim_start().starts_with("- ");
            let margin = text.starts_with(|c: char| !c.is_whitespace());
            if item || text.starts_with(['#']) || text.starts_with("**") || (margin && in_list) {
                starts.push((line, Inputs::default()));
            }
            in_list = item || (in_list && !margin);
        }
        let mut passages = Passages(starts);
        for value in &page.values {
            passages.at(value.line).add(&value.expression);
        }
        for cell in &page.cells {
            passages.at(cell.line).add(&cell.code(page));
        }
        passages
    }

    fn index(&self, line: usize) -> usize {
        self.0.partition_point(|(start, _)| *start <= line) - 1
    }

    fn at(&mut self, line: usize) -> &mut Inputs {
        let index = self.index(line);
        &mut self.0[index].1
    }

    fn inputs(&self, line: usize) -> &Inputs {
        &self.0[self.index(line)].1
    }
}

/// The line with everything that is no prose blanked out, byte for byte: code, formulas, comments,
/// tags, targets of links.
fn visible(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        let hidden = match next {
            '`' => {
                let mark = &rest[..rest.len() - rest.trim_start_matches('`').len()];
                up_to(rest, mark.len(), mark)
            }
            '$' => up_to(rest, 1, "$"),
            '<' if rest.starts_with("<!--") => up_to(rest, 4, "-->"),
            '<' if rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '/') => {
                up_to(rest, 1, ">")
            }
            ']' if rest.starts_with("](") => up_to(rest, 2, ")"),
            _ => None,
        };
        let length = hidden.unwrap_or(next.len_utf8());
        match hidden {
            Some(_) => out.extend(std::iter::repeat_n(' ', length)),
            None => out.push(next),
        }
        rest = &rest[length..];
    }
    out
}

/// The length of `text` up to and with the `end` behind its first `from` bytes.
fn up_to(text: &str, from: usize, end: &str) -> Option<usize> {
    text[from..].find(end).map(|at| from + at + end.len())
}

/// The numbers of a text, without their signs: `0.25`, `50,257`, `4.73e-4`, `2.15.0`.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let digits = move |from: usize| {
        let count = bytes[from.min(bytes.len())..].iter();
        from + count
            .take_while(|b| b.is_ascii_digit() || **b == b'_')
            .count()
    };
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + bytes[from..].iter().position(u8::is_ascii_digit)?;
        let mut end = digits(start);
        while matches!(bytes.get(end), Some(b'.' | b',')) && digits(end + 1) > end + 1 {
            let group = digits(end + 1);
            if bytes[end] == b',' && group != end + 4 {
                break;
            }
            end = group;
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = ["-", "+", "−"]
                .iter()
                .find(|s| text[end + 1..].starts_with(**s));
            let exponent = end + 1 + sign.map_or(0, |s| s.len());
            if digits(exponent) > exponent {
                end = digits(exponent);
            }
        }
        from = end;
        Some(start..end)
    })
}

/// The number that a text shows.
fn value(text: &str) -> Option<f64> {
    text.replace([',', '_'], "").replace('−', "-").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn bare(text: &str, expected: &[&str]) {
        let page = Page::scan("book/x.md", text);
        let found: Vec<String> = check(&page).1.iter().map(|c| c.message.clone()).collect();
        assert_eq!(found.len(), expected.len(), "{text}: {found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{text}: {found}");
        }
    }

    #[test]
    fn a_bare_number_is_found() {
        for (text, number) in [
            ("It is 0.25.", "0.25 "),
            ("It is −0.25", "0.25 "),
            ("It is 50,257 wide.", "50,257 "),
            ("All 12.", "12 "),
            ("It takes 7 % of them.", "7 "),
            ("It takes 7% of them.", "7 "),
            ("It is 4.73e-4.", "4.73e-4 "),
            ("It is 5e−8.", "5e−8 "),
            ("Near 1970.", "1970 "),
            ("NumPy 2.15.0.", "2.15.0 "),
            ("PyTorch 2.14.9.", "2.14.9 "),
            ("About GPT-2.5.", "2.5 "),
            ("[0.25](a.md) is it.", "0.25 "),
            ("| a | 0.25 |", "0.25 "),
            ("**0.25** \"is\" it.", "0.25 "),
        ] {
            bare(text, &[number]);
        }
    }

    #[test]
    fn what_is_no_bare_number() {
        for text in [
            "It is 0.25<!--= f(0.0) -->, **0.5**<!--= 0.5 --> and 7%<!--= 7 -->.",
            "0, 3, 9 and −1; ½, 7/3.",
            "`0.25`, ``a ` 0.25``, $x = 0.25$, [here](a-0.25.html), <a b=\"0.25\">, <!-- 0.25 -->.",
            "$$\n0.25\n$$\n\n```text\n0.25\n```\n",
            "GPT-2, GPT-12, float32, f64, 32 bit, 64-bit, T5, v1.1, ImageNet-1k, 16x16, #4428, §3.1.",
            "In 1964, [he](a.md) did.",
            "In 1964, he did.\n\n## Sources\n\n- He 1964, pages 73–101, 0.25.",
            "- **\"It is 0.25, or 17.\"**\n  It is not.",
            "PyTorch 2.15.0 has it.",
        ] {
            bare(text, &[]);
        }
    }

    #[test]
    fn a_quotation_names_its_source_and_links_to_it() {
        for text in [
            "[They](a.md) say 117 million<!--# their paper, section 4 -->.",
            "[They](a.md) say 0.35 %<!--# pull request --> and 0.35<!--# pull request --> %.",
        ] {
            bare(text, &[]);
        }
        bare(
            "[They](a.md) say 117<!--# -->.",
            &["117 is quoted from nowhere"],
        );
        bare(
            "They say 117<!--# a paper -->.",
            &["117 is quoted from a paper , which this sentence does not link to"],
        );
        bare(
            "[They](a.md) say 117 or 118<!--# it -->.",
            &["117 stands bare"],
        );
    }

    #[test]
    fn an_input_is_taken_by_an_expression_or_a_cell_of_its_passage() {
        for text in [
            "At −88 it is 0<!--= f(-88.0) -->.",
            "At 88 it is 0<!--= f(-88.0) -->.",
            "For 50,000 it is 1<!--= f(50_000f64) -->.",
            "- 90 % and 5 %:\n  it is 1<!--= f(0.90, 0.05) -->.",
            "**1.** For 0.9?\n\nIt is 1<!--= f(0.9) -->.",
            "At 12 it falls:\n\n```rust\nf(12.0);\n```\n",
        ] {
            bare(text, &[]);
        }
        for text in [
            "At −88 it is 0<!--= f(88.0) -->.",
            "At 64 it is 0<!--= x as f64 -->.",
            "- At 88.\n- It is 0<!--= f(88.0) -->.",
            "At 88.\n\n## Else\n\nIt is 0<!--= f(88.0) -->.",
            "- It is 0<!--= f(88.0) -->.\n\nAt 88.",
        ] {
            let page = Page::scan("book/x.md", text);
            assert_eq!(check(&page).1.len(), 1, "{text}");
        }
    }
}
