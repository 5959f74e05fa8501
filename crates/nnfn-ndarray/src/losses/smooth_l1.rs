//! Smooth L1 loss.

use ndarray::{ArrayRef, Dimension};

use super::pair::{PairLoss, clamp, reduce, reduce_with_grad};
use super::{Loss, Reduction, WithGrad};
use crate::error::parameter;
use crate::{Error, Float};

/// Smooth L1 loss: `r²/(2·beta)` for `|r| < beta`, else `|r| - beta/2`, where `r = prediction - target`. See
/// [`nnfn::losses::smooth_l1`].
///
/// The mean is over all elements.
///
/// # Errors
///
/// If the shapes differ, `beta` is not positive and finite, or there is no element to take the mean of.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, smooth_l1};
/// let losses = smooth_l1(&array![3.25, 5.0], &array![3.0, 3.0], 0.5, Reduction::None)?;
/// assert_eq!(losses.each(), array![0.0625, 1.75]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn smooth_l1<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    beta: A,
    reduction: Reduction,
) -> Result<Loss<A, D>, Error> {
    reduce(prediction, target, &SmoothL1::new(beta)?, reduction, None)
}

/// [`smooth_l1`] and the gradient of what it returns, by the prediction, in one pass.
///
/// # Errors
///
/// As [`smooth_l1`].
pub fn smooth_l1_with_grad<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    beta: A,
    reduction: Reduction,
) -> Result<WithGrad<A, D>, Error> {
    reduce_with_grad(prediction, target, &SmoothL1::new(beta)?, reduction)
}

struct SmoothL1 {
    beta: f64,
}

impl SmoothL1 {
    fn new<A: Float>(beta: A) -> Result<Self, Error> {
        let beta = beta.into();
        let holds = beta > 0.0 && beta.is_finite();
        parameter("beta", beta, "a positive finite number", holds)?;
        Ok(Self { beta })
    }
}

impl PairLoss for SmoothL1 {
    #[inline(always)]
    fn both(&self, prediction: f64, target: f64) -> (f64, f64) {
        let r = prediction - target;
        let clamped = clamp(r, self.beta);
        let slope = clamped / self.beta;
        (slope * (r - 0.5 * clamped), slope)
    }

    fn exact(&self, prediction: f64, target: f64) -> f64 {
        nnfn::losses::smooth_l1(prediction, target, self.beta)
    }
}
