use std::f64::consts::LN_2;

use nnfn::losses as f;

use super::shared::pair::{self, BETA, call};
use super::shared::pair::{POLICY_CHOSEN, POLICY_REJECTED, REFERENCE_CHOSEN, REFERENCE_REJECTED};
use crate::about::{About, used};
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static DPO: Loss = Loss {
    about: About {
        name: "dpo",
        title: "DPO loss",
        aliases: &["direct preference optimization"],
        chapter: "losses/alignment/dpo",
        source: "losses/dpo.rs",
        typical: "language models from preferences",
        used_in: &[
            used("Zephyr 7B", "https://arxiv.org/abs/2310.16944"),
            used("Llama 3", "https://arxiv.org/abs/2407.21783"),
            used("Tülu 3, per token", "https://arxiv.org/abs/2411.15124"),
        ],
    },
    arguments: &[
        POLICY_CHOSEN,
        POLICY_REJECTED,
        REFERENCE_CHOSEN,
        REFERENCE_REJECTED,
        Argument::set(&BETA),
    ],
    estimates: "the log-odds of a preference, divided by β",
    value: |a| call(f::dpo, a),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| vec![call(f::dpo_grad, a)],
        },
        Gradient {
            by: 1,
            suffix: "_grad_policy_rejected",
            of: |a| vec![call(f::dpo_grad_policy_rejected, a)],
        },
    ],
    sections: &[Section {
        name: "margin",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        // Only differences count: the others rest at 0.
        at: |p, h| args![h, 0.0, 0.0, 0.0, p[0]],
        moves: &[moving(0, 0)],
        unit: |p| 1.0 / p[0],
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -p[0],
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("falls", LossClaim::Along("margin", LineClaim::Decreasing)),
        stated(
            "bounded_slope",
            LossClaim::Along("margin", LineClaim::Lipschitz(|p| p[0])),
        ),
        stated(
            "only_the_move_of_the_chosen_counts",
            LossClaim::Unchanged(Change::Shift(&[0, 2])),
        ),
        stated(
            "only_the_move_of_the_rejected_counts",
            LossClaim::Unchanged(Change::Shift(&[1, 3])),
        ),
        stated(
            "blind_to_both_likelihoods",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated(
            "reference_costs_ln_2",
            LossClaim::Is {
                with: pair::at_reference,
                that: |_| LN_2,
            },
        ),
        stated(
            "gradients_are_opposite",
            LossClaim::GradientIs(1, |a| vec![-call(f::dpo_grad, a)]),
        ),
    ],
    picture: Picture {
        across: "how much more the policy has moved to the chosen answer, in nats",
        x: (-40.0, 40.0),
        y: (-0.6, 4.2),
        rivals: &[
            Rival {
                label: "β = 0.5",
                curve: |h| f::dpo(h, 0.0, 0.0, 0.0, 0.5),
            },
            Rival {
                label: "ln 2",
                curve: |_| LN_2,
            },
        ],
        caption: "DPO with β = 0.1 starts at ln 2, where the policy is the reference, and falls as the chosen answer \
                  gains more than the rejected one. A larger β is content sooner.",
    },
};
