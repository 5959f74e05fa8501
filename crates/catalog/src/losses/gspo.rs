use nnfn::losses as f;

use super::group::{Clipped, Lines, two};
use super::group::{MASK, OLD, POLICY, REWARDS, epsilon};
use crate::about::{About, used};
use crate::args::Args;
use crate::argument::Argument;
use crate::claim::{Change, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss};
use crate::parameter::Parameter;
use crate::picture::{Picture, Rival};

const EPSILON_LOW: Parameter = epsilon("epsilon_low", r"\epsilon_{\text{low}}", 0.2, &[0.2, 3e-4]);
const EPSILON_HIGH: Parameter =
    epsilon("epsilon_high", r"\epsilon_{\text{high}}", 0.2, &[0.2, 4e-4]);

fn value(a: &Args) -> f64 {
    f::gspo(
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
        let grad = f::gspo_grad(
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

pub static GSPO: Loss = Loss {
    about: About {
        name: "gspo",
        title: "GSPO",
        aliases: &[
            "group sequence policy optimization",
            "importance_sampling_level",
        ],
        chapter: "losses/alignment/grpo",
        source: "losses/gspo.rs",
        typical: "mixtures of experts from rewards",
        used_in: &[used("Qwen3", "https://arxiv.org/abs/2507.18071")],
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
                label: "clip 3e-4, 4e-4",
                curve: |moved| value(&two(moved, -moved, &[3e-4, 4e-4])),
            },
            Rival {
                label: "not clipped",
                curve: |moved| 0.5 * ((-moved).exp() - moved.exp()),
            },
        ],
        caption: "As probability moves from the wrong answer to the right one: the ratio of an answer is a geometric mean over its tokens, and with the clip of the paper there is next to nothing to earn; the cost of a wrong move is not clipped.",
    },
};
