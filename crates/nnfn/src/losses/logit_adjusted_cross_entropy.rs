//! Categorical cross-entropy with logits that are raised by how frequent the classes are.

use std::f64::consts::{LN_2, SQRT_2};

use crate::double::{Double, TWO_POW_128};
use crate::losses::sum;

/// Logit-adjusted cross-entropy of one example: the cross-entropy of the logits `zₖ + τ·ln qₖ`, in nats.
///
/// `q` are the shares of the classes in the training data, or their counts: a common factor changes nothing.
/// The loss adds what the shares explain, so that the logits keep only what the example says beyond them:
/// at `τ = 1` the largest of the best ones, used without the adjustment, maximises the mean accuracy of the classes.
///
/// - Range: `[0, ∞]`; `ln Σ qⱼ - ln q_class` for equal logits and `τ = 1`. At `τ = 0` it is the plain
///   [`cross_entropy`](super::cross_entropy). Tiny losses keep all their digits.
/// - Infinite logits as there, but a class below several logits of `∞` costs `∞`. A share of 0 masks its class,
///   whatever its logit, unless `τ` is 0; a negative one gives NaN, as NaN does.
///
/// # Panics
///
/// If the lengths of `logits` and `priors` differ, if `class` is out of range, or if `tau` is negative or not finite.
///
/// Source: Menon and others 2020, [arXiv:2007.07314](https://arxiv.org/abs/2007.07314), equation 10.
///
/// ```
/// use nnfn::losses::{cross_entropy, logit_adjusted_cross_entropy};
/// let (logits, shares) = ([2.0, 1.0, 0.1], [0.5, 0.25, 0.25]);
/// let rare = logit_adjusted_cross_entropy(&logits, 2, &shares, 1.0);
/// assert!((rare - 2.823_245_714).abs() < 1e-9); // 2.317030 without
/// assert_eq!(logit_adjusted_cross_entropy(&logits, 2, &shares, 0.0), cross_entropy(&logits, 2));
/// ```
#[must_use]
// ANCHOR: value
pub fn logit_adjusted_cross_entropy(
    logits: &[f64],
    class: usize,
    priors: &[f64],
    tau: f64,
) -> f64 {
    let name = "logit_adjusted_cross_entropy";
    let row = Adjusted::new(name, logits, class, priors, tau);
    if row.gaps[class].hi == f64::NEG_INFINITY {
        return f64::INFINITY;
    }
    let log_sum = (row.others / TWO_POW_128).ln_1p();
    (Double::from(log_sum) - row.gaps[class]).value()
}
// ANCHOR_END: value

/// Gradient of [`logit_adjusted_cross_entropy`] by the logits: `softmax(z + τ·ln q) - onehot(class)`.
///
/// The entries sum to 0.
///
/// # Panics
///
/// As [`logit_adjusted_cross_entropy`].
///
/// ```
/// use nnfn::losses::logit_adjusted_cross_entropy_grad;
/// assert_eq!(logit_adjusted_cross_entropy_grad(&[0.0, 0.0], 1, &[3.0, 1.0], 1.0), [0.75, -0.75]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn logit_adjusted_cross_entropy_grad(
    logits: &[f64],
    class: usize,
    priors: &[f64],
    tau: f64,
) -> Vec<f64> {
    let name = "logit_adjusted_cross_entropy_grad";
    let row = Adjusted::new(name, logits, class, priors, tau);
    let total = row.weights[row.top] + row.others;
    let share = |w: &f64| if *w == 0.0 { 0.0 } else { w / total };
    let mut grad: Vec<f64> = row.weights.iter().map(share).collect();
    grad[class] = if class == row.top {
        0.0 - row.others / total // p - 1 would cancel as p nears 1
    } else {
        grad[class] - 1.0
    };
    grad
}
// ANCHOR_END: grad

// ANCHOR: kernel
/// The row of the adjusted logits, measured from the largest.
struct Adjusted {
    top: usize,
    /// From the largest adjusted logit, in double length: the rounding of
    /// `z + τ·ln q` alone would cost the exponential up to 256 ulp.
    gaps: Vec<Double>,
    /// `2^128·exp(gap)`.
    weights: Vec<f64>,
    /// Sum of the weights but the top's.
    others: f64,
}

impl Adjusted {
    fn new(
        name: &str,
        logits: &[f64],
        class: usize,
        priors: &[f64],
        tau: f64,
    ) -> Self {
        let (n, m) = (logits.len(), priors.len());
        assert!(n == m, "{name}: {n} logits, but {m} priors");
        assert!(
            class < n,
            "{name}: class {class} is out of range for {n} logits"
        );
        assert!(
            tau >= 0.0 && tau.is_finite(),
            "{name}: tau must be finite and at least 0, got {tau}"
        );
        if logits.iter().any(|z| z.is_nan())
            || priors.iter().any(|q| q.is_nan() || *q < 0.0)
        {
            let (gaps, weights) =
                (vec![Double::from(f64::NAN); n], vec![f64::NAN; n]);
            return Self { top: 0, gaps, weights, others: f64::NAN };
        }
        // How far i lies above j. Huge logits would swallow the shares if
        // these were added first. A share of 0 decides, then an infinity.
        let gap = |i: usize, j: usize| {
            let own = Double::from(logits[i]) - logits[j];
            let shares = ln_ratio(priors[i], priors[j], tau);
            if shares.hi.is_infinite() {
                shares
            } else if own.hi.is_infinite() {
                own
            } else {
                own + shares
            }
        };
        let higher =
            |i: usize, j: usize| if gap(j, i).value() <= 0.0 { i } else { j };
        let top = (0..n).reduce(higher).unwrap_or(0);
        let mut gaps: Vec<Double> = (0..n).map(|i| gap(i, top)).collect();
        gaps[top] = Double::from(0.0); // ∞ - ∞ is NaN
        let weights: Vec<f64> =
            gaps.iter().map(|gap| gap.raised_exp().value()).collect();
        let mut rest = weights.clone();
        rest[top] = 0.0;
        Self { top, gaps, others: sum(&rest), weights }
    }
}

/// `tau·ln(p/q)` in double length, by the logarithms of numbers near 1
/// and a multiple of ln 2.
fn ln_ratio(p: f64, q: f64, tau: f64) -> Double {
    const LN_2_LO: f64 = 2.319_046_813_846_299_6e-17;
    if tau == 0.0 {
        return Double::from(0.0); // 0·ln 0 is NaN
    }
    let ((m, i), (n, j)) = (split(p), split(q));
    let near = Double::from(m.ln()) - n.ln();
    (Double::new(LN_2, LN_2_LO) * f64::from(i - j) + near) * tau
}

/// A number near 1 and an exponent of 2, for a positive finite `x`.
fn split(x: f64) -> (f64, i32) {
    if !(x > 0.0 && x.is_finite()) {
        return (x, 0);
    }
    if x < f64::MIN_POSITIVE {
        let (near, exponent) = split(x * 2f64.powi(54));
        return (near, exponent - 54);
    }
    let bits = x.to_bits();
    let exponent = (bits >> 52) as i32 - 1023;
    let near = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    if near > SQRT_2 { (0.5 * near, exponent + 1) } else { (near, exponent) }
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn a_class_below_several_infinite_logits_costs_without_bound() {
        let logits = [f64::INFINITY, f64::INFINITY, 0.0];
        let loss = logit_adjusted_cross_entropy(&logits, 2, &[1.0; 3], 1.0);
        assert_eq!(loss, f64::INFINITY);
    }
    use crate::losses::{cross_entropy, cross_entropy_grad};

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn a_tiny_loss_keeps_its_digits_under_a_tiny_share() {
        // mpmath, 60 digits
        for (logits, priors, tau, expected) in [
            ([300.3, 0.0], [1.0, 1e-170], 1.0, 3.813_880_528_480_449e-301),
            ([0.0, 0.3], [1e300, 3e-5], 0.5, 7.393_481_183_564_023e-153),
            ([0.0, 0.3], [1.0, 5e-324], 0.9, 1.427_889_288_748_319_3e-291),
        ] {
            let loss = logit_adjusted_cross_entropy(&logits, 0, &priors, tau);
            let grad =
                logit_adjusted_cross_entropy_grad(&logits, 0, &priors, tau);
            assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 3);
            assert_ulps_eq!(grad[1], expected, epsilon = 0.0, max_ulps = 3);
            assert_eq!(grad[0], -grad[1]);
        }
    }

    #[test]
    fn a_loss_keeps_its_digits_where_logit_and_share_cancel() {
        // mpmath: z + ln q is 0 up to 1.5e-14 for the second class
        let logits = [0.0, 690.775_527_898_213_7];
        let loss =
            logit_adjusted_cross_entropy(&logits, 0, &[1e-40, 1e-300], 1.0);
        assert_ulps_eq!(
            loss,
            92.103_403_719_761_8,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn the_logarithm_has_digits_beyond_those_of_f64() {
        // mpmath: hi and what is left of it
        for (x, hi, lo) in [
            (3e-5, -10.414_313_176_302_12, 7.979_547_251_798_227e-16),
            (1e-300, -690.775_527_898_213_7, -2.367_009_617_670_983e-14),
            (5e-324, -744.440_071_921_381_2, -4.422_444_340_918_698e-14),
            (1e308, 709.196_208_642_166_1, -1.355_760_743_453_632_8e-14),
            (0.7, -0.356_674_943_938_732_45, 4.825_563_799_376_62e-18),
            (3.0, 1.098_612_288_668_109_8, -9.071_297_235_001_53e-17),
        ] {
            let found = ln_ratio(x, 1.0, 1.0);
            assert!(((found.hi - hi) + (found.lo - lo)).abs() < 4e-17, "{x}");
        }
        assert_eq!(ln_ratio(0.0, 1.0, 1.0).value(), -INFINITY);
        assert_eq!(ln_ratio(INFINITY, 1.0, 1.0).value(), INFINITY);
    }

    #[test]
    fn huge_logits_do_not_swallow_the_shares() {
        for huge in [1e38, 1e300] {
            let (logits, priors) = ([huge; 3], [0.25, 0.5, 0.25]);
            let loss = logit_adjusted_cross_entropy(&logits, 0, &priors, 1.0);
            assert_eq!(loss, 2.0 * LN_2);
            let grad =
                logit_adjusted_cross_entropy_grad(&logits, 0, &priors, 1.0);
            assert_eq!(grad, [-0.75, 0.5, 0.25]);
        }
    }

    #[test]
    fn without_an_adjustment_it_is_the_cross_entropy() {
        let logits = [2.0, 1.0, 0.1, -700.0];
        for (priors, tau) in [([0.1, 0.2, 0.0, 0.7], 0.0), ([0.25; 4], 1.0)] {
            for class in 0..4 {
                let loss = logit_adjusted_cross_entropy(
                    &logits, class, &priors, tau,
                );
                let grad = logit_adjusted_cross_entropy_grad(
                    &logits, class, &priors, tau,
                );
                assert_ulps_eq!(
                    loss,
                    cross_entropy(&logits, class),
                    epsilon = 0.0,
                    max_ulps = 1
                );
                assert_ulps_eq!(
                    grad[..],
                    cross_entropy_grad(&logits, class)[..],
                    epsilon = 0.0,
                    max_ulps = 1
                );
            }
        }
    }

    #[test]
    fn infinities_give_the_limit() {
        let at = |logits: &[f64], class, priors: &[f64]| {
            logit_adjusted_cross_entropy(logits, class, priors, 1.0)
        };
        assert_eq!(at(&[0.0, 0.0], 1, &[1.0, 0.0]), INFINITY);
        assert_eq!(at(&[0.0, 0.0], 0, &[1.0, 0.0]), 0.0);
        assert_eq!(at(&[0.0, -INFINITY], 1, &[0.5, 0.5]), INFINITY);
        assert_eq!(at(&[0.0, INFINITY], 1, &[0.5, 0.5]), 0.0);
        assert_eq!(at(&[0.0, INFINITY], 0, &[0.5, 0.5]), INFINITY);
        assert_eq!(at(&[INFINITY, 0.0], 0, &[0.0, 1.0]), INFINITY);
        assert_eq!(at(&[INFINITY, 0.0], 1, &[0.0, 1.0]), 0.0);
        assert_eq!(at(&[-INFINITY, 0.0], 0, &[1.0, 0.0]), 0.0);
        assert!(at(&[f64::NAN, 0.0], 1, &[0.0, 1.0]).is_nan());
        assert_eq!(at(&[-INFINITY], 0, &[1.0]), 0.0);
        assert!(at(&[0.0], 0, &[f64::NAN]).is_nan());
        assert!(at(&[INFINITY, INFINITY], 0, &[0.5, 0.5]).is_nan());
        assert!(at(&[0.0, 0.0], 0, &[0.5, f64::NAN]).is_nan());
        assert!(at(&[0.0, 0.0], 0, &[0.5, -0.5]).is_nan());
        assert!(at(&[f64::NAN], 0, &[1.0]).is_nan());
        let priors = [1.0, f64::NAN];
        let zero = logit_adjusted_cross_entropy(&[0.0; 2], 0, &priors, 0.0);
        assert!(zero.is_nan());
    }

    #[test]
    #[should_panic(
        expected = "logit_adjusted_cross_entropy: tau must be finite and at least 0, got -1"
    )]
    fn logit_adjusted_cross_entropy_requires_a_tau_of_at_least_0() {
        let _ = logit_adjusted_cross_entropy(&[0.0], 0, &[1.0], -1.0);
    }

    #[test]
    #[should_panic(
        expected = "logit_adjusted_cross_entropy_grad: 2 logits, but 3 priors"
    )]
    fn logit_adjusted_cross_entropy_grad_requires_a_prior_for_each_class() {
        let _ =
            logit_adjusted_cross_entropy_grad(&[0.0; 2], 0, &[1.0; 3], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "logit_adjusted_cross_entropy: class 1 is out of range for 1 logits"
    )]
    fn logit_adjusted_cross_entropy_requires_a_class_in_range() {
        let _ = logit_adjusted_cross_entropy(&[0.0], 1, &[1.0], 1.0);
    }
}
