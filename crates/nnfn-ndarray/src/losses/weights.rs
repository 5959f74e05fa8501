//! Weights of elements or examples, checked and brought to a moderate size.

use ndarray::{ArrayRef, Dimension};

use super::{Reduce, Reduction};
use crate::engine::{Total, index};
use crate::error::shape;
use crate::{Error, Float};

/// How the losses of a call are weighed: what each is multiplied by, and what a total or a gradient still is to be
/// multiplied by. The factors of a mean are near 1 whatever the size of the weights.
pub(crate) struct Share {
    pub(crate) reduction: Reduction,
    /// A power of two that all weights are multiplied by.
    pub(crate) scale: f64,
    /// What the sum of the losses, times `scale·wᵢ`, is divided by.
    pub(crate) divisor: f64,
}

impl Share {
    /// Checks the weights; `expected` is the shape of the losses.
    pub(crate) fn new<A: Float, D: Dimension>(
        reduce: &Reduce<'_, A, D>,
        expected: &[usize],
    ) -> Result<Self, Error> {
        let n: usize = expected.iter().product();
        let mean = reduce.reduction == Reduction::Mean;
        if mean && n == 0 {
            return Err(Error::EmptyMean);
        }
        let mut share = Self {
            reduction: reduce.reduction,
            scale: 1.0,
            divisor: 1.0,
        };
        match &reduce.weights {
            None if mean => share.divisor = n as f64,
            None => {}
            Some(weights) => {
                shape("weights", weights.shape(), expected)?;
                let largest = largest(weights)?;
                if mean {
                    if largest == 0.0 {
                        return Err(Error::NoWeight);
                    }
                    share.scale = to_near_one(largest);
                    let mut total = Total::default();
                    weights.for_each(|&weight| total.add(weight.into() * share.scale));
                    share.divisor = total.value();
                }
            }
        }
        Ok(share)
    }
}

/// The largest of the weights, all of which must be finite and not negative; 0 where there are none.
pub(crate) fn largest<A: Float, D: Dimension>(weights: &ArrayRef<A, D>) -> Result<f64, Error> {
    let mut largest = 0.0;
    for (i, &weight) in weights.iter().enumerate() {
        let found = weight.into();
        if !(found >= 0.0 && found < f64::INFINITY) {
            let at = index(i, weights.shape());
            return Err(Error::Weight { at, found });
        }
        if found > largest {
            largest = found;
        }
    }
    Ok(largest)
}

/// The power of two that brings a positive number to between 1/2 and 2, or a subnormal one at least closer.
pub(crate) fn to_near_one(x: f64) -> f64 {
    let exponent = (x.to_bits() >> 52) as i64 - 1023;
    f64::from_bits(((1023 - exponent).clamp(1, 2046) as u64) << 52)
}
