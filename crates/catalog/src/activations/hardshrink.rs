use nnfn::activations as f;

use crate::about::About;
use crate::claim::{CurveClaim, Limits, stated};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};
use crate::shape::{Curve, Setting};

pub static HARDSHRINK: Curve = Curve {
    about: About {
        name: "hardshrink",
        title: "hardshrink",
        aliases: &[], // TODO(hardshrink): other names
        chapter: "activations/shrinkage",
        source: "activations/hardshrink.rs",
        typical: "TODO(hardshrink): where it is met, in a few words",
    },
    value: f::hardshrink,
    grad: f::hardshrink_grad,
    parameter: Parameter {
        name: "lambda",
        symbol: r"\lambda",
        // TODO(hardshrink): the default, what is tried, what is valid, and what a reader moves it through.
        default: 1.0,
        tried: &[0.5, 1.0, 2.0],
        valid: |lambda| lambda > 0.0,
        span: Span::Even(0.1, 3.0),
    },
    setting: Setting::Fixed, // TODO(hardshrink): or learned, with its derivative
    // TODO(hardshrink): the limits.
    limits: |_| Limits {
        at_minus_infinity: f64::NAN,
        at_infinity: f64::NAN,
    },
    grad_limits: |_| Limits {
        at_minus_infinity: f64::NAN,
        at_infinity: f64::NAN,
    },
    // TODO(hardshrink): kinks and branch points.
    seams: |_| vec![],
    // TODO(hardshrink): what is true of it.
    claims: &[stated("range", CurveClaim::Range(|_| (f64::NAN, f64::NAN)))],
    // TODO(hardshrink): the axes, and what it is compared with.
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-1.0, 4.0),
        rivals: &[Rival {
            label: "TODO(hardshrink)",
            curve: |x| x,
        }],
        caption: "TODO(hardshrink): what the reader should see, in a sentence.",
    },
};
