use std::f64::consts::LN_2;

use nnfn::losses as f;

use super::shared::pair::{self, BETA, call_with_two};
use super::shared::pair::{POLICY_CHOSEN, POLICY_REJECTED, REFERENCE_CHOSEN, REFERENCE_REJECTED};
use crate::about::About;
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Extremum, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const LABEL_SMOOTHING: Parameter = Parameter {
    name: "label_smoothing",
    symbol: r"\varepsilon",
    default: 0.1,
    tried: &[0.1, 0.01, 0.3],
    valid: |epsilon| (0.0..=1.0).contains(&epsilon),
    span: Span::Even(0.0, 0.5),
};

fn entropy(epsilon: f64) -> f64 {
    -epsilon * epsilon.ln() - (1.0 - epsilon) * (-epsilon).ln_1p()
}

fn log_odds(epsilon: f64) -> f64 {
    (-epsilon).ln_1p() - epsilon.ln()
}

pub static CDPO: Loss = Loss {
    about: About {
        name: "cdpo",
        title: "conservative DPO loss",
        aliases: &["cDPO", "DPO with label smoothing"],
        chapter: "losses/alignment/dpo",
        source: "losses/cdpo.rs",
        typical: "preferences of which some are wrong",
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
    estimates: "the log-odds of a smoothed preference, divided by β",
    value: |a| call_with_two(f::cdpo, a),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| vec![call_with_two(f::cdpo_grad, a)],
        },
        Gradient {
            by: 1,
            suffix: "_grad_policy_rejected",
            of: |a| vec![call_with_two(f::cdpo_grad_policy_rejected, a)],
        },
    ],
    sections: &[Section {
        name: "margin",
        label: "cDPO",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, h| args![h, 0.0, 0.0, 0.0, p[0], p[1]],
        moves: &[moving(0, 0)],
        unit: |p| 1.0 / p[0],
        seams: |_| vec![],
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |p| Limits {
            at_minus_infinity: -(p[0] * (1.0 - p[1])),
            at_infinity: p[0] * p[1],
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "least_at_the_odds_of_the_labels",
            LossClaim::Along(
                "margin",
                LineClaim::Minimum(|p| Extremum {
                    at: log_odds(p[1]) / p[0],
                    value: entropy(p[1]),
                }),
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
            LossClaim::GradientIs(1, |a| vec![-call_with_two(f::cdpo_grad, a)]),
        ),
    ],
    picture: Picture {
        across: "how much more the policy has moved to the chosen answer, in nats",
        x: (-40.0, 60.0),
        y: (-0.6, 4.2),
        rivals: &[
            Rival {
                label: "DPO",
                curve: |h| f::dpo(h, 0.0, 0.0, 0.0, 0.1),
            },
            Rival {
                label: "robust DPO, ε = 0.1",
                curve: |h| f::robust_dpo(h, 0.0, 0.0, 0.0, 0.1, 0.1),
            },
        ],
        caption: "With smoothed labels the loss has a lowest point; DPO and the robust loss always ask for more.",
    },
};
