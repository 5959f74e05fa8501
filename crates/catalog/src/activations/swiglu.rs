use nnfn::activations as f;

use crate::about::About;
use crate::claim::{GateClaim, Limits, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Gate;

pub static SWIGLU: Gate = Gate {
    about: About {
        name: "swiglu",
        title: "SwiGLU",
        aliases: &[],
        chapter: "activations/swiglu",
        source: "activations/swiglu.rs",
        typical: "feed-forward layers of LLaMA and PaLM",
        used_in: &[],
    },
    value: f::swiglu,
    grad_a: f::swiglu_grad_a,
    grad_b: f::swiglu_grad_b,
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
        stated("gate", GateClaim::GateIs(f::silu)),
        stated(
            "gate_range",
            GateClaim::GateRange(-0.278_464_542_761_073_8, f64::INFINITY),
        ),
        stated("linear", GateClaim::LinearInA),
        stated("shut_at_zero", GateClaim::AtZero(0.0)),
        stated("not_symmetric", GateClaim::Symmetric(false)),
        stated("smooth", GateClaim::Smoothness(Smoothness::Smooth)),
    ],
    picture: Picture {
        across: "b",
        x: (-6.0, 4.0),
        y: (-0.6, 4.0),
        rivals: &[
            Rival {
                label: "GLU",
                curve: f::sigmoid,
            },
            Rival {
                label: "ReGLU",
                curve: |b| b.max(0.0),
            },
        ],
        caption: "A value of 1 behind the gate of SwiGLU. An open gate has no upper end, unlike that of GLU; \
                  a shut one turns the sign a little, and unlike that of ReGLU it keeps a slope (dashed) to learn by.",
    },
};
