//! Softmax.

use crate::double::Double;
use crate::row::{Row, with_headroom};
use crate::sum::sum_of;

/// Softmax: `exp(zᵢ/T) / Σⱼ exp(zⱼ/T)`.
///
/// Turns logits into probabilities. A shift of all logits changes nothing; a scale does. A low temperature
/// sharpens towards the largest logit, a high one flattens towards uniform.
///
/// - Each entry lies in `[0, 1]`; they sum to 1. Infinite temperature: uniform.
/// - Logits of `-∞` (masked) get 0, a single `∞` gets all. Where the limit depends on the way there, the
///   row is NaN: several `∞`, or nothing but several `-∞`. A NaN makes the row NaN. Empty gives empty.
///
/// # Panics
///
/// If `temperature` is not positive.
///
/// Source: the name is from Bridle 1990,
/// [doi:10.1007/978-3-642-76153-9_28](https://doi.org/10.1007/978-3-642-76153-9_28).
///
/// ```
/// use nnfn::activations::softmax;
/// let p = softmax(&[2.0, 1.0, 0.1], 1.0);
/// assert!((p[0] - 0.659_001_139).abs() < 1e-9);
/// assert_eq!(softmax(&[1000.0, 1000.0], 1.0), [0.5, 0.5]); // exp(1000) overflows
/// assert_eq!(softmax(&[0.0, f64::NEG_INFINITY], 1.0), [1.0, 0.0]);
/// ```
#[must_use]
// ANCHOR: value
pub fn softmax(logits: &[f64], temperature: f64) -> Vec<f64> {
    assert!(
        temperature > 0.0,
        "softmax: temperature must be positive, got {temperature}"
    );
    // The weights are exp((z - max z)/T): none overflows.
    let row = Row::new(logits, temperature);
    row.weights.iter().map(|weight| weight / row.total).collect()
}
// ANCHOR_END: value

/// Vector-Jacobian product of [`softmax`]: `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ)/T` for the upstream gradient `u`.
///
/// The entries sum to 0: a shift of the logits changes nothing. Infinite entries of `u` give the limit, NaN where two
/// pull against each other. Where the sum of the definition cancels, errors are of the size of its terms,
/// `pⱼ·Σᵢ pᵢ·|uᵢ|`.
///
/// # Panics
///
/// If `temperature` is not positive, or the lengths of `logits` and `upstream` differ.
///
/// ```
/// use nnfn::activations::softmax_vjp;
/// assert_eq!(softmax_vjp(&[0.0, 0.0], 1.0, &[1.0, 0.0]), [0.25, -0.25]);
/// assert_eq!(softmax_vjp(&[0.0, 0.0], 2.0, &[1.0, 0.0]), [0.125, -0.125]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn softmax_vjp(
    logits: &[f64],
    temperature: f64,
    upstream: &[f64],
) -> Vec<f64> {
    assert!(
        temperature > 0.0,
        "softmax_vjp: temperature must be positive, got {temperature}"
    );
    let (n, m) = (logits.len(), upstream.len());
    assert!(n == m, "softmax_vjp: {n} logits, but {m} upstream entries");
    let row = Row::new(logits, temperature);
    // An infinite entry of a class that is not possible has no say.
    let silent = |i: usize| upstream[i].is_infinite() && !row.counts(i);
    let heard = |i| if silent(i) { 0.0 } else { upstream[i] };
    let upstream: Vec<f64> = (0..n).map(heard).collect();
    if upstream.iter().any(|u| u.is_infinite()) {
        return (0..n).map(|j| limit(&row, &upstream, j)).collect();
    }
    let (u, unit) = with_headroom(&upstream);
    let weigh =
        |u: &[f64]| sum_of(u.iter().zip(&row.weights).map(|(u, w)| u * w));
    // What all of u have in common cancels in the end: measure from a
    // centre. It is the top's entry where the top has most of the weight:
    // then the little that the others add keeps its digits.
    let centre =
        if row.top_prevails() { u[row.top] } else { weigh(&u) / row.total };
    let u: Vec<f64> = u.iter().map(|u| u - centre).collect();
    // The total times the mean: the mean alone may be subnormal.
    let weighed = Double::from(weigh(&u));
    let vjp = |j: usize| {
        let w = Double::from(row.weights[j]);
        row.over_total(w * u[j] - (w * weighed).over(row.total))
    };
    (0..n).map(|j| vjp(j) / unit).collect()
}

/// The entry where some of the upstream gradient are infinite: each of them
/// pulls its own logit one way and all others the other way.
fn limit(row: &Row<'_>, upstream: &[f64], j: usize) -> f64 {
    let n = upstream.len();
    if row.total.is_nan() || upstream.iter().any(|u| u.is_nan()) {
        return f64::NAN;
    }
    if !row.counts(j) || (0..n).all(|i| i == j || !row.counts(i)) {
        return 0.0;
    }
    let infinite = (0..n).filter(|&i| upstream[i].is_infinite());
    let pull = |i: usize| if i == j { upstream[i] } else { -upstream[i] };
    infinite.map(pull).sum()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn entries_far_from_the_largest_keep_their_digits() {
        let p = softmax(&[0.3, -700.1], 1.0)[1];
        assert_ulps_eq!(
            p,
            6.609_138_834_709_412e-305,
            epsilon = 0.0,
            max_ulps = 2
        );
        let p = softmax(&[0.3, -700.1], 1.1)[1];
        assert_ulps_eq!(
            p,
            2.970_701_238_182_788_6e-277,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn an_infinite_upstream_gives_the_limit() {
        let zero = [0.0, 0.0];
        for (logits, upstream, expected) in [
            (zero, [1.0, INFINITY], [-INFINITY, INFINITY]),
            (zero, [INFINITY, -INFINITY], [INFINITY, -INFINITY]),
            ([0.0, -800.0], [1.0, INFINITY], [-INFINITY, INFINITY]),
            ([0.0, -INFINITY], [1.0, INFINITY], [0.0, 0.0]),
            ([0.0, -INFINITY], [INFINITY, 1.0], [0.0, 0.0]),
        ] {
            assert_eq!(softmax_vjp(&logits, 1.0, &upstream), expected);
        }
        for upstream in [[INFINITY, INFINITY], [INFINITY, f64::NAN]] {
            let undefined = softmax_vjp(&zero, 1.0, &upstream);
            assert!(undefined.iter().all(|g| g.is_nan()));
        }
    }

    /// An entry whose own upstream and the mean of all are both nearly 0: each
    /// rounding of the sum is a multiple of them, but small beside its terms.
    #[test]
    fn where_the_mean_cancels_the_error_is_of_the_size_of_its_terms() {
        let scattered = |i: usize, by: usize| (by * i % 1009) as f64 / 1009.0;
        let z: Vec<f64> =
            (0..1000).map(|i| scattered(i, 7919) * 1e-3).collect();
        let u: Vec<f64> =
            (0..1000).map(|i| scattered(i, 104_729) - 0.5).collect();
        let p = softmax(&z, 1.0);
        let terms: f64 = p.iter().zip(&u).map(|(p, u)| p * u.abs()).sum();
        let found = softmax_vjp(&z, 1.0, &u)[524];
        let bound = 2.0 * f64::EPSILON * p[524] * (u[524].abs() + terms);
        assert!((found + 2.621_027_374_129_489_7e-7).abs() <= bound);
    }

    #[test]
    fn infinite_logits_give_the_limit_where_there_is_one() {
        assert_eq!(
            softmax(&[1.0, INFINITY, -INFINITY], 1.0),
            [0.0, 1.0, 0.0]
        );
        assert_eq!(softmax(&[-INFINITY], 1.0), [1.0]);
        assert_eq!(
            softmax(&[-INFINITY, 0.0, 5.0], INFINITY),
            [0.0, 0.5, 0.5]
        );
        let undefined = [
            [INFINITY, INFINITY, 0.0],
            [-INFINITY; 3],
            [1.0, f64::NAN, INFINITY],
        ];
        assert!(
            undefined
                .iter()
                .all(|row| softmax(row, 1.0).iter().all(|p| p.is_nan()))
        );
    }

    #[test]
    fn the_product_keeps_its_digits_under_a_large_common_part() {
        let vjp = softmax_vjp(
            &[700.0, 0.0, 1.0],
            1.0,
            &[1e6, 1e6 + 1.0, 1e6 - 2.0],
        );
        let expected = [
            4.374_308_262_301_237e-304,
            9.859_676_543_759_77e-305,
            -5.360_275_916_677_214e-304,
        ];
        assert_ulps_eq!(vjp[..], expected[..], epsilon = 0.0, max_ulps = 4);
    }

    #[test]
    fn the_product_is_finite_if_the_truth_is() {
        assert_eq!(
            softmax_vjp(&[0.0, 0.0], 1.0, &[1e308, -1e308]),
            [5e307, -5e307]
        );
        // Times a raised weight it overflows from 5e269 on.
        assert_eq!(
            softmax_vjp(&[0.0, 0.0], 1.0, &[1e290, -1e290]),
            [5e289, -5e289]
        );
        let vjp = softmax_vjp(&[0.0, -740.0], 1.0, &[0.0, 1e300]); // the probability alone is subnormal
        assert_ulps_eq!(
            vjp[1],
            4.188_739_880_048_049e-22,
            epsilon = 0.0,
            max_ulps = 4
        );
    }

    #[test]
    fn the_product_stands_temperatures_of_any_size() {
        let vjp =
            |temperature| softmax_vjp(&[0.0, 0.0], temperature, &[1.0, 0.0]);
        assert_ulps_eq!(vjp(1e-300)[0], 2.5e299, epsilon = 0.0, max_ulps = 1);
        assert_ulps_eq!(vjp(1e300)[0], 2.5e-301, epsilon = 0.0, max_ulps = 1);
        assert_eq!(vjp(f64::INFINITY), [0.0, 0.0]);
    }

    #[test]
    fn a_low_temperature_does_not_spread_the_rounding_of_a_subnormal_mean() {
        let vjp = softmax_vjp(&[0.0, -0.74], 0.001, &[0.0, 1.0]);
        assert_eq!(vjp[0], -vjp[1]);
    }

    #[test]
    #[should_panic(expected = "softmax: temperature must be positive, got 0")]
    fn softmax_requires_a_positive_temperature() {
        let _ = softmax(&[], 0.0);
    }

    #[test]
    #[should_panic(
        expected = "softmax_vjp: temperature must be positive, got NaN"
    )]
    fn softmax_vjp_requires_a_positive_temperature() {
        let _ = softmax_vjp(&[], f64::NAN, &[]);
    }

    #[test]
    #[should_panic(
        expected = "softmax_vjp: 2 logits, but 1 upstream entries"
    )]
    fn softmax_vjp_requires_equal_lengths() {
        let _ = softmax_vjp(&[0.0, 1.0], 1.0, &[1.0]);
    }
}
