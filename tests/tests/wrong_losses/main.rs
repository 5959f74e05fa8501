//! Neighbours of the losses: other conventions, what other libraries add, plain forms that lose digits, other
//! subgradients. Each is refused by golden values, differences, claims or limits.

mod alignment;
#[path = "../common/mod.rs"]
mod common;
mod distributions;
mod embeddings;
mod facts;
mod margins;
mod regression;

use catalog::{Args, Function, Gradient, Loss};
use verification::{Outcome, claims, gradients, limits, references};

use common::{fails, leak, loss};

type Value = (&'static str, fn(&Args) -> f64);
type Slopes = (&'static str, fn(&Args) -> Vec<f64>);

/// Whether a step refuses the loss, the quickest asked first.
fn refused(f: Loss) -> bool {
    let function = Function::Loss(leak(f));
    let steps: [&dyn Fn() -> Vec<Outcome>; 4] = [
        &|| references::of(&function),
        &|| vec![limits::of(&function)],
        &|| claims::of(&function),
        &|| gradients::of(&function),
    ];
    steps.iter().any(|step| fails(&step()))
}

/// None of these is the loss.
#[track_caller]
fn values(name: &str, wrong: &[Value]) {
    none_passes(
        wrong,
        |value| Loss {
            value,
            ..loss(name)
        },
        name,
    );
}

/// None of these is its derivative by the argument of this name.
#[track_caller]
fn slopes(name: &str, by: &str, wrong: &[Slopes]) {
    let own = loss(name);
    let place = own
        .gradients
        .iter()
        .position(|g| own.arguments[g.by].name == by);
    let place = place.expect("a gradient");
    let with = |of| {
        let mut gradients = own.gradients.to_vec();
        gradients[place] = Gradient {
            of,
            ..gradients[place]
        };
        Loss {
            gradients: leak(gradients),
            ..own
        }
    };
    none_passes(wrong, with, &format!("{name} by {by}"));
}

#[track_caller]
fn none_passes<T: Copy>(wrong: &[(&str, T)], with: impl Fn(T) -> Loss, of: &str) {
    let passed = wrong.iter().filter(|(_, variant)| !refused(with(*variant)));
    let passed: Vec<&str> = passed.map(|(name, _)| *name).collect();
    assert_eq!(passed, [""; 0], "neighbours of {of} pass");
}

#[test]
fn the_loss_itself_passes() {
    assert!(!refused(loss("mse")));
}
