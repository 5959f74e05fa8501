use nnfn::losses as f;

use super::shared::rivals::{self, LARGEST, OTHER};
use super::shared::{CLASS, MARGIN, SCORES};
use crate::about::About;
use crate::args;
use crate::args::Value;
use crate::argument::Argument;
use crate::claim::{Change, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss};
use crate::picture::{Picture, Rival};

pub static CRAMMER_SINGER: Loss = Loss {
    about: About {
        name: "crammer_singer",
        title: "Crammer–Singer loss",
        aliases: &["multiclass_hinge_loss", "multi-class hinge loss"],
        chapter: "losses/classification/hinge",
        source: "losses/crammer_singer.rs",
        typical: "several classes, linear and kernel classifiers",
        used_in: &[],
    },
    arguments: &[SCORES, CLASS, Argument::set(&MARGIN)],
    estimates: "the likeliest class, if it has more than half of the probability",
    value: |a| f::crammer_singer(a.row(0), a.index(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::crammer_singer_grad(a.row(0), a.index(1), a.number(2)),
    }],
    sections: &[rivals::SECTION],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated("scales", LossClaim::ScalesWith(&[0, 2], 1)),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated(
            "wrong_classes",
            LossClaim::Unchanged(Change::PermuteOthers(0, 1)),
        ),
        stated(
            "falls_with_the_score",
            LossClaim::Along("score of the class", LineClaim::NonIncreasing),
        ),
        stated(
            "flat_beyond_the_margin",
            LossClaim::Along(
                "score of the class",
                LineClaim::Flat(|p| (LARGEST + p[0], f64::INFINITY)),
            ),
        ),
        stated(
            "equal_scores",
            LossClaim::Is {
                with: |a| a.with(0, Value::Row(vec![a.row(0)[0]; a.row(0).len()])),
                that: |a| a.number(2) * a.row(0).len().min(2).saturating_sub(1) as f64,
            },
        ),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |_| 2.0,
                reached: || args![[0.0, 4.0, 4.0], 0_usize, 1.0],
            },
        ),
    ],
    picture: Picture {
        across: "score of the right class",
        x: (-3.0, 4.0),
        y: (-1.6, 5.2),
        rivals: &[
            Rival {
                label: "Weston–Watkins",
                curve: |s| f::weston_watkins(&[s, LARGEST, OTHER], 0, 1.0),
            },
            Rival {
                label: "cross-entropy",
                curve: |s| f::cross_entropy(&[s, LARGEST, OTHER], 0),
            },
        ],
        caption: "Three classes, the wrong scores resting at 1 and ¼. The Crammer–Singer loss minds the best wrong \
                  class only; with a lead of 1 over that it is 0.",
    },
};
