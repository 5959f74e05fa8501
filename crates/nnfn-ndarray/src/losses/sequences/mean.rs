//! Means of many tokens that keep what rounding would take from them: a definition makes an exponential of them.

use crate::engine::Total;

/// The total over a number, and what rounding takes from the quotient.
pub(crate) fn over(total: &Total, divisor: f64) -> (f64, f64) {
    let (sum, lost) = total.parts();
    let hi = sum / divisor;
    let lo = ((-hi).mul_add(divisor, sum) + lost) / divisor;
    // Beside an infinity or NaN there is nothing to correct.
    (hi, if lo.is_finite() { lo } else { 0.0 })
}

/// One or two numbers that have the mean of many, for definitions that ask for nothing but the mean.
#[derive(Clone)]
pub(crate) struct Few {
    numbers: [f64; 2],
    few: usize,
    many: f64,
}

impl Few {
    /// Of the mean, and what rounding takes from it, of so many numbers, at least one.
    pub(crate) fn new((hi, lo): (f64, f64), many: f64) -> Self {
        let few = if hi.abs() < 1e300 { 2 } else { 1 };
        let size = few as f64;
        Self {
            numbers: [size * hi, size * lo],
            few,
            many,
        }
    }

    pub(crate) fn numbers(&self) -> &[f64] {
        &self.numbers[..self.few]
    }

    /// The derivative by one of the many, from that by one of the few.
    pub(crate) fn slope(&self, of_few: f64) -> f64 {
        of_few * self.few as f64 / self.many
    }
}
