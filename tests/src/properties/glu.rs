//! GLU, and the gates without a sigmoid.

use nnfn::activations::{bilinear, glu, glu_grad_b, reglu, sigmoid_grad, silu, squared_relu};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::measure::gaussian_mean_around;
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("glu", "complement", || {
        forall((-30.0..30.0, -40.0..40.0), |(a, b): (f64, f64)| {
            within(glu(a, b) + glu(a, -b), a, 2.0 * ulp(a))
        })
    }),
    property("glu", "gate_learns_at_most_a_quarter", || {
        forall((-30.0..30.0, -40.0..40.0), |(a, b): (f64, f64)| {
            let slope = glu_grad_b(a, b);
            near(slope, a * sigmoid_grad(b), 6.0)?;
            prop_assert_eq!(slope, glu_grad_b(a, -b));
            prop_assert!(slope.abs() <= 0.25 * a.abs(), "{slope}");
            near(glu_grad_b(a, 0.0), 0.25 * a, 1.0)
        })
    }),
    property("glu", "of_itself_is_silu", || {
        forall(-700.0..700.0, |x: f64| near(glu(x, x), silu(x), 4.0))
    }),
    property("glu", "mean_square", || {
        forall(0.1..4.0, |q: f64| {
            let found = mean_square(glu, q);
            // Each share of q is between a quarter and a half, and a larger q leaves more.
            prop_assert!(0.25 * q < found && found < 0.5 * q, "{found}");
            prop_assert!(found / q < mean_square(glu, 1.01 * q) / (1.01 * q));
            within(mean_square(glu, 1.0), 0.293_379_035_858_093, 1e-14)
        })
    }),
    property("bilinear", "mean_square", || {
        forall(0.1..4.0, |q: f64| {
            let found = mean_square(bilinear, q);
            within(found, q * q, 1e-13 * q * q)
        })
    }),
    property("bilinear", "difference_of_squares", || {
        forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
            let squares = (a + b).powi(2) - (a - b).powi(2);
            // The squares are rounded before they cancel.
            within(
                bilinear(a, b),
                0.25 * squares,
                2.0 * ulp((a + b).powi(2)) + 2.0 * ulp((a - b).powi(2)),
            )
        })
    }),
    property("bilinear", "of_scaled_inputs", || {
        scales_by_its_square(bilinear)
    }),
    property("reglu", "of_scaled_inputs", || scales_by_its_square(reglu)),
    property("reglu", "halves_make_bilinear", || {
        forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
            near(reglu(a, b) - reglu(a, -b), bilinear(a, b), 0.0)
        })
    }),
    property("reglu", "of_itself_is_squared_relu", || {
        forall(-30.0..30.0, |x: f64| {
            near(reglu(x, x), squared_relu(x), 0.0)
        })
    }),
    property("reglu", "mean_square", || {
        forall(0.1..4.0, |q: f64| {
            let found = mean_square(reglu, q);
            within(found, 0.5 * q * q, 1e-13 * q * q)
        })
    }),
];

/// `f(c·a, c·b) = c²·f(a, b)` for positive `c`.
fn scales_by_its_square(f: fn(f64, f64) -> f64) -> Result<usize, String> {
    let numbers = (-30.0..30.0, -30.0..30.0, 0.1..30.0);
    forall(numbers, |(a, b, c): (f64, f64, f64)| {
        near(f(c * a, c * b), c * c * f(a, b), 4.0)
    })
}

/// `E f(A, B)²` for independent normal `A` and `B` with mean 0 and variance `q`.
fn mean_square(f: fn(f64, f64) -> f64, q: f64) -> f64 {
    // Linear in the value, so its mean square stands for it.
    gaussian_mean_around(&[0.0], |z| f(q.sqrt(), q.sqrt() * z).powi(2))
}
