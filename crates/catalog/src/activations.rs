use std::f64::consts::{LN_2, SQRT_2};

use nnfn::activations as f;

use crate::claim::{Limits, Peer, RowClaim, RowScalarClaim, ScalarClaim, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{About, Parameter, Row, RowScalar, Scalar};

pub static SIGMOID: Scalar = Scalar {
    about: About {
        name: "sigmoid",
        title: "sigmoid",
        chapter: "activations/sigmoid",
        source: "activations/sigmoid.rs",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.sigmoid(x)",
            },
            Peer {
                library: "JAX",
                call: "jax.nn.sigmoid(x)",
            },
            Peer {
                library: "Keras",
                call: "keras.activations.sigmoid(x)",
            },
        ],
    },
    value: f::sigmoid,
    grad: f::sigmoid_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 0.0,
    },
    seams: &[],
    claims: &[
        stated("range", ScalarClaim::Range(0.0, 1.0)),
        stated("increasing", ScalarClaim::Increasing),
        stated("reflection", ScalarClaim::ReflectionSum(1.0)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: 0.0,
                slope: 0.25,
            },
        ),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.25)),
        stated("gaussian_mean", ScalarClaim::GaussianMean(0.5)),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.293_379_035_858_092_96),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-8.0, 8.0),
        y: (-1.1, 1.1),
        rivals: &[Rival {
            label: "tanh",
            curve: f64::tanh,
        }],
        caption: "Sigmoid is nearly flat beyond ±5: its slope (dashed) peaks at ¼ and is below 0.007 there. \
                  Tanh is the same curve, stretched to (−1, 1) and twice as fast: four times as steep at 0.",
    },
};

pub static LOG_SIGMOID: Scalar = Scalar {
    about: About {
        name: "log_sigmoid",
        title: "log-sigmoid",
        chapter: "activations/sigmoid",
        source: "activations/log_sigmoid.rs",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.nn.functional.logsigmoid(x)",
            },
            Peer {
                library: "JAX",
                call: "jax.nn.log_sigmoid(x)",
            },
            Peer {
                library: "Keras",
                call: "keras.activations.log_sigmoid(x)",
            },
        ],
    },
    value: f::log_sigmoid,
    grad: f::log_sigmoid_grad,
    limits: Limits {
        at_minus_infinity: f64::NEG_INFINITY,
        at_infinity: 0.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 1.0,
        at_infinity: 0.0,
    },
    seams: &[],
    claims: &[
        stated("range", ScalarClaim::Range(f64::NEG_INFINITY, 0.0)),
        stated("increasing", ScalarClaim::Increasing),
        stated("concave", ScalarClaim::Concave),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(-0.806_059_183_347_439_8),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-8.0, 8.0),
        y: (-8.2, 1.3),
        rivals: &[Rival {
            label: "min(x, 0)",
            curve: |x| x.min(0.0),
        }],
        caption: "Log-sigmoid follows x on the left and 0 on the right; its slope never leaves (0, 1).",
    },
};

pub static GELU: Scalar = Scalar {
    about: About {
        name: "gelu",
        title: "GELU",
        chapter: "activations/gelu",
        source: "activations/gelu.rs",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.nn.functional.gelu(x)",
            },
            Peer {
                library: "JAX",
                call: "jax.nn.gelu(x, approximate=False)",
            },
            Peer {
                library: "Keras",
                call: "keras.activations.gelu(x)",
            },
        ],
    },
    value: f::gelu,
    grad: f::gelu_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    seams: &[],
    claims: &[
        stated(
            "range",
            ScalarClaim::Range(-0.169_971_207_479_903_66, f64::INFINITY),
        ),
        stated(
            "minimum",
            ScalarClaim::Minimum {
                at: -0.751_791_524_693_564_5,
                value: -0.169_971_207_479_903_66,
            },
        ),
        stated("reflection", ScalarClaim::ReflectionDifferenceIsX),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: SQRT_2,
                slope: 1.128_904_145_185_154_7,
            },
        ),
        stated(
            "steepest_fall",
            ScalarClaim::SteepestFall {
                at: -SQRT_2,
                slope: -0.128_904_145_185_154_78,
            },
        ),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.282_094_791_773_878_14),
        ),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.425_221_482_570_298_7),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-0.6, 4.0),
        rivals: &[Rival {
            label: "ReLU",
            curve: |x| x.max(0.0),
        }],
        caption: "GELU follows ReLU far out and dips below 0 before it. \
                  Its slope (dashed) overshoots 1 on the right as far as it undershoots 0 on the left.",
    },
};

pub static GELU_TANH: Scalar = Scalar {
    about: About {
        name: "gelu_tanh",
        title: "GELU, tanh form",
        chapter: "activations/gelu",
        source: "activations/gelu_tanh.rs",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.nn.functional.gelu(x, approximate='tanh')",
            },
            Peer {
                library: "JAX",
                call: "jax.nn.gelu(x)",
            },
            Peer {
                library: "Keras",
                call: "keras.activations.gelu(x, approximate=True)",
            },
        ],
    },
    value: f::gelu_tanh,
    grad: f::gelu_tanh_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    seams: &[],
    claims: &[
        stated(
            "range",
            ScalarClaim::Range(-0.170_040_750_571_254_05, f64::INFINITY),
        ),
        stated(
            "minimum",
            ScalarClaim::Minimum {
                at: -0.752_461_422_071_016_3,
                value: -0.170_040_750_571_254_05,
            },
        ),
        stated("reflection", ScalarClaim::ReflectionDifferenceIsX),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: 1.418_504_008_790_828_4,
                slope: 1.128_993_068_658_771_8,
            },
        ),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.282_038_588_078_788_7),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 0.0),
        y: (-0.2, 0.1),
        rivals: &[
            Rival {
                label: "GELU",
                curve: f::gelu,
            },
            Rival {
                label: "quick GELU",
                curve: |x| x * f::sigmoid(1.702 * x),
            },
        ],
        caption: "The dip, enlarged. The tanh form covers GELU: they differ by less than a line is wide. \
                  Quick GELU is shallower and comes back later.",
    },
};

pub static SOFTMAX: Row = Row {
    about: About {
        name: "softmax",
        title: "softmax",
        chapter: "activations/softmax",
        source: "activations/softmax.rs",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.softmax(logits, dim=-1)",
            },
            Peer {
                library: "JAX",
                call: "jax.nn.softmax(logits)",
            },
            Peer {
                library: "Keras",
                call: "keras.activations.softmax(logits[None])[0]",
            },
        ],
    },
    value: f::softmax,
    vjp: f::softmax_vjp,
    parameter: Parameter {
        name: "temperature",
        default: 1.0,
        tried: &[0.07, 0.5, 1.0, 2.0, 10.0],
    },
    claims: &[
        stated("sums_to_one", RowClaim::SumsToOne),
        stated("shift_invariant", RowClaim::ShiftInvariant),
        stated("permutation_equivariant", RowClaim::PermutationEquivariant),
        stated("order_preserving", RowClaim::OrderPreserving),
        stated("jacobian_symmetric", RowClaim::JacobianSymmetric),
        stated("jacobian_rows_sum_to_zero", RowClaim::JacobianRowsSumToZero),
        stated("jacobian_norm", RowClaim::JacobianNorm(0.5)),
        stated("entropy_grows", RowClaim::EntropyGrowsWithTemperature),
        stated("uniform_when_hot", RowClaim::UniformWhenHot),
        stated("maximisers_when_cold", RowClaim::MaximisersWhenCold),
        stated("two_logits", RowClaim::TwoLogitsAreSigmoid),
    ],
    picture: Picture {
        across: "first logit",
        x: (-6.0, 8.0),
        y: (-0.05, 1.1),
        rivals: &[
            Rival {
                label: "T = ½",
                curve: |x| f::softmax(&[x, 1.0, 0.1], 0.5)[0],
            },
            Rival {
                label: "T = 2",
                curve: |x| f::softmax(&[x, 1.0, 0.1], 2.0)[0],
            },
        ],
        caption: "The first of three probabilities as its logit moves, the others resting at 1 and 0.1: \
                  solid at T = 1, steeper at a lower temperature, flatter at a higher one.",
    },
};

pub static LOG_SOFTMAX: Row = Row {
    about: About {
        name: "log_softmax",
        title: "log-softmax",
        chapter: "activations/softmax",
        source: "activations/log_softmax.rs",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.nn.functional.log_softmax(logits, dim=-1)",
            },
            Peer {
                library: "JAX",
                call: "jax.nn.log_softmax(logits)",
            },
            Peer {
                library: "Keras",
                call: "keras.activations.log_softmax(logits[None])[0]",
            },
        ],
    },
    value: f::log_softmax,
    vjp: f::log_softmax_vjp,
    parameter: Parameter {
        name: "temperature",
        default: 1.0,
        tried: &[0.07, 0.5, 1.0, 2.0, 10.0],
    },
    claims: &[
        stated("exp_sums_to_one", RowClaim::ExpSumsToOne),
        stated("shift_invariant", RowClaim::ShiftInvariant),
        stated("permutation_equivariant", RowClaim::PermutationEquivariant),
        stated("order_preserving", RowClaim::OrderPreserving),
        stated("idempotent", RowClaim::Idempotent),
    ],
    picture: Picture {
        across: "first logit",
        x: (-6.0, 8.0),
        y: (-8.0, 1.2),
        rivals: &[Rival {
            label: "x − 1 − ln(1 + e^−0.9)",
            curve: |x| x - 1.0 - (-0.9_f64).exp().ln_1p(),
        }],
        caption: "The first of three log-probabilities: a straight line while its class is losing, 0 once it has won.",
    },
};

pub static LOG_SUM_EXP: RowScalar = RowScalar {
    about: About {
        name: "log_sum_exp",
        title: "log-sum-exp",
        chapter: "activations/softmax",
        source: "reduce.rs",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.logsumexp(logits, dim=-1)",
            },
            Peer {
                library: "JAX",
                call: "jax.nn.logsumexp(logits)",
            },
            Peer {
                library: "Keras",
                call: "keras.ops.logsumexp(logits)",
            },
        ],
    },
    value: nnfn::log_sum_exp,
    grad: nnfn::log_sum_exp_grad,
    claims: &[
        stated("between_bounds", RowScalarClaim::BetweenMaxAndMaxPlusLogK),
        stated("shift_equivariant", RowScalarClaim::ShiftEquivariant),
        stated("convex", RowScalarClaim::Convex),
        stated(
            "gradient_is_softmax",
            RowScalarClaim::GradientIs(|logits| f::softmax(logits, 1.0)),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-0.2, 4.4),
        rivals: &[
            Rival {
                label: "max(x, 0)",
                curve: |x| x.max(0.0),
            },
            Rival {
                label: "max(x, 0) + ln 2",
                curve: |x| x.max(0.0) + LN_2,
            },
        ],
        caption: "Log-sum-exp of (x, 0) is a smooth maximum: never below the maximum, never more than ln 2 above it.",
    },
};
