use nnfn::activations as f;

use crate::about::{About, used};
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
        used_in: &[
            used(
                "LLaMA",
                "https://github.com/meta-llama/llama/blob/0504cf440a50aab815cadccd10a46e7ba70ff344/llama/model.py",
            ),
            used("PaLM", "https://arxiv.org/abs/2204.02311"),
            used(
                "Mistral",
                "https://github.com/mistralai/mistral-inference/blob/510f7ae8e81c164a02cf2d18513588be67138b31/src/mistral_inference/transformer_layers.py",
            ),
        ],
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
        caption: "A value of 1 behind the gate of SwiGLU. Unlike that of GLU it has no upper bound; below 0 it is slightly negative, \
                  and unlike that of ReGLU it keeps a slope (dashed) there.",
    },
};
