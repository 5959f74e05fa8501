use nnfn::activations as f;

use crate::about::About;
use crate::claim::{GateClaim, Limits, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Gate;

pub static GEGLU: Gate = Gate {
    about: About {
        name: "geglu",
        title: "GEGLU",
        aliases: &[],
        chapter: "activations/geglu",
        source: "activations/geglu.rs",
        typical: "feed-forward layers of T5 v1.1 and Gemma",
        used_in: &[],
    },
    value: f::geglu,
    grad_a: f::geglu_grad_a,
    grad_b: f::geglu_grad_b,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    seams: &[],
    claims: &[
        stated("smooth", GateClaim::Smoothness(Smoothness::Smooth)),
        stated("gate", GateClaim::GateIs(f::gelu)),
        stated(
            "gate_range",
            GateClaim::GateRange(-0.169_971_207_479_903_66, f64::INFINITY),
        ),
        stated("linear", GateClaim::LinearInA),
        stated("shut_at_zero", GateClaim::AtZero(0.0)),
        stated("not_symmetric", GateClaim::Symmetric(false)),
    ],
    picture: Picture {
        across: "b",
        x: (-6.0, 4.0),
        y: (-0.6, 4.0),
        rivals: &[
            Rival {
                label: "SwiGLU",
                curve: f::silu,
            },
            Rival {
                label: "ReGLU",
                curve: |b| b.max(0.0),
            },
        ],
        caption: "A value of 1 behind the gate of GEGLU, which lies between those of ReGLU and SwiGLU. \
                  Its slope (dashed) overshoots 1 on the right as far as it undershoots 0 on the left.",
    },
};
