//! Domains of parameters: those that `nnfn` asserts.

use ndarray::{ArrayRef, Dimension};

use crate::engine::index;
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

pub(crate) const BELOW_ONE: Domain = Domain {
    expected: "a number of at least 0 and below 1",
    holds: |x| (0.0..1.0).contains(&x),
};

pub(crate) const BELOW_HALF: Domain = Domain {
    expected: "a number of at least 0 and below 0.5",
    holds: |x| (0.0..0.5).contains(&x),
};

pub(crate) const FINITE_FROM_1: Domain = Domain {
    expected: "a finite number of at least 1",
    holds: |x| x >= 1.0 && x.is_finite(),
};

/// NaN is allowed, as it is in all data.
pub(crate) const BIT: Domain = Domain {
    expected: "0 or 1",
    holds: |x| x == 0.0 || x == 1.0 || x.is_nan(),
};

/// Of the levels of several quantiles, which may be NaN.
pub(crate) const LEVEL: Domain = Domain {
    expected: "a number between 0 and 1",
    holds: |x| x > 0.0 && x < 1.0 || x.is_nan(),
};

/// NaN is allowed, as it is in all data.
pub(crate) const SIGN: Domain = Domain {
    expected: "1 or -1",
    holds: |x| x.abs() == 1.0 || x.is_nan(),
};

impl Domain {
    /// Whether all entries of an array are in it, but those of weight 0.
    pub(crate) fn check_all<A: Float, D: Dimension>(
        &self,
        what: &'static str,
        array: &ArrayRef<A, D>,
        weights: Option<&ArrayRef<A, D>>,
    ) -> Result<(), Error> {
        let outside = |&x: &A| !(self.holds)(x.into());
        let first = match weights {
            None => array.iter().position(outside),
            Some(weights) => (array.iter().zip(weights))
                .position(|(x, &weight)| weight != A::zero() && outside(x)),
        };
        match first.zip(array.iter().nth(first.unwrap_or(0))) {
            None => Ok(()),
            Some((i, &found)) => Err(Error::Entry {
                what,
                at: index(i, array.shape()),
                found: found.into(),
                expected: self.expected,
            }),
        }
    }

    /// The parameter as `f64`.
    pub(crate) fn check<A: Float>(&self, name: &'static str, found: A) -> Result<f64, Error> {
        let found = found.into();
        parameter(name, found, self.expected, (self.holds)(found))?;
        Ok(found)
    }
}
