use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{RowClaim, stated};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};
use crate::shape::RowMap;

pub static LOG_SOFTMAX: RowMap = RowMap {
    about: About {
        name: "log_softmax",
        title: "log-softmax",
        aliases: &["LogSoftmax"],
        chapter: "activations/log-softmax",
        source: "activations/log_softmax.rs",
        typical: "logarithms of class probabilities, in losses",
        used_in: &[
            used(
                "CrossEntropyLoss",
                "https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html",
            ),
            used(
                "CTC",
                "https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.ctc_loss.html",
            ),
        ],
    },
    value: f::log_softmax,
    vjp: f::log_softmax_vjp,
    parameter: Parameter {
        name: "temperature",
        symbol: "T",
        default: 1.0,
        tried: &[0.07, 0.5, 1.0, 2.0, 10.0],
        valid: |temperature| temperature > 0.0,
        span: Span::Times(0.05, 10.0),
    },
    claims: &[
        stated("exp_sums_to_one", RowClaim::ExpSumsToOne),
        stated("shift_invariant", RowClaim::ShiftInvariant),
        stated("permutation_equivariant", RowClaim::PermutationEquivariant),
        stated("order_preserving", RowClaim::OrderPreserving),
        stated("idempotent", RowClaim::Idempotent),
    ],
    picture: Picture {
        across: "first logit",
        x: (-6.0, 8.0),
        y: (-8.0, 1.2),
        rivals: &[Rival {
            label: "x − 1 − ln(1 + e^−0.9)",
            curve: |x| x - 1.0 - (-0.9_f64).exp().ln_1p(),
        }],
        caption: "The first of three log-probabilities: a straight line while its class is losing, 0 once it has won.",
    },
};
