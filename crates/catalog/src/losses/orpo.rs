use std::f64::consts::LN_2;

use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::args::{Args, Value};
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const LAMBDA: Parameter = Parameter {
    name: "lambda",
    symbol: r"\lambda",
    default: 0.1,
    tried: &[0.1, 0.5, 1.0, 5.0],
    valid: |lambda| lambda >= 0.0 && lambda.is_finite(),
    span: Span::Even(0.0, 5.0),
};

const fn answer(name: &'static str, symbol: &'static str, length: char) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Row(Numbers::LogProbability, Length(length)),
        role: Role::Input,
    }
}

fn call<T>(of: fn(&[f64], &[f64], f64) -> T, a: &Args) -> T {
    of(a.row(0), a.row(1), a.number(2))
}

fn mean(row: &[f64]) -> f64 {
    f::mean(row)
}

/// The odds of an answer of the log-probability -1.
fn odds() -> f64 {
    1_f64.exp_m1().recip()
}

pub static ORPO: Loss = Loss {
    about: About {
        name: "orpo",
        title: "ORPO loss",
        aliases: &["odds ratio preference optimization"],
        chapter: "losses/alignment/orpo",
        source: "losses/orpo.rs",
        typical: "language models from preferences, without a reference",
        used_in: &[
            used(
                "Mistral-ORPO",
                "https://huggingface.co/kaist-ai/mistral-orpo-beta",
            ),
            used(
                "Zephyr 141B",
                "https://huggingface.co/HuggingFaceH4/zephyr-orpo-141b-A35b-v0.1",
            ),
        ],
    },
    arguments: &[
        answer("chosen", "w", 'T'),
        answer("rejected", "l", 'U'),
        Argument::set(&LAMBDA),
    ],
    estimates: "the distribution of the chosen answers, tilted by λ",
    value: |a| call(f::orpo, a),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| call(f::orpo_grad, a),
        },
        Gradient {
            by: 1,
            suffix: "_grad_rejected",
            of: |a| call(f::orpo_grad_rejected, a),
        },
    ],
    sections: &[
        Section {
            name: "chosen",
            label: "chosen",
            ends: (f64::NEG_INFINITY, 0.0),
            at: |p, t| args![[t], [-1.0], p[0]],
            moves: &[moving(0, 0)],
            unit: |_| 1.0,
            seams: |_| vec![],
            limits: |_| Limits {
                at_minus_infinity: f64::INFINITY,
                at_infinity: 0.0,
            },
            slope_limits: |p| Limits {
                at_minus_infinity: -1.0 - p[0],
                at_infinity: -1.0 - p[0] * odds(),
            },
        },
        Section {
            name: "rejected",
            label: "rejected",
            ends: (f64::NEG_INFINITY, 0.0),
            at: |p, t| args![[-1.0], [t], p[0]],
            moves: &[moving(1, 0)],
            unit: |_| 1.0,
            seams: |_| vec![],
            limits: |_| Limits {
                at_minus_infinity: 1.0,
                at_infinity: f64::INFINITY,
            },
            slope_limits: |_| Limits {
                at_minus_infinity: 0.0,
                at_infinity: f64::INFINITY,
            },
        },
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "falls_with_the_chosen",
            LossClaim::Along("chosen", LineClaim::Decreasing),
        ),
        stated(
            "rises_with_the_rejected",
            LossClaim::Along("rejected", LineClaim::Increasing),
        ),
        stated(
            "equal_answers_cost_ln_2",
            LossClaim::Is {
                with: |a| a.with(1, a.0[0].clone()),
                that: |a| a.number(2) * LN_2 - mean(a.row(0)),
            },
        ),
        stated(
            "never_below_imitation",
            LossClaim::AtLeast {
                bound: |a| -mean(a.row(0)),
                reached: |a| a.with(1, Value::Row(vec![f64::NEG_INFINITY; a.row(1).len()])),
            },
        ),
        stated(
            "order_of_tokens",
            LossClaim::Unchanged(Change::Permute(&[0])),
        ),
        stated(
            "order_of_rejected_tokens",
            LossClaim::Unchanged(Change::Permute(&[1])),
        ),
    ],
    picture: Picture {
        across: "mean log-probability of the chosen tokens, the rejected at −1",
        x: (-5.0, -0.001),
        y: (-2.4, 5.8),
        rivals: &[
            Rival {
                label: "likelihood alone",
                curve: |t| -t,
            },
            Rival {
                label: "λ = 1",
                curve: |t| f::orpo(&[t], &[-1.0], 1.0),
            },
        ],
        caption: "ORPO with λ = 0.1 is hardly more than the negative log-likelihood of the chosen answer; λ = 1 adds a \
                  term that counts as much.",
    },
};
