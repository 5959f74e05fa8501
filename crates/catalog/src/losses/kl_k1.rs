use nnfn::losses as f;

use super::shared::{POLICY, REFERENCE, log_ratio};
use crate::about::{About, used};
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::picture::{Picture, Rival};

pub static KL_K1: Loss = Loss {
    about: About {
        name: "kl_k1",
        title: "KL estimator k1",
        aliases: &["k1", "log-ratio"],
        chapter: "losses/alignment/kl-penalty",
        source: "losses/kl_k1.rs",
        typical: "the reward of a policy, and the log of its distance",
        used_in: &[
            used("InstructGPT", "https://arxiv.org/abs/2203.02155"),
            used("RLOO", "https://arxiv.org/abs/2402.14740"),
        ],
    },
    arguments: &[POLICY, REFERENCE],
    estimates: "nothing: its expected gradient is 0",
    value: |a| f::kl_k1(a.number(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::kl_k1_grad(a.number(0), a.number(1))],
    }],
    sections: &[Section {
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: f64::NEG_INFINITY,
        },
        slope_limits: |_| Limits::both(-1.0),
        ..log_ratio::SECTION
    }],
    claims: &[
        stated(
            "falls",
            LossClaim::Along("log-ratio", LineClaim::Decreasing),
        ),
        stated(
            "is_the_log_ratio",
            LossClaim::Along("log-ratio", LineClaim::Is(|_, l| -l)),
        ),
        stated(
            "only_the_difference_counts",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
    ],
    picture: Picture {
        across: "ln(reference / policy): how much rarer the policy has made the answer",
        x: (-3.0, 3.0),
        y: (-3.2, 5.2),
        rivals: &[
            Rival {
                label: "k2",
                curve: |l| f::kl_k2(-l, 0.0),
            },
            Rival {
                label: "k3",
                curve: |l| f::kl_k3(-l, 0.0),
            },
        ],
        caption: "The answer has become rarer to the right of 0, and there the estimator k1 is negative.",
    },
};
