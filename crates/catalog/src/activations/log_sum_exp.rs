use std::f64::consts::LN_2;

use nnfn::activations as f;

use crate::about::About;
use crate::args;
use crate::args::Args;
use crate::claim::{Limits, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::losses::LOGITS;
use crate::picture::{Picture, Rival};

fn largest(a: &Args) -> f64 {
    a.row(0).iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

pub static LOG_SUM_EXP: Loss = Loss {
    about: About {
        name: "log_sum_exp",
        title: "log-sum-exp",
        aliases: &["LogSumExp"],
        chapter: "activations/softmax",
        source: "reduce.rs",
        typical: "normalising constants; a smooth maximum",
        used_in: &[],
    },
    arguments: &[LOGITS],
    estimates: "",
    value: |a| nnfn::log_sum_exp(a.row(0)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| nnfn::log_sum_exp_grad(a.row(0)),
    }],
    sections: &[Section {
        name: "logit",
        label: "log-sum-exp of (x, 0)",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, z| args![[z, 0.0]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: 0.0,
            at_infinity: f64::INFINITY,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: 0.0,
            at_infinity: 1.0,
        },
    }],
    claims: &[
        stated(
            "between_bounds",
            LossClaim::Between(largest, |a| largest(a) + (a.row(0).len() as f64).ln()),
        ),
        stated("shift_equivariant", LossClaim::ShiftAdds(0)),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "gradient_is_softmax",
            LossClaim::GradientIs(0, |a| f::softmax(a.row(0), 1.0)),
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
