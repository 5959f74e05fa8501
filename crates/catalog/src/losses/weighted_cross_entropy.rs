use nnfn::losses as f;

use super::shared::{CLASS, K, LOGITS, RESTING};
use crate::about::{About, used};
use crate::args;
use crate::args::Value;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Limits, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// The weights of the figure.
const WEIGHTS: [f64; 3] = [4.0, 1.0, 1.0];

pub static WEIGHTED_CROSS_ENTROPY: Loss = Loss {
    about: About {
        name: "weighted_cross_entropy",
        title: "weighted cross-entropy",
        aliases: &["class weights", "balanced cross-entropy", "class_weight"],
        chapter: "losses/classification/class-weights",
        source: "losses/weighted_cross_entropy.rs",
        typical: "classification where rare classes would not be learnt",
        used_in: &[used(
            "U-Net, with a weight for each pixel",
            "https://arxiv.org/abs/1505.04597",
        )],
    },
    arguments: &[
        LOGITS,
        CLASS,
        Argument {
            name: "weights",
            symbol: "w",
            domain: Domain::Row(Numbers::Positive, K),
            role: Role::Target,
        },
    ],
    estimates: "the log-probabilities, raised by the logarithms of the weights",
    value: |a| f::weighted_cross_entropy(a.row(0), a.index(1), a.row(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::weighted_cross_entropy_grad(a.row(0), a.index(1), a.row(2)),
    }],
    sections: &[Section {
        name: "logit",
        label: "weight 4",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, z| args![[z, RESTING[0], RESTING[1]], 0_usize, WEIGHTS],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: -WEIGHTS[0],
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated("scales_with_weights", LossClaim::ScalesWith(&[2], 1)),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated(
            "gradient_l1",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |a| 2.0 * a.row(2)[a.index(1)],
                reached: || args![[0.0, 800.0], 0_usize, [3.0, 1.0]],
            },
        ),
        stated(
            "equal_weights",
            LossClaim::Is {
                with: |a| a.with(2, Value::Row(vec![1.0; a.row(0).len()])),
                that: |a| f::cross_entropy(a.row(0), a.index(1)),
            },
        ),
    ],
    picture: Picture {
        across: "logit of the true class",
        x: (-6.0, 8.0),
        y: (-4.4, 16.0),
        rivals: &[Rival {
            label: "weight 1",
            curve: |x| f::cross_entropy(&[x, RESTING[0], RESTING[1]], 0),
        }],
        caption: "Cross-entropy with the weight 4 for the true class: loss and slope are four times those without, \
                  the shape is the same.",
    },
};
