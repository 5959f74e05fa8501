use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static TANH: Scalar = Scalar {
    about: About {
        name: "tanh",
        title: "tanh",
        aliases: &["hyperbolic tangent"],
        chapter: "activations/tanh",
        source: "activations/tanh.rs",
        typical: "state of recurrent layers; bounded outputs",
        used_in: &[
            used(
                "LSTM state",
                "https://keras.io/api/layers/recurrent_layers/lstm_cell",
            ),
            used(
                "Gemma 2's soft caps",
                "https://github.com/google/gemma_pytorch/blob/03e657582d17cb5a8617ebf333c1c16f3694670e/gemma/config.py",
            ),
            used(
                "SAC's actions",
                "https://github.com/openai/spinningup/blob/1126eac8176373edd9633053eaa6e9f0b1848b62/spinup/algos/pytorch/sac/core.py",
            ),
        ],
    },
    value: f::tanh,
    grad: f::tanh_grad,
    limits: Limits {
        at_minus_infinity: -1.0,
        at_infinity: 1.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 0.0,
    },
    seams: &[],
    claims: &[
        stated("range", ScalarClaim::Range(-1.0, 1.0)),
        stated("increasing", ScalarClaim::Increasing),
        stated("odd", ScalarClaim::Odd),
        stated("between_zero_and_x", ScalarClaim::BetweenZeroAndX),
        stated("smooth", ScalarClaim::Smoothness(Smoothness::Smooth)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: 0.0,
                slope: 1.0,
            },
        ),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(1.0)),
        stated("lipschitz", ScalarClaim::Lipschitz(1.0)),
        stated("gaussian_mean", ScalarClaim::GaussianMean(0.0)),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.394_294_490_397_841_17),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-5.0, 5.0),
        y: (-1.1, 1.1),
        rivals: &[
            Rival {
                label: "sigmoid",
                curve: f::sigmoid,
            },
            Rival {
                label: "softsign",
                curve: f::softsign,
            },
        ],
        caption: "Tanh passes through 0 with slope 1 (dashed) and is nearly flat beyond ±3. \
                  Sigmoid is the same curve, shifted up and stretched; softsign starts as steeply and arrives far later.",
    },
};
