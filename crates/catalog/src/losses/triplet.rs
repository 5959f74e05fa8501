use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, Seam, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::Picture;

const MARGIN: Parameter = Parameter {
    name: "margin",
    symbol: "m",
    default: 1.0,
    tried: &[1.0, 0.25, 0.0, 5.0],
    valid: |margin| margin >= 0.0,
    span: Span::Even(0.0, 3.0),
};

pub(super) const fn vector(name: &'static str, symbol: &'static str) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Row(Numbers::Real, Length('D')),
        role: Role::Input,
    }
}

pub static TRIPLET: Loss = Loss {
    about: About {
        name: "triplet",
        title: "triplet loss",
        aliases: &["TripletMarginLoss", "triplet margin loss"],
        chapter: "losses/embedding/triplet",
        source: "losses/triplet.rs",
        typical: "embeddings of faces, of products",
        used_in: &[used(
            "person re-identification, with the hardest triplets",
            "https://arxiv.org/abs/1703.07737",
        )],
    },
    arguments: &[
        vector("anchor", "a"),
        vector("positive", "p"),
        vector("negative", "n"),
        Argument::set(&MARGIN),
    ],
    estimates: "nothing: it orders distances",
    value: |a| f::triplet(a.row(0), a.row(1), a.row(2), a.number(3)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::triplet_grad(a.row(0), a.row(1), a.row(2), a.number(3)),
        },
        Gradient {
            by: 1,
            suffix: "_grad_positive",
            of: |a| f::triplet_grad_positive(a.row(0), a.row(1), a.row(2), a.number(3)),
        },
        Gradient {
            by: 2,
            suffix: "_grad_negative",
            of: |a| f::triplet_grad_negative(a.row(0), a.row(1), a.row(2), a.number(3)),
        },
    ],
    sections: &[Section {
        name: "negative",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, t| args![[0.0, 0.0], [1.0, 0.0], [t, 0.0], p[0]],
        moves: &[moving(2, 0)],
        unit: |_| 1.0,
        seams: |p| {
            let far = 1.0 + p[0];
            let seam = |at, left, right| Seam {
                at,
                left,
                right,
                chosen: 0.0,
            };
            vec![
                seam(-far, 0.0, 1.0),
                seam(0.0, 1.0, -1.0),
                seam(far, -1.0, 0.0),
            ]
        },
        limits: |_| Limits::both(0.0),
        slope_limits: |_| Limits::both(0.0),
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
        stated("scales", LossClaim::ScalesWith(&[0, 1, 2, 3], 1)),
        stated("convex_in_positive", LossClaim::ConvexIn(1)),
        stated(
            "equal_costs_margin",
            LossClaim::Is {
                with: |a| a.with(2, a.0[1].clone()),
                that: |a| a.number(3),
            },
        ),
        stated(
            "far_negatives_cost_nothing",
            LossClaim::Along("negative", LineClaim::Flat(|p| (1.0 + p[0], f64::INFINITY))),
        ),
        stated(
            "pull_of_the_positive",
            LossClaim::GradientAtMost {
                by: 1,
                norm: Norm::Euclidean,
                bound: |_| 1.0,
                reached: || args![[0.0, 0.0], [3.0, 4.0], [1.0, 0.0], 1.0],
            },
        ),
        stated(
            "pull_of_the_anchor",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Euclidean,
                bound: |_| 2.0,
                reached: || args![[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], 1.0],
            },
        ),
    ],
    picture: Picture {
        across: "place of the negative; anchor at 0, positive at 1",
        x: (-4.0, 4.0),
        y: (-1.4, 2.4),
        rivals: &[],
        caption: "A negative farther from the anchor than the positive, by the margin of 1, costs nothing and moves \
                  nothing; nearer ones are pushed away equally hard, wherever they are.",
    },
};
