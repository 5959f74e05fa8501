use nnfn::losses as f;

use super::triplet::vector;
use crate::about::{About, used};
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, Seam, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::Picture;

const MARGIN: Parameter = Parameter {
    name: "margin",
    symbol: "m",
    default: 0.2,
    tried: &[0.2, 1.0, 0.0, 5.0],
    valid: |margin| margin >= 0.0,
    span: Span::Even(0.0, 3.0),
};

pub static TRIPLET_SQUARED: Loss = Loss {
    about: About {
        name: "triplet_squared",
        title: "triplet loss of squared distances",
        aliases: &["FaceNet loss", "squared triplet loss"],
        chapter: "losses/embedding/triplet",
        source: "losses/triplet_squared.rs",
        typical: "embeddings of faces on the unit sphere",
        used_in: &[used("FaceNet", "https://arxiv.org/abs/1503.03832")],
    },
    arguments: &[
        vector("anchor", "a"),
        vector("positive", "p"),
        vector("negative", "n"),
        Argument::set(&MARGIN),
    ],
    estimates: "nothing: it orders distances",
    value: |a| f::triplet_squared(a.row(0), a.row(1), a.row(2), a.number(3)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::triplet_squared_grad(a.row(0), a.row(1), a.row(2), a.number(3)),
        },
        Gradient {
            by: 1,
            suffix: "_grad_positive",
            of: |a| f::triplet_squared_grad_positive(a.row(0), a.row(1), a.row(2), a.number(3)),
        },
        Gradient {
            by: 2,
            suffix: "_grad_negative",
            of: |a| f::triplet_squared_grad_negative(a.row(0), a.row(1), a.row(2), a.number(3)),
        },
    ],
    sections: &[Section {
        name: "anchor",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, t| args![[t, 0.0], [0.5, 0.0], [-0.5, 0.0], p[0]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |p| {
            vec![Seam {
                at: 0.5 * p[0],
                left: -2.0,
                right: 0.0,
                chosen: 0.0,
            }]
        },
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: -2.0,
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0, 1, 2])),
        ),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1, 2])),
        ),
        stated("convex_in_anchor", LossClaim::ConvexIn(0)),
        stated("convex_in_positive", LossClaim::ConvexIn(1)),
        stated(
            "equal_costs_margin",
            LossClaim::Is {
                with: |a| a.with(2, a.0[1].clone()),
                that: |a| a.number(3),
            },
        ),
        stated(
            "beyond_the_margin_nothing",
            LossClaim::Along("anchor", LineClaim::Flat(|p| (0.5 * p[0], f64::INFINITY))),
        ),
    ],
    picture: Picture {
        across: "place of the anchor; positive at 0.5, negative at −0.5",
        x: (-3.0, 3.0),
        y: (-2.4, 5.0),
        rivals: &[],
        caption: "As the anchor moves from the negative to the positive, the loss falls along a straight line, and is \
                  0 once the two squared distances differ by the margin.",
    },
};
