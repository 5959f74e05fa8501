use nnfn::activations as f;

use crate::about::About;
use crate::claim::{GateClaim, Limits, Seam, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Gate;

pub static REGLU: Gate = Gate {
    about: About {
        name: "reglu",
        title: "ReGLU",
        aliases: &[],
        chapter: "activations/glu",
        source: "activations/reglu.rs",
        typical: "feed-forward layers with exact zeros",
        used_in: &[],
    },
    value: f::reglu,
    grad_a: f::reglu_grad_a,
    grad_b: f::reglu_grad_b,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    seams: &[Seam {
        at: 0.0,
        left: 0.0,
        right: 1.0,
        chosen: 0.0,
    }],
    claims: &[
        stated("gate", GateClaim::GateIs(f::relu)),
        stated("gate_range", GateClaim::GateRange(0.0, f64::INFINITY)),
        stated("linear", GateClaim::LinearInA),
        stated("shut_at_zero", GateClaim::AtZero(0.0)),
        stated("not_symmetric", GateClaim::Symmetric(false)),
        stated("kink", GateClaim::Smoothness(Smoothness::Continuous)),
    ],
    picture: Picture {
        across: "b",
        x: (-4.0, 3.0),
        y: (-0.6, 3.0),
        rivals: &[
            Rival {
                label: "GEGLU",
                curve: f::gelu,
            },
            Rival {
                label: "SwiGLU",
                curve: f::silu,
            },
        ],
        caption: "The gate of ReGLU is 0 for all b below 0. \
                  Those of GEGLU and SwiGLU are close to it far out; just below 0 they are slightly negative.",
    },
};
