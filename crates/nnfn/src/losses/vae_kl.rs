//! The KL term of a variational autoencoder.

use crate::exponential::exp_rest;

/// KL divergence of a normal distribution from the standard normal, one dimension: `(μ² + e^ℓ - 1 - ℓ)/2`, in
/// nats, for the mean `μ` and the logarithm `ℓ` of the variance.
///
/// The price of a code in a variational autoencoder; of several dimensions the prices are summed, not averaged.
/// `ℓ` is `ln σ²`, not `ln σ`.
///
/// - Range: `[0, ∞]`; 0 at `μ = ℓ = 0`, near which it keeps its digits. Convex in both.
/// - Limits: `∞` at every infinity. NaN gives NaN.
///
/// Source: Kingma & Welling 2013, [arXiv:1312.6114](https://arxiv.org/abs/1312.6114), appendix B.
///
/// ```
/// use nnfn::losses::vae_kl;
/// assert_eq!(vae_kl(0.0, 0.0), 0.0);
/// assert_eq!(vae_kl(3.0, 0.0), 4.5);
/// assert!((vae_kl(1.0, 0.25_f64.ln()) - 0.818_147_181).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: value
pub fn vae_kl(mean: f64, log_variance: f64) -> f64 {
    let spread = if log_variance > 700.0 {
        half_exp(log_variance)
    } else {
        // e^ℓ - 1 - ℓ, where the terms would cancel near 0.
        0.5 * exp_rest(log_variance)
    };
    0.5 * mean * mean + spread
}
// ANCHOR_END: value

/// Derivative of [`vae_kl`] by the mean: `μ`.
///
/// ```
/// use nnfn::losses::vae_kl_grad;
/// assert_eq!(vae_kl_grad(3.0, -1.0), 3.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn vae_kl_grad(mean: f64, log_variance: f64) -> f64 {
    if log_variance.is_nan() { log_variance } else { mean }
}
// ANCHOR_END: grad

/// Derivative of [`vae_kl`] by the logarithm of the variance: `(e^ℓ - 1)/2`.
///
/// From `-½` at `-∞` to `∞`.
///
/// ```
/// use nnfn::losses::vae_kl_grad_log_variance;
/// assert_eq!(vae_kl_grad_log_variance(3.0, 0.0), 0.0);
/// assert_eq!(vae_kl_grad_log_variance(0.0, f64::NEG_INFINITY), -0.5);
/// ```
#[must_use]
// ANCHOR: grad_log_variance
pub fn vae_kl_grad_log_variance(mean: f64, log_variance: f64) -> f64 {
    if mean.is_nan() {
        mean
    } else if log_variance > 700.0 {
        half_exp(log_variance)
    } else {
        0.5 * log_variance.exp_m1()
    }
}
// ANCHOR_END: grad_log_variance

/// `exp(x)/2`, also where the exponential alone overflows.
fn half_exp(x: f64) -> f64 {
    let root = (0.5 * x).exp();
    0.5 * root * root
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 400 digits.

    #[test]
    fn near_the_prior_the_price_keeps_its_digits() {
        for (mean, log_variance, value) in [
            (0.0, 1e-9, 2.500_000_000_833_333_7e-19), // e^ℓ - 1 - ℓ gives 0
            (0.0, -1e-5, 2.499_991_666_687_500_4e-11),
            (1e-100, 1e-160, 5e-201),
            (1.0, -1.386_294_361_119_890_6, 0.818_147_180_559_945_3),
        ] {
            let found = vae_kl(mean, log_variance);
            assert_ulps_eq!(found, value, epsilon = 0.0, max_ulps = 2);
        }
        assert_eq!(vae_kl_grad_log_variance(0.0, 1e-20), 5e-21);
    }

    #[test]
    fn half_of_an_exponential_may_be_finite_where_the_whole_is_not() {
        let value = 1.116_997_383_080_855_5e308; // ℓ = 710, e^ℓ is beyond f64
        for found in
            [vae_kl(0.0, 710.0), vae_kl_grad_log_variance(0.0, 710.0)]
        {
            assert_ulps_eq!(found, value, epsilon = 0.0, max_ulps = 4);
        }
        let value = 1.567_130_107_804_82e308; // μ² is beyond f64
        let found = vae_kl(1.770_384_2e154, 0.0);
        assert_ulps_eq!(found, value, epsilon = 0.0, max_ulps = 1);
    }

    #[test]
    fn at_infinity_every_code_is_infinitely_dear() {
        for (mean, log_variance) in [
            (INFINITY, 0.0),
            (-INFINITY, 1.0),
            (0.0, INFINITY),
            (0.0, -INFINITY),
            (INFINITY, -INFINITY),
        ] {
            assert_eq!(vae_kl(mean, log_variance), INFINITY);
        }
        assert_eq!(vae_kl(0.0, -1e300), 5e299);
        assert_eq!(vae_kl_grad_log_variance(INFINITY, INFINITY), INFINITY);
        assert_eq!(vae_kl_grad(-INFINITY, 0.0), -INFINITY);
    }
}
