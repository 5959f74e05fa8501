//! Double-length numbers: `hi + lo`, where `lo` is what rounding took from `hi`.
//!
//! An exponential turns a relative error of its argument `v` into one `|v|` times as large: computed from
//! a rounded argument, `exp(-700.3)` has lost eight bits. Carrying the lost part beside it keeps them.

use std::f64::consts::LN_2;
use std::ops::{Add, Mul, Neg, Sub};

const LN_2_LO: f64 = 2.319_046_813_846_299_6e-17;

/// The unevaluated sum `hi + lo`; `lo` is an ulp or two of `hi` at most, unless `hi` has cancelled.
#[derive(Clone, Copy)]
pub(crate) struct Double {
    pub(crate) hi: f64,
    pub(crate) lo: f64,
}

impl Double {
    /// `hi + lo`; beside an infinite or NaN `hi` there is nothing to correct.
    pub(crate) const fn new(hi: f64, lo: f64) -> Self {
        Self { hi, lo: if lo.is_finite() { lo } else { 0.0 } }
    }

    /// The nearest `f64`.
    pub(crate) fn value(self) -> f64 {
        self.hi + self.lo
    }

    /// The exponential, to first order in `lo`.
    pub(crate) fn exp(self) -> Self {
        let e = self.hi.exp();
        Self::new(e, e * self.lo)
    }

    /// `factor·exp(self)`, also where the exponential alone is subnormal and has lost its digits.
    pub(crate) fn exp_times(self, factor: Self) -> f64 {
        const SHIFT: f64 = 128.0; // exp(v) = exp(v + 128·ln 2)/2^128
        if self.hi > -690.0 {
            return (self.exp() * factor).value();
        }
        let raised = self + Self::new(SHIFT * LN_2, SHIFT * LN_2_LO);
        (raised.exp() * factor).value() * (-SHIFT).exp2()
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

impl Add for Double {
    type Output = Self;

    /// Knuth's two-sum: the sum of the `hi`s and what its rounding lost are exact together.
    fn add(self, other: Self) -> Self {
        let hi = self.hi + other.hi;
        let of_other = hi - self.hi;
        let lost = (self.hi - (hi - of_other)) + (other.hi - of_other);
        Self::new(hi, lost + (self.lo + other.lo))
    }
}

impl Sub for Double {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Double {
    type Output = Self;

    /// The fused multiply-add returns what the rounding of the product lost.
    fn mul(self, other: Self) -> Self {
        let hi = self.hi * other.hi;
        let lost = self.hi.mul_add(other.hi, -hi);
        Self::new(hi, lost + (self.hi * other.lo + self.lo * other.hi))
    }
}
