//! Weights of elements or examples, checked and brought to a moderate size.

use ndarray::{ArrayRef, Dimension};

use super::{Reduce, Reduction};
use crate::engine::{BLOCK, Operand, Total, Totals, index, operands};
use crate::error::shape;
use crate::isa::{Isa, Loop, dispatch};
use crate::{Error, Float};

/// How the losses of a call are weighed: what each is multiplied by, and what a total or a gradient still is to be
/// multiplied by. The factors of a mean are near 1 whatever the size of the weights.
pub(crate) struct Share {
    pub(crate) reduction: Reduction,
    /// A power of two that all weights are multiplied by.
    pub(crate) scale: f64,
    /// What the sum of the losses, times `scale·wᵢ`, is divided by.
    pub(crate) divisor: f64,
    /// What rounding took from the divisor.
    pub(crate) lost: f64,
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
            lost: 0.0,
        };
        match reduce.weights.as_deref() {
            None if mean => share.divisor = n as f64,
            None => {}
            Some(weights) => {
                shape("weights", weights.shape(), expected)?;
                let mut survey = Survey::of(weights, 1.0);
                if !survey.valid {
                    return Err(refused(weights));
                }
                if mean {
                    if survey.largest == 0.0 {
                        return Err(Error::NoWeight);
                    }
                    if !(1e-200..1e200).contains(&survey.largest) {
                        share.scale = to_near_one(survey.largest);
                        survey = Survey::of(weights, share.scale);
                    }
                    (share.divisor, share.lost) = survey.total.parts();
                }
            }
        }
        Ok(share)
    }
}

impl Share {
    /// One over the divisor, and what rounding takes from that: what gradients are multiplied by.
    pub(crate) fn per_divisor(&self) -> (f64, f64) {
        let inverse = 1.0 / self.divisor;
        let left = (-inverse).mul_add(self.divisor, 1.0) - inverse * self.lost;
        (inverse, left * inverse)
    }
}

/// What must be known of all weights.
struct Survey {
    /// Whether all are finite and not negative.
    valid: bool,
    largest: f64,
    /// Of the weights times the scale.
    total: Total,
}

impl Survey {
    fn of<A: Float, D: Dimension>(weights: &ArrayRef<A, D>, scale: f64) -> Self {
        let (_, [operand]) = operands([weights]);
        dispatch(Surveyor {
            n: weights.len(),
            operand,
            scale,
        })
    }
}

struct Surveyor<'a, A> {
    n: usize,
    operand: Operand<'a, A>,
    scale: f64,
}

impl<A: Float> Loop for Surveyor<'_, A> {
    type Output = Survey;

    #[inline(always)]
    fn run<I: Isa>(mut self) -> Survey {
        let mut buffer = [A::zero(); BLOCK];
        let (mut sizes, mut largest) = ([0.0; BLOCK], [0.0; LANES]);
        let (mut totals, mut valid) = (Totals::new(), true);
        for start in (0..self.n).step_by(BLOCK) {
            let n = BLOCK.min(self.n - start);
            let weights = self.operand.next(start, n, &mut buffer);
            for i in 0..BLOCK {
                let weight: f64 = weights[i].into();
                valid &= (0.0..f64::INFINITY).contains(&weight); // padding is valid
                sizes[i] = weight * self.scale;
            }
            sizes[n..].fill(0.0);
            for lanes in sizes.chunks_exact(LANES) {
                for (largest, &size) in largest.iter_mut().zip(lanes) {
                    *largest = if size > *largest { size } else { *largest };
                }
            }
            totals.add(&sizes);
        }
        Survey {
            valid,
            largest: largest.into_iter().fold(0.0, f64::max) / self.scale,
            total: totals.total(),
        }
    }
}

/// Largest weights that are kept side by side.
const LANES: usize = 8;

/// The error about the first weight that is not finite, or negative.
fn refused<A: Float, D: Dimension>(weights: &ArrayRef<A, D>) -> Error {
    let found = weights.iter().map(|&weight| weight.into());
    let mut refused = found
        .enumerate()
        .filter(|(_, weight)| !(0.0..f64::INFINITY).contains(weight));
    let (i, found) = refused.next().expect("one is not valid");
    let at = index(i, weights.shape());
    Error::Weight { at, found }
}

/// The power of two that brings a positive number to between 1/2 and 2, or a subnormal one at least closer.
pub(crate) fn to_near_one(x: f64) -> f64 {
    let exponent = (x.to_bits() >> 52) as i64 - 1023;
    f64::from_bits(((1023 - exponent).clamp(1, 2046) as u64) << 52)
}
