use nnfn::activations::softplus;
use nnfn::losses as f;

use super::shared::{SCORE, SIGN};
use crate::about::{About, used};
use crate::args;
use crate::claim::{Limits, LineClaim, LossClaim, Norm, Seam, Smoothness, stated};
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
    seams: |_| {
        vec![Seam {
            at: 1.0,
            left: -1.0,
            right: 0.0,
            chosen: 0.0,
        }]
    },
    limits: |_| Limits {
        at_minus_infinity: f64::INFINITY,
        at_infinity: 0.0,
    },
    slope_limits: |_| Limits {
        at_minus_infinity: -1.0,
        at_infinity: 0.0,
    },
};

pub static HINGE: Loss = Loss {
    about: About {
        name: "hinge",
        title: "hinge loss",
        aliases: &["SVM loss", "margin loss", "hinge_loss"],
        chapter: "losses/classification/hinge",
        source: "losses/hinge.rs",
        typical: "linear and kernel classifiers, without probabilities",
        used_in: &[
            used(
                "SGDClassifier of scikit-learn, by default",
                "https://scikit-learn.org/1.2/modules/generated/sklearn.linear_model.SGDClassifier.html",
            ),
            used(
                "LinearSVC of scikit-learn, squared",
                "https://scikit-learn.org/1.2/modules/generated/sklearn.svm.LinearSVC.html",
            ),
        ],
    },
    arguments: &[SCORE, SIGN],
    estimates: "which label is more likely, as 1 or −1",
    value: |a| f::hinge(a.number(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::hinge_grad(a.number(0), a.number(1))],
    }],
    sections: &[
        RIGHT,
        Section {
            name: "score, target −1",
            at: |_, s| args![s, -1.0],
            seams: |_| {
                vec![Seam {
                    at: -1.0,
                    left: 0.0,
                    right: 1.0,
                    chosen: 0.0,
                }]
            },
            limits: |_| Limits {
                at_minus_infinity: 0.0,
                at_infinity: f64::INFINITY,
            },
            slope_limits: |_| Limits {
                at_minus_infinity: 0.0,
                at_infinity: 1.0,
            },
            ..RIGHT
        },
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "falls_with_the_margin",
            LossClaim::Along("score, target 1", LineClaim::NonIncreasing),
        ),
        stated(
            "flat_beyond_the_margin",
            LossClaim::Along("score, target 1", LineClaim::Flat(|_| (1.0, f64::INFINITY))),
        ),
        stated(
            "kink",
            LossClaim::Along(
                "score, target 1",
                LineClaim::Smoothness(|_| Smoothness::Continuous),
            ),
        ),
        stated(
            "bounds_the_errors",
            LossClaim::AtLeast {
                bound: |a| f64::from(u8::from(a.number(0) * a.number(1) <= 0.0)),
                reached: |a| a.with(0, 0.0.into()),
            },
        ),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |_| 1.0,
                reached: || args![-3.0, 1.0],
            },
        ),
    ],
    picture: Picture {
        across: "margin: target times score",
        x: (-3.0, 3.0),
        y: (-1.4, 4.2),
        rivals: &[
            Rival {
                label: "logistic",
                curve: |s| softplus(-s),
            },
            Rival {
                label: "squared hinge",
                curve: |s| f::squared_hinge(s, 1.0),
            },
        ],
        caption: "Beyond a margin of 1 the hinge loss and its slope (dashed) are 0; the logistic loss goes on falling.",
    },
};
