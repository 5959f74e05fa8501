//! The activations of numbers, a line each.

use nnfn::activations as definition;

use crate::domain::*;
use crate::kernels::{exponential, hyperbolic, logistic, mish, normal, piecewise, swish};

use super::forms::activation;

activation!(sigmoid, "`σ(x) = 1/(1 + exp(-x))`", |L, x| {
    logistic::sigmoid::<L>(x)
});
activation!(log_sigmoid, "`ln σ(x)`", |L, x| logistic::log_sigmoid::<L>(
    x
));
activation!(
    softplus,
    "`ln(1 + exp(x))`",
    |L, x| logistic::softplus::<L>(x)
);
activation!(tanh, "`tanh x`", |L, x| hyperbolic::tanh::<L>(x));
activation!(
    tanhshrink,
    "`x - tanh x`",
    |L, x| hyperbolic::tanhshrink::<L>(x)
);
activation!(softsign, "`x/(1 + |x|)`", |L, x| piecewise::softsign(x));

activation!(silu, "`x·σ(x)`", |L, x| swish::silu::<L>(x));
activation!(swish(beta: FINITE), "`x·σ(beta·x)`", |L, x, s| {
    let (value, [by_x, _]) = swish::swish::<L>(x, s.beta);
    (value, by_x)
}, hard |L, _x, s| !swish::covers::<L>(s.beta));
activation!(mish, "`x·tanh(ln(1 + exp(x)))`", |L, x| mish::mish::<L>(x));
activation!(
    gelu,
    "`x·Φ(x)`, where `Φ` is the standard normal distribution function,",
    |L, x| { normal::gelu::<L>(x) }
);
activation!(
    gelu_tanh,
    "`x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))`",
    |L, x| swish::gelu_tanh::<L>(x)
);
activation!(quick_gelu, "`x·σ(1.702·x)`", |L, x| swish::quick_gelu::<L>(
    x
));

activation!(relu, "`max(0, x)`", |L, x| piecewise::relu(x));
activation!(relu6, "`min(max(0, x), 6)`", |L, x| piecewise::relu6(x));
activation!(squared_relu, "`max(0, x)²`", |L, x| {
    piecewise::squared_relu(x)
});
activation!(leaky_relu(slope: FINITE), "`x` for `x > 0`, else `slope·x`,", |L, x, s| {
    piecewise::leaky_relu(x, s.slope)
});
activation!(hard_sigmoid, "`relu6(x + 3)/6`", |L, x| {
    piecewise::hard_sigmoid::<L>(x)
});
activation!(hard_swish, "`x·relu6(x + 3)/6`", |L, x| {
    piecewise::hard_swish::<L>(x)
});
activation!(
    softshrink(lambda: NOT_NEGATIVE_FINITE),
    "`x - lambda` for `x > lambda`, `x + lambda` for `x < -lambda`, else 0,",
    |L, x, s| piecewise::softshrink(x, s.lambda)
);
activation!(hardshrink(lambda: NOT_NEGATIVE_FINITE), "`x` for `|x| > lambda`, else 0,", |L, x, s| {
    piecewise::hardshrink(x, s.lambda)
});

activation!(elu(alpha: NOT_NEGATIVE_FINITE), "`x` for `x > 0`, else `alpha·(exp(x) - 1)`,", |L, x, s| {
    exponential::elu::<L>(x, s.alpha)
}, hard |L, _x, s| !exponential::elu_covers::<L>(s.alpha));
activation!(celu(alpha: POSITIVE_FINITE), "`x` for `x > 0`, else `alpha·(exp(x/alpha) - 1)`,", |L, x, s| {
    exponential::celu::<L>(x, s.alpha)
}, hard |L, _x, s| !exponential::celu_covers::<L>(s.alpha));
activation!(
    selu,
    "`λ·x` for `x > 0`, else `λ·α·(exp(x) - 1)`,",
    |L, x| exponential::selu::<L>(x)
);
