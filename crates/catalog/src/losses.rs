use std::f64::consts::SQRT_2;

use nnfn::losses as f;

use crate::claim::{ClassClaim, PairClaim, Peer, Seam, SoftClaim, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{About, ClassLoss, PairLoss, Parameter, SoftLoss};

pub static HUBER: PairLoss = PairLoss {
    about: About {
        name: "huber",
        title: "Huber loss",
        chapter: "losses/regression/huber",
        source: "losses/huber.rs",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.nn.functional.huber_loss(prediction, target, reduction='none')",
            },
            Peer {
                library: "Optax",
                call: "optax.losses.huber_loss(prediction, target)",
            },
            Peer {
                library: "Keras",
                call: "keras.losses.huber(target[:, None], prediction[:, None])",
            },
        ],
    },
    value: f::huber,
    grad: f::huber_grad,
    parameter: Parameter {
        name: "delta",
        default: 1.0,
        tried: &[0.001, 0.25, 0.5, 1.0, 2.0, 1e6],
    },
    seams: |delta| {
        vec![
            Seam {
                at: -delta,
                left: -delta,
                right: -delta,
                chosen: -delta,
            },
            Seam {
                at: delta,
                left: delta,
                right: delta,
                chosen: delta,
            },
        ]
    },
    claims: &[
        stated("zero_only_at_target", PairClaim::ZeroOnlyAtTarget),
        stated("even", PairClaim::EvenInResidual),
        stated("convex", PairClaim::Convex),
        stated("bounded_slope", PairClaim::SteepestSlope(|delta| delta)),
        stated(
            "curvature",
            PairClaim::Curvature {
                inside: |_| 1.0,
                outside: 0.0,
            },
        ),
        stated(
            "below_half_square",
            PairClaim::AtMostQuadratic(|r, _| 0.5 * r * r),
        ),
        stated(
            "below_line",
            PairClaim::AtMostLinear(|r, delta| delta * r.abs()),
        ),
    ],
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.4, 4.2),
        rivals: &[
            Rival {
                label: "r²/2",
                curve: |r| 0.5 * r * r,
            },
            Rival {
                label: "|r|",
                curve: f64::abs,
            },
        ],
        caption: "Huber with δ = 1 is half the square up to ±1 and runs parallel to |r| beyond. \
                  Its slope (dashed) is the residual, clipped.",
    },
};

pub static SMOOTH_L1: PairLoss = PairLoss {
    about: About {
        name: "smooth_l1",
        title: "smooth L1 loss",
        chapter: "losses/regression/huber",
        source: "losses/smooth_l1.rs",
        peers: &[Peer {
            library: "PyTorch",
            call: "torch.nn.functional.smooth_l1_loss(prediction, target, reduction='none')",
        }],
    },
    value: f::smooth_l1,
    grad: f::smooth_l1_grad,
    parameter: Parameter {
        name: "beta",
        default: 1.0,
        tried: &[0.001, 0.25, 0.5, 1.0, 2.0, 1e6],
    },
    seams: |beta| {
        vec![
            Seam {
                at: -beta,
                left: -1.0,
                right: -1.0,
                chosen: -1.0,
            },
            Seam {
                at: beta,
                left: 1.0,
                right: 1.0,
                chosen: 1.0,
            },
        ]
    },
    claims: &[
        stated("zero_only_at_target", PairClaim::ZeroOnlyAtTarget),
        stated("even", PairClaim::EvenInResidual),
        stated("convex", PairClaim::Convex),
        stated("bounded_slope", PairClaim::SteepestSlope(|_| 1.0)),
        stated(
            "curvature",
            PairClaim::Curvature {
                inside: |beta| 1.0 / beta,
                outside: 0.0,
            },
        ),
        stated(
            "below_square",
            PairClaim::AtMostQuadratic(|r, beta| 0.5 * r * r / beta),
        ),
        stated("below_line", PairClaim::AtMostLinear(|r, _| r.abs())),
    ],
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.4, 4.2),
        rivals: &[
            Rival {
                label: "|r|",
                curve: f64::abs,
            },
            Rival {
                label: "β = 3",
                curve: |r| f::smooth_l1(r, 0.0, 3.0),
            },
        ],
        caption: "Smooth L1 with β = 1. A larger β rounds off more of the tip and leaves the slope \
                  beyond at ±1: all three run parallel.",
    },
};

pub static CROSS_ENTROPY: ClassLoss = ClassLoss {
    about: About {
        name: "cross_entropy",
        title: "categorical cross-entropy",
        chapter: "losses/classification/categorical-cross-entropy",
        source: "losses/cross_entropy.rs",
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

pub static CROSS_ENTROPY_SOFT: SoftLoss = SoftLoss {
    about: About {
        name: "cross_entropy_soft",
        title: "categorical cross-entropy with soft targets",
        chapter: "losses/classification/categorical-cross-entropy",
        source: "losses/cross_entropy_soft.rs",
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
