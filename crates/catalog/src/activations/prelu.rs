use nnfn::activations as f;

use super::leaky_relu::LEAKY_RELU;
use crate::about::{About, used};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};
use crate::shape::{Curve, Setting};

pub static PRELU: Curve = Curve {
    about: About {
        name: "prelu",
        title: "PReLU",
        aliases: &["parametric ReLU"],
        chapter: "activations/prelu",
        source: "activations/prelu.rs",
        typical: "face recognition, super-resolution",
        used_in: &[
            used(
                "He et al.'s ImageNet network",
                "https://arxiv.org/abs/1502.01852",
            ),
            used(
                "InsightFace",
                "https://github.com/deepinsight/insightface/blob/master/recognition/arcface_torch/backbones/iresnet.py",
            ),
            used("SRGAN", "https://arxiv.org/abs/1609.04802"),
        ],
    },
    value: f::prelu,
    grad: f::prelu_grad,
    parameter: Parameter {
        name: "slope",
        symbol: "a",
        default: 0.25,
        tried: &[-0.5, 0.0, 0.01, 0.25, 2.0],
        valid: f64::is_finite,
        span: Span::Even(-0.5, 1.0),
    },
    setting: Setting::Learned(f::prelu_grad_slope),
    // For each slope it is leaky ReLU.
    limits: LEAKY_RELU.limits,
    grad_limits: LEAKY_RELU.grad_limits,
    seams: LEAKY_RELU.seams,
    claims: LEAKY_RELU.claims,
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-2.0, 4.0),
        rivals: &[
            Rival {
                label: "slope −0.5",
                curve: |x| f::prelu(x, -0.5),
            },
            Rival {
                label: "slope 0",
                curve: |x| f::prelu(x, 0.0),
            },
            Rival {
                label: "slope 1",
                curve: |x| f::prelu(x, 1.0),
            },
        ],
        caption: "PReLU where it starts, with slope ¼, and where training may take it: \
                  to ReLU, to the identity, or up again on the left. Its own slope is dashed.",
    },
};
