use nnfn::losses as f;

use super::shared::{POLICY, REFERENCE, log_ratio};
use crate::about::About;
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::picture::{Picture, Rival};

pub static KL_K2: Loss = Loss {
    about: About {
        name: "kl_k2",
        title: "KL estimator k2",
        aliases: &["k2"],
        chapter: "losses/alignment/kl-penalty",
        source: "losses/kl_k2.rs",
        typical: "a KL penalty in the loss",
        used_in: &[],
    },
    arguments: &[POLICY, REFERENCE],
    estimates: "the log-probability under the reference",
    value: |a| f::kl_k2(a.number(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::kl_k2_grad(a.number(0), a.number(1))],
    }],
    sections: &[Section {
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: f64::INFINITY,
        },
        ..log_ratio::SECTION
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("even", LossClaim::Along("log-ratio", LineClaim::Even)),
        stated(
            "zero_only_where_equal",
            LossClaim::Along("log-ratio", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated(
            "is_half_the_square",
            LossClaim::Along("log-ratio", LineClaim::Is(|_, l| 0.5 * l * l)),
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
                label: "k1",
                curve: |l| f::kl_k1(-l, 0.0),
            },
            Rival {
                label: "k3",
                curve: |l| f::kl_k3(-l, 0.0),
            },
        ],
        caption: "Half the square of the log-ratio: never negative, and the same to both sides.",
    },
};
