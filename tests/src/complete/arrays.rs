//! Every function is there on arrays too: the front page of that crate names it, and its documentation links it.

use catalog::FUNCTIONS;

use crate::outcome::Problem;
use crate::{Outcome, source};

/// The front page for those who choose, and the one of the documentation, whose links rustdoc follows: what is
/// linked there is there.
const FRONT_PAGE: &str = "crates/nnfn-ndarray/README.md";
const INDEX: &str = "crates/nnfn-ndarray/src/lib.rs";

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
    let read = |file: &str| std::fs::read_to_string(source::root().join(file)).unwrap_or_default();
    outcome.problems = missing(&names, &read(INDEX), &read(FRONT_PAGE));
    outcome
}

fn missing(names: &[&str], index: &str, front: &str) -> Vec<Problem> {
    let mut problems = vec![];
    for name in names {
        let link = |place: &str| index.contains(&format!("[`{name}`]({place}{name})"));
        if !["", "activations::", "losses::"].into_iter().any(link) {
            let what = format!(
                "{name} is not there on arrays: expected a link such as [`{name}`](losses::{name})"
            );
            problems.push(Problem::new(INDEX, 1, what));
        }
        if !front.contains(&format!("`{name}`")) {
            let what = format!("`{name}` is not named among what is here");
            problems.push(Problem::new(FRONT_PAGE, 1, what));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let index = "[`gelu`](activations::gelu), [`log_sum_exp`](log_sum_exp)";
        let found = missing(&["gelu", "elu", "log_sum_exp"], index, "`elu`, `gelu`");
        let said: Vec<&str> = found.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "elu is not there on arrays: expected a link such as [`elu`](losses::elu)",
                "`log_sum_exp` is not named among what is here"
            ]
        );
    }
}
