use std::f64::consts::LN_2;

use nnfn::activations as f;

use crate::claim::{Peer, RowScalarClaim, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{About, RowScalar};

pub static LOG_SUM_EXP: RowScalar = RowScalar {
    about: About {
        name: "log_sum_exp",
        title: "log-sum-exp",
        aliases: &["LogSumExp"],
        chapter: "activations/softmax",
        source: "reduce.rs",
        typical: "normalising constants; a smooth maximum",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.logsumexp(logits, dim=-1)",
            },
            Peer {
                library: "JAX",
                call: "jax.nn.logsumexp(logits)",
            },
            Peer {
                library: "Keras",
                call: "keras.ops.logsumexp(logits)",
            },
        ],
    },
    value: nnfn::log_sum_exp,
    grad: nnfn::log_sum_exp_grad,
    claims: &[
        stated("between_bounds", RowScalarClaim::BetweenMaxAndMaxPlusLogK),
        stated("shift_equivariant", RowScalarClaim::ShiftEquivariant),
        stated("convex", RowScalarClaim::Convex),
        stated(
            "gradient_is_softmax",
            RowScalarClaim::GradientIs(|logits| f::softmax(logits, 1.0)),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-0.2, 4.4),
        rivals: &[
            Rival {
                label: "max(x, 0)",
                curve: |x| x.max(0.0),
            },
            Rival {
                label: "max(x, 0) + ln 2",
                curve: |x| x.max(0.0) + LN_2,
            },
        ],
        caption: "Log-sum-exp of (x, 0) is a smooth maximum: never below the maximum, never more than ln 2 above it.",
    },
};
