//! Root mean squared error.

use crate::distance::Distance;
use crate::double::Double;

/// Root mean squared error of a row of predictions: `√(Σᵢ rᵢ²/n)`, where `rᵢ = predictionᵢ - targetᵢ`.
///
/// The root of the [`mean`](super::mean) of [`mse`](super::mse), in the units of the targets. It is the number of a
/// whole row: of two rows together it is not the mean of both.
///
/// - Range: `[0, ∞]`, 0 only where all residuals are 0; no square overflows or underflows.
/// - Infinite residuals give `∞`. NaN gives NaN, and so does `∞ - ∞`. The RMSE of nothing is NaN: `0/0`.
///
/// # Panics
///
/// If there are not as many targets as predictions.
///
/// ```
/// use nnfn::losses::rmse;
/// assert_eq!(rmse(&[3.0, 4.0], &[2.0, -3.0]), 5.0);
/// assert_eq!(rmse(&[1e200; 3], &[0.0; 3]), 1e200); // the square is ∞
/// assert!(rmse(&[], &[]).is_nan());
/// ```
#[must_use]
// ANCHOR: value
pub fn rmse(predictions: &[f64], targets: &[f64]) -> f64 {
    let (n, m) = (predictions.len(), targets.len());
    assert!(n == m, "rmse: {n} predictions, but {m} targets");
    let (d, part) = distance(predictions, targets);
    d.norm.over(root(n)).value() * d.unit / part
}

/// The residuals over a power of two, so that no square is lost; where one
/// alone is huge, a fourth of them.
fn distance(predictions: &[f64], targets: &[f64]) -> (Distance, f64) {
    let huge = |(p, t): (&f64, &f64)| (p - t).abs() > 1e300;
    let any = predictions.iter().zip(targets).any(huge);
    let part = if any { 0.25 } else { 1.0 };
    (Distance::new(predictions, targets, part), part)
}

/// `√n`, to double length.
fn root(n: usize) -> Double {
    Double::from(n as f64).sqrt()
}
// ANCHOR_END: value

/// Gradient of [`rmse`] by the predictions: `rᵢ/(n·RMSE)`.
///
/// Its Euclidean length is `1/√n`, whatever the residuals are. Where all of them are 0 there is no
/// gradient; of the subgradients it takes the shortest, which is 0.
///
/// Beside one infinite residual the others count nothing; beside several the direction is NaN.
///
/// # Panics
///
/// If there are not as many targets as predictions.
///
/// ```
/// use nnfn::losses::rmse_grad;
/// assert_eq!(rmse_grad(&[3.0, 4.0], &[2.0, -3.0]), [0.1, 0.7]);
/// assert_eq!(rmse_grad(&[3.0, 4.0], &[3.0, 4.0]), [0.0, 0.0]); // 0/0 is NaN
/// ```
#[must_use]
// ANCHOR: grad
pub fn rmse_grad(predictions: &[f64], targets: &[f64]) -> Vec<f64> {
    let (n, m) = (predictions.len(), targets.len());
    assert!(n == m, "rmse_grad: {n} predictions, but {m} targets");
    // The unit vector of the residuals, over √n: 0 for equal rows.
    let (d, _) = distance(predictions, targets);
    (0..n).map(|i| d.direction(i).over(root(n)).value()).collect()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn no_square_overflows_or_underflows() {
        for unit in [1e300, 1e200, 1e-200, 1e-310] {
            let predictions = [3.0 * unit, -4.0 * unit, 0.0, 0.0];
            let step = 5e-324;
            let found = rmse(&predictions, &[0.0; 4]);
            assert_ulps_eq!(found, 2.5 * unit, epsilon = step, max_ulps = 1);
            let grad = rmse_grad(&predictions, &[0.0; 4]);
            assert_ulps_eq!(grad[0], 0.3, epsilon = 1e-14, max_ulps = 1);
            assert_ulps_eq!(grad[1], -0.4, epsilon = 1e-14, max_ulps = 1);
            assert_eq!(grad[2..], [0.0, 0.0]);
        }
    }

    #[test]
    fn a_difference_may_overflow_where_the_root_does_not() {
        // mpmath, 60 digits
        let found = rmse(&[1e308, 0.0, 0.0, 0.0], &[-1e308, 0.0, 0.0, 0.0]);
        assert_eq!(found, 1e308);
        let grad = rmse_grad(&[1e308, 1.0], &[-1e308, 1.0]);
        assert_eq!(grad, [std::f64::consts::FRAC_1_SQRT_2, 0.0]);
        assert_eq!(rmse(&[1e308], &[-1e308]), INFINITY);
        assert_eq!(rmse_grad(&[1e308], &[-1e308]), [1.0]);
    }

    #[test]
    fn huge_numbers_that_are_equal_do_not_hide_small_residuals() {
        let (step, huge) = (5e-324, 1e301);
        let grad =
            rmse_grad(&[huge, 3.0 * step, 4.0 * step], &[huge, 0.0, 0.0]);
        let root = 3_f64.sqrt();
        assert_ulps_eq!(
            grad[..],
            [0.0, 0.6 / root, 0.8 / root],
            epsilon = 0.0,
            max_ulps = 1
        );
        assert_eq!(rmse(&[huge, step], &[huge, 0.0]), step);
    }

    #[test]
    fn the_running_example() {
        // mpmath, 60 digits
        let found = rmse(&[2.5, 0.0, 2.0, 8.0], &[3.0, -0.5, 2.0, 7.0]);
        assert_eq!(found, 0.612_372_435_695_794_5);
        let grad = rmse_grad(&[2.5, 0.0, 2.0, 8.0], &[3.0, -0.5, 2.0, 7.0]);
        let third = 0.204_124_145_231_931_5;
        assert_eq!(grad, [-third, third, 0.0, 2.0 * third]);
    }

    #[test]
    fn a_perfect_prediction_has_the_shortest_subgradient() {
        let row = [1e300, -0.0, 5e-324];
        assert_eq!(rmse(&row, &row), 0.0);
        assert_eq!(rmse_grad(&row, &row), [0.0; 3]);
        assert!(rmse(&[], &[]).is_nan());
        assert_eq!(rmse_grad(&[], &[]), []);
        // One step away the slope is whole.
        assert_eq!(rmse(&[5e-324], &[0.0]), 5e-324);
        assert_eq!(rmse_grad(&[5e-324], &[0.0]), [1.0]);
    }

    #[test]
    fn infinite_residuals_give_the_limit_where_there_is_one() {
        let (a, far) = ([0.0, 1.0], [INFINITY, 5.0]);
        assert_eq!(rmse(&a, &far), INFINITY);
        let grad = rmse_grad(&a, &far);
        assert_eq!(grad, [-std::f64::consts::FRAC_1_SQRT_2, 0.0]);
        assert_eq!(rmse(&a, &[INFINITY; 2]), INFINITY);
        assert!(rmse_grad(&a, &[INFINITY; 2])[0].is_nan());
        assert!(rmse(&far, &far).is_nan());
        assert!(rmse_grad(&far, &far).iter().all(|x| x.is_nan()));
        assert!(rmse(&[f64::NAN, 0.0], &a).is_nan());
        for target in [0.0, INFINITY] {
            let grad = rmse_grad(&a, &[target, f64::NAN]);
            assert!(grad.iter().all(|x| x.is_nan()));
        }
    }

    #[test]
    #[should_panic(expected = "rmse: 1 predictions, but 2 targets")]
    fn rmse_requires_equal_lengths() {
        let _ = rmse(&[1.0], &[1.0, 2.0]);
    }

    #[test]
    #[should_panic(expected = "rmse_grad: 1 predictions, but 0 targets")]
    fn rmse_grad_requires_equal_lengths() {
        let _ = rmse_grad(&[1.0], &[]);
    }
}
