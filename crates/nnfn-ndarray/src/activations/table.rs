//! The activations of numbers, a line each.

use nnfn::activations as definition;

use crate::domain::*;
use crate::kernels::logistic;

use super::forms::activation;

activation!(sigmoid, "`σ(x) = 1/(1 + exp(-x))`", |L, x| {
    logistic::sigmoid::<L>(x)
});
activation!(log_sigmoid, "`ln σ(x)`", |L, x| logistic::log_sigmoid::<L>(
    x
));
activation!(softsign, "`x/(1 + |x|)`");
activation!(elu(alpha: NOT_NEGATIVE_FINITE), "`x` for `x > 0`, else `alpha·(exp(x) - 1)`");
