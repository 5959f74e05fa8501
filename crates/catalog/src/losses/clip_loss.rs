use nnfn::losses as f;

use super::info_nce::{SIMILARITIES, TEMPERATURE};
use crate::about::{About, used};
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static CLIP_LOSS: Loss = Loss {
    about: About {
        name: "clip_loss",
        title: "CLIP",
        aliases: &["contrastive loss of CLIP", "ClipLoss", "symmetric InfoNCE"],
        chapter: "losses/embedding/info-nce",
        source: "losses/clip_loss.rs",
        typical: "pictures with texts",
        used_in: &[
            used("CLIP", "https://arxiv.org/abs/2103.00020"),
            used(
                "ClipLoss of OpenCLIP",
                "https://github.com/mlfoundations/open_clip/blob/main/src/open_clip/loss.py",
            ),
        ],
    },
    arguments: &[SIMILARITIES, Argument::set(&TEMPERATURE)],
    estimates: "τ times the pointwise mutual information, up to a constant",
    value: |a| f::clip_loss(a.table(0), a.number(1)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::clip_loss_grad(a.table(0), a.number(1)).concat(),
        },
        Gradient {
            by: 1,
            suffix: "_grad_temperature",
            of: |a| vec![f::clip_loss_grad_temperature(a.table(0), a.number(1))],
        },
    ],
    sections: &[Section {
        name: "similarity of one pair",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, s| args![vec![vec![s, 0.0], vec![0.0, 0.0]], p[0]],
        moves: &[moving(0, 0)],
        unit: |p| p[0],
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.5 * std::f64::consts::LN_2,
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -0.5 / p[0],
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
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
                reached: || args![vec![vec![0.0, 800.0], vec![800.0, 1.0]], 0.5],
            },
        ),
        stated(
            "falls_with_a_pair",
            LossClaim::Along("similarity of one pair", LineClaim::Decreasing),
        ),
    ],
    picture: Picture {
        across: "similarity of one pair; all others 0",
        x: (-1.0, 1.0),
        y: (-2.0, 4.0),
        rivals: &[Rival {
            label: "τ = 0.5",
            curve: |s| f::clip_loss(&[vec![s, 0.0], vec![0.0, 0.0]], 0.5),
        }],
        caption: "Two pairs, of which one has its similarity moved. The other pair, no better than chance, keeps half \
                  of the loss of a guess.",
    },
};
