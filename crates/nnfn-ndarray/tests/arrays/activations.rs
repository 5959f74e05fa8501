//! Activations against their definitions, over the whole range, in every version of the loops.

use crate::activation_cases::{Case, cases};
use crate::common::{Precision, scattered, with_all_instructions};
use ndarray::{Array1, ArrayD};

/// Results that are `f32` are those of the definition, rounded: half a unit in the last place, and what 35 bits miss.
/// Those that are `f64` have the 4 units of the promise, and the definition's own 4 lie in between.
const BOUND: (f64, f64) = (0.501, 8.0);

/// The share of `f32` results that need not be correctly rounded.
const MISSES: f64 = 0.001;

#[test]
fn they_are_their_definitions_in_every_version() {
    with_all_instructions(|version| {
        check::<f32>(&format!("f32, {version:?}"));
        check::<f64>(&format!("f64, {version:?}"));
    });
}

fn check<A: Precision + Send + Sync>(version: &str) {
    let bound = A::pick(BOUND);
    for case in cases::<A>() {
        let name = format!("{}, {version}", case.name);
        for x in [A::points(), normal(20_000)] {
            let x = x.into_dyn();
            let [values, grads] = compare(&case, &x);
            assert!(
                values.worst <= bound && grads.worst <= bound,
                "{name}: value {:.4} ulp at {:e}, derivative {:.4} ulp at {:e}",
                values.worst,
                values.at,
                grads.worst,
                grads.at,
            );
        }
        let x = normal::<A>(20_000).into_dyn();
        for (what, found) in ["value", "derivative"].iter().zip(compare(&case, &x)) {
            let share = found.misses as f64 / x.len() as f64;
            assert!(
                share <= A::pick((MISSES, 1.0)),
                "{name}: {what} not correctly rounded in {share} of all"
            );
        }
    }
}

struct Found {
    worst: f64,
    at: f64,
    misses: usize,
}

/// Of values and derivatives.
fn compare<A: Precision>(case: &Case<A>, x: &ArrayD<A>) -> [Found; 2] {
    let (values, (_, grads)) = ((case.value)(x).unwrap(), (case.with_grad)(x).unwrap());
    let mut found = [(); 2].map(|()| Found {
        worst: 0.0,
        at: 0.0,
        misses: 0,
    });
    for ((&x, &value), &grad) in x.iter().zip(&values).zip(&grads) {
        let wide: f64 = x.into();
        let (of_value, of_grad) = (case.definition)(wide);
        let cancelled = A::pick((0.0, case.cancelled(wide)));
        let pairs = [(value, of_value, 0.0), (grad, of_grad, cancelled)];
        for (found, (result, expected, scale)) in found.iter_mut().zip(pairs) {
            let distance = A::distance(result, expected, scale);
            if distance > found.worst {
                (found.worst, found.at) = (distance, wide);
            }
            let nearest = A::of(expected);
            found.misses += usize::from(result != nearest && !nearest.is_nan());
        }
        if wide == 0.0 {
            let value: f64 = value.into();
            // The sign of a zero is the definition's, or that of x, which a sum of two parts may lose there.
            let sign = |value: f64| value == 0.0 && value.is_sign_negative();
            let signs = [sign(of_value), sign(wide)];
            assert!(
                signs.contains(&sign(value)),
                "{} of {wide:?}: {value:?}",
                case.name
            );
        }
    }
    found
}

/// Normally distributed numbers, the same ones each time.
fn normal<A: Precision>(n: usize) -> Array1<A> {
    let mut number = scattered(7);
    Array1::from_shape_simple_fn(n, || {
        let (radius, angle) = (0.5 + 0.5 * number(), std::f64::consts::PI * number());
        A::of((-2.0 * (radius + 1e-300).ln()).sqrt() * angle.cos())
    })
}
