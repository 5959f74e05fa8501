//! Kullback-Leibler divergence.

use crate::double::Double;

/// Kullback-Leibler divergence of `q` from `p`: `Σᵢ pᵢ·ln(pᵢ/qᵢ)`, in nats.
///
/// What a code made for `q` costs on top where the data are of `p`: a [cross-entropy](super::cross_entropy_soft)
/// less the entropy of `p`. Not symmetric. Takes probabilities, both of them, and does not normalise
/// them.
///
/// - Range: `[0, ∞]` where both sum to 1, and 0 only where they are equal; nearly equal distributions keep the
///   digits of their tiny divergence.
/// - An entry with `p = 0` costs nothing, also where `q = 0`; one with `p > 0 = q` costs `∞`. Negative entries
///   and NaN give NaN, and so do costs of `∞` and `-∞` together. The empty sum is 0.
///
/// # Panics
///
/// If the lengths of `p` and `q` differ.
///
/// Source: Kullback & Leibler 1951, [doi:10.1214/aoms/1177729694](https://doi.org/10.1214/aoms/1177729694).
///
/// ```
/// use nnfn::losses::kl_divergence;
/// assert_eq!(kl_divergence(&[0.5, 0.5], &[0.5, 0.5]), 0.0);
/// assert_eq!(kl_divergence(&[1.0, 0.0], &[0.25, 0.75]), 4_f64.ln());
/// assert_eq!(kl_divergence(&[0.5, 0.5], &[1.0, 0.0]), f64::INFINITY);
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_divergence(p: &[f64], q: &[f64]) -> f64 {
    let (n, m) = (p.len(), q.len());
    assert!(n == m, "kl_divergence: {n} entries of p, but {m} of q");
    // The entries of nearly equal p and q cancel down to a second order:
    // p·ln(p/q) = p - q + the rest, and the first part is summed exactly.
    let (mut first, mut rest) = (Double::from(0.0), Double::from(0.0));
    for (&p, &q) in p.iter().zip(q) {
        // (Where p + q could overflow, nothing is a probability.)
        if q > 0.75 * p && q < 1.25 * p && p < 1e300 {
            first = first + (Double::from(p) - q);
            rest = rest + second_order(p, q);
        } else {
            rest = rest + cost(p, q);
        }
    }
    (first + rest).value()
}
// ANCHOR_END: value

/// Gradient of [`kl_divergence`] by `p`: `ln(pᵢ/qᵢ) + 1`.
///
/// `-∞` where `p = 0 < q`, `∞` where `p > 0 = q`; where both are 0 it is NaN: there is no slope.
///
/// # Panics
///
/// If the lengths of `p` and `q` differ.
///
/// ```
/// use nnfn::losses::kl_divergence_grad;
/// assert_eq!(kl_divergence_grad(&[0.5, 0.5], &[0.5, 0.25]), [1.0, 2_f64.ln() + 1.0]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_divergence_grad(p: &[f64], q: &[f64]) -> Vec<f64> {
    let (n, m) = (p.len(), q.len());
    assert!(n == m, "kl_divergence_grad: {n} entries of p, but {m} of q");
    let slope = |(&p, &q)| (log_ratio(p, q) + 1.0).value();
    p.iter().zip(q).map(slope).collect()
}
// ANCHOR_END: grad

/// Gradient of [`kl_divergence`] by `q`: `-pᵢ/qᵢ`.
///
/// 0 where `p = 0`, also where `q = 0`; `-∞` where `p > 0 = q`. The one by logits of which `q` is the softmax is
/// that of [`cross_entropy_soft`](super::cross_entropy_soft).
///
/// # Panics
///
/// If the lengths of `p` and `q` differ.
///
/// ```
/// use nnfn::losses::kl_divergence_grad_q;
/// assert_eq!(kl_divergence_grad_q(&[0.5, 0.0], &[0.25, 0.0]), [-2.0, 0.0]);
/// ```
#[must_use]
// ANCHOR: grad_q
pub fn kl_divergence_grad_q(p: &[f64], q: &[f64]) -> Vec<f64> {
    let (n, m) = (p.len(), q.len());
    assert!(n == m, "kl_divergence_grad_q: {n} entries of p, but {m} of q");
    let slope = |(&p, &q): (&f64, &f64)| {
        if p < 0.0 || q < 0.0 {
            f64::NAN
        } else if p == 0.0 && q == 0.0 {
            0.0 // 0/0 is NaN, but the entry costs nothing whatever q is
        } else {
            0.0 - p / q.abs() // -0.0 is a probability of 0
        }
    };
    p.iter().zip(q).map(slope).collect()
}
// ANCHOR_END: grad_q

/// `p·ln(p/q)`, with `0·ln(0/q) = 0`.
fn cost(p: f64, q: f64) -> Double {
    if p == 0.0 && q >= 0.0 {
        return Double::from(0.0);
    }
    log_ratio(p, q) * p
}

/// `ln(p/q)`; NaN for negative numbers.
fn log_ratio(p: f64, q: f64) -> Double {
    if p < 0.0 || q < 0.0 {
        return Double::from(f64::NAN);
    }
    let ratio = Double::from(p).over(q.abs());
    if ratio.hi.is_normal() {
        // The rounding of the quotient would count where it is near 1.
        Double::from(ratio.hi.ln()) + ratio.lo / ratio.hi
    } else {
        Double::from(p.ln()) - q.abs().ln() // the quotient overflows
    }
}

/// `p·ln(p/q) - (p - q)` for `q` near `p`, where the difference would cancel.
///
/// With `s = (q - p)/(q + p)`, `ln(p/q)` is `-2·(s + s³/3 + s⁵/5 + ..)`.
fn second_order(p: f64, q: f64) -> Double {
    let difference = Double::from(q) - p;
    let s = difference.over(Double::from(q) + p);
    let square = s.hi * s.hi;
    // s²/3 + s⁴/5 + ..: |s| is at most 1/7, so the next term is below 1e-17.
    let tail = (0..10)
        .rev()
        .fold(0.0, |sum, k| square * (1.0 / f64::from(2 * k + 3) + sum));
    difference * s - s * (2.0 * p * tail)
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::activations::softmax;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn nearly_equal_distributions_keep_their_divergence() {
        let p = [0.3, 0.3, 0.4];
        let d = 2.0_f64.powi(-30);
        let q = [0.3 + d, 0.3 - d, 0.4];
        let found = kl_divergence(&p, &q); // the plain sum gives -3.6e-17
        let expected = 2.891_205_793_294_678_6e-18;
        assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 1);
    }

    #[test]
    fn zeros_cost_nothing_or_everything() {
        let (p, q) = ([0.0, 0.0, 1.0], [0.0, 0.5, 0.5]);
        assert_eq!(kl_divergence(&p, &q), 2_f64.ln());
        let grad = kl_divergence_grad(&p, &q);
        assert!(grad[0].is_nan());
        assert_eq!(grad[1..], [-INFINITY, 2_f64.ln() + 1.0]);
        assert_eq!(kl_divergence_grad_q(&p, &q), [0.0, 0.0, -2.0]);
        assert_eq!(kl_divergence(&q, &p), INFINITY);
        assert_eq!(kl_divergence_grad(&[0.5], &[-0.0]), [INFINITY]);
        assert_eq!(kl_divergence_grad_q(&[0.5], &[-0.0]), [-INFINITY]);
        assert_eq!(kl_divergence(&[], &[]), 0.0);
    }

    #[test]
    fn a_class_that_neither_has_spoils_no_other() {
        // The case of a report on targets with zeros, google-deepmind/optax PR #1786.
        let p = [0.0, 0.4, 0.6, 0.0];
        for (last, value) in [
            (-1.0, 0.222_170_231_076_599_6),
            (-INFINITY, 0.191_357_117_098_688_4),
        ] {
            let q = softmax(&[0.5, 1.0, 2.0, last], 1.0);
            let found = kl_divergence(&p, &q);
            assert_ulps_eq!(found, value, epsilon = 0.0, max_ulps = 8);
        }
        let q = softmax(&[0.5, 1.0, 2.0, -1.0], 1.0);
        let grad = kl_divergence_grad(&p, &q);
        let expected = [1.578_891_166_211_701, 0.984_356_274_319_865_3];
        for (found, expected) in grad[1..3].iter().zip(expected) {
            assert_ulps_eq!(*found, expected, epsilon = 0.0, max_ulps = 4);
        }
        assert!(kl_divergence_grad_q(&p, &q).iter().all(|g| g.is_finite()));
    }

    #[test]
    fn what_the_sums_of_p_and_q_differ_by_counts() {
        let q = [0.5 - 2.0_f64.powi(-53), 0.5]; // sums to 1 less 1.1e-16
        let found = kl_divergence(&[0.5, 0.5], &q);
        let expected = 1.110_223_024_625_156_8e-16;
        assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 1);
    }

    #[test]
    fn a_quotient_may_overflow_where_its_logarithm_does_not() {
        let found = kl_divergence(&[0.5, 1e-310], &[1e-320, 0.5]);
        let expected = 368.067_046_855_206_97;
        assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 1);
        let found = kl_divergence_grad(&[1e-320], &[1e10])[0];
        let expected = -758.853_091_820_914_4;
        assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 1);
    }

    #[test]
    fn what_is_no_probability_gives_nan_or_the_limit() {
        for (p, q) in
            [(-0.5, 0.5), (0.0, -0.5), (f64::NAN, 0.5), (0.0, f64::NAN)]
        {
            assert!(kl_divergence(&[p], &[q]).is_nan());
            assert!(kl_divergence_grad(&[p], &[q])[0].is_nan());
            assert!(kl_divergence_grad_q(&[p], &[q])[0].is_nan());
        }
        assert_eq!(kl_divergence(&[f64::MAX], &[f64::MAX]), 0.0);
        assert_eq!(kl_divergence(&[INFINITY], &[1.0]), INFINITY);
        assert_eq!(kl_divergence(&[1.0], &[INFINITY]), -INFINITY);
        assert!(kl_divergence(&[INFINITY], &[INFINITY]).is_nan());
    }

    #[test]
    #[should_panic(expected = "kl_divergence: 1 entries of p, but 2 of q")]
    fn kl_divergence_requires_equal_lengths() {
        let _ = kl_divergence(&[1.0], &[0.5, 0.5]);
    }

    #[test]
    #[should_panic(
        expected = "kl_divergence_grad: 1 entries of p, but 0 of q"
    )]
    fn kl_divergence_grad_requires_equal_lengths() {
        let _ = kl_divergence_grad(&[1.0], &[]);
    }

    #[test]
    #[should_panic(
        expected = "kl_divergence_grad_q: 0 entries of p, but 1 of q"
    )]
    fn kl_divergence_grad_q_requires_equal_lengths() {
        let _ = kl_divergence_grad_q(&[], &[1.0]);
    }
}
