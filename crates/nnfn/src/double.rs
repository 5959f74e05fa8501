//! Double-length numbers: `hi + lo`, where `lo` is what rounding took from `hi`.
//!
//! An exponential turns a relative error of its argument `v` into one `|v|` times as large: computed from
//! a rounded argument, `exp(-700.3)` has lost eight bits. Carrying the lost part beside it keeps them.

use std::f64::consts::LN_2;
use std::ops::{Add, Mul, Neg, Sub};

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
    pub(crate) const fn new(hi: f64, lo: f64) -> Self {
        Self {
            hi,
            lo: if lo.is_finite() { lo } else { 0.0 },
        }
    }

    /// The nearest `f64`.
    pub(crate) fn value(self) -> f64 {
        self.hi + self.lo
    }

    /// The quotient, with the remainder of the division in `lo`. An infinity stays one, even over `∞`.
    pub(crate) fn over(self, divisor: f64) -> Self {
        if divisor == 1.0 || self.hi.is_infinite() {
            return self;
        }
        let hi = self.hi / divisor;
        let remainder = (-hi).mul_add(divisor, self.hi);
        Self::new(hi, (remainder + self.lo) / divisor)
    }

    /// The exponential, to first order in `lo`.
    pub(crate) fn exp(self) -> Self {
        let e = self.hi.exp();
        Self::new(e, e * self.lo)
    }

    /// `2^128·exp(self)`, for arguments of at most 0: keeps the digits that a subnormal exponential loses.
    pub(crate) fn raised_exp(self) -> Self {
        if self.hi > -690.0 {
            let e = self.exp();
            return Self::new(TWO_POW_128 * e.hi, TWO_POW_128 * e.lo);
        }
        (self + Self::new(128.0 * LN_2, 128.0 * LN_2_LO)).exp()
    }

    /// `factor·exp(self)`, for arguments of at most 0: rounds once where the exponential alone is subnormal.
    pub(crate) fn exp_times(self, factor: impl Into<Self>) -> f64 {
        (self.raised_exp() * factor).value() / TWO_POW_128
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
