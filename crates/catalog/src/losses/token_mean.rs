use nnfn::losses as f;

use super::shared::{LOSSES, MASK};
use crate::about::{About, used};
use crate::args;
use crate::claim::{Change, Limits, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static TOKEN_MEAN: Loss = Loss {
    about: About {
        name: "token_mean",
        title: "token mean",
        aliases: &["micro average", "global mean"],
        chapter: "losses/language-models/aggregation",
        source: "losses/token_mean.rs",
        typical: "pretraining and fine-tuning of language models",
        used_in: &[used(
            "TRL, for GRPO, as dapo",
            "https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/grpo_config.py",
        )],
    },
    arguments: &[LOSSES, MASK],
    estimates: "",
    value: |a| f::token_mean(a.table(0), a.table(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::token_mean_grad(a.table(0), a.table(1)).concat(),
    }],
    sections: &[Section {
        name: "loss of a token",
        label: "token mean",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, x| args![vec![vec![x, 0.0, 0.0], vec![1.0; 3]], mask()],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: f64::INFINITY,
        },
        slope_limits: |_| Limits::both(0.25),
    }],
    claims: &[
        stated("convex", LossClaim::ConvexIn(0)),
        stated("scales", LossClaim::ScalesWith(&[0], 1)),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1])),
        ),
        stated("adds_a_shift", LossClaim::ShiftAdds(0)),
        stated(
            "weights_sum_to_one",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |_| 1.0,
                reached: || args![vec![vec![0.0; 3]; 2], mask()],
            },
        ),
    ],
    picture: Picture {
        across: "loss of the one token",
        x: (0.0, 6.0),
        y: (-0.3, 6.0),
        rivals: &[
            Rival {
                label: "sequence mean",
                curve: |x| f::sequence_mean(&[vec![x, 0.0, 0.0], vec![1.0; 3]], &mask()),
            },
            Rival {
                label: "token sum",
                curve: |x| f::token_sum(&[vec![x, 0.0, 0.0], vec![1.0; 3]], &mask()),
            },
        ],
        caption: "A sequence of one token and one of three whose losses are 1: each of the four tokens has a quarter of the vote.",
    },
};

/// A sequence of one token and one of three.
fn mask() -> Vec<Vec<f64>> {
    vec![vec![1.0, 0.0, 0.0], vec![1.0; 3]]
}
