//! Focal loss of a row of logits with a class index.

use super::{cross_entropy, cross_entropy_grad};
use crate::double::Double;
use crate::row::Row;

/// Focal loss of one example among `n` classes: `-(1 - p)^γ·ln p` with `p = softmax(z)_class`, in nats.
///
/// [`cross_entropy`], multiplied by a power of the probability of all wrong classes together. With two classes it
/// is [`focal`](super::focal) of the difference of their logits; with more it is not the sum of `n` focal losses.
///
/// - Range: `[0, ∞]`; at most [`cross_entropy`], which it is for `γ = 0`. Tiny losses keep all their digits.
/// - A class masked with `-∞` costs `∞`; a single `∞` costs 0 if it is the class, else `∞`; rows without a
///   limit (several `∞`, or nothing but several `-∞`) and rows with a NaN give NaN.
///
/// # Panics
///
/// If `class` is out of range, or `gamma` negative or not finite.
///
/// Source: Lin et al. 2017, [arXiv:1708.02002](https://arxiv.org/abs/1708.02002), for two classes; "extending the
/// focal loss to the multi-class case is straightforward" (footnote 1).
///
/// ```
/// use nnfn::losses::softmax_focal;
/// assert!((softmax_focal(&[2.0, 1.0, 0.1], 0, 2.0) - 0.048_492_343).abs() < 1e-9);
/// assert_eq!(softmax_focal(&[0.0, 1000.0], 0, 2.0), 1000.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn softmax_focal(logits: &[f64], class: usize, gamma: f64) -> f64 {
    let n = logits.len();
    assert!(
        class < n,
        "softmax_focal: class {class} is out of range for {n} logits"
    );
    assert!(
        gamma >= 0.0 && gamma.is_finite(),
        "softmax_focal: gamma must be finite and at least 0, got {gamma}"
    );
    if gamma == 0.0 {
        return cross_entropy(logits, class);
    }
    let row = Row::new(logits, 1.0);
    let cost = Double::from(row.log_sum()) - row.gap(class);
    Wrong::new(&row, n, class).power_times(gamma, cost)
}

/// The wrong classes. Together they have the probability
/// `exp(lead)·sum/total`: taking out the largest keeps the digits of a power.
struct Wrong {
    /// By how much the largest of them is above the row's largest.
    lead: Double,
    /// Weights beside that of the largest; 0 for the right class.
    weights: Vec<f64>,
    sum: Double,
    /// The weights of all classes, beside that of the row's largest.
    total: Double,
}

impl Wrong {
    fn new(row: &Row<'_>, n: usize, class: usize) -> Self {
        let wrong = || (0..n).filter(|&i| i != class);
        let larger = |a: Double, b: Double| {
            if a.hi > b.hi || a.hi.is_nan() { a } else { b }
        };
        let lead = wrong()
            .map(|i| row.gap(i))
            .fold(Double::from(f64::NEG_INFINITY), larger);
        let mut weights = vec![0.0; n];
        let mut sum = Double::from(0.0);
        if lead.hi != f64::NEG_INFINITY {
            for i in wrong() {
                let weight = exp(row.gap(i) - lead);
                weights[i] = weight.value();
                sum = sum + weight;
            }
        }
        let total = exp(lead) * sum + exp(row.gap(class));
        Self { lead, weights, sum, total }
    }

    /// Their probability to the power of `gamma`, times `rest`.
    fn power_times(&self, gamma: f64, rest: Double) -> f64 {
        if self.lead.hi > -600.0 {
            // Of many classes the power of the sum alone could overflow.
            let all = exp(self.lead) * self.sum;
            return (all.over(self.total).powf(gamma) * rest).value();
        }
        let power = self.sum.over(self.total).powf(gamma);
        if power.hi == f64::INFINITY {
            return 0.0 * rest.value(); // the exponential is far smaller
        }
        (self.lead * gamma).exp_times(power * rest).value()
    }
}

/// The exponential of what is at most 0.
fn exp(v: Double) -> Double {
    let v = v.normalised(); // a difference of gaps may have cancelled
    let e = Double::exp_in_full(v.hi);
    e + e * v.lo
}
// ANCHOR_END: value

/// Gradient of [`softmax_focal`] by the logits: `-q^γ·(q - γ·p·ln p)` for the class, `q = 1 - p`; the other classes
/// share the opposite of that as they share `q`.
///
/// The entries sum to 0.
///
/// # Panics
///
/// If `class` is out of range, or `gamma` negative or not finite.
///
/// ```
/// use nnfn::losses::softmax_focal_grad;
/// assert_eq!(softmax_focal_grad(&[0.0, 0.0], 0, 0.0), [-0.5, 0.5]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn softmax_focal_grad(
    logits: &[f64],
    class: usize,
    gamma: f64,
) -> Vec<f64> {
    let n = logits.len();
    assert!(
        class < n,
        "softmax_focal_grad: class {class} is out of range for {n} logits"
    );
    assert!(
        gamma >= 0.0 && gamma.is_finite(),
        "softmax_focal_grad: gamma must be finite and at least 0, got {gamma}"
    );
    if gamma == 0.0 {
        return cross_entropy_grad(logits, class);
    }
    let row = Row::new(logits, 1.0);
    let wrong = Wrong::new(&row, n, class);
    let missing = wrong.lead.exp_times(wrong.sum.over(wrong.total));
    let p = exp(row.gap(class)).over(wrong.total);
    let cost = Double::from(row.log_sum()) - row.gap(class);
    // p·ln p is 0 for p = 0
    let of_power =
        if p.hi == 0.0 { Double::from(0.0) } else { cost * p * gamma };
    let pull = wrong.power_times(gamma, missing + of_power);
    let mut grad: Vec<f64> = wrong
        .weights
        .iter()
        .map(|weight| pull * (weight / wrong.sum.value()))
        .collect();
    grad[class] = 0.0 - pull;
    if wrong.sum.hi == 0.0 {
        return vec![0.0 * pull; n]; // no other class is possible
    }
    grad
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn a_tiny_loss_and_its_gradient_keep_their_digits() {
        // mpmath, 60 digits
        let logits = [0.3, -300.1, -301.0];
        assert_ulps_eq!(
            softmax_focal(&logits, 0, 0.5),
            3.381_803_134_283_688_5e-196,
            epsilon = 0.0,
            max_ulps = 2
        );
        let expected = [
            -5.072_704_701_425_533e-196,
            3.606_436_884_441_978e-196,
            1.466_267_816_983_554_7e-196,
        ];
        assert_ulps_eq!(
            softmax_focal_grad(&logits, 0, 0.5)[..],
            expected,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn infinite_logits_give_the_limit() {
        let infinity = f64::INFINITY;
        assert_eq!(softmax_focal(&[0.0, -infinity], 1, 2.0), infinity);
        assert_eq!(
            softmax_focal_grad(&[0.0, -infinity], 1, 2.0),
            [1.0, -1.0]
        );
        assert_eq!(softmax_focal(&[0.0, infinity], 1, 2.0), 0.0);
        assert_eq!(softmax_focal_grad(&[0.0, infinity], 1, 2.0), [0.0, 0.0]);
        assert_eq!(softmax_focal(&[0.0, infinity], 0, 2.0), infinity);
        assert!(softmax_focal(&[infinity, infinity], 0, 2.0).is_nan());
        assert!(softmax_focal(&[-infinity, -infinity], 0, 2.0).is_nan());
        assert!(softmax_focal(&[0.0, f64::NAN], 0, 2.0).is_nan());
        assert!(softmax_focal(&[f64::NAN], 0, 2.0).is_nan());
        assert!(softmax_focal_grad(&[f64::NAN], 0, 2.0)[0].is_nan());
        assert_eq!(softmax_focal_grad(&[-infinity], 0, 2.0), [0.0]);
    }

    #[test]
    fn a_high_power_of_many_classes_does_not_overflow() {
        // mpmath, 60 digits; 36.4^1000 is too large
        let mut logits = [0.0; 100];
        logits[0] = 1.0;
        assert_ulps_eq!(
            softmax_focal(&logits, 0, 1000.0),
            6.239_534_301_421_01e-12,
            epsilon = 0.0,
            max_ulps = 4
        );
        assert_ulps_eq!(
            softmax_focal_grad(&logits, 0, 1000.0)[0],
            -1.684_195_567_121_463e-10,
            epsilon = 0.0,
            max_ulps = 4
        );
        // Below the smallest number; the power of the sum is ∞.
        logits[0] = 700.0;
        assert_eq!(softmax_focal(&logits, 0, 200.0), 0.0);
        assert_eq!(softmax_focal_grad(&logits, 0, 200.0), [0.0; 100]);
    }

    #[test]
    fn wrong_classes_far_out_may_be_far_apart() {
        // beside 1e100 their distance of 1e50 is lost, and kept apart
        for gamma in [0.5, 2.0] {
            let logits = [1e100, -1e50, -1.0];
            assert_eq!(softmax_focal(&logits, 0, gamma), 0.0);
            assert_eq!(softmax_focal_grad(&logits, 0, gamma), [0.0; 3]);
            let ordered = softmax_focal_grad(&logits, 1, gamma);
            assert_eq!(ordered, [1.0, -1.0, 0.0]);
        }
    }

    #[test]
    fn a_single_class_is_always_right() {
        assert_eq!(softmax_focal(&[3.0], 0, 2.0), 0.0);
        assert_eq!(softmax_focal_grad(&[3.0], 0, 2.0), [0.0]);
    }

    #[test]
    #[should_panic(
        expected = "softmax_focal: class 2 is out of range for 2 logits"
    )]
    fn softmax_focal_requires_a_class_in_range() {
        let _ = softmax_focal(&[0.0, 1.0], 2, 2.0);
    }

    #[test]
    #[should_panic(
        expected = "softmax_focal: gamma must be finite and at least 0, got -1"
    )]
    fn softmax_focal_requires_a_gamma_of_at_least_0() {
        let _ = softmax_focal(&[0.0, 1.0], 0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "softmax_focal_grad: class 0 is out of range for 0 logits"
    )]
    fn softmax_focal_grad_requires_a_class_in_range() {
        let _ = softmax_focal_grad(&[], 0, 2.0);
    }

    #[test]
    #[should_panic(
        expected = "softmax_focal_grad: gamma must be finite and at least 0, got inf"
    )]
    fn softmax_focal_grad_requires_a_finite_gamma() {
        let _ = softmax_focal_grad(&[0.0, 1.0], 0, f64::INFINITY);
    }
}
