//! What a check found.

use std::panic::Location;

use crate::items::public_functions;
use crate::source;

/// Something that is not true, with the place to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// A file of the project.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// What was found and what was expected.
    pub message: String,
}

impl Problem {
    /// Something that is wrong at a line of a file.
    #[must_use]
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> Problem {
        Problem {
            file: file.to_owned(),
            line,
            message: message.into(),
        }
    }
}

/// One check of one function: over how many points, with what largest error, and what failed.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The function's name; empty for what concerns the whole project.
    pub function: String,
    /// What was checked: `minimum`, `value`, `reflection`.
    pub check: String,
    /// Over how many points.
    pub points: usize,
    /// The largest error.
    pub worst: f64,
    /// Unit of the error: `ulp`, `relative`, [`ENUMERATED`], or empty where there is no error to measure.
    pub unit: &'static str,
    /// Where the largest error is.
    pub at: String,
    /// What failed; at most a few, the first ones.
    pub problems: Vec<Problem>,
}

/// The unit of the error of sums over all outcomes of a small world: relative to what is expected, absolute below 1.
pub const ENUMERATED: &str = "enumerated";

/// Of many failures of one check, this many are reported.
const REPORTED: usize = 3;

impl Outcome {
    /// A check without points yet.
    #[must_use]
    pub fn new(function: &str, check: &str, unit: &'static str) -> Outcome {
        Outcome {
            function: function.to_owned(),
            check: check.to_owned(),
            points: 0,
            worst: 0.0,
            unit,
            at: String::new(),
            problems: vec![],
        }
    }

    /// Counts a point whose error must be at most `bound`; NaN fails.
    ///
    /// `place` gives file and line of what is wrong if it is; `message` says what is wrong.
    pub fn point(
        &mut self,
        error: f64,
        bound: f64,
        at: impl Fn() -> String,
        place: impl Fn() -> (String, usize),
        message: impl Fn() -> String,
    ) {
        self.points += 1;
        if error > self.worst || error.is_nan() {
            self.worst = error;
            self.at = at();
        }
        // `!(a <= b)`, so that NaN is a failure.
        #[expect(clippy::neg_cmp_op_on_partial_ord)]
        if !(error <= bound) && self.problems.len() < REPORTED {
            let (file, line) = place();
            self.problems.push(Problem {
                file,
                line,
                message: message(),
            });
        }
    }

    /// Adds what the same check found elsewhere.
    pub fn add(&mut self, other: Outcome) {
        self.points += other.points;
        if other.worst > self.worst || other.worst.is_nan() {
            (self.worst, self.at) = (other.worst, other.at);
        }
        self.problems.extend(other.problems);
        self.problems.truncate(REPORTED);
    }

    /// A check that could not be made, and why.
    #[must_use]
    pub fn failed(function: &str, check: &str, problem: Problem) -> Outcome {
        Outcome {
            problems: vec![problem],
            ..Outcome::new(function, check, "")
        }
    }

    /// Counts a point of a claim: failures are reported where the claim stands.
    pub fn claim(&mut self, place: &Location<'_>, holds: bool, message: impl Fn() -> String) {
        self.measured_claim(place, if holds { 0.0 } else { f64::INFINITY }, 0.0, message);
    }

    /// Counts a point of a claim that is measured.
    pub fn measured_claim(
        &mut self,
        place: &Location<'_>,
        error: f64,
        bound: f64,
        message: impl Fn() -> String,
    ) {
        let what = format!("the claim `{}` of {} is false", self.check, self.function);
        let place = || (place.file().to_owned(), place.line() as usize);
        self.point(error, bound, &message, place, || {
            format!("{what}: {}", message())
        });
    }
}

/// What a golden file gave; for tools that have nowhere to report to.
///
/// # Panics
/// If it gave a problem, with its place.
pub(crate) fn or_panic<T>(found: Result<T, Problem>) -> T {
    found.unwrap_or_else(|p| panic!("{}:{}: {}", p.file, p.line, p.message))
}

/// The place of a library function: the file, and the line of its `pub fn`.
#[must_use]
pub fn function_place(file: &str, function: &str) -> (String, usize) {
    let path = format!("crates/nnfn/src/{file}");
    let text = std::fs::read_to_string(source::root().join(&path)).unwrap_or_default();
    let line = public_functions(&text)
        .into_iter()
        .find(|(name, _)| name == function);
    (path, line.map_or(1, |(_, line)| line))
}

/// The place of a fact about a function in the catalogue: the line of `field`, and below it of `part`.
#[must_use]
pub fn catalogue_place(function: &str, field: &str, part: &str) -> (String, usize) {
    for folder in ["activations", "losses"] {
        let path = format!("crates/catalog/src/{folder}/{function}.rs");
        let Ok(text) = std::fs::read_to_string(source::root().join(&path)) else {
            continue;
        };
        let line = text
            .lines()
            .enumerate()
            .skip_while(|(_, line)| !line.trim_start().starts_with(&format!("{field}:")))
            .find(|(_, line)| line.contains(part))
            .map_or(1, |(i, _)| i + 1);
        return (path, line);
    }
    ("crates/catalog/src/lib.rs".to_owned(), 1)
}
