use std::f64::consts::SQRT_2;

use nnfn::losses as f;

use crate::claim::{ClassClaim, Peer, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{About, ClassLoss};

pub static CROSS_ENTROPY: ClassLoss = ClassLoss {
    about: About {
        name: "cross_entropy",
        title: "categorical cross-entropy",
        aliases: &["log loss", "softmax loss", "negative log-likelihood"],
        chapter: "losses/classification/categorical-cross-entropy",
        source: "losses/cross_entropy.rs",
        typical: "classification with one right class",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.nn.functional.cross_entropy(logits, label)",
            },
            Peer {
                library: "Optax",
                call: "optax.losses.softmax_cross_entropy_with_integer_labels(logits, label)",
            },
            Peer {
                library: "Keras",
                call: "keras.losses.SparseCategoricalCrossentropy(from_logits=True)(label[None], logits[None])",
            },
        ],
    },
    value: f::cross_entropy,
    grad: f::cross_entropy_grad,
    claims: &[
        stated("non_negative", ClassClaim::NonNegative),
        stated("shift_invariant", ClassClaim::ShiftInvariant),
        stated("convex", ClassClaim::Convex),
        stated("gradient_sums_to_zero", ClassClaim::GradientSumsToZero),
        stated("gradient_l1", ClassClaim::GradientL1AtMost(2.0)),
        stated("gradient_l2", ClassClaim::GradientL2AtMost(SQRT_2)),
        stated("uniform", ClassClaim::UniformCostsLogK),
        stated("wrong_classes", ClassClaim::WrongClassesInterchangeable),
    ],
    picture: Picture {
        across: "logit of the true class",
        x: (-6.0, 8.0),
        y: (-1.2, 7.6),
        rivals: &[Rival {
            label: "(1 − p)²",
            curve: |x| {
                let p = nnfn::activations::softmax(&[x, 1.0, 0.1], 1.0)[0];
                (1.0 - p) * (1.0 - p)
            },
        }],
        caption: "Cross-entropy of three classes, the wrong logits resting at 1 and 0.1. \
                  A confident mistake keeps the slope −1; the squared error of the probability goes flat there.",
    },
};
