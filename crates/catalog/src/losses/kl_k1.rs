use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::About;
use crate::claim::{Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::picture::{Picture, Rival};

pub static KL_K1: Loss = Loss {
    about: About {
        name: "kl_k1",
        title: "KL estimator k1",
        aliases: &[], // TODO(kl_k1): other names
        chapter: "losses/alignment/kl-penalty",
        source: "losses/kl_k1.rs",
        typical: "TODO(kl_k1): where it is met, in a few words",
        used_in: &[], // TODO(kl_k1): where it is at work, each with its source
    },
    // TODO(kl_k1): what it takes, with domains; then the calls below.
    arguments: &[PREDICTION, TARGET],
    estimates: "TODO(kl_k1): what the best prediction is",
    value: |a| f::kl_k1(a.number(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::kl_k1_grad(a.number(0), a.number(1))],
    }],
    // TODO(kl_k1): the line that is drawn: its seams, and the limits at its ends.
    sections: &[Section {
        limits: |_| Limits::both(f64::NAN),
        slope_limits: |_| Limits::both(f64::NAN),
        ..residual::SECTION
    }],
    // TODO(kl_k1): what is true of it.
    claims: &[stated(
        "range",
        LossClaim::Along("residual", LineClaim::Range(|_| (f64::NAN, f64::NAN))),
    )],
    // TODO(kl_k1): the axes, and what it is compared with.
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.0, 4.0),
        rivals: &[Rival {
            label: "TODO(kl_k1)",
            curve: |x| x,
        }],
        caption: "TODO(kl_k1): what the reader should see, in a sentence.",
    },
};
