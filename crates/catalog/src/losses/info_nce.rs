use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

pub(super) const N: Length = Length('N');

pub(super) const TEMPERATURE: Parameter = Parameter {
    name: "temperature",
    symbol: r"\tau",
    default: 0.1,
    tried: &[0.1, 0.07, 0.5, 1.0],
    valid: |temperature| temperature > 0.0,
    span: Span::Times(0.02, 1.0),
};

pub(super) const SIMILARITIES: Argument = Argument {
    name: "similarities",
    symbol: "s",
    domain: Domain::Table(Numbers::Real, N, N),
    role: Role::Input,
};

pub static INFO_NCE: Loss = Loss {
    about: About {
        name: "info_nce",
        title: "InfoNCE",
        aliases: &["in-batch softmax", "MultipleNegativesRankingLoss"],
        chapter: "losses/embedding/info-nce",
        source: "losses/info_nce.rs",
        typical: "embeddings from pairs, within a batch",
        used_in: &[
            used(
                "Contrastive Predictive Coding",
                "https://arxiv.org/abs/1807.03748",
            ),
            used("MoCo", "https://arxiv.org/abs/1911.05722"),
            used(
                "MultipleNegativesRankingLoss of Sentence Transformers",
                "https://github.com/UKPLab/sentence-transformers/blob/6c9866ab6da314577eeed6f1def3eea47e05491e/sentence_transformers/losses/MultipleNegativesRankingLoss.py",
            ),
        ],
    },
    arguments: &[SIMILARITIES, Argument::set(&TEMPERATURE)],
    estimates: "τ times the pointwise mutual information, up to a constant of each row",
    value: |a| f::info_nce(a.table(0), a.number(1)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::info_nce_grad(a.table(0), a.number(1)).concat(),
        },
        Gradient {
            by: 1,
            suffix: "_grad_temperature",
            of: |a| vec![f::info_nce_grad_temperature(a.table(0), a.number(1))],
        },
    ],
    sections: &[Section {
        name: "similarity of the positives",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, s| args![vec![vec![s, 0.0], vec![0.0, s]], p[0]],
        moves: &[moving(0, 0), moving(0, 3)],
        unit: |p| p[0],
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -1.0 / p[0],
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0])),
        ),
        stated("temperature_is_a_unit", LossClaim::ScalesWith(&[0, 1], 0)),
        stated(
            "equal_costs_log_n",
            LossClaim::Is {
                with: |a| a.with(0, a.0[0].map(|_| 0.25)),
                that: |a| (a.table(0).len() as f64).ln(),
            },
        ),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |a| 1.0 / (a.table(0).len() as f64 * a.number(1)),
                reached: || args![vec![vec![0.0, 800.0], vec![0.0, 1.0]], 0.5],
            },
        ),
        stated(
            "falls_with_the_positives",
            LossClaim::Along("similarity of the positives", LineClaim::Decreasing),
        ),
    ],
    picture: Picture {
        across: "similarity of the positives; the negatives at 0",
        x: (-1.0, 1.0),
        y: (-3.0, 6.0),
        rivals: &[
            Rival {
                label: "τ = 0.5",
                curve: |s| f::info_nce(&[vec![s, 0.0], vec![0.0, s]], 0.5),
            },
            Rival {
                label: "τ = 1",
                curve: |s| f::info_nce(&[vec![s, 0.0], vec![0.0, s]], 1.0),
            },
        ],
        caption: "Two pairs whose negatives have similarity 0. At a temperature of 0.1 the loss is nearly 0 once the \
                  positives lead by half, at 1 it never is: cosines end at 1.",
    },
};
