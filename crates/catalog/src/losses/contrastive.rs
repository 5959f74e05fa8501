use nnfn::losses as f;

use super::triplet::vector;
use crate::about::{About, used};
use crate::args;
use crate::args::Value;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Seam, Smoothness, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const MARGIN: Parameter = Parameter {
    name: "margin",
    symbol: "m",
    default: 1.0,
    tried: &[1.0, 0.5, 2.0],
    valid: |margin| margin > 0.0,
    span: Span::Even(0.1, 2.5),
};

const SAME: Argument = Argument {
    name: "same",
    symbol: "y",
    domain: Domain::Number(Numbers::Binary),
    role: Role::Target,
};

pub static CONTRASTIVE: Loss = Loss {
    about: About {
        name: "contrastive",
        title: "contrastive loss",
        aliases: &["ContrastiveLoss", "DrLIM", "siamese loss", "pair loss"],
        chapter: "losses/embedding/contrastive",
        source: "losses/contrastive.rs",
        typical: "pairs that are the same or not: faces, duplicate questions",
        used_in: &[used(
            "ContrastiveLoss of Sentence Transformers",
            "https://github.com/UKPLab/sentence-transformers/blob/6c9866ab6da314577eeed6f1def3eea47e05491e/sentence_transformers/losses/ContrastiveLoss.py",
        )],
    },
    arguments: &[
        vector("first", "a"),
        vector("second", "b"),
        SAME,
        Argument::set(&MARGIN),
    ],
    estimates: "the share of different pairs, as a distance in units of the margin",
    value: |a| f::contrastive(a.row(0), a.row(1), a.number(2), a.number(3)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::contrastive_grad(a.row(0), a.row(1), a.number(2), a.number(3)),
        },
        Gradient {
            by: 1,
            suffix: "_grad_second",
            of: |a| f::contrastive_grad_second(a.row(0), a.row(1), a.number(2), a.number(3)),
        },
    ],
    sections: &[
        Section {
            name: "different",
            label: "different",
            ends: (f64::NEG_INFINITY, f64::INFINITY),
            at: |p, t| args![[0.0, 0.0], [t, 0.0], 0.0, p[0]],
            moves: &[moving(1, 0)],
            unit: |_| 1.0,
            seams: |p| {
                let m = p[0];
                let seam = |at, left, right| Seam {
                    at,
                    left,
                    right,
                    chosen: 0.0,
                };
                vec![
                    seam(-m, 0.0, 0.0),
                    seam(0.0, 2.0 * m, -2.0 * m),
                    seam(m, 0.0, 0.0),
                ]
            },
            limits: |_| Limits::both(0.0),
            slope_limits: |_| Limits::both(0.0),
        },
        Section {
            name: "same",
            label: "same",
            ends: (f64::NEG_INFINITY, f64::INFINITY),
            at: |p, t| args![[0.0, 0.0], [t, 0.0], 1.0, p[0]],
            moves: &[moving(1, 0)],
            unit: |_| 1.0,
            seams: |_| vec![],
            limits: |_| Limits::both(f64::INFINITY),
            slope_limits: |_| Limits {
                at_minus_infinity: f64::NEG_INFINITY,
                at_infinity: f64::INFINITY,
            },
        },
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1])),
        ),
        stated("symmetric", LossClaim::Unchanged(Change::Swap(0, 1))),
        stated("scales_as_a_square", LossClaim::ScalesWith(&[0, 1, 3], 2)),
        stated(
            "one_point_costs_the_margin_squared",
            LossClaim::Is {
                with: |a| a.with(1, a.0[0].clone()).with(2, Value::Number(0.0)),
                that: |a| a.number(3) * a.number(3),
            },
        ),
        stated(
            "same_ends_at_one_point",
            LossClaim::Along("same", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated(
            "same_is_convex",
            LossClaim::Along("same", LineClaim::Convex),
        ),
        stated(
            "different_beyond_the_margin_cost_nothing",
            LossClaim::Along("different", LineClaim::Flat(|p| (p[0], f64::INFINITY))),
        ),
        stated(
            "kink_where_different_vectors_meet",
            LossClaim::Along(
                "different",
                LineClaim::Smoothness(|_| Smoothness::Continuous),
            ),
        ),
    ],
    picture: Picture {
        across: "place of the second vector; the first at 0",
        x: (-2.0, 2.0),
        y: (-2.2, 4.2),
        rivals: &[Rival {
            label: "same",
            curve: |x| x * x,
        }],
        caption: "A pair that is the same is drawn to one point, the harder the farther apart it is. A different pair \
                  is pushed apart up to the margin of 1, hardest where it is closest, and beyond it nothing is asked.",
    },
};
