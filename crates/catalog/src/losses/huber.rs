use nnfn::losses as f;

use crate::claim::{PairClaim, Peer, Seam, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{About, PairLoss, Parameter, Span};

pub static HUBER: PairLoss = PairLoss {
    about: About {
        name: "huber",
        title: "Huber loss",
        aliases: &[],
        chapter: "losses/regression/huber",
        source: "losses/huber.rs",
        typical: "regression with outliers",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.nn.functional.huber_loss(prediction, target, reduction='none')",
            },
            Peer {
                library: "Optax",
                call: "optax.losses.huber_loss(prediction, target)",
            },
            Peer {
                library: "Keras",
                call: "keras.losses.huber(target[:, None], prediction[:, None])",
            },
        ],
    },
    value: f::huber,
    grad: f::huber_grad,
    parameter: Parameter {
        name: "delta",
        default: 1.0,
        tried: &[0.001, 0.25, 0.5, 1.0, 2.0, 1e6],
        valid: |delta| delta > 0.0,
        span: Span::Times(0.05, 10.0),
    },
    seams: |delta| {
        vec![
            Seam {
                at: -delta,
                left: -delta,
                right: -delta,
                chosen: -delta,
            },
            Seam {
                at: delta,
                left: delta,
                right: delta,
                chosen: delta,
            },
        ]
    },
    claims: &[
        stated("zero_only_at_target", PairClaim::ZeroOnlyAtTarget),
        stated("even", PairClaim::EvenInResidual),
        stated("convex", PairClaim::Convex),
        stated("bounded_slope", PairClaim::SteepestSlope(|delta| delta)),
        stated(
            "curvature",
            PairClaim::Curvature {
                inside: |_| 1.0,
                outside: 0.0,
            },
        ),
        stated(
            "below_half_square",
            PairClaim::AtMostQuadratic(|r, _| 0.5 * r * r),
        ),
        stated(
            "below_line",
            PairClaim::AtMostLinear(|r, delta| delta * r.abs()),
        ),
    ],
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.4, 4.2),
        rivals: &[
            Rival {
                label: "r²/2",
                curve: |r| 0.5 * r * r,
            },
            Rival {
                label: "|r|",
                curve: f64::abs,
            },
        ],
        caption: "Huber with δ = 1 is half the square up to ±1 and runs parallel to |r| beyond. \
                  Its slope (dashed) is the residual, clipped.",
    },
};
