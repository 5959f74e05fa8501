//! Losses of the residual `prediction - target`.

use super::rest::exp_rest;
use super::table::COSH_REST;
use super::{
    LN_1P, Lane, at_least, at_most, either, fitted, fma, infinite, ln_1p, polynomial, two_product,
    two_sum,
};

/// The sign of `r`; 0 for 0.
#[inline(always)]
fn sign(r: f64) -> f64 {
    either(r == 0.0, 0.0, either(r.is_nan(), r, 1_f64.copysign(r)))
}

#[inline(always)]
pub(crate) fn mse(prediction: f64, target: f64) -> (f64, [f64; 1]) {
    let r = prediction - target;
    (r * r, [2.0 * r])
}

#[inline(always)]
pub(crate) fn mae(prediction: f64, target: f64) -> (f64, [f64; 1]) {
    let r = prediction - target;
    (r.abs(), [sign(r)])
}

/// Wrong where the residual overflows.
#[inline(always)]
pub(crate) fn huber(prediction: f64, target: f64, delta: f64) -> (f64, [f64; 1]) {
    let r = prediction - target;
    let slope = at_least(at_most(r, delta), -delta);
    let size = slope.abs();
    (size * (r.abs() - 0.5 * size), [slope])
}

/// Wrong where the residual overflows, or `1/beta` does.
#[inline(always)]
pub(crate) fn smooth_l1(prediction: f64, target: f64, beta: f64) -> (f64, [f64; 1]) {
    let r = prediction - target;
    let size = r.abs();
    let per_beta = 1.0 / beta;
    let near = at_most(size, beta);
    let slope = either(size >= beta, 1.0, size * per_beta);
    (slope * (size - 0.5 * near), [slope.copysign(r)])
}

/// Wrong where the residual overflows. A NaN has the sign of its slope.
#[inline(always)]
pub(crate) fn pinball(prediction: f64, target: f64, level: f64) -> (f64, [f64; 1]) {
    let r = prediction - target;
    let slope = either(r > 0.0, 1.0 - level, -level);
    (
        slope.abs() * r.abs(),
        [either(r == 0.0, 0.0 * level, either(r.is_nan(), r, slope))],
    )
}

/// Wrong where the residual overflows.
#[inline(always)]
pub(crate) fn log_cosh<L: Lane>(prediction: f64, target: f64) -> (f64, [f64; 1]) {
    // What rounding takes from the difference the loss would nearly double.
    let (r, lost) = two_sum(prediction, -target);
    let size = r.abs();
    // (exp(2r) - 1)/(exp(2r) + 1), turned round; also where exp(2r) is near 1.
    let (_, missing, e) = exp_rest::<L>(-2.0 * size, 0.0);
    let tanh = -missing / (2.0 + missing);
    // Near 0 as the logarithm of 1 + (cosh r - 1), far out as |r| - ln 2 + ln(1 + exp(-2|r|)).
    let near = size < 1.0;
    let square = size * size;
    let log = ln_1p::<L>(either(
        near,
        square * fitted::<L>(COSH_REST, at_most(square, 1.0)),
        e,
    ));
    let value = either(near, log, size + (log - std::f64::consts::LN_2));
    let slope = tanh.copysign(r);
    (value + lost * slope, [slope])
}

/// Wrong where the residual overflows.
#[inline(always)]
pub(crate) fn pseudo_huber<L: Lane>(prediction: f64, target: f64, delta: f64) -> (f64, [f64; 1]) {
    // What rounding takes from the difference the loss would nearly double.
    let (r, lost) = two_sum(prediction, -target);
    let size = r.abs();
    let near = size <= delta;
    let (smaller, larger) = (either(near, size, delta), either(near, delta, size));
    let q = smaller / larger;
    let root = fma::<L>(q, q, 1.0).sqrt();
    let value = smaller * (size / (either(near, 1.0, q) + root));
    let slope = (smaller / root).copysign(r);
    // Where the value overflows, so may the correction.
    let corrected = fma::<L>(lost, slope, value);
    (either(value < f64::INFINITY, corrected, value), [slope])
}

/// The logarithm of a positive number that is neither infinite nor subnormal, within a few units of the last place of the
/// larger of its two parts: near 1 from below they cancel.
#[inline(always)]
fn ln<L: Lane>(x: f64) -> f64 {
    let bits = x.to_bits();
    let mantissa = f64::from_bits(bits & (u64::MAX >> 12) | 1_f64.to_bits());
    // The exponent behind the digits of 2^52: no conversion, no call.
    let two_to_52 = 4_503_599_627_370_496_f64;
    let exponent = f64::from_bits((bits >> 52) | two_to_52.to_bits()) - (two_to_52 + 1023.0);
    // With s = (m - 1)/(m + 1), ln m = 2·artanh(s).
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let y = s * s;
    let log = s * fma::<L>(y, polynomial::<L>(LN_1P.1, y), 2.0);
    fma::<L>(exponent, std::f64::consts::LN_2, log)
}

/// `ln v` and `r²/v`.
#[inline(always)]
fn nll_terms<L: Lane>(r: f64, variance: f64) -> (f64, f64) {
    (ln::<L>(variance), r * r / variance)
}

/// For a short result.
#[inline(always)]
pub(crate) fn gaussian_nll<L: Lane>(
    prediction: f64,
    target: f64,
    variance: f64,
) -> (f64, [f64; 2]) {
    let r = prediction - target;
    let (log, square) = nll_terms::<L>(r, variance);
    let by_variance = 0.5 * (1.0 - square) / variance;
    (0.5 * (log + square), [r / variance, by_variance])
}

/// Where terms of [`gaussian_nll`] cancel too much for a short result, or it is wrong: for variances that are not
/// positive and finite, and infinite residuals.
#[inline(always)]
pub(crate) fn nll_is_far<L: Lane>(prediction: f64, target: f64, variance: f64) -> bool {
    const CANCELLED: f64 = 1e-4;
    let r = prediction - target;
    let (log, square) = nll_terms::<L>(r, variance);
    let is_wrong = variance.is_nan() | (variance <= 0.0) | infinite(variance) | infinite(r);
    is_wrong | ((log + square).abs() < CANCELLED) | ((1.0 - square).abs() < CANCELLED)
}

/// The negative log-likelihood of a code, wrong for logarithms of variances that are infinite or above 700.
#[inline(always)]
pub(crate) fn vae_kl<L: Lane>(mean: f64, log_variance: f64) -> (f64, [f64; 2]) {
    let (rest, grown, _) = exp_rest::<L>(log_variance, 0.0);
    (
        fma::<L>(0.5 * mean, mean, 0.5 * rest),
        [
            either(log_variance.is_nan(), log_variance, mean),
            either(mean.is_nan(), mean, 0.5 * grown),
        ],
    )
}

/// Wrong where anything is infinite or above 1e300 in size.
#[inline(always)]
pub(crate) fn diffusion_mse<L: Lane>(
    [prediction, clean, noise]: [f64; 3],
    alpha_bar: f64,
) -> (f64, [f64; 1]) {
    // In double length, because near the target the terms cancel. The roots do not depend on the element.
    let (of_noise, of_clean) = (root::<L>(alpha_bar, 0.0), {
        let (left, lost) = two_sum(1.0, -alpha_bar);
        root::<L>(left, lost)
    });
    let (ahead, of_ahead) = two_product::<L>(of_noise.0, noise);
    let (back, of_back) = two_product::<L>(of_clean.0, clean);
    let (v, of_v) = two_sum(ahead, -back);
    let of_v = of_v + ((of_ahead + of_noise.1 * noise) - (of_back + of_clean.1 * clean));
    let (r, lost) = two_sum(prediction, -v);
    let r = r + (lost - of_v);
    (r * r, [2.0 * r])
}

/// The square root of `hi + lo`, and what rounding took from it.
#[inline(always)]
fn root<L: Lane>(hi: f64, lo: f64) -> (f64, f64) {
    let root = hi.sqrt();
    let (square, lost) = two_product::<L>(root, root);
    let left = ((hi - square) - lost) + lo;
    (root, either(root == 0.0, 0.0, 0.5 * left / root))
}
