//! Log-softmax.

use crate::double::Double;
use crate::row::{Row, with_headroom};
use crate::sum::sum;

/// Log-softmax: `zᵢ/T - ln Σⱼ exp(zⱼ/T)`.
///
/// The logarithm of [`softmax`](super::softmax), finite where `ln(softmax)` is `-∞` and exact where it
/// rounds to 0.
///
/// - Range: `[-∞, 0]`; the largest entry is at least `-ln n`. Applied twice it changes nothing more.
/// - Logits of `-∞` give `-∞`; a single `∞` gives 0 there and `-∞` elsewhere; several `∞`, or nothing but
///   several `-∞`, make the row NaN. A NaN makes the row NaN. Empty gives empty.
///
/// # Panics
///
/// If `temperature` is not positive.
///
/// ```
/// use nnfn::activations::log_softmax;
/// let l = log_softmax(&[2.0, 1.0, 0.1], 1.0);
/// assert!((l[0] - -0.417_030_016).abs() < 1e-9);
/// assert_eq!(log_softmax(&[0.0, 200.0], 1.0)[0], -200.0);
/// assert_eq!(log_softmax(&[0.0, 200.0], 1.0)[1], -(-200_f64).exp());
/// ```
#[must_use]
// ANCHOR: value
pub fn log_softmax(logits: &[f64], temperature: f64) -> Vec<f64> {
    assert!(
        temperature > 0.0,
        "log_softmax: temperature must be positive, got {temperature}"
    );
    let row = Row::new(logits, temperature);
    // Of the shifted logits: z - log_sum_exp(z) would cancel at the largest.
    let log_sum = row.log_sum();
    (0..logits.len()).map(|i| (row.gap(i) - log_sum).value()).collect()
}
// ANCHOR_END: value

/// Vector-Jacobian product of [`log_softmax`]: `(uⱼ - pⱼ·Σᵢ uᵢ)/T` for the upstream gradient `u`.
///
/// The entries sum to 0: a shift of the logits changes nothing. Infinite entries of `u` give the limit, NaN where two
/// pull against each other.
///
/// # Panics
///
/// If `temperature` is not positive, or the lengths of `logits` and `upstream` differ.
///
/// ```
/// use nnfn::activations::log_softmax_vjp;
/// assert_eq!(log_softmax_vjp(&[0.0, 0.0], 1.0, &[1.0, 0.0]), [0.5, -0.5]);
/// assert_eq!(log_softmax_vjp(&[0.0, 0.0], 2.0, &[1.0, 0.0]), [0.25, -0.25]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn log_softmax_vjp(
    logits: &[f64],
    temperature: f64,
    upstream: &[f64],
) -> Vec<f64> {
    assert!(
        temperature > 0.0,
        "log_softmax_vjp: temperature must be positive, got {temperature}"
    );
    let (n, m) = (logits.len(), upstream.len());
    assert!(n == m, "log_softmax_vjp: {n} logits, but {m} upstream entries");
    let row = Row::new(logits, temperature);
    if upstream.iter().any(|u| u.is_infinite()) {
        return (0..n).map(|j| limit(&row, upstream, j)).collect();
    }
    let (u, unit) = with_headroom(upstream);
    let (whole, rest) = (sum(&u), row.sum_but_top(&u));
    let vjp = |j: usize| {
        let (u, w) = (Double::from(u[j]), Double::from(row.weights[j]));
        row.over_total(if j == row.top {
            // u·(1 - p) - p·rest: as p nears 1, u - p·whole would cancel.
            u * row.others() - w * rest
        } else {
            u * row.total - w * whole
        })
    };
    (0..n).map(|j| vjp(j) / unit).collect()
}

/// The entry where some of the upstream gradient are infinite: each of them
/// pulls its own logit one way and all others the other way.
fn limit(row: &Row<'_>, upstream: &[f64], j: usize) -> f64 {
    if row.total.is_nan() || upstream.iter().any(|u| u.is_nan()) {
        return f64::NAN;
    }
    if !row.counts(j) {
        return upstream[j];
    }
    let sure = (0..upstream.len()).all(|i| i == j || !row.counts(i));
    let infinite = |i: &usize| upstream[*i].is_infinite();
    let pulls = (0..upstream.len()).filter(infinite).map(|i| match i == j {
        true if sure => 0.0, // 1 - p is 0
        true => upstream[i],
        false => -upstream[i],
    });
    pulls.sum()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_and_the_product_of_a_sure_class_keep_their_digits() {
        let p = (-700_f64).exp();
        assert_eq!(log_softmax(&[700.0, 0.0], 1.0), [-p, -700.0]);
        assert_eq!(log_softmax_vjp(&[700.0, 0.0], 1.0, &[1.0, 0.0]), [p, -p]);
        assert_eq!(
            log_softmax_vjp(&[700.0, 0.0], 0.5, &[1.0, 0.0]),
            [0.0, 0.0]
        );
    }

    #[test]
    fn an_infinite_upstream_gives_the_limit() {
        let (inf, zero) = (f64::INFINITY, [0.0, 0.0]);
        for (logits, upstream, expected) in [
            (zero, [1.0, inf], [-inf, inf]),
            (zero, [1.0, -inf], [inf, -inf]),
            (zero, [inf, -inf], [inf, -inf]),
            ([0.0, -800.0], [1.0, inf], [-inf, inf]),
            ([0.0, -inf], [1.0, inf], [-inf, inf]),
            ([0.0, -inf], [inf, 1.0], [0.0, 1.0]),
        ] {
            assert_eq!(log_softmax_vjp(&logits, 1.0, &upstream), expected);
        }
        for upstream in [[inf, inf], [inf, f64::NAN]] {
            let undefined = log_softmax_vjp(&zero, 1.0, &upstream);
            assert!(undefined.iter().all(|g| g.is_nan()));
        }
    }

    #[test]
    fn the_product_is_finite_if_the_truth_is() {
        assert_eq!(
            log_softmax_vjp(&[0.0, 0.0], 1.0, &[1.5e308, 1e308]),
            [2.5e307, -2.5e307]
        );
    }

    #[test]
    #[should_panic(
        expected = "log_softmax: temperature must be positive, got -1"
    )]
    fn log_softmax_requires_a_positive_temperature() {
        let _ = log_softmax(&[], -1.0);
    }

    #[test]
    #[should_panic(
        expected = "log_softmax_vjp: temperature must be positive, got 0"
    )]
    fn log_softmax_vjp_requires_a_positive_temperature() {
        let _ = log_softmax_vjp(&[], 0.0, &[]);
    }

    #[test]
    #[should_panic(
        expected = "log_softmax_vjp: 0 logits, but 1 upstream entries"
    )]
    fn log_softmax_vjp_requires_equal_lengths() {
        let _ = log_softmax_vjp(&[], 1.0, &[1.0]);
    }
}
