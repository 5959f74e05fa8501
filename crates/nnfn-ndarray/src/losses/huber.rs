//! Huber loss.

use ndarray::{ArrayRef, Dimension};

use super::pair::{PairLoss, clamp, reduce, reduce_with_grad};
use super::{Loss, Reduction, WithGrad};
use crate::error::parameter;
use crate::{Error, Float};

/// Huber loss: `r²/2` for `|r| ≤ delta`, else `delta·(|r| - delta/2)`, where `r = prediction - target`. See
/// [`nnfn::losses::huber`].
///
/// The mean is over all elements.
///
/// # Errors
///
/// If the shapes differ, `delta` is not positive, or there is no element to take the mean of.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, huber};
/// let loss = huber(&array![3.5_f32, 13.0], &array![3.0, 3.0], 1.0, Reduction::Mean)?;
/// assert_eq!(loss.total(), (0.125 + 9.5) / 2.0);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn huber<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    delta: A,
    reduction: Reduction,
) -> Result<Loss<A, D>, Error> {
    reduce(prediction, target, &Huber::new(delta)?, reduction, None)
}

/// [`huber`] and the gradient of what it returns, by the prediction, in one pass.
///
/// # Errors
///
/// As [`huber`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, huber_with_grad};
/// let (loss, grad) = huber_with_grad(&array![3.5, 13.0], &array![3.0, 3.0], 1.0, Reduction::Mean)?;
/// assert_eq!(loss.total(), (0.125 + 9.5) / 2.0);
/// assert_eq!(grad, array![0.5 / 2.0, 1.0 / 2.0]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn huber_with_grad<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    delta: A,
    reduction: Reduction,
) -> Result<WithGrad<A, D>, Error> {
    reduce_with_grad(prediction, target, &Huber::new(delta)?, reduction)
}

struct Huber {
    delta: f64,
}

impl Huber {
    fn new<A: Float>(delta: A) -> Result<Self, Error> {
        let delta = delta.into();
        parameter("delta", delta, "a positive number", delta > 0.0)?;
        Ok(Self { delta })
    }
}

impl PairLoss for Huber {
    #[inline(always)]
    fn both(&self, prediction: f64, target: f64) -> (f64, f64) {
        let r = prediction - target;
        let slope = clamp(r, self.delta);
        (slope * (r - 0.5 * slope), slope)
    }

    fn exact(&self, prediction: f64, target: f64) -> f64 {
        nnfn::losses::huber(prediction, target, self.delta)
    }
}
