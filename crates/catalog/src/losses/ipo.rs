use nnfn::losses as f;

use super::shared::pair::{self, call};
use super::shared::pair::{POLICY_CHOSEN, POLICY_REJECTED, REFERENCE_CHOSEN, REFERENCE_REJECTED};
use crate::about::{About, used};
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const TAU: Parameter = Parameter {
    name: "tau",
    symbol: r"\tau",
    default: 0.1,
    tried: &[0.1, 0.01, 0.5, 2.0],
    valid: |tau| tau > 0.0 && tau.is_finite(),
    span: Span::Times(0.01, 1.0),
};

pub static IPO: Loss = Loss {
    about: About {
        name: "ipo",
        title: "IPO loss",
        aliases: &["identity preference optimization"],
        chapter: "losses/alignment/ipo",
        source: "losses/ipo.rs",
        typical: "language models from preferences that are nearly certain",
        used_in: &[used(
            "a comparison with DPO and KTO by Hugging Face",
            "https://huggingface.co/blog/pref-tuning",
        )],
    },
    arguments: &[
        POLICY_CHOSEN,
        POLICY_REJECTED,
        REFERENCE_CHOSEN,
        REFERENCE_REJECTED,
        Argument::set(&TAU),
    ],
    estimates: "the mean of the preferences as 1 and −1, divided by 2τ",
    value: |a| call(f::ipo, a),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| vec![call(f::ipo_grad, a)],
        },
        Gradient {
            by: 1,
            suffix: "_grad_policy_rejected",
            of: |a| vec![call(f::ipo_grad_policy_rejected, a)],
        },
    ],
    sections: &[Section {
        name: "margin",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, h| args![h, 0.0, 0.0, 0.0, p[0]],
        moves: &[moving(0, 0)],
        unit: |p| 0.5 / p[0],
        seams: |_| vec![],
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: f64::INFINITY,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "zero_at_the_target",
            LossClaim::AtLeast {
                bound: |_| 0.0,
                reached: |_| args![-20.0, -30.0, -23.0, -29.0, 0.125],
            },
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
            "reference_costs_the_target_squared",
            LossClaim::Is {
                with: pair::at_reference,
                that: |a| 0.25 / (a.number(4) * a.number(4)),
            },
        ),
        stated(
            "gradients_are_opposite",
            LossClaim::GradientIs(1, |a| vec![-call(f::ipo_grad, a)]),
        ),
    ],
    picture: Picture {
        across: "how much more the policy has moved to the chosen answer, in nats",
        x: (-4.0, 14.0),
        y: (-12.0, 40.0),
        rivals: &[
            Rival {
                label: "τ = 0.2",
                curve: |h| f::ipo(h, 0.0, 0.0, 0.0, 0.2),
            },
            Rival {
                label: "10 · DPO, β = 0.1",
                curve: |h| 10.0 * f::dpo(h, 0.0, 0.0, 0.0, 0.1),
            },
        ],
        caption: "IPO with τ = 0.1 asks each pair for a lead of 5 nats: less costs, and so does more.",
    },
};
