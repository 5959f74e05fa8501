use std::f64::consts::LN_2;

use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// How many turns lead to the leaf.
const DEPTH: Length = Length('D');

pub static HIERARCHICAL_SOFTMAX: Loss = Loss {
    about: About {
        name: "hierarchical_softmax",
        title: "hierarchical softmax",
        aliases: &["HSigmoidLoss", "tree softmax", "hs of word2vec"],
        chapter: "losses/classification/hierarchical-softmax",
        source: "losses/hierarchical_softmax.rs",
        typical: "one of very many classes, on small hardware",
        used_in: &[
            used(
                "fastText, by -loss hs",
                "https://github.com/facebookresearch/fastText/issues/90",
            ),
            used("DeepWalk", "https://arxiv.org/abs/1403.6652"),
        ],
    },
    arguments: &[
        Argument {
            name: "scores",
            symbol: "u",
            domain: Domain::Row(Numbers::Real, DEPTH),
            role: Role::Input,
        },
        Argument {
            name: "code",
            symbol: "b",
            domain: Domain::Mask(DEPTH),
            role: Role::Target,
        },
    ],
    estimates: "the log-odds of the turn 1 at each node",
    value: |a| f::hierarchical_softmax(a.row(0), a.row(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::hierarchical_softmax_grad(a.row(0), a.row(1)),
    }],
    sections: &[Section {
        name: "score of a node",
        label: "turn 1",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, u| args![[u], [1.0]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: -1.0,
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "order_of_nodes",
            LossClaim::Unchanged(Change::Permute(&[0, 1])),
        ),
        stated(
            "untrained",
            LossClaim::Is {
                with: |a| a.with(0, a.0[0].map(|_| 0.0)),
                that: |a| a.row(0).len() as f64 * LN_2,
            },
        ),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |_| 1.0,
                reached: || args![[-800.0, 1.0], [1.0, 0.0]],
            },
        ),
        stated(
            "falls_with_the_turn",
            LossClaim::Along("score of a node", LineClaim::Decreasing),
        ),
    ],
    picture: Picture {
        across: "score of a node",
        x: (-6.0, 6.0),
        y: (-1.4, 6.4),
        rivals: &[
            Rival {
                label: "turn 0",
                curve: |u| f::hierarchical_softmax(&[u], &[0.0]),
            },
            Rival {
                label: "turns 1 and 0 at u and 1",
                curve: |u| f::hierarchical_softmax(&[u, 1.0], &[1.0, 0.0]),
            },
        ],
        caption: "What a turn costs, by the score of its node; a leaf adds the turns that lead to it.",
    },
};
