//! A checker of claims holds no tolerance of its own: its numbers are 0, 1, a half, or constants that say in
//! their first word that they are none.
//!
//! It reads source text, a line at a time. So 1 as a bound, or a tolerance that calls itself none, passes: a
//! reader sees both, and nobody writes them by oversight.

use super::rooms::stems;
use crate::outcome::Problem;
use crate::{Outcome, source};

const FOLDER: &str = "tests/src/claims";

/// How the comment of a constant begins that is none.
const NONE: &str = "/// No tolerance";

pub fn outcome() -> Outcome {
    let mut outcome = Outcome::new("", "bounds", "");
    for stem in stems(FOLDER, "rs") {
        let path = format!("{FOLDER}/{stem}.rs");
        let text = std::fs::read_to_string(source::root().join(&path)).unwrap_or_default();
        outcome.points += text.lines().count();
        outcome.problems.extend(found(&path, &text));
    }
    outcome
}

fn found(file: &str, text: &str) -> Vec<Problem> {
    let mut problems = vec![];
    let mut declared = false;
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("///") {
            declared = declared || trimmed.starts_with(NONE);
            continue;
        }
        let constant = trimmed.starts_with("const ") || trimmed.starts_with("pub const ");
        if constant && declared {
            continue; // and one right below, which shares the comment
        }
        declared = false;
        let code = code_of(line);
        let measured = ["ulp(", "ulps(", "measured_claim("]
            .iter()
            .any(|word| code.contains(word));
        let allowed: &[f64] = if measured { &[0.0] } else { &[0.0, 0.5, 1.0] };
        for number in numbers(&code) {
            if !number.parse().is_ok_and(|x: f64| allowed.contains(&x)) {
                let what = format!(
                    "`{number}` may be a tolerance: those stand in tests/records/src/tolerance.rs; a number that is none is a constant whose comment begins `No tolerance`"
                );
                problems.push(Problem::new(file, at + 1, what));
            }
        }
        if code.contains("EPSILON") {
            let what = "`EPSILON` makes a tolerance: those stand in tests/records/src/tolerance.rs";
            problems.push(Problem::new(file, at + 1, what));
        }
    }
    problems
}

/// A line without its comment and without what stands in quotes.
fn code_of(line: &str) -> String {
    let line = line.split("//").next().unwrap_or(line);
    line.split('"').step_by(2).collect::<Vec<_>>().join("\"")
}

/// The floating-point numbers of a line, without `_` and `_f64`: what has a point or an exponent, or is named `f64`.
fn numbers(code: &str) -> Vec<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut all = vec![];
    for word in code.split(|c| !word(c)).filter(is_number) {
        // `1.0.max(x)`, `0..4`: the number ends before the second point.
        let end = word
            .match_indices('.')
            .nth(1)
            .map_or(word.len(), |(i, _)| i);
        let (number, float) = match word[..end].split_once("_f64") {
            Some((number, _)) => (number, true),
            None => (&word[..end], false),
        };
        let number = number.trim_end_matches('.').replace('_', "");
        let has = |c| number.contains(c);
        if float || has('.') || has('e') {
            all.push(number);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[usize]) {
        let lines: Vec<usize> = found("f.rs", text).iter().map(|p| p.line).collect();
        assert_eq!(lines, expected, "{text}");
    }

    #[test]
    fn a_number_that_may_be_a_tolerance_is_found() {
        check("let bound = 8.0 * size;\n", &[1]);
        check("outcome.claim(place, error <= 1e-11, || {\n", &[1]);
        check("let slack = 4_f64 * x;\n", &[1]);
        check("x <= 2e0\n", &[1]);
        check("a < b + 1.0 * ulp(b)\n", &[1]);
        check("outcome.measured_claim(place, error, 1.0, || {\n", &[1]);
        check("x * f64::EPSILON\n", &[1]);
        check("const SLACK: f64 = 1e-9;\n", &[1]);
        check(
            "/// How much may be lost.\nconst SLACK: f64 = 1e-9;\n",
            &[2],
        );
    }

    #[test]
    fn a_number_that_is_none_is_not() {
        check("let middle = 0.5 * (a + b) - 1.0;\n", &[]);
        check("outcome.measured_claim(place, error, 0.0, || {\n", &[]);
        check("for i in 0..512 { of[7].0 + row[0].1 }\n", &[]);
        check("format!(\"{x} at T = 1e22\") // 3.0 units\n", &[]);
        check(
            "/// No tolerance: a step.\nconst STEP: f64 = 1e-3;\nlet x = 3.0;\n",
            &[3],
        );
        check(
            "/// No tolerances.\nconst A: f64 = 2.0;\nconst B: f64 = 3.0;\n\nconst C: f64 = 4.0;\n",
            &[5],
        );
    }
}
