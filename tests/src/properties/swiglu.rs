//! SwiGLU; what it has in common with GEGLU is checked by the functions below.

use nnfn::activations::{
    bilinear, glu, reglu, silu, silu_grad, swiglu, swiglu_grad_a, swiglu_grad_b,
};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::measure::gaussian_mean;
use crate::tolerance::ulp;

type Gate = fn(f64, f64) -> f64;

/// The depth of Swish's dip, rounded up.
const DIP: f64 = 0.278_464_542_761_074;

pub(super) const PROPERTIES: &[Property] = &[
    property("swiglu", "bilinear_behind_a_sigmoid", || {
        forall((-30.0..30.0, -40.0..40.0), |(a, b): (f64, f64)| {
            near(swiglu(a, b), glu(bilinear(a, b), b), 6.0)
        })
    }),
    property("swiglu", "halves_make_bilinear", || {
        halves_make_bilinear(swiglu)
    }),
    property("swiglu", "sign_of_the_product", || {
        sign_of_the_product(swiglu)
    }),
    property("swiglu", "near_reglu", || near_reglu(swiglu, DIP)),
    property("swiglu", "larger_gate_larger_result", || {
        larger_gate_larger_result(swiglu)
    }),
    property("swiglu", "slopes", || {
        slopes(
            swiglu_grad_a,
            swiglu_grad_b,
            silu,
            silu_grad,
            1.099_839_320_128_867,
        )
    }),
    property("swiglu", "mean_square", || mean_square_between(swiglu)),
];

/// `f(a, b) - f(a, -b) = a·b`.
pub(super) fn halves_make_bilinear(f: Gate) -> Result<usize, String> {
    forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
        within(f(a, b) - f(a, -b), a * b, 6.0 * ulp(a * b))
    })
}

/// Positive where value and gate have the same sign, negative where they have not.
pub(super) fn sign_of_the_product(f: Gate) -> Result<usize, String> {
    forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
        let found = f(a, b);
        prop_assert_eq!(found.signum(), (a * b).signum(), "{}", found);
        prop_assert!(found.abs() <= (a * b).abs(), "{found}");
        Ok(())
    })
}

/// Nowhere further from ReGLU than the dip is deep, for a value of 1.
pub(super) fn near_reglu(f: Gate, dip: f64) -> Result<usize, String> {
    forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
        within(f(a, b), reglu(a, b), dip * a.abs() + 2.0 * ulp(a * b))
    })
}

/// Of a number and a larger one of the same sign the result is larger where the larger is the gate.
pub(super) fn larger_gate_larger_result(f: Gate) -> Result<usize, String> {
    // Further right both factors round to 1.
    forall((-10.0..4.0, 0.1..4.0), |(low, more): (f64, f64)| {
        let high = low + more;
        prop_assume!(low * high > 0.0);
        prop_assert!(f(low, high) > f(high, low), "{}", f(low, high));
        Ok(())
    })
}

/// By the value it is the gate, by the gate the value times a slope that is at most `steepest`.
pub(super) fn slopes(
    by_a: Gate,
    by_b: Gate,
    gate: fn(f64) -> f64,
    slope: fn(f64) -> f64,
    steepest: f64,
) -> Result<usize, String> {
    forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
        near(by_a(a, b), gate(b), 2.0)?;
        near(by_b(a, b), a * slope(b), 2.0)?;
        prop_assert!(by_b(a, b).abs() <= steepest * a.abs() * (1.0 + f64::EPSILON));
        Ok(())
    })
}

/// For independent normal inputs of variance `q` the mean square is a share of `q²` that grows with
/// `q`, from a quarter to a half.
pub(super) fn mean_square_between(f: Gate) -> Result<usize, String> {
    // Linear in the value, so its mean square stands for it.
    let share = |q: f64| gaussian_mean(|z| f(q.sqrt(), q.sqrt() * z).powi(2)) / (q * q);
    forall(0.1..9.0, |q: f64| {
        prop_assert!(0.25 < share(q) && share(q) < share(1.01 * q));
        prop_assert!(share(1.01 * q) < 0.5, "{}", share(1.01 * q));
        Ok(())
    })
}
