//! Log-cosh loss.

use std::f64::consts::LN_2;

use crate::double::Double;

/// Log-cosh loss of one prediction: `ln cosh(r)`, where `r = prediction - target`.
///
/// Half the square of small residuals, and `|r| - ln 2` far out, with no seam between: [`huber`](super::huber)
/// with `delta = 1` is such a loss in two pieces, and lies above it. It has no parameter: the residual is
/// measured in units of 1, and needs scaling where the target has others.
///
/// - Range: `[0, ∞]`, 0 only at `r = 0`; even in `r`, convex, smooth, its slope within `±1`.
/// - Infinite residuals give `∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// Source: Chen et al. 2019, Log Hyperbolic Cosine Loss Improves Variational Auto-Encoder,
/// [OpenReview](https://openreview.net/pdf?id=rkglvsC9Ym).
///
/// ```
/// use nnfn::losses::log_cosh;
/// assert_eq!(log_cosh(3.0, 3.0), 0.0);
/// assert!((log_cosh(4.0, 3.0) - 0.433_780_830_483).abs() < 1e-12);
/// assert_eq!(log_cosh(1e-9, 0.0), 5e-19); // cosh(1e-9) is 1, its logarithm 0
/// assert_eq!(log_cosh(1003.0, 3.0), 1000.0 - 2_f64.ln()); // cosh(1000) is ∞
/// ```
#[must_use]
// ANCHOR: value
pub fn log_cosh(prediction: f64, target: f64) -> f64 {
    // What rounding takes from the difference the loss would nearly double.
    let r = Double::from(prediction) - target;
    let size = r.hi.abs();
    let loss = if size < 1.0 {
        // cosh r is 1 for small r: the series of cosh r - 1 keeps its digits.
        let (square, half) = (size * size, 0.5 * size * size);
        let factors = [306.0, 240.0, 182.0, 132.0, 90.0, 56.0, 30.0];
        let tail = factors.iter().fold(1.0, |t, n| 1.0 + square / n * t);
        (half + half * (square / 12.0 * tail)).ln_1p()
    } else {
        // cosh r is ∞ for |r| > 711: exp(|r|)/2 is taken out.
        size + ((-2.0 * size).exp().ln_1p() - LN_2)
    };
    loss + r.lo * r.hi.tanh()
}
// ANCHOR_END: value

/// Derivative of [`log_cosh`] by the prediction: `tanh(prediction - target)`.
///
/// Its limits are `±1`, which it rounds to from about 19.1 on; near 0 it is the residual.
///
/// ```
/// use nnfn::losses::log_cosh_grad;
/// assert_eq!(log_cosh_grad(3.0, 3.0), 0.0);
/// assert_eq!(log_cosh_grad(1e-9, 0.0), 1e-9);
/// assert!((log_cosh_grad(2.0, 3.0) + 0.761_594_156).abs() < 1e-9);
/// assert_eq!(log_cosh_grad(1e300, 3.0), 1.0); // sinh(r)/cosh(r) is NaN
/// ```
#[must_use]
// ANCHOR: grad
pub fn log_cosh_grad(prediction: f64, target: f64) -> f64 {
    (prediction - target).tanh()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn small_residuals_keep_their_digits() {
        assert_eq!(log_cosh(-1e-160, 0.0), 5e-321);
        assert_eq!(log_cosh(2.5e-162, 0.0), 5e-324); // half of r², rounded before, is 0
        // mpmath, 60 digits; 1 is where the series ends
        for (r, loss) in [
            (1e-9, 5e-19),
            (1e-8, 5e-17),
            (1e-5, 4.999_999_999_916_667_6e-11),
            (0.1, 0.004_991_688_821_646_530_5),
            (0.999_999_999_999, 0.433_780_830_482_265_6),
            (1.0, 0.433_780_830_483_027_2),
            (1.5, 0.855_440_171_013_796_8),
        ] {
            let found = log_cosh(r, 0.0);
            assert_ulps_eq!(found, loss, epsilon = 0.0, max_ulps = 1);
            assert_eq!(log_cosh(0.0, r), found);
        }
    }

    #[test]
    fn what_the_difference_loses_counts() {
        // mpmath, 60 digits; without the correction 4 units off
        let loss =
            log_cosh(0.505_216_680_862_941_7, -0.000_284_046_615_554_642_83);
        assert_ulps_eq!(
            loss,
            0.122_668_365_487_680_9,
            epsilon = 0.0,
            max_ulps = 3
        );
    }

    #[test]
    fn infinite_residuals_give_the_limit() {
        const INFINITY: f64 = f64::INFINITY;
        assert_eq!(log_cosh(1e300, 0.0), 1e300);
        assert_eq!(log_cosh(100.0, 0.0), 99.306_852_819_440_05);
        assert_eq!(log_cosh(1e308, -1e308), INFINITY);
        assert_eq!(log_cosh(-INFINITY, 1.0), INFINITY);
        assert_eq!(log_cosh_grad(-INFINITY, 1.0), -1.0);
        assert_eq!(log_cosh_grad(1.0, -INFINITY), 1.0);
        assert!(log_cosh(INFINITY, INFINITY).is_nan());
        assert!(log_cosh_grad(INFINITY, INFINITY).is_nan());
        assert!(log_cosh(f64::NAN, 0.0).is_nan());
        assert!(log_cosh(0.0, f64::NAN).is_nan());
        assert!(log_cosh_grad(0.0, f64::NAN).is_nan());
    }
}
