use nnfn::losses as f;

use crate::claim::{PairClaim, Peer, Seam, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{About, PairLoss, Parameter, Span};

pub static SMOOTH_L1: PairLoss = PairLoss {
    about: About {
        name: "smooth_l1",
        title: "smooth L1 loss",
        aliases: &["SmoothL1Loss"],
        chapter: "losses/regression/huber",
        source: "losses/smooth_l1.rs",
        typical: "box regression in object detection",
        peers: &[Peer {
            library: "PyTorch",
            call: "torch.nn.functional.smooth_l1_loss(prediction, target, reduction='none')",
        }],
    },
    value: f::smooth_l1,
    grad: f::smooth_l1_grad,
    parameter: Parameter {
        name: "beta",
        default: 1.0,
        tried: &[0.001, 0.25, 0.5, 1.0, 2.0, 1e6],
        valid: |beta| beta > 0.0 && beta.is_finite(),
        span: Span::Times(0.05, 10.0),
    },
    seams: |beta| {
        vec![
            Seam {
                at: -beta,
                left: -1.0,
                right: -1.0,
                chosen: -1.0,
            },
            Seam {
                at: beta,
                left: 1.0,
                right: 1.0,
                chosen: 1.0,
            },
        ]
    },
    claims: &[
        stated("zero_only_at_target", PairClaim::ZeroOnlyAtTarget),
        stated("even", PairClaim::EvenInResidual),
        stated("convex", PairClaim::Convex),
        stated("bounded_slope", PairClaim::SteepestSlope(|_| 1.0)),
        stated(
            "curvature",
            PairClaim::Curvature {
                inside: |beta| 1.0 / beta,
                outside: 0.0,
            },
        ),
        stated(
            "below_square",
            PairClaim::AtMostQuadratic(|r, beta| 0.5 * r * r / beta),
        ),
        stated("below_line", PairClaim::AtMostLinear(|r, _| r.abs())),
    ],
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.4, 4.2),
        rivals: &[
            Rival {
                label: "|r|",
                curve: f64::abs,
            },
            Rival {
                label: "β = 3",
                curve: |r| f::smooth_l1(r, 0.0, 3.0),
            },
        ],
        caption: "Smooth L1 with β = 1. A larger β rounds off more of the tip and leaves the slope \
                  beyond at ±1: all three run parallel.",
    },
};
