//! What the tests of the checks share.
#![allow(dead_code, reason = "each test program uses its own part")]

use catalog::{About, Picture};
use verification::Outcome;

pub const PICTURE: Picture = Picture {
    across: "x",
    x: (-4.0, 4.0),
    y: (-1.0, 4.0),
    rivals: &[],
    caption: "",
};

/// A function that is defined in a test; the file is that of another one.
pub fn about(name: &'static str) -> About {
    About {
        name,
        title: name,
        aliases: &[],
        chapter: "activations/sigmoid",
        source: "activations/sigmoid.rs",
        typical: "tests",
    }
}

pub fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

pub fn first_problem(outcomes: &[Outcome]) -> Option<String> {
    let problem = outcomes.iter().find_map(|o| o.problems.first())?;
    Some(format!(
        "{}:{}: {}",
        problem.file, problem.line, problem.message
    ))
}

pub fn fails(outcomes: &[Outcome]) -> bool {
    first_problem(outcomes).is_some()
}

#[track_caller]
pub fn passes(outcomes: &[Outcome]) {
    assert_eq!(first_problem(outcomes), None);
    assert!(outcomes.iter().map(|o| o.points).sum::<usize>() > 0);
}

#[track_caller]
pub fn refused(outcomes: &[Outcome], words: &str) {
    let problem = first_problem(outcomes).expect("it is accepted");
    assert!(problem.contains(words), "{problem}");
}
