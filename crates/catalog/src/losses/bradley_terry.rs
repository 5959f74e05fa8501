use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::About;
use crate::argument::Argument;
use crate::claim::{Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const MARGIN: Parameter = Parameter {
    name: "margin",
    symbol: "TODO(bradley_terry): what a page calls it, in LaTeX",
    // TODO(bradley_terry): the default, what is tried, what is valid, and what a reader moves it through.
    default: 1.0,
    tried: &[0.5, 1.0, 2.0],
    valid: |margin| margin > 0.0,
    span: Span::Even(0.1, 3.0),
};

pub static BRADLEY_TERRY: Loss = Loss {
    about: About {
        name: "bradley_terry",
        title: "Bradley–Terry loss",
        aliases: &[], // TODO(bradley_terry): other names
        chapter: "losses/alignment/reward-model",
        source: "losses/bradley_terry.rs",
        typical: "TODO(bradley_terry): where it is met, in a few words",
        used_in: &[], // TODO(bradley_terry): where it is at work, each with its source
    },
    // TODO(bradley_terry): what it takes, with domains; then the calls below.
    arguments: &[PREDICTION, TARGET, Argument::set(&MARGIN)],
    estimates: "TODO(bradley_terry): what the best prediction is",
    value: |a| f::bradley_terry(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::bradley_terry_grad(a.number(0), a.number(1), a.number(2))],
    }],
    // TODO(bradley_terry): the line that is drawn: its seams, and the limits at its ends.
    sections: &[Section {
        limits: |_| Limits::both(f64::NAN),
        slope_limits: |_| Limits::both(f64::NAN),
        ..residual::SECTION
    }],
    // TODO(bradley_terry): what is true of it.
    claims: &[stated(
        "range",
        LossClaim::Along("residual", LineClaim::Range(|_| (f64::NAN, f64::NAN))),
    )],
    // TODO(bradley_terry): the axes, and what it is compared with.
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.0, 4.0),
        rivals: &[Rival {
            label: "TODO(bradley_terry)",
            curve: |x| x,
        }],
        caption: "TODO(bradley_terry): what the reader should see, in a sentence.",
    },
};
