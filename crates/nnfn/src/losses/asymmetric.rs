//! Asymmetric loss of a logit.

use super::{focal, focal_grad};
use crate::double::Double;

/// Asymmetric loss (ASL) of one label: `-(1 - p)^γ₊·ln p` if it applies, else `-u^γ₋·ln(1 - u)` with
/// `u = max(p - m, 0)`, in nats; `p = σ(x)`.
///
/// Focal loss with a power of its own for each answer, and a shift `m` of the probability of a negative: one that
/// is below `m` costs nothing and has no gradient. The target is 0 or 1; any other gives NaN.
///
/// - Range: `[0, ∞]` for a target of 1, `[0, -(1 - m)^γ₋·ln m]` for a target of 0: with `m > 0` the price of a
///   wrong yes is bounded. With `γ₊ = γ₋` and `m = 0` it is [`focal`], with all three 0 binary cross-entropy.
/// - The difference `p - m` keeps its digits close to `m`, except where the two agree in nearly all of theirs.
///   NaN gives NaN.
///
/// # Panics
///
/// If a `gamma` is negative or not finite, or `shift` not at least 0 and below 1.
///
/// Source: Ben-Baruch et al. 2020, [arXiv:2009.14119](https://arxiv.org/abs/2009.14119), section 2.
///
/// ```
/// use nnfn::losses::asymmetric;
/// assert_eq!(asymmetric(-3.5, 0.0, 0.0, 4.0, 0.05), 0.0); // p = 0.029
/// assert!((asymmetric(0.0, 0.0, 0.0, 4.0, 0.05) - 0.024_515_054).abs() < 1e-9);
/// assert_eq!(asymmetric(0.0, 1.0, 0.0, 4.0, 0.05), 2_f64.ln());
/// ```
#[must_use]
// ANCHOR: value
pub fn asymmetric(
    logit: f64,
    target: f64,
    gamma_positive: f64,
    gamma_negative: f64,
    shift: f64,
) -> f64 {
    check("asymmetric", gamma_positive, gamma_negative, shift);
    if target != 0.0 {
        let positive = focal(logit, 1.0, gamma_positive);
        return if target == 1.0 { positive } else { f64::NAN };
    }
    if shift == 0.0 {
        return focal(logit, 0.0, gamma_negative);
    }
    match Excess::new(logit, shift) {
        Some(excess) => {
            (excess.u.powf(gamma_negative) * excess.cost()).value()
        }
        None => 0.0,
    }
}

/// Panics on what no call may have.
fn check(name: &str, positive: f64, negative: f64, shift: f64) {
    assert!(
        positive >= 0.0 && positive.is_finite(),
        "{name}: gamma_positive must be finite and at least 0, \
         got {positive}"
    );
    assert!(
        negative >= 0.0 && negative.is_finite(),
        "{name}: gamma_negative must be finite and at least 0, \
         got {negative}"
    );
    assert!(
        (0.0..1.0).contains(&shift),
        "{name}: shift must be at least 0 and below 1, got {shift}"
    );
}

/// What a negative is charged for.
struct Excess {
    /// `p - m`, above 0.
    u: Double,
    /// `1 - u`, which is at least `m`.
    left: Double,
    /// `p·(1 - p)`.
    slope: Double,
}

impl Excess {
    /// None where `p` is at most `m`.
    fn new(logit: f64, shift: f64) -> Option<Self> {
        // 30 digits, because p - m cancels.
        let e = Double::exp_in_full(-logit.abs());
        let (large, small) =
            (Double::from(1.0).over(e + 1.0), e.over(e + 1.0));
        let (p, missing) =
            if logit > 0.0 { (large, small) } else { (small, large) };
        let u = (p - shift).normalised();
        let left = (missing + shift).normalised();
        let excess = Self { u, left, slope: p * missing };
        if u.hi <= 0.0 { None } else { Some(excess) }
    }

    /// `-ln(1 - u)`.
    fn cost(&self) -> Double {
        let (u, left) = (self.u, self.left);
        if u.hi < 0.5 {
            Double::new(-(-u.hi).ln_1p(), u.lo / left.hi)
        } else {
            Double::new(-left.hi.ln(), -left.lo / left.hi)
        }
    }
}
// ANCHOR_END: value

/// Derivative of [`asymmetric`] by the logit: for a target of 0 `u^γ₋·(1/(1 - u) - γ₋·ln(1 - u)/u)·p·(1 - p)`.
///
/// For a target of 1 it is [`focal_grad`]. It is 0 where `p` is at most `m`, and goes to 0 again as `p` goes to 1
/// if `m` is above 0.
///
/// # Panics
///
/// If a `gamma` is negative or not finite, or `shift` not at least 0 and below 1.
///
/// ```
/// use nnfn::losses::asymmetric_grad;
/// assert_eq!(asymmetric_grad(-3.5, 0.0, 0.0, 4.0, 0.05), 0.0);
/// assert_eq!(asymmetric_grad(0.0, 0.0, 0.0, 0.0, 0.0), 0.5);
/// ```
#[must_use]
// ANCHOR: grad
pub fn asymmetric_grad(
    logit: f64,
    target: f64,
    gamma_positive: f64,
    gamma_negative: f64,
    shift: f64,
) -> f64 {
    check("asymmetric_grad", gamma_positive, gamma_negative, shift);
    if target != 0.0 {
        let positive = focal_grad(logit, 1.0, gamma_positive);
        return if target == 1.0 { positive } else { f64::NAN };
    }
    if shift == 0.0 {
        return focal_grad(logit, 0.0, gamma_negative);
    }
    let excess = match Excess::new(logit, shift) {
        Some(excess) => excess,
        None => return 0.0,
    };
    // u^γ as a factor of both terms: u^(γ-1) could be ∞.
    let of_power = excess.cost().over(excess.u) * gamma_negative;
    // The slope first: 1/(1 - u) alone could overflow.
    let of_cost = excess.slope.over(excess.left);
    let power = excess.u.powf(gamma_negative);
    (power * (of_power * excess.slope + of_cost)).value()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    // Expected numbers: mpmath, 60 digits.

    #[track_caller]
    fn check_negative(at: (f64, f64, f64), value: f64, grad: f64) {
        let (x, gamma, shift) = at;
        assert_ulps_eq!(
            asymmetric(x, 0.0, 1.0, gamma, shift),
            value,
            epsilon = 0.0,
            max_ulps = 2
        );
        assert_ulps_eq!(
            asymmetric_grad(x, 0.0, 1.0, gamma, shift),
            grad,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn close_to_the_shift_the_difference_keeps_its_digits() {
        // ln(0.05/0.95) is -2.9444389791664405
        check_negative(
            (-2.944_438_979_166, 4.0, 0.05),
            3.998_294_543_522_262_6e-69,
            4.541_124_841_242_046e-56,
        );
        check_negative(
            (-2.944_438_97, 2.0, 0.05),
            8.254_351_554_755_179e-29,
            2.7014909008115028e-20,
        );
        check_negative(
            (-2.9, 0.5, 0.05),
            1.000_470_887_638_923_3e-4,
            3.447_246_129_483_808_4e-3,
        );
        check_negative(
            (1e-9, 0.5, 0.5),
            3.952_847_075_704_581e-15,
            5.929_270_614_050_976e-6,
        );
        check_negative(
            (-20.5, 1.0, 1e-9),
            6.257_645_578_741_14e-20,
            6.254_586_405_423_162e-19,
        );
    }

    #[test]
    fn a_sure_mistake_has_hardly_any_gradient() {
        check_negative(
            (2.1975, 4.0, 0.05),
            0.990_510_271_621_108_2,
            0.732_628_601_261_058_8,
        );
        check_negative(
            (40.0, 4.0, 0.05),
            2.440_042_660_136_435_3,
            1.128_532_349_925_972e-16,
        );
        check_negative(
            (500.0, 1.0, 0.05),
            2.845_945_659_876_291_3,
            1.5671027520516062e-216,
        );
    }

    #[test]
    fn below_the_shift_nothing_is_left() {
        for x in [f64::NEG_INFINITY, -800.0, -3.0] {
            assert_eq!(asymmetric(x, 0.0, 0.0, 0.5, 0.05), 0.0);
            assert_eq!(asymmetric_grad(x, 0.0, 0.0, 0.5, 0.05), 0.0);
        }
    }

    #[test]
    fn infinite_logits_give_the_limit() {
        let infinity = f64::INFINITY;
        assert_eq!(asymmetric(-infinity, 1.0, 2.0, 4.0, 0.05), infinity);
        assert_eq!(asymmetric_grad(-infinity, 1.0, 2.0, 4.0, 0.05), -1.0);
        assert_eq!(asymmetric(infinity, 1.0, 2.0, 4.0, 0.05), 0.0);
        let most = -(0.75_f64.powi(2)) * 0.25_f64.ln();
        assert_eq!(asymmetric(infinity, 0.0, 0.0, 2.0, 0.25), most);
        assert_eq!(asymmetric_grad(infinity, 0.0, 0.0, 2.0, 0.25), 0.0);
        assert_eq!(asymmetric(infinity, 0.0, 0.0, 2.0, 0.0), infinity);
        let tiny = 5e-324; // 1 over it is ∞
        assert_eq!(asymmetric_grad(infinity, 0.0, 0.0, 2.0, tiny), 0.0);
        assert!(asymmetric(f64::NAN, 0.0, 0.0, 4.0, 0.05).is_nan());
        assert!(asymmetric_grad(0.0, f64::NAN, 0.0, 4.0, 0.05).is_nan());
    }

    #[test]
    fn soft_targets_have_no_meaning() {
        for target in [0.5, 2.0, -1.0] {
            assert!(asymmetric(0.0, target, 0.0, 4.0, 0.05).is_nan());
            assert!(asymmetric_grad(0.0, target, 0.0, 4.0, 0.05).is_nan());
        }
    }

    #[test]
    #[should_panic(
        expected = "asymmetric: gamma_positive must be finite and at least 0, got -1"
    )]
    fn asymmetric_requires_a_gamma_positive_of_at_least_0() {
        let _ = asymmetric(0.0, 1.0, -1.0, 4.0, 0.05);
    }

    #[test]
    #[should_panic(
        expected = "asymmetric: gamma_negative must be finite and at least 0, got inf"
    )]
    fn asymmetric_requires_a_finite_gamma_negative() {
        let _ = asymmetric(0.0, 1.0, 0.0, f64::INFINITY, 0.05);
    }

    #[test]
    #[should_panic(
        expected = "asymmetric_grad: shift must be at least 0 and below 1, got 1"
    )]
    fn asymmetric_grad_requires_a_shift_below_1() {
        let _ = asymmetric_grad(0.0, 0.0, 0.0, 4.0, 1.0);
    }
}
