use nnfn::activations::softplus;
use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::args::{Args, Value};
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const BETA: Parameter = Parameter {
    name: "beta",
    symbol: r"\beta",
    default: 2.0,
    tried: &[2.0, 0.1, 10.0],
    valid: |beta| beta > 0.0 && beta.is_finite(),
    span: Span::Times(0.1, 10.0),
};
const GAMMA: Parameter = Parameter {
    name: "gamma",
    symbol: r"\gamma",
    default: 1.0,
    tried: &[1.0, 0.0, 0.5],
    valid: f64::is_finite,
    span: Span::Even(0.0, 3.0),
};

/// The log-probabilities of the tokens of an answer.
const fn tokens(name: &'static str, symbol: &'static str, length: char) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Row(Numbers::LogProbability, Length(length)),
        role: Role::Input,
    }
}

fn of_chosen(a: &Args) -> Vec<f64> {
    f::simpo_grad(a.row(0), a.row(1), a.number(2), a.number(3))
}

pub static SIMPO: Loss = Loss {
    about: About {
        name: "simpo",
        title: "SimPO loss",
        aliases: &["simple preference optimization"],
        chapter: "losses/alignment/simpo",
        source: "losses/simpo.rs",
        typical: "language models from preferences, without a reference",
        used_in: &[used(
            "Llama-3-Instruct-8B-SimPO",
            "https://huggingface.co/princeton-nlp/Llama-3-Instruct-8B-SimPO",
        )],
    },
    arguments: &[
        tokens("chosen", "c", 'T'),
        tokens("rejected", "r", 'U'),
        Argument::set(&BETA),
        Argument::set(&GAMMA),
    ],
    estimates: "the lead of a mean log-probability that the preferences and γ ask for",
    value: |a| f::simpo(a.row(0), a.row(1), a.number(2), a.number(3)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: of_chosen,
        },
        Gradient {
            by: 1,
            suffix: "_grad_rejected",
            of: |a| f::simpo_grad_rejected(a.row(0), a.row(1), a.number(2), a.number(3)),
        },
    ],
    sections: &[Section {
        name: "lead",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        // Only the difference of the means counts: that of the rejected answer rests at 0.
        at: |p, t| args![[t], [0.0, 0.0], p[0], p[1]],
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
        stated("convex_in_the_rejected", LossClaim::ConvexIn(1)),
        stated("falls", LossClaim::Along("lead", LineClaim::Decreasing)),
        stated(
            "bounded_slope",
            LossClaim::Along("lead", LineClaim::Lipschitz(|p| p[0])),
        ),
        stated(
            "order_of_tokens",
            LossClaim::Unchanged(Change::Permute(&[0])),
        ),
        stated(
            "blind_to_both_likelihoods",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated(
            "equal_means_cost_the_margin",
            LossClaim::Is {
                with: |a| a.with(1, Value::Row([a.row(0), a.row(0)].concat())),
                that: |a| softplus(a.number(3)),
            },
        ),
        stated(
            "gradients_balance",
            LossClaim::GradientIs(1, |a| {
                let each = -f::sum(&of_chosen(a)) / a.row(1).len() as f64;
                vec![each; a.row(1).len()]
            }),
        ),
        stated(
            "gradient_l1",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |a| a.number(2),
                reached: || args![[-800.0, -900.0], [-0.5], 2.0, 1.0],
            },
        ),
    ],
    picture: Picture {
        across: "lead of the chosen answer's mean log-probability, in nats a token",
        x: (-2.0, 3.0),
        y: (-2.4, 5.0),
        rivals: &[
            Rival {
                label: "γ = 0",
                curve: |t| f::simpo(&[t], &[0.0], 2.0, 0.0),
            },
            Rival {
                label: "defaults of TRL",
                curve: |t| f::simpo(&[t], &[0.0], 0.1, 0.5),
            },
        ],
        caption: "With β = 2 and γ = 1 the loss bends around a lead of half a nat a token, the one that is asked \
                  for. With TRL's defaults it is nearly a straight line here.",
    },
};
