use std::cmp::Ordering;

use crate::expr::Decimal;

/// Numbers in which a tree can be evaluated. All but `f64` carry a bound on their own error.
///
/// Nothing here fails: what is undefined or cannot be bounded is a number that is not
/// [`known`](Real::known), and so is everything computed from it.
pub trait Real: Clone {
    /// How precisely constants are made.
    type Level: Copy;

    /// How precisely this one was made.
    fn level(&self) -> Self::Level;
    /// A 64-bit number, exact.
    fn exact(level: Self::Level, x: f64) -> Self;
    /// A decimal number.
    fn decimal(level: Self::Level, decimal: &Decimal) -> Self;
    /// π
    fn pi(level: Self::Level) -> Self;

    /// `-self`
    #[must_use]
    fn neg(&self) -> Self;
    /// `self + other`
    #[must_use]
    fn add(&self, other: &Self) -> Self;
    /// `self - other`
    #[must_use]
    fn sub(&self, other: &Self) -> Self {
        self.add(&other.neg())
    }
    /// `self · other`
    #[must_use]
    fn mul(&self, other: &Self) -> Self;
    /// `self / other`
    #[must_use]
    fn div(&self, other: &Self) -> Self;
    /// `e^self`
    #[must_use]
    fn exp(&self) -> Self;
    /// Natural logarithm.
    #[must_use]
    fn ln(&self) -> Self;
    /// Square root.
    #[must_use]
    fn sqrt(&self) -> Self;
    /// Hyperbolic tangent.
    #[must_use]
    fn tanh(&self) -> Self;
    /// Error function.
    #[must_use]
    fn erf(&self) -> Self;

    /// The same number, of which nothing is a derivative.
    #[must_use]
    fn held(&self) -> Self {
        self.clone()
    }

    /// How it compares with 0; `None` if that is not certain.
    fn sign(&self) -> Option<Ordering>;
    /// Whether it has a bound at all.
    fn known(&self) -> bool;

    /// How it compares; `None` if that is not certain.
    fn compare(&self, other: &Self) -> Option<Ordering> {
        self.sub(other).sign()
    }

    /// A whole power, by squaring.
    #[must_use]
    fn power(&self, n: u32) -> Self {
        if n == 1 {
            return self.clone();
        }
        let half = self.power(n / 2);
        let square = half.mul(&half);
        if n % 2 == 1 { square.mul(self) } else { square }
    }
}

impl Real for f64 {
    type Level = ();

    fn level(&self) {}

    fn exact((): (), x: f64) -> f64 {
        x
    }

    fn decimal((): (), decimal: &Decimal) -> f64 {
        format!("{}e-{}", decimal.digits, decimal.places).parse().unwrap_or(f64::NAN)
    }

    fn pi((): ()) -> f64 {
        std::f64::consts::PI
    }

    fn neg(&self) -> f64 {
        -self
    }

    fn add(&self, other: &f64) -> f64 {
        self + other
    }

    fn mul(&self, other: &f64) -> f64 {
        self * other
    }

    fn div(&self, other: &f64) -> f64 {
        self / other
    }

    fn exp(&self) -> f64 {
        f64::exp(*self)
    }

    fn ln(&self) -> f64 {
        f64::ln(*self)
    }

    fn sqrt(&self) -> f64 {
        f64::sqrt(*self)
    }

    fn tanh(&self) -> f64 {
        f64::tanh(*self)
    }

    fn erf(&self) -> f64 {
        let wide = crate::Double::exact((), *self).erf();
        if wide.known() { wide.near() } else { f64::signum(*self) }
    }

    fn sign(&self) -> Option<Ordering> {
        self.partial_cmp(&0.0)
    }

    fn known(&self) -> bool {
        !self.is_nan()
    }
}
