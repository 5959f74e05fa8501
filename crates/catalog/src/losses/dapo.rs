use nnfn::losses as f;

use super::group::{Clipped, Lines, two};
use super::group::{EPSILON_LOW, MASK, OLD, POLICY, REWARDS, epsilon};
use crate::about::{About, used};
use crate::args::Args;
use crate::argument::Argument;
use crate::claim::{Change, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss};
use crate::parameter::Parameter;
use crate::picture::{Picture, Rival};

const EPSILON_HIGH: Parameter = epsilon(
    "epsilon_high",
    r"\epsilon_{\text{high}}",
    0.28,
    &[0.28, 0.75],
);

fn value(a: &Args) -> f64 {
    f::dapo(
        a.table(0),
        a.table(1),
        a.table(2),
        a.row(3),
        a.number(4),
        a.number(5),
    )
}

struct Own;

impl Clipped for Own {
    fn grad(a: &Args) -> Vec<f64> {
        let grad = f::dapo_grad(
            a.table(0),
            a.table(1),
            a.table(2),
            a.row(3),
            a.number(4),
            a.number(5),
        );
        grad.concat()
    }

    /// The mean over two answers.
    fn weighed(_: &[f64], x: f64) -> f64 {
        0.5 * x
    }
}

pub static DAPO: Loss = Loss {
    about: About {
        name: "dapo",
        title: "DAPO",
        aliases: &[
            "decoupled clip and dynamic sampling policy optimization",
            "clip-higher",
            "token mean of GRPO",
        ],
        chapter: "losses/alignment/grpo",
        source: "losses/dapo.rs",
        typical: "language models with long answers",
        used_in: &[used(
            "TRL, by default",
            "https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/grpo_config.py",
        )],
    },
    arguments: &[
        POLICY,
        OLD,
        MASK,
        REWARDS,
        Argument::set(&EPSILON_LOW),
        Argument::set(&EPSILON_HIGH),
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
        stated("size_of_rewards_is_nothing", LossClaim::ScalesWith(&[3], 0)),
        stated(
            "order_of_answers",
            LossClaim::Unchanged(Change::Permute(&[0, 1, 2, 3])),
        ),
    ],
    picture: Picture {
        across: "log-ratio of the right answer; the wrong one moves as far down",
        x: (-1.0, 1.0),
        y: (-0.7, 1.2),
        rivals: &[
            Rival {
                label: "clip 0.2",
                curve: |moved| value(&two(moved, -moved, &[0.2, 0.2])),
            },
            Rival {
                label: "not clipped",
                curve: |moved| 0.5 * ((-moved).exp() - moved.exp()),
            },
        ],
        caption: "As probability moves from the wrong answer to the right one: with the upper clip at 1.28 the right one earns a little longer than with 1.2.",
    },
};
