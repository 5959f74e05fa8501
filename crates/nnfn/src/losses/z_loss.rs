//! Z-loss.

use crate::double::Double;
use crate::reduce::log_sum_exp;
use crate::row::Row;

/// Z-loss of one row of logits: `(ln Σⱼ exp(zⱼ))²`, the square of the logarithm of softmax's denominator.
///
/// Cross-entropy does not change if all logits move together; this does, and holds them where the denominator is 1. It
/// is added with a small weight to the loss of each token: PaLM's was `1e-4`. The softmax of the best logits stays what
/// it was.
///
/// - Range: `[0, ∞]`; 0 where [`log_sum_exp`] is 0. `ln² n` for logits of 0.
/// - A `∞`, and nothing but `-∞`, give `∞`; `-∞` beside others does not count. No logit at all gives `∞`. NaN gives NaN.
///
/// Source: Chowdhery et al. 2022, *PaLM*, [arXiv:2204.02311](https://arxiv.org/abs/2204.02311), section 5.
///
/// ```
/// use nnfn::losses::z_loss;
/// assert!((z_loss(&[2.0, 1.0, 0.1]) - 5.842_034_1).abs() < 1e-7);
/// assert_eq!(z_loss(&[100.0, 100.0]), (100.0 + 2_f64.ln()).powi(2));
/// assert_eq!(z_loss(&[0.0]), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn z_loss(logits: &[f64]) -> f64 {
    let log_sum = log_sum(logits);
    log_sum * log_sum
}

/// `ln Σⱼ exp(zⱼ)`, also where the largest logit and the rest cancel.
fn log_sum(logits: &[f64]) -> f64 {
    let near = log_sum_exp(logits);
    let largest = logits.iter().fold(f64::NEG_INFINITY, |m, z| m.max(*z));
    if largest >= 0.0 || near.abs() >= -0.5 * largest || near.is_nan() {
        return near;
    }
    // The sum is near 1, or at least no exponential is too small.
    let add = |sum: Double, z: &f64| sum + Double::exp_in_full(*z);
    let sum = logits.iter().fold(Double::from(0.0), add);
    if (0.5..2.0).contains(&sum.hi) {
        (sum - 1.0).value().ln_1p()
    } else {
        sum.value().ln()
    }
}
// ANCHOR_END: value

/// Gradient of [`z_loss`] by the logits: `2·(ln Σⱼ exp(zⱼ))·softmax(z)`.
///
/// The entries sum to twice the logarithm. Where every logit of several is `-∞` they are NaN: there is no limit.
///
/// ```
/// use nnfn::losses::z_loss_grad;
/// assert_eq!(z_loss_grad(&[0.0, 0.0]), [2_f64.ln(); 2]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn z_loss_grad(logits: &[f64]) -> Vec<f64> {
    let (row, log_sum) = (Row::new(logits, 1.0), log_sum(logits));
    let grad = |i: usize| {
        if log_sum == f64::INFINITY && row.weights[i] == 0.0 {
            return 0.0; // the share falls faster than the logarithm grows
        }
        // Doubled last: the share may be finite where the double is not.
        2.0 * row.share_times(i, Double::from(log_sum))
    };
    (0..logits.len()).map(grad).collect()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::sum;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn a_row_of_three() {
        // mpmath, 60 digits
        let z = [2.0, 1.0, 0.1];
        let expected = 5.842_034_099_588_024;
        assert_ulps_eq!(z_loss(&z), expected, epsilon = 0.0, max_ulps = 2);
        let shifted = [102.0, 101.0, 100.1];
        let expected = 10_489.248_037_355_155;
        assert_ulps_eq!(
            z_loss(&shifted),
            expected,
            epsilon = 0.0,
            max_ulps = 2
        );
        let grad = z_loss_grad(&z);
        let expected = [
            3.185_651_066_897_323_6,
            1.171_935_534_257_396_4,
            0.476_473_431_400_946_9,
        ];
        assert_ulps_eq!(grad[..], expected, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn a_sum_near_1_keeps_the_digits_of_its_logarithm() {
        // mpmath, 60 digits: the largest logit and the rest cancel.
        let z = [-0.525_777_811_150_968_1, -0.941_413_898_990_991_5];
        let expected = 0.000_361_310_674_354_541_3;
        assert_ulps_eq!(z_loss(&z), expected, epsilon = 0.0, max_ulps = 3);
        let half = [-std::f64::consts::LN_2; 2];
        let expected = 5.377_978_124_810_674e-34;
        assert_ulps_eq!(z_loss(&half), expected, epsilon = 0.0, max_ulps = 3);
        let many = vec![-10.9; 50_000];
        let expected = 0.006_435_523_652_157_483;
        assert_ulps_eq!(z_loss(&many), expected, epsilon = 0.0, max_ulps = 3);
    }

    #[test]
    fn a_share_below_all_numbers_is_still_multiplied() {
        let grad = z_loss_grad(&[1e6, 1e6 - 750.0]);
        let expected = 3.803e-320; // mpmath: exp(-750) alone is 0
        assert!((grad[1] - expected).abs() < 5e-321, "{:e}", grad[1]);
        assert_eq!(z_loss_grad(&[1e300, -1e300]), [2e300, 0.0]);
        assert_eq!(z_loss(&[1e300, 0.0]), INFINITY);
    }

    #[test]
    fn infinities_give_the_limit_and_nan_comes_through() {
        assert_eq!(z_loss(&[0.0, INFINITY]), INFINITY);
        assert_eq!(z_loss_grad(&[0.0, INFINITY]), [0.0, INFINITY]);
        assert_eq!(z_loss(&[0.0, -INFINITY]), 0.0);
        assert_eq!(z_loss_grad(&[0.5, -INFINITY]), [1.0, 0.0]);
        assert_eq!(z_loss(&[-INFINITY; 2]), INFINITY);
        assert!(z_loss_grad(&[-INFINITY; 2]).iter().all(|g| g.is_nan()));
        assert!(z_loss(&[0.0, f64::NAN]).is_nan());
        assert!(z_loss_grad(&[0.0, f64::NAN]).iter().all(|g| g.is_nan()));
        assert_eq!(z_loss_grad(&[-INFINITY]), [-INFINITY]);
        assert_eq!(z_loss(&[]), INFINITY);
        assert_eq!(z_loss_grad(&[]), []);
    }

    #[test]
    fn the_pull_on_all_logits_together_is_twice_the_logarithm() {
        let z = [3.0, -1.0, 0.5, 2.0];
        let total = sum(&z_loss_grad(&z));
        let expected = 2.0 * log_sum_exp(&z);
        assert_ulps_eq!(total, expected, epsilon = 0.0, max_ulps = 3);
    }
}
