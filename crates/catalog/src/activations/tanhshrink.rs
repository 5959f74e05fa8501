use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static TANHSHRINK: Scalar = Scalar {
    about: About {
        name: "tanhshrink",
        title: "tanhshrink",
        aliases: &[], // TODO(tanhshrink): other names
        chapter: "activations/shrinkage",
        source: "activations/tanhshrink.rs",
        typical: "TODO(tanhshrink): where it is met, in a few words",
    },
    value: f::tanhshrink,
    grad: f::tanhshrink_grad,
    // TODO(tanhshrink): the limits.
    limits: Limits {
        at_minus_infinity: f64::NAN,
        at_infinity: f64::NAN,
    },
    grad_limits: Limits {
        at_minus_infinity: f64::NAN,
        at_infinity: f64::NAN,
    },
    // TODO(tanhshrink): kinks and branch points.
    seams: &[],
    // TODO(tanhshrink): what is true of it.
    claims: &[stated("range", ScalarClaim::Range(f64::NAN, f64::NAN))],
    // TODO(tanhshrink): the axes, and what it is compared with.
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-1.0, 4.0),
        rivals: &[Rival {
            label: "TODO(tanhshrink)",
            curve: |x| x,
        }],
        caption: "TODO(tanhshrink): what the reader should see, in a sentence.",
    },
};
