use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::About;
use crate::argument::Argument;
use crate::claim::{Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const COEFFICIENT: Parameter = Parameter {
    name: "coefficient",
    symbol: "TODO(reward_centering): what a page calls it, in LaTeX",
    // TODO(reward_centering): the default, what is tried, what is valid, and what a reader moves it through.
    default: 1.0,
    tried: &[0.5, 1.0, 2.0],
    valid: |coefficient| coefficient > 0.0,
    span: Span::Even(0.1, 3.0),
};

pub static REWARD_CENTERING: Loss = Loss {
    about: About {
        name: "reward_centering",
        title: "reward centring",
        aliases: &[], // TODO(reward_centering): other names
        chapter: "losses/alignment/reward-model",
        source: "losses/reward_centering.rs",
        typical: "TODO(reward_centering): where it is met, in a few words",
        used_in: &[], // TODO(reward_centering): where it is at work, each with its source
    },
    // TODO(reward_centering): what it takes, with domains; then the calls below.
    arguments: &[PREDICTION, TARGET, Argument::set(&COEFFICIENT)],
    estimates: "TODO(reward_centering): what the best prediction is",
    value: |a| f::reward_centering(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| {
            vec![f::reward_centering_grad(
                a.number(0),
                a.number(1),
                a.number(2),
            )]
        },
    }],
    // TODO(reward_centering): the line that is drawn: its seams, and the limits at its ends.
    sections: &[Section {
        limits: |_| Limits::both(f64::NAN),
        slope_limits: |_| Limits::both(f64::NAN),
        ..residual::SECTION
    }],
    // TODO(reward_centering): what is true of it.
    claims: &[stated(
        "range",
        LossClaim::Along("residual", LineClaim::Range(|_| (f64::NAN, f64::NAN))),
    )],
    // TODO(reward_centering): the axes, and what it is compared with.
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.0, 4.0),
        rivals: &[Rival {
            label: "TODO(reward_centering)",
            curve: |x| x,
        }],
        caption: "TODO(reward_centering): what the reader should see, in a sentence.",
    },
};
