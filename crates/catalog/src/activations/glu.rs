use nnfn::activations as f;

use crate::about::{About, used};
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
        typical: "convolutions over text and speech",
        used_in: &[
            used(
                "Conformer, in its convolutions",
                "https://github.com/pytorch/audio/blob/a94dcd157b97d24439bb4f45114c624d7e153ab1/src/torchaudio/models/conformer.py",
            ),
            used(
                "convolutional translation in fairseq",
                "https://github.com/facebookresearch/fairseq/blob/03adafe9a3acbb4a9b43e2a22cd7b8810e59552f/fairseq/models/fconv.py",
            ),
        ],
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
        caption: "A value of 1 behind three gates. The gate of GLU goes from 0 to 1; its slope (dashed) is largest at 0 \
                  and fades on both sides. The gates of the bilinear layer and of ReGLU have no upper bound.",
    },
};
