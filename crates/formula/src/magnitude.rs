//! Bounds on errors: positive numbers with a wide exponent, rounded up.

/// `mantissa · 2^exponent`, an upper bound. Zero has mantissa 0; a bound that is not known is infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Magnitude {
    mantissa: f64,
    exponent: i64,
}

/// What one rounding of a mantissa may lose, and more.
const SLACK: f64 = 1.0 + 1e-14;

impl Magnitude {
    pub const ZERO: Magnitude = Magnitude { mantissa: 0.0, exponent: 0 };
    pub const INFINITE: Magnitude = Magnitude { mantissa: f64::INFINITY, exponent: 0 };

    pub fn power_of_two(exponent: i64) -> Magnitude {
        Magnitude { mantissa: 1.0, exponent }
    }

    /// A bound of a positive 64-bit number.
    pub fn of(x: f64) -> Magnitude {
        if x.is_nan() { Magnitude::INFINITE } else { Magnitude { mantissa: x.abs(), exponent: 0 }.normal() }
    }

    pub fn times_power_of_two(self, exponent: i64) -> Magnitude {
        if self.is_zero() || !self.is_finite() {
            self
        } else {
            Magnitude { exponent: self.exponent + exponent, ..self }
        }
    }

    fn normal(self) -> Magnitude {
        if self.mantissa == 0.0 || !self.mantissa.is_finite() {
            return Magnitude { exponent: 0, ..self };
        }
        // Subnormal mantissas are lifted first, so that the exponent's bits give the magnitude.
        let lifted = if self.mantissa < 1e-300 { (self.mantissa * 2_f64.powi(200), -200) } else { (self.mantissa, 0) };
        let power = (lifted.0.to_bits() >> 52) as i64 - 1023;
        Magnitude {
            mantissa: f64::from_bits((lifted.0.to_bits() & ((1 << 52) - 1)) | (1023 << 52)),
            exponent: self.exponent + power + lifted.1,
        }
    }

    pub fn is_zero(self) -> bool {
        self.mantissa == 0.0
    }

    pub fn is_finite(self) -> bool {
        self.mantissa.is_finite()
    }

    pub fn add(self, other: Magnitude) -> Magnitude {
        if self.is_zero() {
            return other;
        }
        if other.is_zero() {
            return self;
        }
        let (large, small) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let down = (large.exponent - small.exponent).min(1000) as i32;
        let sum = large.mantissa + small.mantissa * 2_f64.powi(-down);
        Magnitude { mantissa: sum * SLACK, exponent: large.exponent }.normal()
    }

    pub fn mul(self, other: Magnitude) -> Magnitude {
        if self.is_zero() || other.is_zero() {
            // An unknown bound times an exact 0 stays unknown: better safe.
            let unknown = !self.is_finite() || !other.is_finite();
            return if unknown { Magnitude::INFINITE } else { Magnitude::ZERO };
        }
        Magnitude { mantissa: self.mantissa * other.mantissa * SLACK, exponent: self.exponent + other.exponent }
            .normal()
    }

    /// `self / other`, where `other` is a lower bound of the divisor.
    pub fn div(self, other: Magnitude) -> Magnitude {
        if other.is_zero() || !other.is_finite() {
            return Magnitude::INFINITE;
        }
        Magnitude { mantissa: self.mantissa / other.mantissa * SLACK, exponent: self.exponent - other.exponent }
            .normal()
    }

    /// A lower bound of `self - other`, where `self` is a lower bound; 0 if it may be negative.
    pub fn less(self, other: Magnitude) -> Magnitude {
        if other.is_zero() {
            return self;
        }
        if self.is_zero() || !other.is_finite() || other.exponent > self.exponent {
            return Magnitude::ZERO;
        }
        let down = (self.exponent - other.exponent).min(1000) as i32;
        let left = self.mantissa - other.mantissa * 2_f64.powi(-down) * SLACK;
        if left <= 0.0 {
            return Magnitude::ZERO;
        }
        Magnitude { mantissa: left / SLACK, exponent: self.exponent }.normal()
    }

    pub fn at_most(self, other: Magnitude) -> bool {
        self.is_zero()
            || (!other.is_zero() && (self.exponent, self.mantissa) <= (other.exponent, other.mantissa))
            || !other.is_finite()
    }

    /// An upper bound in 64 bit.
    pub fn upper(self) -> f64 {
        if self.is_zero() || !self.is_finite() {
            return self.mantissa;
        }
        if self.exponent > 1022 {
            f64::INFINITY
        } else if self.exponent < -1022 {
            f64::MIN_POSITIVE
        } else {
            self.mantissa * 2_f64.powi(self.exponent as i32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_bounds() {
        for x in [1e-310, 1e-300, 0.3, 1.0, 7.5, 1e300] {
            for y in [1e-310, 2e-17, 0.9, 4.0, 1e290] {
                let (a, b) = (Magnitude::of(x), Magnitude::of(y));
                assert!(a.upper() >= x && a.upper() <= x * 1.001 || x < f64::MIN_POSITIVE);
                assert!(a.add(b).upper() >= x + y);
                assert!(a.mul(b).upper() >= x * y);
                assert!(a.div(b).upper() >= x / y);
                assert!(a.less(b).is_zero() || a.less(b).upper() <= x - y || x - y < f64::MIN_POSITIVE);
                assert_eq!(a.at_most(b), x <= y);
            }
        }
    }

    #[test]
    fn exponents_are_wide() {
        let tiny = Magnitude::power_of_two(-1_000_000);
        assert!(!tiny.is_zero() && tiny.mul(tiny).div(tiny).at_most(tiny.add(tiny)));
        assert!(!Magnitude::of(1.0).div(Magnitude::ZERO).is_finite());
    }
}
