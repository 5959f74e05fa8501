use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::About;
use crate::argument::Argument;
use crate::claim::{Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const EPSILON: Parameter = Parameter {
    name: "epsilon",
    symbol: r"\epsilon",
    // TODO(ppo_value): the default, what is tried, what is valid, and what a reader moves it through.
    default: 1.0,
    tried: &[0.5, 1.0, 2.0],
    valid: |epsilon| epsilon > 0.0,
    span: Span::Even(0.1, 3.0),
};

pub static PPO_VALUE: Loss = Loss {
    about: About {
        name: "ppo_value",
        title: "ppo value loss",
        aliases: &[], // TODO(ppo_value): other names
        chapter: "losses/alignment/ppo",
        source: "losses/ppo_value.rs",
        typical: "TODO(ppo_value): where it is met, in a few words",
        used_in: &[], // TODO(ppo_value): where it is at work, each with its source
    },
    // TODO(ppo_value): what it takes, with domains; then the calls below.
    arguments: &[PREDICTION, TARGET, Argument::set(&EPSILON)],
    estimates: "TODO(ppo_value): what the best prediction is",
    value: |a| f::ppo_value(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::ppo_value_grad(a.number(0), a.number(1), a.number(2))],
    }],
    // TODO(ppo_value): the line that is drawn: its seams, and the limits at its ends.
    sections: &[Section {
        limits: |_| Limits::both(f64::NAN),
        slope_limits: |_| Limits::both(f64::NAN),
        ..residual::SECTION
    }],
    // TODO(ppo_value): what is true of it.
    claims: &[stated(
        "range",
        LossClaim::Along("residual", LineClaim::Range(|_| (f64::NAN, f64::NAN))),
    )],
    // TODO(ppo_value): the axes, and what it is compared with.
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.0, 4.0),
        rivals: &[Rival {
            label: "TODO(ppo_value)",
            curve: |x| x,
        }],
        caption: "TODO(ppo_value): what the reader should see, in a sentence.",
    },
};
