use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{RowClaim, stated};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};
use crate::shape::RowMap;

pub static SOFTMAX: RowMap = RowMap {
    about: About {
        name: "softmax",
        title: "softmax",
        aliases: &["softargmax", "normalised exponential"],
        chapter: "activations/softmax",
        source: "activations/softmax.rs",
        typical: "class probabilities; attention",
        used_in: &[
            used("attention", "https://arxiv.org/abs/1706.03762"),
            used(
                "draws of a language model (top-p)",
                "https://arxiv.org/abs/1904.09751",
            ),
        ],
    },
    value: f::softmax,
    vjp: f::softmax_vjp,
    parameter: Parameter {
        name: "temperature",
        symbol: "T",
        default: 1.0,
        tried: &[0.07, 0.5, 1.0, 2.0, 10.0],
        valid: |temperature| temperature > 0.0,
        span: Span::Times(0.05, 10.0),
    },
    claims: &[
        stated("sums_to_one", RowClaim::SumsToOne),
        stated("shift_invariant", RowClaim::ShiftInvariant),
        stated("permutation_equivariant", RowClaim::PermutationEquivariant),
        stated("order_preserving", RowClaim::OrderPreserving),
        stated("jacobian_symmetric", RowClaim::JacobianSymmetric),
        stated("jacobian_rows_sum_to_zero", RowClaim::JacobianRowsSumToZero),
        stated("jacobian_norm", RowClaim::JacobianNorm(0.5)),
        stated("entropy_grows", RowClaim::EntropyGrowsWithTemperature),
        stated("uniform_when_hot", RowClaim::UniformWhenHot),
        stated("maximisers_when_cold", RowClaim::MaximisersWhenCold),
        stated("two_logits", RowClaim::TwoLogitsAreSigmoid),
    ],
    picture: Picture {
        across: "first logit",
        x: (-6.0, 8.0),
        y: (-0.05, 1.1),
        rivals: &[
            Rival {
                label: "T = ½",
                curve: |x| f::softmax(&[x, 1.0, 0.1], 0.5)[0],
            },
            Rival {
                label: "T = 2",
                curve: |x| f::softmax(&[x, 1.0, 0.1], 2.0)[0],
            },
        ],
        caption: "The first of three probabilities as its logit moves, the others resting at 1 and 0.1: \
                  solid at T = 1, steeper at a lower temperature, flatter at a higher one.",
    },
};
