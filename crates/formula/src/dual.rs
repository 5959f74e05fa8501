//! Numbers with their first derivatives.

use std::cmp::Ordering;

use crate::expr::Decimal;
use crate::number::Real;

/// A value and its derivatives by each of the seeds; a number without slopes is constant.
#[derive(Clone, Debug)]
pub struct Dual<R> {
    /// The value.
    pub value: R,
    /// The derivatives, one for each seed; none at all for a constant.
    pub slopes: Vec<R>,
}

impl<R: Real> Dual<R> {
    /// A constant.
    #[must_use]
    pub fn constant(value: R) -> Dual<R> {
        Dual { value, slopes: vec![] }
    }

    /// A variable: its own seed is `which` of `seeds`.
    #[must_use]
    pub fn variable(level: R::Level, value: R, which: usize, seeds: usize) -> Dual<R> {
        let slopes = (0..seeds).map(|i| R::exact(level, if i == which { 1.0 } else { 0.0 })).collect();
        Dual { value, slopes }
    }

    fn whole(&self, n: f64) -> R {
        R::exact(self.value.level(), n)
    }

    /// The value `outer` of this number, at which the function has this slope.
    fn chain(&self, value: R, slope: impl FnOnce() -> R) -> Dual<R> {
        if self.slopes.is_empty() {
            return Dual::constant(value);
        }
        let slope = slope();
        Dual { value, slopes: self.slopes.iter().map(|s| s.mul(&slope)).collect() }
    }

    fn both(&self, other: &Dual<R>, value: R, left: impl Fn(&R) -> R, right: impl Fn(&R) -> R) -> Dual<R> {
        let slopes = match (&self.slopes[..], &other.slopes[..]) {
            ([], []) => vec![],
            (a, []) => a.iter().map(left).collect(),
            ([], b) => b.iter().map(right).collect(),
            (a, b) => a.iter().zip(b).map(|(a, b)| left(a).add(&right(b))).collect(),
        };
        Dual { value, slopes }
    }
}

impl<R: Real> Real for Dual<R> {
    type Level = R::Level;

    fn level(&self) -> R::Level {
        self.value.level()
    }

    fn exact(level: R::Level, x: f64) -> Self {
        Dual::constant(R::exact(level, x))
    }

    fn decimal(level: R::Level, decimal: &Decimal) -> Self {
        Dual::constant(R::decimal(level, decimal))
    }

    fn pi(level: R::Level) -> Self {
        Dual::constant(R::pi(level))
    }

    fn neg(&self) -> Self {
        Dual { value: self.value.neg(), slopes: self.slopes.iter().map(R::neg).collect() }
    }

    fn add(&self, other: &Self) -> Self {
        self.both(other, self.value.add(&other.value), R::clone, R::clone)
    }

    fn sub(&self, other: &Self) -> Self {
        self.both(other, self.value.sub(&other.value), R::clone, R::neg)
    }

    fn mul(&self, other: &Self) -> Self {
        let value = self.value.mul(&other.value);
        self.both(other, value, |a| a.mul(&other.value), |b| b.mul(&self.value))
    }

    fn div(&self, other: &Self) -> Self {
        let value = self.value.div(&other.value);
        let by_other = value.div(&other.value).neg();
        self.both(other, value, |a| a.div(&other.value), |b| b.mul(&by_other))
    }

    fn exp(&self) -> Self {
        let value = self.value.exp();
        self.chain(value.clone(), || value)
    }

    fn ln(&self) -> Self {
        self.chain(self.value.ln(), || self.whole(1.0).div(&self.value))
    }

    fn sqrt(&self) -> Self {
        let root = self.value.sqrt();
        // √x / 2x
        let slope = || root.div(&self.value.add(&self.value));
        self.chain(root.clone(), slope)
    }

    fn tanh(&self) -> Self {
        let value = self.value.tanh();
        let slope = || {
            // (2 / (e^x + e^-x))²: unlike 1 - t² it does not cancel
            let power = self.value.exp();
            let quotient = self.whole(2.0).div(&power.add(&self.whole(1.0).div(&power)));
            quotient.mul(&quotient)
        };
        self.chain(value.clone(), slope)
    }

    fn erf(&self) -> Self {
        let slope = || {
            let factor = self.whole(2.0).div(&R::pi(self.value.level()).sqrt());
            self.value.mul(&self.value).neg().exp().mul(&factor)
        };
        self.chain(self.value.erf(), slope)
    }

    fn held(&self) -> Self {
        Dual::constant(self.value.clone())
    }

    fn sign(&self) -> Option<Ordering> {
        self.value.sign()
    }

    fn known(&self) -> bool {
        self.value.known() && self.slopes.iter().all(R::known)
    }
}
