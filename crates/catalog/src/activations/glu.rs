use nnfn::activations as f;

use crate::about::About;
use crate::claim::{GateClaim, Limits, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Gate;

pub static GLU: Gate = Gate {
    about: About {
        name: "glu",
        title: "GLU",
        aliases: &["gated linear unit"],
        chapter: "activations/glu",
        source: "activations/glu.rs",
        typical: "gated convolutions and feed-forward layers",
        used_in: &[],
    },
    value: f::glu,
    grad_a: f::glu_grad_a,
    grad_b: f::glu_grad_b,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 0.0,
    },
    seams: &[],
    claims: &[
        stated("gate", GateClaim::GateIs(f::sigmoid)),
        stated("gate_range", GateClaim::GateRange(0.0, 1.0)),
        stated("linear", GateClaim::LinearInA),
        stated("half_open", GateClaim::AtZero(0.5)),
        stated("never_grows", GateClaim::NeverGrows),
        stated("not_symmetric", GateClaim::Symmetric(false)),
        stated("smooth", GateClaim::Smoothness(Smoothness::Smooth)),
    ],
    picture: Picture {
        across: "b",
        x: (-6.0, 6.0),
        y: (-1.1, 2.1),
        rivals: &[
            Rival {
                label: "bilinear",
                curve: |b| b,
            },
            Rival {
                label: "ReGLU",
                curve: |b| b.max(0.0),
            },
        ],
        caption: "A value of 1 behind three gates. GLU's opens from 0 to 1 and no further; \
                  its slope (dashed) is what the gate learns by, and fades on both sides. \
                  The bilinear gate and that of ReGLU have no upper end.",
    },
};
