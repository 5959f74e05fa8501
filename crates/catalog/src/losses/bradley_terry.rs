use std::f64::consts::LN_2;

use nnfn::losses as f;

use super::shared::{CHOSEN, REJECTED};
use crate::about::{About, used};
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

/// Of 0 unless the data say by how much an answer was better.
const MARGIN: Parameter = Parameter {
    name: "margin",
    symbol: "m",
    default: 0.0,
    tried: &[0.0, 0.5, 1.0, -0.25, 3.0],
    valid: f64::is_finite,
    span: Span::Even(0.0, 3.0),
};

pub static BRADLEY_TERRY: Loss = Loss {
    about: About {
        name: "bradley_terry",
        title: "Bradley–Terry loss",
        aliases: &[
            "reward model loss",
            "pairwise preference loss",
            "RewardTrainer",
        ],
        chapter: "losses/alignment/reward-model",
        source: "losses/bradley_terry.rs",
        typical: "reward models from comparisons",
        used_in: &[
            used("InstructGPT", "https://arxiv.org/abs/2203.02155"),
            used("Llama 2-Chat", "https://arxiv.org/abs/2307.09288"),
        ],
    },
    arguments: &[CHOSEN, REJECTED, Argument::set(&MARGIN)],
    estimates: "without a margin, the log-odds that the one is preferred",
    value: |a| f::bradley_terry(a.number(0), a.number(1), a.number(2)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| vec![f::bradley_terry_grad(a.number(0), a.number(1), a.number(2))],
        },
        Gradient {
            by: 1,
            suffix: "_grad_rejected",
            of: |a| {
                vec![f::bradley_terry_grad_rejected(
                    a.number(0),
                    a.number(1),
                    a.number(2),
                )]
            },
        },
    ],
    sections: &[Section {
        name: "difference",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, d| args![d, 0.0, p[0]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: -1.0,
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex_in_the_chosen", LossClaim::ConvexIn(0)),
        stated("convex_in_the_rejected", LossClaim::ConvexIn(1)),
        stated(
            "falls",
            LossClaim::Along("difference", LineClaim::Decreasing),
        ),
        stated(
            "bounded_slope",
            LossClaim::Along("difference", LineClaim::Lipschitz(|_| 1.0)),
        ),
        stated(
            "shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated(
            "equal_scores_cost_ln_2",
            LossClaim::Is {
                with: |a| a.with(0, a.0[1].clone()).with(2, 0.0.into()),
                that: |_| LN_2,
            },
        ),
        stated(
            "gradients_are_opposite",
            LossClaim::GradientIs(1, |a| {
                vec![-f::bradley_terry_grad(
                    a.number(0),
                    a.number(1),
                    a.number(2),
                )]
            }),
        ),
    ],
    picture: Picture {
        across: "score of the chosen answer − score of the rejected one",
        x: (-6.0, 6.0),
        y: (-1.2, 6.2),
        rivals: &[
            Rival {
                label: "margin 1",
                curve: |d| f::bradley_terry(d, 0.0, 1.0),
            },
            Rival {
                label: "ln 2",
                curve: |_| LN_2,
            },
        ],
        caption: "A pair in the wrong order costs about as much as the scores are apart; one in the right order by a \
                  wide lead costs next to nothing, and its slope fades with it.",
    },
};
