use nnfn::losses as f;

use super::group::{Clipped, Lines, two};
use super::group::{EPSILON_LOW, MASK, OLD, POLICY, REWARDS, epsilon};
use crate::about::{About, used};
use crate::args::Args;
use crate::argument::Argument;
use crate::claim::{Change, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const EPSILON_HIGH: Parameter =
    epsilon("epsilon_high", r"\epsilon_{\text{high}}", 0.2, &[0.2, 0.75]);
const LENGTH: Parameter = Parameter {
    name: "length",
    symbol: r"\Lambda",
    default: 512.0,
    tried: &[512.0, 4.0],
    valid: |length| length > 0.0 && length.is_finite(),
    span: Span::Even(1.0, 1024.0),
};

fn value(a: &Args) -> f64 {
    f::dr_grpo(
        a.table(0),
        a.table(1),
        a.table(2),
        a.row(3),
        a.number(4),
        a.number(5),
        a.number(6),
    )
}

struct Own;

impl Clipped for Own {
    fn grad(a: &Args) -> Vec<f64> {
        let grad = f::dr_grpo_grad(
            a.table(0),
            a.table(1),
            a.table(2),
            a.row(3),
            a.number(4),
            a.number(5),
            a.number(6),
        );
        grad.concat()
    }

    /// Half of an advantage of a half, over the length.
    fn weighed(p: &[f64], x: f64) -> f64 {
        0.25 * x / p[2]
    }
}

pub static DR_GRPO: Loss = Loss {
    about: About {
        name: "dr_grpo",
        title: "Dr. GRPO",
        aliases: &["GRPO done right", "GRPO without standard deviation"],
        chapter: "losses/alignment/grpo",
        source: "losses/dr_grpo.rs",
        typical: "language models whose answers must not grow longer",
        used_in: &[used(
            "its authors' code",
            "https://github.com/sail-sg/understand-r1-zero",
        )],
    },
    arguments: &[
        POLICY,
        OLD,
        MASK,
        REWARDS,
        Argument::set(&EPSILON_LOW),
        Argument::set(&EPSILON_HIGH),
        Argument::set(&LENGTH),
    ],
    estimates: "nothing: it is a surrogate objective",
    value,
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: Own::grad,
    }],
    sections: Lines::<Own>::ALL,
    claims: &[
        stated(
            "gain_ends_at_the_clip",
            LossClaim::Along(
                "right answer",
                LineClaim::Range(|p| (-Own::weighed(p, p[1]), Own::weighed(p, 1.0))),
            ),
        ),
        stated(
            "cost_does_not_end",
            LossClaim::Along(
                "wrong answer",
                LineClaim::Range(|p| (-Own::weighed(p, p[0]), f64::INFINITY)),
            ),
        ),
        stated(
            "right_never_costs_more",
            LossClaim::Along("right answer", LineClaim::NonIncreasing),
        ),
        stated(
            "common_reward_is_nothing",
            LossClaim::Unchanged(Change::Shift(&[3])),
        ),
        stated("scales_with_rewards", LossClaim::ScalesWith(&[3], 1)),
        stated(
            "order_of_answers",
            LossClaim::Unchanged(Change::Permute(&[0, 1, 2, 3])),
        ),
    ],
    picture: Picture {
        across: "log-ratio of the right answer; the wrong one moves as far down",
        x: (-1.0, 1.0),
        y: (-0.0007, 0.0012),
        rivals: &[
            Rival {
                label: "clip 0.5",
                curve: |moved| value(&two(moved, -moved, &[0.5, 0.5, 512.0])),
            },
            Rival {
                label: "not clipped",
                curve: |moved| 0.25 / 512.0 * ((-moved).exp() - moved.exp()),
            },
        ],
        caption: "The shape of GRPO, at half of its height for these rewards, over a constant length.",
    },
};
