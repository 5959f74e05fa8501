//! Double-length numbers: `hi + lo`, where `lo` is what rounding took from `hi`.
//!
//! An exponential turns a relative error of its argument `v` into one `|v|` times as large: computed from
//! a rounded argument, `exp(-700.3)` has lost eight bits. Carrying the lost part beside it keeps them.

use std::f64::consts::LN_2;
use std::ops::{Add, Mul, Neg, Sub};

// ANCHOR: kernel
const LN_2_LO: f64 = 2.319_046_813_846_299_6e-17;

/// What [`Double::raised_exp`] is raised by.
pub(crate) const TWO_POW_128: f64 = 3.402_823_669_209_385e38;

/// The unevaluated sum `hi + lo`; `lo` is an ulp or two of `hi` at most, unless `hi` has cancelled.
#[derive(Clone, Copy)]
pub(crate) struct Double {
    pub(crate) hi: f64,
    pub(crate) lo: f64,
}

impl Double {
    /// `hi + lo`; beside an infinite or NaN `hi` there is nothing to correct.
    pub(crate) fn new(hi: f64, lo: f64) -> Self {
        Self { hi, lo: if lo.is_finite() { lo } else { 0.0 } }
    }

    /// The nearest `f64`.
    pub(crate) fn value(self) -> f64 {
        self.hi + self.lo
    }

    /// The quotient, with the remainder of the division in `lo`. An infinity stays one, even over `∞`.
    pub(crate) fn over(self, divisor: impl Into<Self>) -> Self {
        let divisor = divisor.into();
        let one = divisor.hi == 1.0 && divisor.lo == 0.0;
        if one || self.hi.is_infinite() {
            return self;
        }
        let hi = self.hi / divisor.hi;
        let remainder = (-hi).mul_add(divisor.hi, self.hi) - hi * divisor.lo;
        Self::new(hi, (remainder + self.lo) / divisor.hi)
    }

    /// The exponential, to first order in `lo`.
    pub(crate) fn exp(self) -> Self {
        let e = self.hi.exp();
        Self::new(e, e * self.lo)
    }

    /// `exp(x)` for `x ≤ 0` to some 30 digits: enough for a difference of it, or a high power, to keep 16.
    pub(crate) fn exp_in_full(x: f64) -> Self {
        let x = x.clamp(-1100.0, 0.0); // below it is 0
        // x = k·ln 2 + 8r with |8r| ≤ ln(2)/2, so that 16 terms of the series in r do.
        let k = (x / LN_2).round();
        let rest = Self::from(x) - Self::new(LN_2, LN_2_LO) * k;
        let r = Self::new(0.125 * rest.hi, 0.125 * rest.lo).normalised();
        let mut e = Self::from(1.0);
        for n in (1..=16).rev() {
            e = (e * r).over(f64::from(n)) + 1.0;
        }
        for _ in 0..3 {
            e = e * e;
        }
        // In two steps, of which neither underflows alone.
        let half = (0.5 * k).trunc();
        let (one, other) = (half.exp2(), (k - half).exp2());
        Self::new(e.hi * one * other, e.lo * one * other)
    }

    /// The power of a number above 0 with an exponent of at least 0; that of 0 too.
    pub(crate) fn powf(self, exponent: f64) -> Self {
        let power = self.hi.powf(exponent);
        let correction = (exponent * (self.lo / self.hi)).exp_m1();
        Self::new(power, power * correction) // at 0 the correction is NaN and dropped
    }

    /// `2^128·exp(self)`, for arguments of at most 0: keeps the digits that a subnormal exponential loses.
    pub(crate) fn raised_exp(self) -> Self {
        if self.hi > -690.0 {
            let e = self.exp();
            return Self::new(TWO_POW_128 * e.hi, TWO_POW_128 * e.lo);
        }
        (self + Self::new(128.0 * LN_2, 128.0 * LN_2_LO)).exp()
    }

    /// `factor·exp(self)`, for arguments of at most 0, also where the exponential alone is subnormal or 0.
    pub(crate) fn exp_times(self, factor: impl Into<Self>) -> Self {
        let factor = factor.into();
        if self.hi > -690.0 {
            return self.exp() * factor;
        }
        if self.hi > -770.0 {
            let raised = (self.raised_exp() * factor).value();
            return Self::from(raised / TWO_POW_128); // rounds once
        }
        let root = self.half().exp();
        root * factor * root
    }

    /// The square root, by a step of Newton's method from the root of `hi`.
    pub(crate) fn sqrt(self) -> Self {
        let hi = self.hi.sqrt();
        let remainder = (-hi).mul_add(hi, self.hi) + self.lo;
        let lo = 0.5 * remainder / hi;
        Self::new(hi, lo) // at 0 the correction is NaN and dropped
    }

    /// The same number with `lo` as small as it can be, for a `hi` that has cancelled.
    pub(crate) fn normalised(self) -> Self {
        Self::from(self.hi) + self.lo
    }

    /// Half of it, which is exact.
    pub(crate) fn half(self) -> Self {
        Self::new(0.5 * self.hi, 0.5 * self.lo)
    }
}

impl From<f64> for Double {
    fn from(hi: f64) -> Self {
        Self::new(hi, 0.0)
    }
}

impl Neg for Double {
    type Output = Self;

    fn neg(self) -> Self {
        Self::new(-self.hi, -self.lo)
    }
}

impl<T: Into<Self>> Add<T> for Double {
    type Output = Self;

    /// Knuth's two-sum: the rounded sum of the `hi`s and what rounding took from it.
    fn add(self, other: T) -> Self {
        let other = other.into();
        let hi = self.hi + other.hi;
        let of_other = hi - self.hi;
        let lost = (self.hi - (hi - of_other)) + (other.hi - of_other);
        Self::new(hi, lost + (self.lo + other.lo))
    }
}

impl<T: Into<Self>> Sub<T> for Double {
    type Output = Self;

    fn sub(self, other: T) -> Self {
        self + -other.into()
    }
}

impl<T: Into<Self>> Mul<T> for Double {
    type Output = Self;

    /// The fused multiply-add gives what rounding took from the product.
    fn mul(self, other: T) -> Self {
        let other = other.into();
        let hi = self.hi * other.hi;
        let lost = self.hi.mul_add(other.hi, -hi);
        Self::new(hi, lost + (self.hi * other.lo + self.lo * other.hi))
    }
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn division_and_product_keep_what_rounding_takes() {
        let third = Double::from(1.0).over(3.0);
        assert_eq!(third.lo, 1.850_371_707_708_594e-17);
        assert!((third * 3.0 - 1.0).value().abs() < 1e-32);
    }

    #[test]
    fn quotients_and_roots_of_double_length_keep_what_rounding_takes() {
        let third = Double::from(1.0).over(3.0);
        assert!((third.over(third + third) - 0.5).value().abs() < 1e-32);
        let tiny = Double::from(1.0).over(Double::from(1.0) + 1e-20);
        assert_eq!((tiny - 1.0).value(), -1e-20);
        let root = Double::from(2.0).sqrt();
        assert!((root.lo / -9.667_293_313_452_913e-17 - 1.0).abs() < 1e-15);
        assert!((root * root - 2.0).value().abs() < 1e-31);
        assert_eq!(Double::from(0.0).sqrt().value(), 0.0);
    }

    #[test]
    fn the_exponential_needs_what_rounding_takes() {
        let exponent = Double::from(-0.5 * 37.3) * 37.3;
        let expected = 7.677_417_113_106_441e-303;
        assert_ulps_eq!(
            exponent.exp().value(),
            expected,
            epsilon = 0.0,
            max_ulps = 2
        );
        assert!((exponent.hi.exp() / expected - 1.0).abs() > 1e-14);
    }

    #[test]
    fn a_subnormal_exponential_does_not_spoil_a_product() {
        let v = Double::from(-744.3);
        assert_eq!(v.exp_times(1000.0).value(), 5.68e-321);
        assert_eq!(1000.0 * v.exp().value(), 4.94e-321);
    }

    #[test]
    fn an_exponential_in_full_and_its_power_have_30_digits() {
        for (x, hi, lo) in [
            (-1.0, 0.367_879_441_171_442_33, -1.242_875_367_278_836_3e-17),
            (-37.3, 6.321437159096094e-17, -4.82725866074607e-34),
        ] {
            let e = Double::exp_in_full(x);
            assert!(((e.hi - hi) + (e.lo - lo)).abs() < 1e-30 * hi);
        }
        assert_eq!(Double::exp_in_full(-700.0).value(), (-700_f64).exp());
        assert_eq!(Double::exp_in_full(-1e300).value(), 0.0);
        assert!(Double::exp_in_full(f64::NAN).value().is_nan());
        let two_thirds = Double::from(2.0).over(3.0);
        let expected = 1.280_534_895_159_006e-9;
        assert_ulps_eq!(
            two_thirds.powf(50.5).value(),
            expected,
            epsilon = 0.0,
            max_ulps = 1
        );
        assert_eq!(Double::from(0.0).powf(0.5).value(), 0.0);
        assert_eq!(Double::from(0.0).powf(0.0).value(), 1.0);
    }

    #[test]
    fn a_huge_factor_is_no_obstacle() {
        let expected = [
            (-0.5, 1e308, 6.065_306_597_126_334e307),
            (-750.0, 1e300, 1.901_684_963_475_006_4e-26),
            (-1000.0, 1e300, 5.075_958_897_549_457e-135),
        ];
        for (v, factor, product) in expected {
            assert_ulps_eq!(
                Double::from(v).exp_times(factor).value(),
                product,
                epsilon = 0.0,
                max_ulps = 2
            );
        }
    }

    #[test]
    fn exponentials_meet_where_they_change_form() {
        for v in [-689.9, -690.1] {
            let double = Double::from(v);
            let raised = double.raised_exp().value() / TWO_POW_128;
            for found in [raised, double.exp_times(1.0).value()] {
                assert_ulps_eq!(found, v.exp(), epsilon = 0.0, max_ulps = 1);
            }
        }
    }

    #[test]
    fn infinities_stay() {
        let infinite = Double::from(f64::NEG_INFINITY);
        assert_eq!((infinite + 1.0).value(), f64::NEG_INFINITY);
        assert_eq!((infinite * 2.0).value(), f64::NEG_INFINITY);
        assert_eq!(infinite.over(f64::INFINITY).value(), f64::NEG_INFINITY);
        assert_eq!(infinite.exp().value(), 0.0);
        assert_eq!(Double::from(1e308).over(f64::INFINITY).value(), 0.0);
    }
}
