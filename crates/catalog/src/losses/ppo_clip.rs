use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Limits, LineClaim, LossClaim, Seam, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const EPSILON: Parameter = Parameter {
    name: "epsilon",
    symbol: r"\epsilon",
    default: 0.2,
    tried: &[0.2, 0.25, 0.5, 0.75],
    valid: |epsilon| epsilon > 0.0 && epsilon.is_finite(),
    span: Span::Even(0.05, 0.5),
};

/// A good action: more of it gains, up to the clip.
const GOOD: Section = Section {
    name: "ratio, advantage 1",
    label: "advantage 1",
    ends: (0.0, f64::INFINITY),
    at: |p, r| args![r, 1.0, p[0]],
    moves: &[moving(0, 0)],
    unit: |_| 0.25,
    seams: |p| {
        vec![Seam {
            at: 1.0 + p[0],
            left: -1.0,
            right: 0.0,
            chosen: -1.0,
        }]
    },
    limits: |p| Limits {
        at_minus_infinity: 0.0,
        at_infinity: -1.0 - p[0],
    },
    slope_limits: |_| Limits {
        at_minus_infinity: -1.0,
        at_infinity: 0.0,
    },
};

pub static PPO_CLIP: Loss = Loss {
    about: About {
        name: "ppo_clip",
        title: "clipped policy loss",
        aliases: &["PPO", "clipped surrogate objective"],
        chapter: "losses/alignment/ppo",
        source: "losses/ppo_clip.rs",
        typical: "reinforcement learning of policies",
        used_in: &[
            used("InstructGPT", "https://arxiv.org/abs/2203.02155"),
            used(
                "OpenAI's baselines",
                "https://github.com/openai/baselines/blob/ea25b9e8b234e6ee1bca43083f8f3cf974143998/baselines/ppo2/model.py",
            ),
        ],
    },
    arguments: &[
        Argument {
            name: "ratio",
            symbol: "r",
            domain: Domain::Number(Numbers::Positive),
            role: Role::Input,
        },
        Argument {
            name: "advantage",
            symbol: "A",
            domain: Domain::Number(Numbers::Real),
            role: Role::Target,
        },
        Argument::set(&EPSILON),
    ],
    estimates: "nothing: it is a surrogate objective",
    value: |a| f::ppo_clip(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::ppo_clip_grad(a.number(0), a.number(1), a.number(2))],
    }],
    sections: &[
        GOOD,
        Section {
            name: "ratio, advantage -1",
            at: |p, r| args![r, -1.0, p[0]],
            seams: |p| {
                vec![Seam {
                    at: 1.0 - p[0],
                    left: 0.0,
                    right: 1.0,
                    chosen: 1.0,
                }]
            },
            limits: |p| Limits {
                at_minus_infinity: 1.0 - p[0],
                at_infinity: f64::INFINITY,
            },
            slope_limits: |_| Limits {
                at_minus_infinity: 0.0,
                at_infinity: 1.0,
            },
            ..GOOD
        },
    ],
    claims: &[
        stated(
            "convex_for_gains",
            LossClaim::Along("ratio, advantage 1", LineClaim::Convex),
        ),
        stated(
            "convex_for_losses",
            LossClaim::Along("ratio, advantage -1", LineClaim::Convex),
        ),
        stated(
            "no_gain_beyond_the_clip",
            LossClaim::Along(
                "ratio, advantage 1",
                LineClaim::Flat(|p| (1.0 + p[0], f64::INFINITY)),
            ),
        ),
        stated(
            "no_gain_below_the_clip",
            LossClaim::Along(
                "ratio, advantage -1",
                LineClaim::Flat(|p| (0.0, 1.0 - p[0])),
            ),
        ),
        stated(
            "cost_is_never_clipped",
            LossClaim::Along("ratio, advantage -1", LineClaim::Lipschitz(|_| 1.0)),
        ),
        stated(
            "on_policy_is_minus_advantage",
            LossClaim::Is {
                with: |a| a.with(0, 1.0.into()),
                that: |a| -a.number(1),
            },
        ),
        stated("scales_with_advantage", LossClaim::ScalesWith(&[1], 1)),
    ],
    picture: Picture {
        across: "ratio of the new probability to the old",
        x: (0.0, 2.0),
        y: (-2.0, 2.2),
        rivals: &[
            Rival {
                label: "advantage −1",
                curve: |r| f::ppo_clip(r, -1.0, 0.2),
            },
            Rival {
                label: "not clipped",
                curve: |r| -r,
            },
        ],
        caption: "For a good action the loss stops falling at 1 + ε: there is nothing to gain from moving on. \
                  For a bad one it stops at 1 − ε, and on the other side it rises without end.",
    },
};
