//! What the tests of the checks share.
#![allow(dead_code, reason = "each test program uses its own part")]

use catalog::{About, Function, Loss, LossClaim, Picture, Stated, find};
use verification::{Outcome, claims};

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
        used_in: &[],
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

pub fn loss(name: &str) -> Loss {
    match find(name) {
        Some(Function::Loss(f)) => **f,
        _ => panic!("{name} is no loss"),
    }
}

/// The outcomes of one claim about a loss. How low it gets is asked of the losses of chapters only, and this one
/// may be another than that of its name.
fn judged(f: &Loss, claim: &Stated<LossClaim>) -> Vec<Outcome> {
    let claims = leak([*claim]);
    let about = About {
        chapter: "",
        ..f.about
    };
    claims::of(&Function::Loss(leak(Loss {
        claims,
        about,
        ..*f
    })))
}

/// All of these hold.
#[track_caller]
pub fn hold(f: &Loss, claims: &[Stated<LossClaim>]) {
    let refused = |claim| first_problem(&judged(f, claim));
    let all: Vec<String> = claims.iter().filter_map(refused).collect();
    assert_eq!(all, [""; 0]);
}

/// None of these holds, and each is reported at its own line.
#[track_caller]
pub fn do_not_hold(f: &Loss, claims: &[Stated<LossClaim>]) {
    let wrong = |claim: &Stated<LossClaim>| {
        let (file, line) = (claim.place.file(), claim.place.line());
        let own = format!("{file}:{line}: ");
        match first_problem(&judged(f, claim)) {
            None => Some(format!("{own}accepted: {:?}", claim.claim)),
            Some(problem) if problem.starts_with(&own) => None,
            Some(problem) => Some(format!("not at {own}{problem}")),
        }
    };
    let all: Vec<String> = claims.iter().filter_map(wrong).collect();
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}
