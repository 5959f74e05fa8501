use nnfn::activations as f;

use crate::about::{About, used};
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
        used_in: &[
            used("T5 v1.1", "https://huggingface.co/google/t5-v1_1-base"),
            used(
                "Gemma, tanh form",
                "https://github.com/google/gemma_pytorch/blob/014acb7ac4563a5f77c76d7ff98f31b568c16508/gemma/model.py",
            ),
            used(
                "diffusion models in diffusers",
                "https://github.com/huggingface/diffusers/blob/04e9323055098220d57b84cfe68b6850b3b3fc0c/src/diffusers/models/activations.py",
            ),
        ],
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
                  Its slope (dashed) exceeds 1 on the right by as much as it falls below 0 on the left.",
    },
};
