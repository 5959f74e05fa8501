//! The absolute error, and its mean over several examples.

use nnfn::losses::{mae, mean};
use proptest::prelude::*;

use super::{Property, forall, property};

pub(super) const PROPERTIES: &[Property] = &[
    property("mae", "least_at_the_median", || {
        forall(
            (targets(), -100.0..100.0),
            |(targets, c): (Vec<f64>, f64)| not_less_than_at_the_median(&targets, c),
        )
    }),
    property("mae", "outlier_does_not_move_it", || {
        forall(
            (targets(), -100.0..100.0, 0.0..1e6),
            |(mut targets, c, further): (Vec<f64>, f64, f64)| {
                let before = median(&mut targets);
                let last = targets.len() - 1;
                targets[last] += further;
                prop_assert_eq!(median(&mut targets), before);
                not_less_than_at_the_median(&targets, c)
            },
        )
    }),
];

/// Some targets, an odd number of them and at least three.
fn targets() -> impl Strategy<Value = Vec<f64>> {
    let some = prop::collection::vec(-100.0..100.0, 3..10);
    some.prop_map(|mut targets| {
        if targets.len() % 2 == 0 {
            targets.pop();
        }
        targets
    })
}

/// The middle target, which sorts them.
fn median(targets: &mut [f64]) -> f64 {
    targets.sort_by(f64::total_cmp);
    targets[targets.len() / 2]
}

fn not_less_than_at_the_median(targets: &[f64], c: f64) -> Result<(), TestCaseError> {
    let cost = |c: f64| mean(&targets.iter().map(|&y| mae(c, y)).collect::<Vec<_>>());
    let median = median(&mut targets.to_vec());
    prop_assert!(
        cost(median) <= cost(c) * (1.0 + 1e-14),
        "{median} costs more than {c}"
    );
    Ok(())
}
