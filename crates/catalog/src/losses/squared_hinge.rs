use nnfn::losses as f;

use super::shared::{SCORE, SIGN};
use crate::about::About;
use crate::args;
use crate::claim::{Limits, LineClaim, LossClaim, Seam, Smoothness, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// With a target of 1 the score is the margin.
const RIGHT: Section = Section {
    name: "score, target 1",
    label: "",
    ends: (f64::NEG_INFINITY, f64::INFINITY),
    at: |_, s| args![s, 1.0],
    moves: &[moving(0, 0)],
    unit: |_| 1.0,
    seams: |_| vec![seam(1.0)],
    limits: |_| Limits {
        at_minus_infinity: f64::INFINITY,
        at_infinity: 0.0,
    },
    slope_limits: |_| Limits {
        at_minus_infinity: f64::NEG_INFINITY,
        at_infinity: 0.0,
    },
};

const fn seam(at: f64) -> Seam {
    Seam {
        at,
        left: 0.0,
        right: 0.0,
        chosen: 0.0,
    }
}

pub static SQUARED_HINGE: Loss = Loss {
    about: About {
        name: "squared_hinge",
        title: "squared hinge loss",
        aliases: &["L2-SVM", "SquaredHinge"],
        chapter: "losses/classification/hinge",
        source: "losses/squared_hinge.rs",
        typical: "linear classifiers with a smooth loss",
        used_in: &[],
    },
    arguments: &[SCORE, SIGN],
    estimates: "2π − 1, if 1 has the probability π",
    value: |a| f::squared_hinge(a.number(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::squared_hinge_grad(a.number(0), a.number(1))],
    }],
    sections: &[
        RIGHT,
        Section {
            name: "score, target −1",
            at: |_, s| args![s, -1.0],
            seams: |_| vec![seam(-1.0)],
            limits: |_| Limits {
                at_minus_infinity: 0.0,
                at_infinity: f64::INFINITY,
            },
            slope_limits: |_| Limits {
                at_minus_infinity: 0.0,
                at_infinity: f64::INFINITY,
            },
            ..RIGHT
        },
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "flat_beyond_the_margin",
            LossClaim::Along("score, target 1", LineClaim::Flat(|_| (1.0, f64::INFINITY))),
        ),
        stated(
            "no_kink",
            LossClaim::Along("score, target 1", LineClaim::Smoothness(|_| Smoothness::C1)),
        ),
        stated(
            "bounds_the_errors",
            LossClaim::AtLeast {
                bound: |a| f64::from(u8::from(a.number(0) * a.number(1) <= 0.0)),
                reached: |a| a.with(0, 0.0.into()),
            },
        ),
    ],
    picture: Picture {
        across: "margin: target times score",
        x: (-3.0, 3.0),
        y: (-3.4, 4.2),
        rivals: &[Rival {
            label: "hinge",
            curve: |s| f::hinge(s, 1.0),
        }],
        caption: "The squared hinge loss arrives at a margin of 1 with slope 0, where the hinge has its kink; \
                  a large mistake costs far more.",
    },
};
