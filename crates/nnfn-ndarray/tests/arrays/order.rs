//! Functions that never fall, at neighbouring numbers, in every version of the loops.

use crate::activation_cases::{Case, cases};
use crate::common::{Precision, scattered, with_all_instructions};
use ndarray::Array1;
use nnfn_ndarray::Version;

const RISING: [&str; 15] = [
    "sigmoid",
    "log_sigmoid",
    "softplus",
    "tanh",
    "tanhshrink",
    "softsign",
    "hard_sigmoid",
    "relu",
    "relu6",
    "squared_relu",
    "selu",
    "elu 1.0",
    "celu 1.0",
    "leaky_relu 0.01",
    "softshrink 0.5",
];

/// Those that may fall, in `f64`: an error of a unit can undo the order of neighbours.
const FALLING: [&str; 5] = [
    "sigmoid",
    "log_sigmoid",
    "softplus",
    "tanhshrink",
    "softsign",
];

#[test]
fn neighbours_keep_their_order() {
    with_all_instructions(|version| {
        check::<f32>((0.0, 0.0), version);
        // A unit of the lower; across a power of two, it has two of the higher.
        check::<f64>((0.0, 2.0), version);
    });
}

fn check<A: Precision + Send + Sync>(bound: (f64, f64), version: Version) {
    for case in cases::<A>() {
        let name = case.name.as_str();
        if RISING.contains(&name) {
            let bound = if FALLING.contains(&name) {
                A::pick(bound)
            } else {
                0.0
            };
            let most = largest_fall(&case);
            assert!(most <= bound, "{name}, {version:?}: {most} units");
        }
    }
}

/// By how many units in the last place the higher of two neighbours has the lower value, at most.
fn largest_fall<A: Precision>(case: &Case<A>) -> f64 {
    let mut number = scattered(13);
    let low: Array1<A> = (0..400_000)
        .map(|_| A::of(number() * 2_f64.powf(10.0 * number())))
        .collect();
    let high = low.mapv(A::above);
    let [low, high] = [low, high].map(|x| (case.value)(&x.into_dyn()).unwrap());
    low.iter().zip(&high).fold(0.0, |most: f64, (&low, &high)| {
        if low > high {
            most.max(A::distance(low, high.into(), 0.0))
        } else {
            most
        }
    })
}
