//! Jensen-Shannon divergence.

use std::f64::consts::LN_2;

use crate::double::Double;

/// Jensen-Shannon divergence: `(KL(p‖m) + KL(q‖m))/2` with the average `m = (p + q)/2`, in nats.
///
/// Symmetric, and finite where [`kl_divergence`](super::kl_divergence) is not. Its square root is a distance,
/// which SciPy calls by this name. Takes probabilities and does not normalise them.
///
/// - Range: `[0, ln 2]` where both sum to 1: 0 only where they are equal, `ln 2` only where no entry is in both.
///   Nearly equal distributions keep the digits of their tiny divergence.
/// - Negative entries and NaN give NaN, and so does an entry that is `∞` in both. The empty sum is 0.
///
/// # Panics
///
/// If the lengths of `p` and `q` differ.
///
/// Source: Lin 1991, [doi:10.1109/18.61115](https://doi.org/10.1109/18.61115), equation 4.1 with equal weights.
///
/// ```
/// use nnfn::losses::js_divergence;
/// assert_eq!(js_divergence(&[0.5, 0.5], &[0.5, 0.5]), 0.0);
/// assert_eq!(js_divergence(&[1.0, 0.0], &[0.0, 1.0]), 2_f64.ln());
/// assert!((js_divergence(&[0.99, 0.01], &[1.0, 0.0]) - 0.003_478).abs() < 1e-6);
/// ```
#[must_use]
// ANCHOR: value
pub fn js_divergence(p: &[f64], q: &[f64]) -> f64 {
    let (n, m) = (p.len(), q.len());
    assert!(n == m, "js_divergence: {n} entries of p, but {m} of q");
    // Entry by entry no cost is negative: there is nothing to cancel.
    let costs = p.iter().zip(q).map(|(&p, &q)| cost(p, q));
    costs.fold(Double::from(0.0), |sum, cost| sum + cost).value()
}
// ANCHOR_END: value

/// Gradient of [`js_divergence`] by `p`: `ln(pᵢ/mᵢ)/2` with the average `m`.
///
/// `-∞` where `p = 0 < q`; where both are 0 it is NaN: there is no slope.
///
/// # Panics
///
/// If the lengths of `p` and `q` differ.
///
/// ```
/// use nnfn::losses::js_divergence_grad;
/// assert_eq!(js_divergence_grad(&[0.5, 0.5], &[0.5, 0.0]), [0.0, 0.5 * 2_f64.ln()]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn js_divergence_grad(p: &[f64], q: &[f64]) -> Vec<f64> {
    let (n, m) = (p.len(), q.len());
    assert!(n == m, "js_divergence_grad: {n} entries of p, but {m} of q");
    let slope = |(&p, &q)| 0.5 * log_share(p, q).value();
    p.iter().zip(q).map(slope).collect()
}
// ANCHOR_END: grad

/// Gradient of [`js_divergence`] by `q`: `ln(qᵢ/mᵢ)/2` with the average `m`.
///
/// `-∞` where `q = 0 < p`; where both are 0 it is NaN: there is no slope.
///
/// # Panics
///
/// If the lengths of `p` and `q` differ.
///
/// ```
/// use nnfn::losses::js_divergence_grad_q;
/// assert_eq!(js_divergence_grad_q(&[0.5, 0.0], &[0.5, 0.5]), [0.0, 0.5 * 2_f64.ln()]);
/// ```
#[must_use]
// ANCHOR: grad_q
pub fn js_divergence_grad_q(p: &[f64], q: &[f64]) -> Vec<f64> {
    let (n, m) = (p.len(), q.len());
    assert!(n == m, "js_divergence_grad_q: {n} entries of p, but {m} of q");
    let slope = |(&p, &q)| 0.5 * log_share(q, p).value();
    p.iter().zip(q).map(slope).collect()
}
// ANCHOR_END: grad_q

/// Above it the sum of two may overflow.
const HUGE: f64 = 8e307;

/// What an entry costs: `(p·ln(p/m) + q·ln(q/m))/2`.
fn cost(p: f64, q: f64) -> Double {
    if p == q && p >= 0.0 && p.is_finite() {
        return Double::from(0.0);
    }
    if p.max(q) == f64::INFINITY && p >= 0.0 && q >= 0.0 && p != q {
        return Double::from(f64::INFINITY);
    }
    if p.max(q) > HUGE && p.max(q) < f64::INFINITY {
        return cost(0.25 * p, 0.25 * q) * 4.0;
    }
    let (s, total) = contrast(p, q);
    if s.hi.abs() < 0.5 {
        // m·(s²/2 + s⁴/12 + s⁶/30 + ..): the terms left out are below 1e-18.
        let square = s.hi * s.hi;
        let series = (0..24).rev().fold(0.0, |sum, k| {
            let k = f64::from(2 * k);
            sum * square + 1.0 / ((k + 1.0) * (k + 2.0))
        });
        return s * s * total.half() * series;
    }
    let part = |x: f64, y: f64| {
        if x == 0.0 { Double::from(0.0) } else { log_share(x, y) * x }
    };
    (part(p, q) + part(q, p)).half()
}

/// `ln(x/m)` for the average `m` of `x` and `y`; NaN for negative numbers, and where there is no limit.
fn log_share(x: f64, y: f64) -> Double {
    if x.max(y) == f64::INFINITY {
        if x == y || !(x >= 0.0 && y >= 0.0) {
            return Double::from(f64::NAN);
        }
        return Double::from(if x > y { LN_2 } else { f64::NEG_INFINITY });
    }
    if x.max(y) > HUGE {
        return log_share(0.25 * x, 0.25 * y);
    }
    let (s, total) = contrast(x, y);
    if s.hi.abs() < 0.5 {
        return Double::from((-s.hi).ln_1p()) - s.lo / (1.0 - s.hi);
    }
    let share = Double::from(x).over(total);
    if share.hi.is_normal() {
        Double::from((2.0 * share.hi).ln()) + share.lo / share.hi
    } else {
        Double::from(x.abs().ln()) - total.half().value().ln()
    }
}

/// `(y - x)/(y + x)` and `y + x`; NaN for negative numbers.
fn contrast(x: f64, y: f64) -> (Double, Double) {
    if x < 0.0 || y < 0.0 {
        return (Double::from(f64::NAN), Double::from(f64::NAN));
    }
    let total = Double::from(y) + x;
    ((Double::from(y) - x).over(total), total)
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn nearly_equal_distributions_keep_their_divergence() {
        let p = [0.3, 0.3, 0.4];
        let d = 2.0_f64.powi(-30);
        let q = [0.3 + d, 0.3 - d, 0.4];
        let found = js_divergence(&p, &q);
        assert_ulps_eq!(
            found,
            7.228_014_483_236_697e-19,
            epsilon = 0.0,
            max_ulps = 1
        );
        let slope = js_divergence_grad(&p, &q)[0];
        assert_ulps_eq!(
            slope,
            -7.761_021_449_105_643e-10,
            epsilon = 0.0,
            max_ulps = 1
        );
    }

    #[test]
    fn what_never_meets_is_the_logarithm_of_two_apart() {
        for (p, q) in [
            ([1.0, 0.0, 0.0], [0.0, 0.0, 1.0]),
            ([0.25, 0.75, 0.0], [0.0, 0.0, 1.0]),
            ([0.3, 0.7, 0.0], [0.0, 0.0, 1.0]),
        ] {
            assert_eq!(js_divergence(&p, &q), LN_2);
            assert_eq!(js_divergence(&q, &p), LN_2);
        }
        let grad = js_divergence_grad(&[1.0, 0.0, 0.0], &[0.0, 1.0, 0.0]);
        assert_eq!(grad[..2], [0.5 * LN_2, -INFINITY]);
        assert!(grad[2].is_nan());
        assert_eq!(js_divergence_grad_q(&[1.0], &[-0.0]), [-INFINITY]);
        assert_eq!(js_divergence(&[], &[]), 0.0);
    }

    #[test]
    fn a_share_may_underflow_where_its_logarithm_does_not() {
        let found = js_divergence_grad(&[1e-320], &[0.5])[0];
        assert_ulps_eq!(
            found,
            -367.720_473_264_927,
            epsilon = 0.0,
            max_ulps = 1
        );
        let found = js_divergence(&[1e-320], &[5e-324]);
        assert_eq!(found, 3.45e-321);
    }

    #[test]
    fn what_is_no_probability_gives_nan_or_the_limit() {
        for (p, q) in
            [(-0.5, 0.5), (-0.5, -0.5), (f64::NAN, 0.5), (0.0, f64::NAN)]
        {
            assert!(js_divergence(&[p], &[q]).is_nan());
            assert!(js_divergence_grad(&[p], &[q])[0].is_nan());
            assert!(js_divergence_grad_q(&[p], &[q])[0].is_nan());
        }
        assert_eq!(js_divergence(&[f64::MAX], &[f64::MAX]), 0.0);
        assert_eq!(js_divergence(&[INFINITY], &[1.0]), INFINITY);
        assert!(js_divergence(&[INFINITY], &[INFINITY]).is_nan());
        assert!(js_divergence(&[INFINITY], &[f64::NAN]).is_nan());
        assert!(js_divergence(&[f64::NAN], &[INFINITY]).is_nan());
        assert_eq!(js_divergence_grad(&[INFINITY], &[1.0]), [0.5 * LN_2]);
        assert_eq!(js_divergence_grad(&[1.0], &[INFINITY]), [-INFINITY]);
        for (p, q) in [(INFINITY, INFINITY), (INFINITY, -1.0)] {
            assert!(js_divergence_grad(&[p], &[q])[0].is_nan());
            assert!(js_divergence_grad_q(&[p], &[q])[0].is_nan());
        }
    }

    #[test]
    fn a_sum_may_overflow_where_the_divergence_does_not() {
        let (p, q) = ([1e308], [1.5e308]);
        let unit = 2.0_f64.powi(-20);
        let (small, other) = ([unit * 1e308], [unit * 1.5e308]);
        let found = js_divergence(&p, &q);
        assert_eq!(unit * found, js_divergence(&small, &other));
        let grad = js_divergence_grad(&p, &q);
        assert_eq!(grad, js_divergence_grad(&small, &other));
        let grad = js_divergence_grad_q(&p, &q);
        assert_eq!(grad, js_divergence_grad_q(&small, &other));
    }

    #[test]
    #[should_panic(expected = "js_divergence: 1 entries of p, but 2 of q")]
    fn js_divergence_requires_equal_lengths() {
        let _ = js_divergence(&[1.0], &[0.5, 0.5]);
    }

    #[test]
    #[should_panic(
        expected = "js_divergence_grad: 1 entries of p, but 0 of q"
    )]
    fn js_divergence_grad_requires_equal_lengths() {
        let _ = js_divergence_grad(&[1.0], &[]);
    }

    #[test]
    #[should_panic(
        expected = "js_divergence_grad_q: 0 entries of p, but 1 of q"
    )]
    fn js_divergence_grad_q_requires_equal_lengths() {
        let _ = js_divergence_grad_q(&[], &[1.0]);
    }
}
