//! GEGLU.

use nnfn::activations::{
    geglu, geglu_grad_a, geglu_grad_b, gelu, gelu_grad, gelu_tanh, reglu, swiglu,
};
use proptest::prelude::*;

use super::swiglu::{
    halves_make_bilinear, larger_gate_larger_result, mean_square_between, near_reglu,
    sign_of_the_product, slopes,
};
use super::{Property, forall, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    Property {
        function: "geglu",
        name: "halves_make_bilinear",
        check: || halves_make_bilinear(geglu),
    },
    Property {
        function: "geglu",
        name: "sign_of_the_product",
        check: || sign_of_the_product(geglu),
    },
    Property {
        function: "geglu",
        name: "near_reglu",
        check: || near_reglu(geglu, 0.169_971_207_479_904),
    },
    Property {
        function: "geglu",
        name: "between_reglu_and_swiglu",
        check: || {
            forall((0.1..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
                let (found, above, below) = (geglu(a, b), reglu(a, b), swiglu(a, b));
                prop_assert!(below <= found && found <= above, "{below} {found} {above}");
                Ok(())
            })
        },
    },
    Property {
        function: "geglu",
        name: "near_swiglu",
        check: || {
            forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
                let room = 0.193_001_987_980_01 * a.abs();
                within(geglu(a, b), swiglu(a, b), room + 2.0 * ulp(a * b))
            })
        },
    },
    Property {
        function: "geglu",
        name: "near_the_tanh_form",
        check: || {
            forall((-30.0..30.0, -30.0..30.0), |(a, b): (f64, f64)| {
                let room = 4.733e-4 * a.abs();
                within(geglu(a, b), a * gelu_tanh(b), room + 2.0 * ulp(a * b))
            })
        },
    },
    Property {
        function: "geglu",
        name: "larger_gate_larger_result",
        check: || larger_gate_larger_result(geglu),
    },
    Property {
        function: "geglu",
        name: "slopes",
        check: || {
            slopes(
                geglu_grad_a,
                geglu_grad_b,
                gelu,
                gelu_grad,
                1.128_904_145_185_155,
            )
        },
    },
    Property {
        function: "geglu",
        name: "mean_square",
        check: || mean_square_between(geglu),
    },
];
