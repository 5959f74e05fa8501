//! Negative log-likelihood of a normal distribution.

use crate::double::Double;
use crate::scale::power_of_two;

/// Negative log-likelihood of a target under a normal distribution: `½·(ln v + r²/v)`, in nats,
/// where `r = prediction - target` and `v` is the variance.
///
/// The prediction is the mean; the variance, in the squared units of the target, is learned as well.
/// Without the constant `½·ln 2π`, and without the floor under the variance that PyTorch puts there.
/// At a variance of 1 it is half of [`mse`](super::mse).
///
/// - Range: `[-∞, ∞]`; convex in the prediction; least in the variance at `v = r²`.
/// - A variance of 0 gives `∞`, the limit, or `-∞` where the residual is 0. A variance of `∞` gives `∞`, and so does
///   an infinite residual. A negative variance and NaN give NaN, and so does `∞ - ∞`.
///
/// Source: Nix & Weigend 1994, [doi:10.1109/ICNN.1994.374138](https://doi.org/10.1109/ICNN.1994.374138).
///
/// ```
/// use nnfn::losses::gaussian_nll;
/// assert_eq!(gaussian_nll(3.0, 1.0, 1.0), 2.0);
/// assert_eq!(gaussian_nll(3.0, 1.0, 4.0), 2_f64.ln() + 0.5);
/// assert_eq!(gaussian_nll(3.0, 3.0, 0.0), f64::NEG_INFINITY);
/// ```
#[must_use]
// ANCHOR: value
pub fn gaussian_nll(prediction: f64, target: f64, variance: f64) -> f64 {
    let r = prediction - target;
    if r.is_nan() || variance.is_nan() || variance < 0.0 {
        return f64::NAN;
    }
    if variance == 0.0 && r == 0.0 {
        return f64::NEG_INFINITY;
    }
    if variance == 0.0 || variance == f64::INFINITY {
        return f64::INFINITY;
    }
    let (z, rest) = scaled(prediction, target, variance);
    let square = z * z.half().over(rest);
    (Double::from(0.5 * variance.ln()) + square).value()
}
// ANCHOR_END: value

/// Derivative of [`gaussian_nll`] by the prediction: `r/v`.
///
/// Where the residual is 0, so is it, also at a variance of 0. An infinite residual over an infinite
/// variance is NaN.
///
/// ```
/// use nnfn::losses::gaussian_nll_grad;
/// assert_eq!(gaussian_nll_grad(3.0, 1.0, 4.0), 0.5);
/// ```
#[must_use]
// ANCHOR: grad
pub fn gaussian_nll_grad(prediction: f64, target: f64, variance: f64) -> f64 {
    let r = prediction - target;
    if variance < 0.0 {
        f64::NAN
    } else if r == 0.0 && variance == 0.0 {
        0.0
    } else if r.is_infinite() && variance > 0.0 {
        // The difference overflows, the quotient need not.
        prediction / variance.abs() - target / variance.abs()
    } else {
        r / variance.abs() // -0.0 is a variance of 0
    }
}
// ANCHOR_END: grad

/// Derivative of [`gaussian_nll`] by the variance: `½·(1/v - r²/v²)`.
///
/// It is 0 at `v = r²`. Towards a variance of 0 it goes to `-∞`; where the residual is 0, to `∞`. At an infinite
/// variance it is 0.
///
/// ```
/// use nnfn::losses::gaussian_nll_grad_variance;
/// assert_eq!(gaussian_nll_grad_variance(3.0, 1.0, 4.0), 0.0);
/// assert_eq!(gaussian_nll_grad_variance(3.0, 3.0, 4.0), 0.125);
/// ```
#[must_use]
// ANCHOR: grad_variance
pub fn gaussian_nll_grad_variance(
    prediction: f64,
    target: f64,
    variance: f64,
) -> f64 {
    let r = prediction - target;
    let infinite = r.is_infinite() && variance == f64::INFINITY;
    if r.is_nan() || variance.is_nan() || variance < 0.0 || infinite {
        return f64::NAN;
    }
    if variance == 0.0 {
        return if r == 0.0 { f64::INFINITY } else { f64::NEG_INFINITY };
    }
    if variance == f64::INFINITY {
        return 0.0;
    }
    let (z, rest) = scaled(prediction, target, variance);
    if z.hi.abs() < 1e20 {
        // (1 - r²/v)/(2v); the difference keeps what is left near v = r².
        let gap = Double::from(rest) - z * z;
        return gap.normalised().over(2.0 * rest).over(variance).value();
    }
    // The 1 does not count, and r² alone could overflow.
    let ratio = z.over(rest).over(power_of_two(variance.sqrt()));
    0.0 - (ratio.half() * ratio).value()
}
// ANCHOR_END: grad_variance

/// `r/u` and `v/u²`, where `u` is a power of two near `√v`: `r²/v` is a quotient of numbers that neither overflow
/// nor underflow on the way, unless it does.
fn scaled(prediction: f64, target: f64, variance: f64) -> (Double, f64) {
    let u = power_of_two(variance.sqrt());
    let z = if u > 1.0 {
        // The difference alone could overflow.
        Double::from(prediction / u) - target / u
    } else {
        (Double::from(prediction) - target).over(u)
    };
    (z, variance / u / u)
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn tiny_and_huge_variances_and_residuals_meet() {
        for (r, v, loss, grad, grad_variance) in [
            (
                1e-150,
                1e-300,
                -344.887_763_949_106_84,
                1e150,
                6.234_187_685_431_416e282,
            ),
            (1e200, 1e300, 4.999_999_999_999_999e99, 1e-100, -5e-201),
            (
                1e-10,
                1e-310,
                5.000_000_000_000_016e289,
                1.000_000_000_000_003e300,
                -INFINITY,
            ),
            (1e200, 1e80, INFINITY, 1e120, -5e239),
        ] {
            let found = gaussian_nll(r, 0.0, v);
            assert_ulps_eq!(found, loss, epsilon = 0.0, max_ulps = 2);
            let found = gaussian_nll_grad(r, 0.0, v);
            assert_ulps_eq!(found, grad, epsilon = 0.0, max_ulps = 2);
            let found = gaussian_nll_grad_variance(r, 0.0, v);
            assert_ulps_eq!(
                found,
                grad_variance,
                epsilon = 0.0,
                max_ulps = 2
            );
        }
    }

    #[test]
    fn near_its_zero_the_slope_keeps_its_digits() {
        let r = 1.1; // r² is 1.210000000000000195.., v is next to it
        let found = gaussian_nll_grad_variance(r, 0.0, 1.21);
        let expected = -7.886_291_548_460_918e-17;
        assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn limits_of_the_variance() {
        for (r, v, loss, grad, grad_variance) in [
            (2.0, 0.0, INFINITY, INFINITY, -INFINITY),
            (-2.0, -0.0, INFINITY, -INFINITY, -INFINITY),
            (0.0, 0.0, -INFINITY, 0.0, INFINITY),
            (2.0, INFINITY, INFINITY, 0.0, 0.0),
            (INFINITY, 2.0, INFINITY, INFINITY, -INFINITY),
            (INFINITY, 0.0, INFINITY, INFINITY, -INFINITY),
            (-INFINITY, 0.0, INFINITY, -INFINITY, -INFINITY),
        ] {
            assert_eq!(gaussian_nll(r, 0.0, v), loss);
            assert_eq!(gaussian_nll_grad(r, 0.0, v), grad);
            assert_eq!(gaussian_nll_grad_variance(r, 0.0, v), grad_variance);
        }
    }

    #[test]
    fn what_is_no_variance_gives_nan() {
        for (p, y, v) in [
            (1.0, 0.0, -1.0),
            (1.0, 0.0, f64::NAN),
            (f64::NAN, 0.0, 0.0),
            (INFINITY, INFINITY, 1.0),
        ] {
            assert!(gaussian_nll(p, y, v).is_nan());
            assert!(gaussian_nll_grad(p, y, v).is_nan());
            assert!(gaussian_nll_grad_variance(p, y, v).is_nan());
        }
    }

    #[test]
    fn the_difference_may_overflow_where_the_loss_does_not() {
        let loss = gaussian_nll(1e308, -1e308, 1.7e308);
        assert_ulps_eq!(
            loss,
            1.176_470_588_235_294_3e308,
            epsilon = 0.0,
            max_ulps = 2
        );
        assert_eq!(gaussian_nll_grad(1e308, -1e308, 1e308), 2.0);
    }
}
