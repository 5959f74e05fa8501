//! Focal loss of a logit.

use super::{bce_with_logits, bce_with_logits_grad};
use crate::double::Double;
use crate::logistic::softplus_times;

/// Focal loss of one logit `x`: `-(1 - p_t)^γ·(y·ln σ(x) + (1 - y)·ln σ(-x))`, in nats.
///
/// `p_t = y·σ(x) + (1 - y)·σ(-x)` is the probability of the right answer, `y` the target, mostly 0 or 1: binary
/// cross-entropy, multiplied by a power of what is missing to certainty. A target in between is taken as in Optax,
/// torchvision and Keras: it is mixed within the power, which is *not* the mean loss of so many positives.
/// Weights of the two classes are in [`balanced_focal`](super::balanced_focal).
///
/// - Range: `[0, ∞]` for targets in `[0, 1]`; at most [`bce_with_logits`], which it is for `γ = 0`.
///   Tiny losses keep their digits for every `γ`.
/// - An infinite logit costs 0 where the target is on its side entirely, else `∞`. NaN gives NaN.
///   Targets outside of `[0, 1]` have no meaning here.
///
/// # Panics
///
/// If `gamma` is negative or not finite.
///
/// Source: Lin et al. 2017, [arXiv:1708.02002](https://arxiv.org/abs/1708.02002), section 3.2.
///
/// ```
/// use nnfn::losses::focal;
/// assert_eq!(focal(0.0, 1.0, 2.0), 0.25 * 2_f64.ln());
/// assert_eq!(focal(-1000.0, 1.0, 2.0), 1000.0);
/// assert!((focal(100.0, 1.0, 1.0) / 1.3838965267367375e-87 - 1.0).abs() < 1e-15); // 1 - p is 0
/// ```
#[must_use]
// ANCHOR: value
pub fn focal(logit: f64, target: f64, gamma: f64) -> f64 {
    assert!(
        gamma >= 0.0 && gamma.is_finite(),
        "focal: gamma must be finite and at least 0, got {gamma}"
    );
    if gamma == 0.0 {
        return bce_with_logits(logit, target, 1.0);
    }
    let cost = softplus_times(Double::from(-logit), Double::from(target))
        + softplus_times(Double::from(logit), Double::from(1.0) - target);
    Missing::new(logit, target).power_times(gamma, cost)
}

/// What is missing to certainty, `1 - p_t`, as `exp(exponent)·factor`: then
/// a power of it has all digits, also where it is 0 itself.
struct Missing {
    exponent: f64,
    factor: Double,
    /// `σ(x)·σ(-x)/(1 - p_t)`.
    turn: Double,
}

impl Missing {
    fn new(logit: f64, target: f64) -> Self {
        let e = Double::exp_in_full(-logit.abs());
        let all = e + 1.0; // the two answers have 1/all and e/all
        let (yes, no) = (Double::from(target), Double::from(1.0) - target);
        let (likely, unlikely) =
            if logit > 0.0 { (yes, no) } else { (no, yes) };
        let small = e * likely;
        if small.value() < unlikely.value() {
            let factor = (small + unlikely).over(all);
            let turn = e.over(all).over(all).over(factor);
            return Self { exponent: 0.0, factor, turn };
        }
        // e is the larger part: take it out.
        let other =
            if unlikely.hi == 0.0 { unlikely } else { unlikely.over(e) };
        let factor = (likely + other).over(all);
        let turn = Double::from(1.0).over(all).over(all).over(factor);
        Self { exponent: -logit.abs(), factor, turn }
    }

    /// `(1 - p_t)^gamma·rest`.
    fn power_times(&self, gamma: f64, rest: Double) -> f64 {
        let exponent = Double::from(self.exponent) * gamma;
        let power = self.factor.powf(gamma);
        if power.hi == f64::INFINITY {
            return 0.0 * rest.value(); // the exponential is far smaller
        }
        exponent.exp_times(power * rest).value()
    }
}
// ANCHOR_END: value

/// Derivative of [`focal`] by the logit: for a target of 1 `-q^γ·(q - γ·p·ln p)` with `p = σ(x)` and `q = σ(-x)`.
///
/// For a target of 0 it is the negative of that with `x` turned round. For `γ = 0` it is
/// [`bce_with_logits_grad`]; for other `γ` it exceeds 1 in size where the answer is wrong. At an infinite logit of
/// the wrong side it is ±1.
///
/// # Panics
///
/// If `gamma` is negative or not finite.
///
/// ```
/// use nnfn::losses::focal_grad;
/// assert_eq!(focal_grad(0.0, 1.0, 0.0), -0.5);
/// assert!((focal_grad(100.0, 1.0, 1.0) / -2.7677930534734751e-87 - 1.0).abs() < 1e-15);
/// ```
#[must_use]
// ANCHOR: grad
pub fn focal_grad(logit: f64, target: f64, gamma: f64) -> f64 {
    assert!(
        gamma >= 0.0 && gamma.is_finite(),
        "focal_grad: gamma must be finite and at least 0, got {gamma}"
    );
    let of_cost = bce_with_logits_grad(logit, target, 1.0);
    if gamma == 0.0 {
        return of_cost;
    }
    // (1 - p_t)^γ as a factor of both terms: (1 - p_t)^(γ-1) would be ∞.
    let missing = Missing::new(logit, target);
    let no = Double::from(1.0) - target;
    let turn = missing.turn * (no - target) * gamma;
    let of_power = softplus_times(Double::from(-logit), turn * target)
        + softplus_times(Double::from(logit), turn * no);
    missing.power_times(gamma, of_power + of_cost)
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[track_caller]
    fn check(at: (f64, f64, f64), value: f64, grad: f64) {
        let (x, y, gamma) = at;
        assert_ulps_eq!(
            focal(x, y, gamma),
            value,
            epsilon = 0.0,
            max_ulps = 2
        );
        assert_ulps_eq!(
            focal_grad(x, y, gamma),
            grad,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn tails_keep_their_digits() {
        check(
            (100.0, 1.0, 1.0),
            1.3838965267367376e-87,
            -2.767793053473475e-87,
        );
        check(
            (20.0, 1.0, 0.5),
            9.357_622_949_552_676e-14,
            -1.4036434405041515e-13,
        );
        check(
            (-100.0, 0.0, 0.5),
            7.175_095_973_164_41e-66,
            1.0762643959746615e-65,
        );
        check(
            (40.0, 1.0, 2.0),
            7.667_648_073_722e-53,
            -2.3002944221165997e-52,
        );
        check(
            (470.0, 1.0, 0.5),
            6.643_397_797_997_952e-307,
            -9.965_096_696_996_928e-307,
        );
        check((-1000.0, 1.0, 2.0), 1000.0, -1.0);
        check((1000.0, 1.0, 0.5), 0.0, 0.0);
    }

    #[test]
    fn a_power_that_overflows_on_the_way_is_0() {
        // The factor is near 2, its exponential exp(-12000).
        assert_eq!(focal(10.0, 0.99996, 1200.0), 0.0);
        assert_eq!(focal_grad(10.0, 0.99996, 1200.0), 0.0);
        assert_eq!(focal(-10.0, 0.00004, 1200.0), 0.0);
        assert!(focal(10.0, f64::NAN, 1200.0).is_nan());
    }

    #[test]
    fn high_powers_keep_their_digits() {
        check(
            (0.3, 1.0, 5.0),
            0.007_737_119_760_684_478,
            -0.028_162_145_954_674_92,
        );
        check(
            (0.7, 0.0, 50.0),
            1.938_987_237_131_153_4e-9,
            3.334_340_719_152_332e-8,
        );
        check(
            (-2.0, 1.0, 0.25),
            2.060_495_911_531_130_5,
            -0.914_690_698_628_72,
        );
    }

    #[test]
    fn soft_targets_are_mixed_within_the_power() {
        check(
            (1.3, 0.3, 2.0),
            0.434_397_790_289_943_74,
            0.278_560_666_635_017_7,
        );
        // 1 - y and e^-x are of one size
        let nearly = 1.0 - 2_f64.powi(-40);
        check(
            (25.0, nearly, 5.0),
            2.598_448_143_100_492_7e-65,
            -1.3114478116530466e-64,
        );
    }

    #[test]
    fn without_focus_it_is_binary_cross_entropy_to_the_bit() {
        for (x, y) in
            [(0.3, 1.0), (-40.0, 0.25), (1e3, 0.0), (-INFINITY, 1.0)]
        {
            assert_eq!(focal(x, y, 0.0), bce_with_logits(x, y, 1.0));
            assert_eq!(
                focal_grad(x, y, 0.0),
                bce_with_logits_grad(x, y, 1.0)
            );
        }
    }

    #[test]
    fn infinite_logits_give_the_limit() {
        for (logit, target, loss, grad) in [
            (-INFINITY, 0.0, 0.0, 0.0),
            (INFINITY, 1.0, 0.0, 0.0),
            (INFINITY, 0.0, INFINITY, 1.0),
            (-INFINITY, 1.0, INFINITY, -1.0),
            (INFINITY, 0.75, INFINITY, 0.0625 * 0.25),
        ] {
            assert_eq!(focal(logit, target, 2.0), loss);
            assert_eq!(focal_grad(logit, target, 2.0), grad);
        }
        assert!(focal(f64::NAN, 1.0, 2.0).is_nan());
        assert!(focal_grad(0.0, f64::NAN, 2.0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "focal: gamma must be finite and at least 0, got -1"
    )]
    fn focal_requires_a_gamma_of_at_least_0() {
        let _ = focal(1.0, 1.0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "focal_grad: gamma must be finite and at least 0, got inf"
    )]
    fn focal_grad_requires_a_finite_gamma() {
        let _ = focal_grad(1.0, 1.0, f64::INFINITY);
    }
}
