use nnfn::activations as f;

use crate::about::About;
use crate::claim::{GateClaim, Limits, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Gate;

pub static BILINEAR: Gate = Gate {
    about: About {
        name: "bilinear",
        title: "bilinear",
        aliases: &[],
        chapter: "activations/glu",
        source: "activations/bilinear.rs",
        typical: "a gate without a bend, for comparison",
        used_in: &[],
    },
    value: f::bilinear,
    grad_a: f::bilinear_grad_a,
    grad_b: f::bilinear_grad_b,
    limits: Limits {
        at_minus_infinity: f64::NEG_INFINITY,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 1.0,
        at_infinity: 1.0,
    },
    seams: &[],
    claims: &[
        stated("gate", GateClaim::GateIs(|b| b)),
        stated(
            "gate_range",
            GateClaim::GateRange(f64::NEG_INFINITY, f64::INFINITY),
        ),
        stated("linear", GateClaim::LinearInA),
        stated("shut_at_zero", GateClaim::AtZero(0.0)),
        stated("symmetric", GateClaim::Symmetric(true)),
        stated("smooth", GateClaim::Smoothness(Smoothness::Smooth)),
    ],
    picture: Picture {
        across: "b",
        x: (-3.0, 3.0),
        y: (-3.0, 3.0),
        rivals: &[Rival {
            label: "GLU",
            curve: f::sigmoid,
        }],
        caption: "The bilinear gate is a straight line through 0: it turns the sign of the value where it is negative.",
    },
};
