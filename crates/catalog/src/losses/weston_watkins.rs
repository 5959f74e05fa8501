use nnfn::losses as f;

use super::shared::rivals::{self, LARGEST, OTHER, seam};
use super::shared::{CLASS, MARGIN, SCORES};
use crate::about::About;
use crate::args;
use crate::args::Value;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::picture::{Picture, Rival};

pub static WESTON_WATKINS: Loss = Loss {
    about: About {
        name: "weston_watkins",
        title: "Weston–Watkins loss",
        aliases: &["multi_margin_loss", "multi-class hinge loss"],
        chapter: "losses/classification/hinge",
        source: "losses/weston_watkins.rs",
        typical: "several classes, against each wrong one",
        used_in: &[],
    },
    arguments: &[SCORES, CLASS, Argument::set(&MARGIN)],
    estimates: "an order of the classes, with ties",
    value: |a| f::weston_watkins(a.row(0), a.index(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::weston_watkins_grad(a.row(0), a.index(1), a.number(2)),
    }],
    sections: &[Section {
        seams: |p| {
            vec![
                seam(LARGEST + p[0], -1.0, 0.0),
                seam(OTHER + p[0], -2.0, -1.0),
            ]
        },
        slope_limits: |_| Limits {
            at_minus_infinity: -2.0,
            at_infinity: 0.0,
        },
        ..rivals::SECTION
    }],
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
                that: |a| a.number(2) * (a.row(0).len() - 1) as f64,
            },
        ),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |a| 2.0 * (a.row(0).len() - 1) as f64,
                reached: || args![[0.0, 4.0, 4.0], 0_usize, 1.0],
            },
        ),
    ],
    picture: Picture {
        across: "score of the right class",
        x: (-3.0, 4.0),
        y: (-2.6, 7.2),
        rivals: &[Rival {
            label: "Crammer–Singer",
            curve: |s| f::crammer_singer(&[s, LARGEST, OTHER], 0, 1.0),
        }],
        caption: "Three classes, the wrong scores resting at 1 and ¼. The Weston–Watkins loss has a kink for each \
                  wrong class, where the lead over it is the margin.",
    },
};
