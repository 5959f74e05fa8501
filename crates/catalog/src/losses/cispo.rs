use nnfn::losses as f;

use super::group::{MASK, OLD, POLICY, REWARDS};
use crate::about::{About, used};
use crate::args;
use crate::args::Args;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const CAP: Parameter = Parameter {
    name: "cap",
    symbol: "c",
    default: 5.0,
    tried: &[5.0, 1.25, 0.2],
    valid: |cap| cap > 0.0 && cap.is_finite(),
    span: Span::Even(0.2, 8.0),
};

fn value(a: &Args) -> f64 {
    f::cispo(a.table(0), a.table(1), a.table(2), a.row(3), a.number(4))
}

fn grad(a: &Args) -> Vec<f64> {
    let grad = f::cispo_grad(a.table(0), a.table(1), a.table(2), a.row(3), a.number(4));
    grad.concat()
}

/// Two answers of one token each, the first one right; its token has become so much more likely that its weight is
/// the cap.
fn capped(log_probability: f64, cap: f64) -> Args {
    let one = vec![vec![1.0], vec![1.0]];
    let old = vec![vec![-1000.0], vec![0.0]];
    args![
        vec![vec![log_probability], vec![0.0]],
        old,
        one,
        [1.0, 0.0],
        cap
    ]
}

pub static CISPO: Loss = Loss {
    about: About {
        name: "cispo",
        title: "CISPO",
        aliases: &["clipped importance sampling weight", "epsilon_max"],
        chapter: "losses/alignment/grpo",
        source: "losses/cispo.rs",
        typical: "language models whose rare tokens must keep their gradient",
        used_in: &[used("MiniMax-M1", "https://arxiv.org/abs/2506.13585")],
    },
    arguments: &[POLICY, OLD, MASK, REWARDS, Argument::set(&CAP)],
    estimates: "nothing: it is a surrogate objective",
    value,
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: grad,
    }],
    // Where the weight does not move with the policy, its value and its gradient are those of one function.
    sections: &[Section {
        name: "right answer, beyond the cap",
        label: "beyond the cap",
        ends: (-100.0, 0.0),
        at: |p, log_probability| capped(log_probability, p[0]),
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |p| Limits {
            at_minus_infinity: 50.0 * p[0],
            at_infinity: 0.0,
        },
        slope_limits: |p| Limits::both(-0.5 * p[0]),
    }],
    claims: &[
        stated(
            "never_without_a_gradient",
            LossClaim::Along("right answer, beyond the cap", LineClaim::Decreasing),
        ),
        stated(
            "common_reward_is_nothing",
            LossClaim::Unchanged(Change::Shift(&[3])),
        ),
        stated("size_of_rewards_is_nothing", LossClaim::ScalesWith(&[3], 0)),
        stated(
            "order_of_answers",
            LossClaim::Unchanged(Change::Permute(&[0, 1, 2, 3])),
        ),
    ],
    picture: Picture {
        across: "log-probability of a token that is beyond the cap",
        x: (-6.0, 0.0),
        y: (-4.0, 16.0),
        rivals: &[Rival {
            label: "cap 1.25",
            curve: |log_probability| value(&capped(log_probability, 1.25)),
        }],
        caption: "A token of the right one of two answers, after it has become far more likely than it was: PPO and GRPO \
                  would leave it alone, CISPO pushes it on with the cap for a weight.",
    },
};
