//! Pseudo-Huber loss.

use crate::double::Double;

/// Pseudo-Huber loss of one prediction: `δ²·(√(1 + (r/δ)²) - 1)`, where `r = prediction - target` and `δ` is `delta`.
///
/// Half the square of small residuals and `δ·|r| - δ²` far out, with no seam between:
/// [`huber`](super::huber) with the same `delta`, in the units of the target, is the loss in two pieces, and lies
/// above it by up to `δ²/2`. Also called Charbonnier loss, which some write as `√(r² + ε²)`: that is this loss over
/// `ε`, plus `ε`.
///
/// - Range: `[0, ∞]`, 0 only at `r = 0`; even in `r`, convex, smooth. At `delta = ∞` it is `r²/2`.
/// - Infinite residuals give `∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If `delta` is not positive.
///
/// Source: Charbonnier et al. 1994, [doi:10.1109/ICIP.1994.413553](https://doi.org/10.1109/ICIP.1994.413553).
///
/// ```
/// use nnfn::losses::pseudo_huber;
/// assert_eq!(pseudo_huber(7.0, 3.0, 3.0), 6.0); // √(9 + 16) is 5
/// assert_eq!(pseudo_huber(1e-9, 0.0, 1.0), 5e-19); // 1 + 1e-18 is 1
/// assert_eq!(pseudo_huber(1e300, 0.0, 1.0), 1e300); // the square is ∞
/// assert_eq!(pseudo_huber(13.0, 3.0, f64::INFINITY), 50.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn pseudo_huber(prediction: f64, target: f64, delta: f64) -> f64 {
    assert!(delta > 0.0, "pseudo_huber: delta must be positive, got {delta}");
    let r = Double::from(prediction) - target;
    let size = r.hi.abs();
    if size == f64::INFINITY {
        // The difference overflows, the loss need not: subtract halves.
        return 2.0 * (delta * (0.5 * prediction - 0.5 * target).abs());
    }
    // √(1 + q²) - 1 cancels: q²/(1 + √(1 + q²)) does not.
    let loss = if size <= delta {
        let q = small_ratio(size, delta);
        size * (size / (1.0 + q.mul_add(q, 1.0).sqrt()))
    } else {
        let q = delta / size; // the square of its inverse could overflow
        delta * (size / (q + q.mul_add(q, 1.0).sqrt()))
    };
    // What rounding takes from the difference the loss would nearly double.
    r.lo.mul_add(slope(r.hi, delta), loss)
}
// ANCHOR_END: value

/// Derivative of [`pseudo_huber`] by the prediction: `r/√(1 + (r/δ)²)`.
///
/// The residual near 0; its limits are `±delta`.
///
/// # Panics
///
/// If `delta` is not positive.
///
/// ```
/// use nnfn::losses::pseudo_huber_grad;
/// assert_eq!(pseudo_huber_grad(7.0, 3.0, 3.0), 4.0 * 0.6);
/// assert_eq!(pseudo_huber_grad(1e-9, 0.0, 1.0), 1e-9);
/// assert_eq!(pseudo_huber_grad(-1e300, 0.0, 3.0), -3.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn pseudo_huber_grad(prediction: f64, target: f64, delta: f64) -> f64 {
    assert!(
        delta > 0.0,
        "pseudo_huber_grad: delta must be positive, got {delta}"
    );
    let r = prediction - target;
    if r.is_infinite() && delta < f64::INFINITY {
        if delta < 1e-300 {
            return delta.copysign(r); // half of it would be rounded
        }
        // Halves do not overflow.
        return 2.0 * slope(0.5 * prediction - 0.5 * target, 0.5 * delta);
    }
    slope(r, delta)
}

/// `r/√(1 + (r/δ)²)`, where no square overflows.
fn slope(r: f64, delta: f64) -> f64 {
    if r.abs() <= delta {
        let q = small_ratio(r, delta);
        r / q.mul_add(q, 1.0).sqrt()
    } else {
        let q = delta / r;
        (delta / q.mul_add(q, 1.0).sqrt()).copysign(r)
    }
}

/// `r/δ` where `|r| ≤ δ`; beside an infinite `δ` it is 0, whatever `r`.
fn small_ratio(r: f64, delta: f64) -> f64 {
    if delta < f64::INFINITY { r / delta } else { 0.0 }
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use std::f64::consts::FRAC_1_SQRT_2;

    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[track_caller]
    fn is(r: f64, delta: f64, loss: f64, grad: f64) {
        for (p, y) in [(r, 0.0), (0.0, -r)] {
            let found = pseudo_huber(p, y, delta);
            assert_ulps_eq!(found, loss, epsilon = 0.0, max_ulps = 2);
            assert_ulps_eq!(
                pseudo_huber(-p, -y, delta),
                loss,
                epsilon = 0.0,
                max_ulps = 2
            );
            let found = pseudo_huber_grad(p, y, delta);
            assert_ulps_eq!(found, grad, epsilon = 0.0, max_ulps = 2);
        }
    }

    // Expected numbers: mpmath, 1,500 digits.

    #[test]
    fn a_subnormal_delta_is_the_slope_of_a_residual_beyond_the_largest_number()
     {
        assert_eq!(pseudo_huber_grad(1.7e308, -1.7e308, 5e-324), 5e-324);
        assert_eq!(pseudo_huber_grad(-1.7e308, 1.7e308, 1.5e-323), -1.5e-323);
    }

    #[test]
    fn small_residuals_keep_their_digits() {
        is(1e-09, 1.0, 5e-19, 1e-09);
        is(1e-09, 0.3, 5e-19, 1e-09);
        is(1e-160, 1.0, 5e-321, 1e-160);
        is(1e-160, 1e300, 5e-321, 1e-160);
        is(
            1e-05,
            0.001,
            4.999_875_006_249_610_4e-11,
            9.999_500_037_496_876e-06,
        );
        is(0.1, 1.0, 0.004_987_562_112_089_027, 0.099_503_719_020_998_92);
        is(1.0, 1.0, 0.414_213_562_373_095_03, FRAC_1_SQRT_2);
        is(0.999, 1.0, 0.413_506_632_457_025_3, 0.706_752_962_498_301_2);
    }

    #[test]
    fn no_square_overflows() {
        is(1.001, 1.0, 0.414_920_845_842_621_6, 0.707_460_069_544_652_7);
        is(3.0, 1.0, 2.162_277_660_168_379_5, 0.948_683_298_050_513_8);
        is(3.0, 2.0, 3.211_102_550_927_978_7, 1.664_100_588_675_687_4);
        is(1e300, 1.0, 1e300, 1.0);
        is(1e300, 1e-300, 1.0, 1e-300);
        is(1e200, 1e100, 1e300, 1e100);
        is(1e160, 1e140, 1e300, 1e140);
        is(1e-150, 1e-300, 0.0, 1e-300);
        is(1e300, 20000000.0, 2.000_000_000_000_000_2e307, 20000000.0);
    }

    #[test]
    fn an_infinite_delta_is_half_the_square() {
        is(3.0, INFINITY, 4.5, 3.0);
        is(1e200, INFINITY, INFINITY, 1e200);
        assert_eq!(pseudo_huber(INFINITY, 1.0, INFINITY), INFINITY);
        assert_eq!(pseudo_huber_grad(INFINITY, 1.0, INFINITY), INFINITY);
    }

    #[test]
    fn the_difference_may_overflow_where_the_loss_does_not() {
        assert_eq!(pseudo_huber(1e308, -1e308, 0.25), 5e307);
        assert_eq!(pseudo_huber_grad(1e308, -1e308, 0.25), 0.25);
        let found = pseudo_huber_grad(1e308, -1e308, 1e308);
        let expected = 8.944_271_909_999_159e307; // 1e308·2/√5
        assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn infinite_residuals_give_the_limit() {
        assert_eq!(pseudo_huber(-INFINITY, 1.0, 2.0), INFINITY);
        assert_eq!(pseudo_huber_grad(-INFINITY, 1.0, 2.0), -2.0);
        assert_eq!(pseudo_huber_grad(1.0, -INFINITY, 2.0), 2.0);
        for (p, y) in [(INFINITY, INFINITY), (f64::NAN, 0.0), (0.0, f64::NAN)]
        {
            for delta in [2.0, INFINITY] {
                assert!(pseudo_huber(p, y, delta).is_nan());
                assert!(pseudo_huber_grad(p, y, delta).is_nan());
            }
        }
    }

    #[test]
    #[should_panic(expected = "pseudo_huber: delta must be positive, got 0")]
    fn pseudo_huber_requires_a_positive_delta() {
        let _ = pseudo_huber(1.0, 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "pseudo_huber_grad: delta must be positive, got NaN"
    )]
    fn pseudo_huber_grad_requires_a_positive_delta() {
        let _ = pseudo_huber_grad(1.0, 1.0, f64::NAN);
    }
}
