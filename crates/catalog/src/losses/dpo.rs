use std::f64::consts::LN_2;

use nnfn::losses as f;

use crate::about::About;
use crate::args;
use crate::args::Args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const BETA: Parameter = Parameter {
    name: "beta",
    symbol: r"\beta",
    default: 0.1,
    tried: &[0.1, 0.01, 0.5, 2.0],
    valid: |beta| beta > 0.0 && beta.is_finite(),
    span: Span::Times(0.01, 1.0),
};

const fn log_probability(name: &'static str, symbol: &'static str, role: Role) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Number(Numbers::LogProbability),
        role,
    }
}

/// Calls a function of five numbers.
fn call(f: fn(f64, f64, f64, f64, f64) -> f64, a: &Args) -> f64 {
    f(
        a.number(0),
        a.number(1),
        a.number(2),
        a.number(3),
        a.number(4),
    )
}

pub static DPO: Loss = Loss {
    about: About {
        name: "dpo",
        title: "DPO loss",
        aliases: &["direct preference optimization"],
        chapter: "losses/alignment/dpo",
        source: "losses/dpo.rs",
        typical: "language models from preferences",
        used_in: &[],
    },
    arguments: &[
        log_probability("policy_chosen", r"\ell_w", Role::Input),
        log_probability("policy_rejected", r"\ell_l", Role::Input),
        log_probability("reference_chosen", r"\rho_w", Role::Target),
        log_probability("reference_rejected", r"\rho_l", Role::Target),
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
                with: |a| a.with(0, a.0[2].clone()).with(1, a.0[3].clone()),
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
