use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::About;
use crate::argument::Argument;
use crate::claim::{Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const BETA: Parameter = Parameter {
    name: "beta",
    symbol: r"\beta",
    // TODO(kl_regularized_loss): the default, what is tried, what is valid, and what a reader moves it through.
    default: 1.0,
    tried: &[0.5, 1.0, 2.0],
    valid: |beta| beta > 0.0,
    span: Span::Even(0.1, 3.0),
};

pub static KL_REGULARIZED_LOSS: Loss = Loss {
    about: About {
        name: "kl_regularized_loss",
        title: "KL-regularised loss",
        aliases: &[], // TODO(kl_regularized_loss): other names
        chapter: "losses/alignment/kl-penalty",
        source: "losses/kl_regularized_loss.rs",
        typical: "TODO(kl_regularized_loss): where it is met, in a few words",
        used_in: &[], // TODO(kl_regularized_loss): where it is at work, each with its source
    },
    // TODO(kl_regularized_loss): what it takes, with domains; then the calls below.
    arguments: &[PREDICTION, TARGET, Argument::set(&BETA)],
    estimates: "TODO(kl_regularized_loss): what the best prediction is",
    value: |a| f::kl_regularized_loss(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| {
            vec![f::kl_regularized_loss_grad(
                a.number(0),
                a.number(1),
                a.number(2),
            )]
        },
    }],
    // TODO(kl_regularized_loss): the line that is drawn: its seams, and the limits at its ends.
    sections: &[Section {
        limits: |_| Limits::both(f64::NAN),
        slope_limits: |_| Limits::both(f64::NAN),
        ..residual::SECTION
    }],
    // TODO(kl_regularized_loss): what is true of it.
    claims: &[stated(
        "range",
        LossClaim::Along("residual", LineClaim::Range(|_| (f64::NAN, f64::NAN))),
    )],
    // TODO(kl_regularized_loss): the axes, and what it is compared with.
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.0, 4.0),
        rivals: &[Rival {
            label: "TODO(kl_regularized_loss)",
            curve: |x| x,
        }],
        caption: "TODO(kl_regularized_loss): what the reader should see, in a sentence.",
    },
};
