use nnfn::losses as f;

use super::info_nce::SIMILARITIES;
use crate::about::{About, used};
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const SCALE: Parameter = Parameter {
    name: "scale",
    symbol: "t",
    default: 10.0,
    tried: &[10.0, 1.0, 100.0],
    valid: |scale| scale > 0.0 && scale.is_finite(),
    span: Span::Times(1.0, 100.0),
};

const BIAS: Parameter = Parameter {
    name: "bias",
    symbol: "b",
    default: -10.0,
    tried: &[-10.0, -1.0, 2.0],
    valid: f64::is_finite,
    span: Span::Even(-15.0, 5.0),
};

fn softplus(x: f64) -> f64 {
    nnfn::activations::softplus(x)
}

pub static SIGLIP: Loss = Loss {
    about: About {
        name: "siglip",
        title: "SigLIP",
        aliases: &["sigmoid loss for language-image pre-training", "SigLipLoss"],
        chapter: "losses/embedding/info-nce",
        source: "losses/siglip.rs",
        typical: "pictures with texts, on many machines",
        used_in: &[
            used("SigLIP", "https://arxiv.org/abs/2303.15343"),
            used(
                "SigLipLoss of OpenCLIP",
                "https://github.com/mlfoundations/open_clip/blob/main/src/open_clip/loss.py",
            ),
        ],
    },
    arguments: &[SIMILARITIES, Argument::set(&SCALE), Argument::set(&BIAS)],
    estimates: "the log-odds that a pair of the batch belongs together, less b and over t",
    value: |a| f::siglip(a.table(0), a.number(1), a.number(2)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::siglip_grad(a.table(0), a.number(1), a.number(2)).concat(),
        },
        Gradient {
            by: 1,
            suffix: "_grad_scale",
            of: |a| vec![f::siglip_grad_scale(a.table(0), a.number(1), a.number(2))],
        },
        Gradient {
            by: 2,
            suffix: "_grad_bias",
            of: |a| vec![f::siglip_grad_bias(a.table(0), a.number(1), a.number(2))],
        },
    ],
    sections: &[Section {
        name: "similarity of the pairs",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, s| args![vec![vec![s, 0.0], vec![0.0, s]], p[0], p[1]],
        moves: &[moving(0, 0), moving(0, 3)],
        unit: |p| 1.0 / p[0],
        seams: |_| vec![],
        limits: |p| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: softplus(p[1]),
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -p[0],
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0])),
        ),
        stated(
            "equal_costs",
            LossClaim::Is {
                with: |a| a.with(0, a.0[0].map(|_| 0.0)),
                that: |a| {
                    let (n, b) = (a.table(0).len() as f64, a.number(2));
                    softplus(-b) + (n - 1.0) * softplus(b)
                },
            },
        ),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |a| a.number(1) / a.table(0).len() as f64,
                reached: || args![vec![vec![-800.0, 0.0], vec![0.0, 0.0]], 10.0, -10.0],
            },
        ),
        stated(
            "falls_with_the_pairs",
            LossClaim::Along("similarity of the pairs", LineClaim::Decreasing),
        ),
    ],
    picture: Picture {
        across: "similarity of two pairs; the others 0",
        x: (-1.0, 2.0),
        y: (-11.0, 21.0),
        rivals: &[Rival {
            label: "b = 0",
            curve: |s| f::siglip(&[vec![s, 0.0], vec![0.0, s]], 10.0, 0.0),
        }],
        caption: "Two pairs. With the bias at which SigLIP starts a pair must reach a similarity of 1 before it is \
                  even odds; without it, 0, where each wrong pair costs ln 2 as well.",
    },
};
