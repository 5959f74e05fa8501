use nnfn::losses as f;

use super::shared::{K, LOGITS, RESTING};
use crate::about::About;
use crate::args;
use crate::args::{Args, Value};
use crate::argument::{Argument, Domain, Role};
use crate::claim::{Change, Limits, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// The target of the figure.
const TARGET: [f64; 3] = [0.8, 0.15, 0.05];

/// All of the target on the first class whose logit is the smallest.
fn one_hot(a: &Args) -> (usize, Vec<f64>) {
    let logits = a.row(0);
    let least = (0..logits.len()).reduce(|i, j| if logits[j] < logits[i] { j } else { i });
    let class = least.unwrap_or(0);
    let entry = |i| if i == class { 1.0 } else { 0.0 };
    (class, (0..logits.len()).map(entry).collect())
}

pub static CROSS_ENTROPY_SOFT: Loss = Loss {
    about: About {
        name: "cross_entropy_soft",
        title: "categorical cross-entropy with soft targets",
        aliases: &[],
        chapter: "losses/classification/categorical-cross-entropy",
        source: "losses/cross_entropy_soft.rs",
        typical: "distillation, label smoothing, mixup",
        used_in: &[],
    },
    arguments: &[
        LOGITS,
        Argument {
            name: "target",
            symbol: "t",
            domain: Domain::Simplex(K),
            role: Role::Target,
        },
    ],
    estimates: "the log-probabilities of the classes, up to a constant",
    value: |a| f::cross_entropy_soft(a.row(0), a.row(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::cross_entropy_soft_grad(a.row(0), a.row(1)),
    }],
    sections: &[Section {
        name: "logit",
        label: "soft target",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, z| args![[z, RESTING[0], RESTING[1]], TARGET],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| Limits {
            at_minus_infinity: -TARGET[0],
            at_infinity: TARGET[1] + TARGET[2],
        },
    }],
    claims: &[
        stated(
            "at_least_entropy",
            LossClaim::AtLeast {
                bound: |a| a.row(1).iter().map(|t| -t * t.ln()).sum(),
                reached: |a| {
                    let logits = a.row(1).iter().map(|t| t.ln()).collect();
                    a.with(0, Value::Row(logits))
                },
            },
        ),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated(
            "one_hot",
            LossClaim::Is {
                with: |a| a.with(1, Value::Row(one_hot(a).1)),
                that: |a| f::cross_entropy(a.row(0), one_hot(a).0),
            },
        ),
    ],
    picture: Picture {
        across: "first logit",
        x: (-6.0, 8.0),
        y: (-1.2, 7.6),
        rivals: &[Rival {
            label: "hard target",
            curve: |x| f::cross_entropy(&[x, 1.0, 0.1], 0),
        }],
        caption: "With 0.8 of the target on the first class the loss is least where softmax gives it 0.8, \
                  and a surer answer costs more. Under a hard target it never does.",
    },
};
