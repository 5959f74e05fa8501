use nnfn::losses as f;

use crate::claim::{Peer, SoftClaim, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{About, SoftLoss};

pub static CROSS_ENTROPY_SOFT: SoftLoss = SoftLoss {
    about: About {
        name: "cross_entropy_soft",
        title: "categorical cross-entropy with soft targets",
        aliases: &[],
        chapter: "losses/classification/categorical-cross-entropy",
        source: "losses/cross_entropy_soft.rs",
        typical: "distillation, label smoothing, mixup",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.nn.functional.cross_entropy(logits, target)",
            },
            Peer {
                library: "Optax",
                call: "optax.losses.softmax_cross_entropy(logits, target)",
            },
            Peer {
                library: "Keras",
                call: "keras.losses.CategoricalCrossentropy(from_logits=True)(target[None], logits[None])",
            },
        ],
    },
    value: f::cross_entropy_soft,
    grad: f::cross_entropy_soft_grad,
    claims: &[
        stated("at_least_entropy", SoftClaim::AtLeastEntropy),
        stated("shift_invariant", SoftClaim::ShiftInvariant),
        stated("convex", SoftClaim::Convex),
        stated("gradient_sums_to_zero", SoftClaim::GradientSumsToZero),
        stated("one_hot", SoftClaim::OneHotIs(f::cross_entropy)),
    ],
    picture: Picture {
        across: "first logit",
        x: (-6.0, 8.0),
        y: (-1.2, 7.6),
        rivals: &[Rival {
            label: "hard target",
            curve: |x| f::cross_entropy(&[x, 1.0, 0.1], 0),
        }],
        caption: "With 0.8 of the target on the first class the loss is least where softmax gives it 0.8, \
                  and a surer answer costs more. Under a hard target it never does.",
    },
};
