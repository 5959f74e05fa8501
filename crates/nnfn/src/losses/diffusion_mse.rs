//! Squared error of a denoiser that predicts the velocity.

use crate::double::Double;

/// Squared error of a predicted velocity, `(prediction - v)²` with `v = √ᾱ·noise - √(1 - ᾱ)·clean`.
///
/// `clean` is the datum and `noise` a standard normal number; the model is shown `√ᾱ·clean + √(1 - ᾱ)·noise` and
/// has to say `v`. The loss of noise prediction, DDPM's, is [`mse`](super::mse) with the noise as its target:
/// `ᾱ = 1` here. At `ᾱ = 0` the target is the datum with its sign turned.
///
/// - Range: `[0, ∞]`; convex in the prediction.
/// - An infinite residual gives `∞`. What has the weight 0 does not count, however large it is. NaN gives NaN, and so
///   does `∞ - ∞`.
///
/// # Panics
///
/// If `alpha_bar` is not from 0 to 1.
///
/// Source: Salimans & Ho 2022, [arXiv:2202.00512](https://arxiv.org/abs/2202.00512), section 4.
///
/// ```
/// use nnfn::losses::diffusion_mse;
/// assert_eq!(diffusion_mse(0.5, -1.0, 2.0, 1.0), 2.25); // the noise is 2
/// assert_eq!(diffusion_mse(0.5, -1.0, 2.0, 0.0), 0.25); // minus the datum is 1
/// ```
#[must_use]
// ANCHOR: value
pub fn diffusion_mse(
    prediction: f64,
    clean: f64,
    noise: f64,
    alpha_bar: f64,
) -> f64 {
    assert!(
        (0.0..=1.0).contains(&alpha_bar),
        "diffusion_mse: alpha_bar must be from 0 to 1, got {alpha_bar}"
    );
    let r = residual(prediction, clean, noise, alpha_bar);
    r * r
}

/// The prediction minus the velocity, in double length: near the target
/// its terms cancel.
fn residual(prediction: f64, clean: f64, noise: f64, alpha_bar: f64) -> f64 {
    // 0 · ∞ is NaN, but what has no weight is not seen.
    let part = |weight: Double, x: f64| {
        if weight.hi == 0.0 && x.is_infinite() {
            Double::from(0.0)
        } else {
            weight * x
        }
    };
    let ahead = part(Double::from(alpha_bar).sqrt(), noise);
    let back = part((Double::from(1.0) - alpha_bar).sqrt(), clean);
    let r = (Double::from(prediction) - (ahead - back)).value();
    if r.is_finite() {
        return r;
    }
    // What overflows on the way need not overflow in the other order.
    (Double::from(prediction) + back - ahead).value()
}
// ANCHOR_END: value

/// Derivative of [`diffusion_mse`] by the prediction: `2·(prediction - v)`.
///
/// # Panics
///
/// If `alpha_bar` is not from 0 to 1.
///
/// ```
/// use nnfn::losses::diffusion_mse_grad;
/// assert_eq!(diffusion_mse_grad(0.5, -1.0, 2.0, 1.0), -3.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn diffusion_mse_grad(
    prediction: f64,
    clean: f64,
    noise: f64,
    alpha_bar: f64,
) -> f64 {
    assert!(
        (0.0..=1.0).contains(&alpha_bar),
        "diffusion_mse_grad: alpha_bar must be from 0 to 1, got {alpha_bar}"
    );
    2.0 * residual(prediction, clean, noise, alpha_bar)
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn an_example_of_each_level() {
        for (alpha_bar, value, grad) in [
            (0.5, 1.010_075_759_508_250_1, -2.010_050_506_338_833_6),
            (0.01, 0.286_238_442_453_742_9, -1.070_025_125_786_760_1),
            (0.999, 3.126_627_380_883_528_3, -3.536_454_371_759_109),
        ] {
            let found = diffusion_mse(-1.5, 1.0, 0.3, alpha_bar);
            assert_ulps_eq!(found, value, epsilon = 0.0, max_ulps = 4);
            let found = diffusion_mse_grad(-1.5, 1.0, 0.3, alpha_bar);
            assert_ulps_eq!(found, grad, epsilon = 0.0, max_ulps = 4);
        }
    }

    #[test]
    fn the_ends_are_the_noise_and_the_datum() {
        for (p, clean, noise) in [(0.5, -1.0, 2.0), (1e-9, 3.0, 1e-9)] {
            let by_noise = crate::losses::mse(p, noise);
            assert_eq!(diffusion_mse(p, clean, noise, 1.0), by_noise);
            let by_datum = crate::losses::mse(p, -clean);
            assert_eq!(diffusion_mse(p, clean, noise, 0.0), by_datum);
        }
    }

    #[test]
    fn a_part_may_overflow_where_the_slope_does_not() {
        let found = diffusion_mse_grad(1.7e308, -1.5e308, 1.5e308, 0.5);
        assert_ulps_eq!(
            found,
            -8.426_406_871_192_853e307,
            epsilon = 0.0,
            max_ulps = 4
        );
        assert_eq!(diffusion_mse(1e200, 0.0, 0.0, 0.5), INFINITY);
    }

    #[test]
    fn infinities_give_the_limit() {
        for (p, clean, noise, alpha_bar, grad) in [
            (INFINITY, 1.0, 1.0, 0.5, INFINITY),
            (0.0, 1.0, INFINITY, 0.5, -INFINITY),
            (0.0, INFINITY, 1.0, 0.5, INFINITY),
            (0.0, INFINITY, 1.0, 1.0, -2.0),
            (0.0, 1.0, -INFINITY, 0.0, 2.0),
        ] {
            let found = diffusion_mse_grad(p, clean, noise, alpha_bar);
            assert_eq!(found, grad);
            let found = diffusion_mse(p, clean, noise, alpha_bar);
            assert_eq!(found, 0.25 * grad * grad);
        }
        assert!(diffusion_mse(INFINITY, 0.0, INFINITY, 0.5).is_nan());
        assert!(diffusion_mse_grad(0.0, INFINITY, INFINITY, 0.5).is_nan());
        assert!(diffusion_mse(0.0, f64::NAN, 0.0, 1.0).is_nan());
        assert!(diffusion_mse_grad(0.0, 0.0, f64::NAN, 0.0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "diffusion_mse: alpha_bar must be from 0 to 1, got 1.5"
    )]
    fn diffusion_mse_requires_a_share() {
        let _ = diffusion_mse(1.0, 1.0, 1.0, 1.5);
    }

    #[test]
    #[should_panic(
        expected = "diffusion_mse_grad: alpha_bar must be from 0 to 1, got NaN"
    )]
    fn diffusion_mse_grad_requires_a_share() {
        let _ = diffusion_mse_grad(1.0, 1.0, 1.0, f64::NAN);
    }
}
