//! Every function is there on arrays too, and the front page of that crate names it.

use catalog::FUNCTIONS;

use crate::outcome::Problem;
use crate::{Outcome, source};

/// The crate's sources, and its front page.
const SOURCES: &str = "crates/nnfn-ndarray/src";
const FRONT_PAGE: &str = "crates/nnfn-ndarray/README.md";

/// What begins the line that defines the functions of a name: of numbers a row of a table, otherwise a function.
const ROWS: [&str; 3] = ["activation!(", "gate!(", "loss!("];

/// Functions of rewards and losses that are not in the catalogue, see `rooms.rs`; the reductions of arrays are
/// variants of an enum.
const BESIDES: [&str; 2] = ["group_advantages", "leave_one_out_advantages"];

pub fn outcome() -> Outcome {
    let mut outcome = Outcome::new("", "arrays", "");
    let names: Vec<&str> = FUNCTIONS
        .iter()
        .map(|function| function.about().name)
        .chain(BESIDES)
        .collect();
    outcome.points = 2 * names.len();
    let sources: Vec<String> = crate::constants::files(SOURCES)
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let front = std::fs::read_to_string(source::root().join(FRONT_PAGE)).unwrap_or_default();
    outcome.problems = missing(&names, &sources, &front);
    outcome
}

fn missing(names: &[&str], sources: &[String], front: &str) -> Vec<Problem> {
    let mut problems = vec![];
    for name in names {
        if !sources.iter().any(|text| defines(text, name)) {
            let what = format!(
                "{name} is not there on arrays: expected a row such as `{}{name}`, or `pub fn {name}`",
                ROWS[0]
            );
            problems.push(Problem::new(&format!("{SOURCES}/lib.rs"), 1, what));
        }
        if !front.contains(&format!("`{name}`")) {
            let what = format!("`{name}` is not named among what is here");
            problems.push(Problem::new(FRONT_PAGE, 1, what));
        }
    }
    problems
}

fn defines(text: &str, name: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let row = |start: &str| {
        text.split(start)
            .skip(1)
            .any(|after| after.trim_start().strip_prefix(name).is_some_and(ends))
    };
    ROWS.into_iter().chain(["pub fn "]).any(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_found_in_a_row_or_by_itself() {
        let rows = "activation!(gelu, ..);\nloss!(\n    huber[prediction; target](..)\n);\npub fn softmax<A>(";
        for name in ["gelu", "huber", "softmax"] {
            assert!(defines(rows, name), "{name}");
        }
        for name in ["gel", "hub", "softma", "prediction"] {
            assert!(!defines(rows, name), "{name}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let found = missing(&["gelu", "elu"], &["activation!(gelu)".to_owned()], "`elu`");
        let said: Vec<&str> = found.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "`gelu` is not named among what is here",
                "elu is not there on arrays: expected a row such as `activation!(elu`, or `pub fn elu`"
            ]
        );
    }
}
