use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Seam, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const EPSILON: Parameter = Parameter {
    name: "epsilon",
    symbol: r"\epsilon",
    default: 0.2,
    tried: &[0.2, 0.25, 0.5, 0.75],
    valid: |epsilon| epsilon > 0.0 && epsilon.is_finite(),
    span: Span::Even(0.05, 0.5),
};

const fn number(name: &'static str, symbol: &'static str, role: Role) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Number(Numbers::Real),
        role,
    }
}

pub static PPO_VALUE: Loss = Loss {
    about: About {
        name: "ppo_value",
        title: "clipped value loss",
        aliases: &["value clipping", "cliprange_value", "critic loss of PPO"],
        chapter: "losses/alignment/ppo",
        source: "losses/ppo_value.rs",
        typical: "critics in reinforcement learning",
        used_in: &[used(
            "OpenAI's baselines",
            "https://github.com/openai/baselines/blob/ea25b9e8b234e6ee1bca43083f8f3cf974143998/baselines/ppo2/model.py",
        )],
    },
    arguments: &[
        number("value", "V", Role::Input),
        number("old_value", r"V_{\text{old}}", Role::Target),
        number("returns", "R", Role::Target),
        Argument::set(&EPSILON),
    ],
    estimates: "the mean of the returns, as far as the band allows",
    value: |a| f::ppo_value(a.number(0), a.number(1), a.number(2), a.number(3)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| {
            vec![f::ppo_value_grad(
                a.number(0),
                a.number(1),
                a.number(2),
                a.number(3),
            )]
        },
    }],
    sections: &[Section {
        name: "value, from 0 to a return of 1",
        label: "clipped",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, value| args![value, 0.0, 1.0, p[0]],
        moves: &[moving(0, 0)],
        unit: |_| 0.25,
        seams: |p| {
            vec![
                Seam {
                    at: p[0],
                    left: p[0] - 1.0,
                    right: 0.0,
                    chosen: p[0] - 1.0,
                },
                Seam {
                    at: 2.0 - p[0],
                    left: 0.0,
                    right: 1.0 - p[0],
                    chosen: 1.0 - p[0],
                },
            ]
        },
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: f64::INFINITY,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "at_least_the_plain_square",
            LossClaim::AtLeast {
                bound: |a| 0.5 * (a.number(0) - a.number(2)).powi(2),
                reached: |a| a.with(0, a.0[1].clone()),
            },
        ),
        stated(
            "only_differences_count",
            LossClaim::Unchanged(Change::Shift(&[0, 1, 2])),
        ),
        stated(
            "flat_towards_the_return",
            LossClaim::Along(
                "value, from 0 to a return of 1",
                LineClaim::Flat(|p| (p[0], 2.0 - p[0])),
            ),
        ),
    ],
    picture: Picture {
        across: "value now; it was 0, the return is 1",
        x: (-1.0, 3.0),
        y: (-1.2, 2.2),
        rivals: &[Rival {
            label: "not clipped",
            curve: |value| 0.5 * (value - 1.0) * (value - 1.0),
        }],
        caption: "Within the band around the old value the loss is half of the squared error. Beyond it, towards the \
                  return, the clipped square is the larger one, and the loss is flat until the value is as far beyond the return.",
    },
};
