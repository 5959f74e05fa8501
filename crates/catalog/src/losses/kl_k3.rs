use nnfn::losses as f;

use super::shared::{POLICY, REFERENCE, log_ratio};
use crate::about::{About, used};
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::picture::{Picture, Rival};

pub static KL_K3: Loss = Loss {
    about: About {
        name: "kl_k3",
        title: "KL estimator k3",
        aliases: &["k3", "low_var_kl", "per_token_kl"],
        chapter: "losses/alignment/kl-penalty",
        source: "losses/kl_k3.rs",
        typical: "a KL penalty in the loss, and the log of the distance",
        used_in: &[
            used("GRPO", "https://arxiv.org/abs/2402.03300"),
            used("TRL", "https://huggingface.co/docs/trl/grpo_trainer"),
        ],
    },
    arguments: &[POLICY, REFERENCE],
    estimates: "the log-probability under the reference",
    value: |a| f::kl_k3(a.number(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::kl_k3_grad(a.number(0), a.number(1))],
    }],
    sections: &[Section {
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| Limits {
            at_minus_infinity: -1.0,
            at_infinity: f64::INFINITY,
        },
        ..log_ratio::SECTION
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "convex_in_the_log_ratio",
            LossClaim::Along("log-ratio", LineClaim::Convex),
        ),
        stated(
            "zero_only_where_equal",
            LossClaim::Along("log-ratio", LineClaim::ZeroOnlyAt(0.0)),
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
                label: "k2",
                curve: |l| f::kl_k2(-l, 0.0),
            },
        ],
        caption: "Exponential where the policy has made the answer rarer, and almost linear where it has made it much likelier.",
    },
};
