use nnfn::losses as f;

use super::shared::{CHOSEN, REJECTED};
use crate::about::{About, used};
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Extremum, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const COEFFICIENT: Parameter = Parameter {
    name: "coefficient",
    symbol: "c",
    default: 0.01,
    tried: &[0.01, 0.25, 1.0, 4.0],
    valid: |coefficient| coefficient >= 0.0 && coefficient.is_finite(),
    span: Span::Times(0.001, 1.0),
};

pub static REWARD_CENTERING: Loss = Loss {
    about: About {
        name: "reward_centering",
        title: "reward centring",
        aliases: &["center_rewards_coefficient", "reward regularisation"],
        chapter: "losses/alignment/reward-model",
        source: "losses/reward_centering.rs",
        typical: "reward models whose scores should lie around 0",
        used_in: &[used("TRL", "https://arxiv.org/abs/2312.09244")],
    },
    arguments: &[CHOSEN, REJECTED, Argument::set(&COEFFICIENT)],
    estimates: "nothing: it draws the sum of the scores towards 0",
    value: |a| f::reward_centering(a.number(0), a.number(1), a.number(2)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| {
                vec![f::reward_centering_grad(
                    a.number(0),
                    a.number(1),
                    a.number(2),
                )]
            },
        },
        Gradient {
            by: 1,
            suffix: "_grad_rejected",
            of: |a| {
                vec![f::reward_centering_grad_rejected(
                    a.number(0),
                    a.number(1),
                    a.number(2),
                )]
            },
        },
    ],
    sections: &[Section {
        name: "sum",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, s| args![s, 0.0, p[0]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: f64::INFINITY,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("symmetric", LossClaim::Unchanged(Change::Swap(0, 1))),
        stated("even", LossClaim::Along("sum", LineClaim::Even)),
        stated(
            "least_at_0",
            LossClaim::Along(
                "sum",
                LineClaim::Minimum(|_| Extremum {
                    at: 0.0,
                    value: 0.0,
                }),
            ),
        ),
        stated(
            "gradients_are_equal",
            LossClaim::GradientIs(1, |a| {
                vec![f::reward_centering_grad(
                    a.number(0),
                    a.number(1),
                    a.number(2),
                )]
            }),
        ),
        stated("scales_with_the_square", LossClaim::ScalesWith(&[0, 1], 2)),
    ],
    picture: Picture {
        across: "sum of the two scores",
        x: (-6.0, 6.0),
        y: (-0.3, 0.6),
        rivals: &[Rival {
            label: "c = 0.1",
            curve: |s| f::reward_centering(s, 0.0, 0.1),
        }],
        caption: "The sum of the two scores is drawn to 0, and their difference is left alone.",
    },
};
