//! GEGLU.

use nnfn::activations::{
    geglu, geglu_grad_a, geglu_grad_b, gelu, gelu_grad, gelu_tanh, reglu, swiglu,
};
use proptest::prelude::*;

use super::swiglu::{
    halves_make_bilinear, larger_gate_larger_result, mean_square_between, near_reglu,
    sign_of_the_product, slopes,
};
use super::{Property, forall, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("geglu", "halves_make_bilinear", || {
        halves_make_bilinear(geglu)
    }),
    property("geglu", "sign_of_the_product", || {
        sign_of_the_product(geglu)
    }),
    property("geglu", "near_reglu", || {
        near_reglu(geglu, 0.169_971_207_479_904)
    }),
    property("geglu", "between_reglu_and_swiglu", || {
        forall((0.1..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
            let (found, above, below) = (geglu(a, b), reglu(a, b), swiglu(a, b));
            prop_assert!(below <= found && found <= above, "{below} {found} {above}");
            Ok(())
        })
    }),
    property("geglu", "near_swiglu", || {
        forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
            let room = 0.193_001_987_980_01 * a.abs();
            within(geglu(a, b), swiglu(a, b), room + 2.0 * ulp(a * b))
        })
    }),
    property("geglu", "near_the_tanh_form", || {
        forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
            let room = 4.733e-4 * a.abs();
            within(geglu(a, b), a * gelu_tanh(b), room + 2.0 * ulp(a * b))
        })
    }),
    property("geglu", "larger_gate_larger_result", || {
        larger_gate_larger_result(geglu)
    }),
    property("geglu", "slopes", || {
        slopes(
            geglu_grad_a,
            geglu_grad_b,
            gelu,
            gelu_grad,
            1.128_904_145_185_155,
        )
    }),
    property("geglu", "mean_square", || mean_square_between(geglu)),
];
