use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::About;
use crate::argument::Argument;
use crate::claim::{Change, LineClaim, LossClaim, Meets, Seam, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const BETA: Parameter = Parameter {
    name: "beta",
    symbol: r"\beta",
    default: 1.0,
    tried: &[0.001, 0.25, 0.5, 1.0, 2.0, 1e6],
    valid: |beta| beta > 0.0 && beta.is_finite(),
    span: Span::Times(0.05, 10.0),
};

pub static SMOOTH_L1: Loss = Loss {
    about: About {
        name: "smooth_l1",
        title: "smooth L1 loss",
        aliases: &["SmoothL1Loss"],
        chapter: "losses/regression/huber",
        source: "losses/smooth_l1.rs",
        typical: "box regression in object detection",
        used_in: &[],
    },
    arguments: &[PREDICTION, TARGET, Argument::set(&BETA)],
    estimates: "as Huber with δ = β",
    value: |a| f::smooth_l1(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::smooth_l1_grad(a.number(0), a.number(1), a.number(2))],
    }],
    sections: &[Section {
        unit: |p| p[0],
        seams: |p| vec![Seam::branch(-p[0], -1.0), Seam::branch(p[0], 1.0)],
        slope_limits: |_| residual::slopes(1.0),
        ..residual::SECTION
    }],
    claims: &[
        stated(
            "zero_only_at_target",
            LossClaim::Along("residual", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated("even", LossClaim::Unchanged(Change::Swap(0, 1))),
        stated("convex", LossClaim::Along("residual", LineClaim::Convex)),
        stated(
            "bounded_slope",
            LossClaim::Along("residual", LineClaim::Lipschitz(|_| 1.0)),
        ),
        stated(
            "curvature",
            LossClaim::Along(
                "residual",
                LineClaim::Curvature {
                    inside: |p| 1.0 / p[0],
                    outside: 0.0,
                },
            ),
        ),
        stated(
            "below_square",
            LossClaim::Along(
                "residual",
                LineClaim::Below(|p, r| 0.5 * r * r / p[0], Meets::BetweenSeams),
            ),
        ),
        stated(
            "below_line",
            LossClaim::Along(
                "residual",
                LineClaim::Below(|_, r| r.abs(), Meets::UpToAConstant),
            ),
        ),
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
