use std::f64::consts::LN_2;

use nnfn::losses as f;

use super::shared::pair::{self, BETA, call_with_two};
use super::shared::pair::{POLICY_CHOSEN, POLICY_REJECTED, REFERENCE_CHOSEN, REFERENCE_REJECTED};
use crate::about::About;
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const LABEL_SMOOTHING: Parameter = Parameter {
    name: "label_smoothing",
    symbol: r"\varepsilon",
    default: 0.1,
    tried: &[0.1, 0.01, 0.3],
    valid: |epsilon| (0.0..0.5).contains(&epsilon),
    span: Span::Even(0.0, 0.4),
};

pub static ROBUST_DPO: Loss = Loss {
    about: About {
        name: "robust_dpo",
        title: "robust DPO loss",
        aliases: &["rDPO"],
        chapter: "losses/alignment/dpo",
        source: "losses/robust_dpo.rs",
        typical: "preferences of which a known share is swapped",
        used_in: &[],
    },
    arguments: &[
        POLICY_CHOSEN,
        POLICY_REJECTED,
        REFERENCE_CHOSEN,
        REFERENCE_REJECTED,
        Argument::set(&BETA),
        Argument::set(&LABEL_SMOOTHING),
    ],
    estimates: "the log-odds of a preference before labels were swapped, divided by β",
    value: |a| call_with_two(f::robust_dpo, a),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| vec![call_with_two(f::robust_dpo_grad, a)],
        },
        Gradient {
            by: 1,
            suffix: "_grad_policy_rejected",
            of: |a| vec![call_with_two(f::robust_dpo_grad_policy_rejected, a)],
        },
    ],
    sections: &[Section {
        name: "margin",
        label: "robust",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, h| args![h, 0.0, 0.0, 0.0, p[0], p[1]],
        moves: &[moving(0, 0)],
        unit: |p| 1.0 / p[0],
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: f64::NEG_INFINITY,
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -(p[0] * ((1.0 - p[1]) / (1.0 - 2.0 * p[1]))),
            at_infinity: -(p[0] * (p[1] / (1.0 - 2.0 * p[1]))),
        },
    }],
    claims: &[
        stated("convex", LossClaim::ConvexIn(0)),
        stated("falls", LossClaim::Along("margin", LineClaim::Decreasing)),
        stated(
            "bounded_slope",
            LossClaim::Along(
                "margin",
                LineClaim::Lipschitz(|p| p[0] * ((1.0 - p[1]) / (1.0 - 2.0 * p[1]))),
            ),
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
            "without_smoothing_it_is_dpo",
            LossClaim::Is {
                with: |a| a.with(5, 0.0.into()),
                that: |a| pair::call(f::dpo, a),
            },
        ),
        stated(
            "gradients_are_opposite",
            LossClaim::GradientIs(1, |a| vec![-call_with_two(f::robust_dpo_grad, a)]),
        ),
    ],
    picture: Picture {
        across: "how much more the policy has moved to the chosen answer, in nats",
        x: (-40.0, 60.0),
        y: (-1.2, 4.2),
        rivals: &[
            Rival {
                label: "DPO",
                curve: |h| f::dpo(h, 0.0, 0.0, 0.0, 0.1),
            },
            Rival {
                label: "cDPO, ε = 0.1",
                curve: |h| f::cdpo(h, 0.0, 0.0, 0.0, 0.1, 0.1),
            },
        ],
        caption: "The robust loss falls below 0 and on, along a line: it pays for every further nat.",
    },
};
