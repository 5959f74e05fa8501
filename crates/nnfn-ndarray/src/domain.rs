//! Domains of parameters: those that `nnfn` asserts.

use crate::error::parameter;
use crate::{Error, Float};

/// A set of numbers; NaN is in none.
pub(crate) struct Domain {
    expected: &'static str,
    holds: fn(f64) -> bool,
}

pub(crate) const POSITIVE: Domain = Domain {
    expected: "a positive number",
    holds: |x| x > 0.0,
};

pub(crate) const POSITIVE_FINITE: Domain = Domain {
    expected: "a positive finite number",
    holds: |x| x > 0.0 && x.is_finite(),
};

pub(crate) const NOT_NEGATIVE: Domain = Domain {
    expected: "a number of at least 0",
    holds: |x| x >= 0.0,
};

pub(crate) const NOT_NEGATIVE_FINITE: Domain = Domain {
    expected: "a finite number of at least 0",
    holds: |x| x >= 0.0 && x.is_finite(),
};

pub(crate) const FINITE: Domain = Domain {
    expected: "a finite number",
    holds: f64::is_finite,
};

pub(crate) const ANY: Domain = Domain {
    expected: "a number",
    holds: |_| true,
};

pub(crate) const UNIT: Domain = Domain {
    expected: "a number from 0 to 1",
    holds: |x| (0.0..=1.0).contains(&x),
};

pub(crate) const INSIDE_UNIT: Domain = Domain {
    expected: "a number between 0 and 1",
    holds: |x| x > 0.0 && x < 1.0,
};

impl Domain {
    /// The parameter as `f64`.
    pub(crate) fn check<A: Float>(&self, name: &'static str, found: A) -> Result<f64, Error> {
        let found = found.into();
        parameter(name, found, self.expected, (self.holds)(found))?;
        Ok(found)
    }
}
