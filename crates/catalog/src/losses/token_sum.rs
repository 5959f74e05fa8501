use nnfn::losses as f;

use super::shared::{LOSSES, MASK};
use crate::about::{About, used};
use crate::args;
use crate::claim::{Change, Limits, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static TOKEN_SUM: Loss = Loss {
    about: About {
        name: "token_sum",
        title: "token sum",
        aliases: &["total negative log-likelihood"],
        chapter: "losses/language-models/aggregation",
        source: "losses/token_sum.rs",
        typical: "log-probabilities of whole answers; to be divided later",
        used_in: &[used(
            "TRL, for the answers of DPO",
            "https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/dpo_trainer.py",
        )],
    },
    arguments: &[LOSSES, MASK],
    estimates: "",
    value: |a| f::token_sum(a.table(0), a.table(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::token_sum_grad(a.table(0), a.table(1)).concat(),
    }],
    sections: &[Section {
        name: "loss of a token",
        label: "token sum",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, x| args![vec![vec![x, 0.0, 0.0], vec![1.0; 3]], mask()],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: f64::INFINITY,
        },
        slope_limits: |_| Limits::both(1.0),
    }],
    claims: &[
        stated("convex", LossClaim::ConvexIn(0)),
        stated("scales", LossClaim::ScalesWith(&[0], 1)),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1])),
        ),
        stated(
            "gradient_is_the_mask",
            LossClaim::GradientIs(0, |a| a.table(1).concat()),
        ),
    ],
    picture: Picture {
        across: "loss of the one token",
        x: (0.0, 6.0),
        y: (-0.3, 9.0),
        rivals: &[
            Rival {
                label: "token mean",
                curve: |x| f::token_mean(&[vec![x, 0.0, 0.0], vec![1.0; 3]], &mask()),
            },
            Rival {
                label: "sequence mean",
                curve: |x| f::sequence_mean(&[vec![x, 0.0, 0.0], vec![1.0; 3]], &mask()),
            },
        ],
        caption: "A sequence of one token and one of three whose losses are 1, added up: every token counts in full, and the whole grows with their number.",
    },
};

/// A sequence of one token and one of three.
fn mask() -> Vec<Vec<f64>> {
    vec![vec![1.0, 0.0, 0.0], vec![1.0; 3]]
}
