//! Root mean square error.

use ndarray::{Array, ArrayRef, Dimension, Zip};

use super::weights::to_near_one;
use super::{Reduce, Reduction, Share};
use crate::engine::{reduced, total_of};
use crate::error::shape;
use crate::kernels::{Kernel, Lane};
use crate::{Error, Float};

/// Root mean square error `√(Σ wᵢ·(predictionᵢ - targetᵢ)²/Σ wᵢ)` of whole arrays; without weights, the weights are 1.
/// See [`nnfn::losses::rmse`].
///
/// It is the root of the mean, so there is no other reduction. What has weight 0 is masked, as in all losses. Neither
/// in PyTorch; Keras' `RootMeanSquaredError` is this one, over all batches.
///
/// Squares neither overflow nor underflow on the way.
///
/// # Errors
///
/// If shapes differ, a weight is negative or not finite, or there is no element or no weight above 0.
pub fn rmse<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    weights: Option<&ArrayRef<A, D>>,
) -> Result<A, Error> {
    let share = check(prediction, target, weights)?;
    let root = Root::of([prediction, target], weights, &share);
    Ok(A::nearest(root.value()))
}

/// [`rmse`] and its gradient by `prediction`: `wᵢ·rᵢ/(Σ w·rmse)` with the residuals `r`.
///
/// Where all residuals are 0, so is the gradient. An infinite residual is the whole gradient; of several it is NaN.
///
/// # Errors
///
/// As [`rmse`].
pub fn rmse_with_grad<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    weights: Option<&ArrayRef<A, D>>,
) -> Result<(A, Array<A, D>), Error> {
    let share = check(prediction, target, weights)?;
    let arrays = [prediction, target];
    let root = Root::of(arrays, weights, &share);
    let per_root = match root.in_unit {
        0.0 => 0.0,
        _ if root.unit == f64::INFINITY => {
            return Ok((A::infinity(), direction(arrays, weights, &share)));
        }
        in_unit => 1.0 / in_unit,
    };
    let squares = Squares {
        per_root,
        ..Squares::new(root.unit)
    };
    let (_, grads) = reduced(&squares, arrays, weights, &share, true);
    let [grad] = grads.expect("asked for");
    Ok((A::nearest(root.value()), grad))
}

fn check<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    weights: Option<&ArrayRef<A, D>>,
) -> Result<Share, Error> {
    shape("target", target.shape(), prediction.shape())?;
    let reduce = Reduce {
        reduction: Reduction::Mean,
        weights: weights.map(|weights| weights.view()),
    };
    Share::new(&reduce, prediction.shape())
}

/// The root, in units of a power of two.
struct Root {
    in_unit: f64,
    unit: f64,
}

impl Root {
    fn of<A: Float, D: Dimension>(
        arrays: [&ArrayRef<A, D>; 2],
        weights: Option<&ArrayRef<A, D>>,
        share: &Share,
    ) -> Self {
        let in_unit = |unit: f64| total_of(&Squares::new(unit), arrays, weights, share).sqrt();
        let root = in_unit(1.0);
        if root.is_nan() || (1e-140..1e150).contains(&root) {
            return Self {
                in_unit: root,
                unit: 1.0,
            };
        }
        // Squares may have overflowed, or vanished.
        let unit = match largest(arrays, weights) {
            0.0 => 1.0,
            f64::INFINITY => f64::INFINITY,
            largest => 1.0 / to_near_one(largest),
        };
        let root = if unit < f64::INFINITY {
            in_unit(unit)
        } else {
            root
        };
        Self {
            in_unit: root,
            unit,
        }
    }

    fn value(&self) -> f64 {
        self.in_unit * self.unit
    }
}

/// The largest size of a residual that counts, or half of it where it overflows. There is no NaN among them.
fn largest<A: Float, D: Dimension>(
    [prediction, target]: [&ArrayRef<A, D>; 2],
    weights: Option<&ArrayRef<A, D>>,
) -> f64 {
    let mut largest = 0.0;
    let mut add = |&p: &A, &t: &A| {
        let (p, t): (f64, f64) = (p.into(), t.into());
        let size = (p - t).abs();
        let size = if size.is_infinite() {
            (0.5 * p - 0.5 * t).abs()
        } else {
            size
        };
        largest = f64::max(largest, size);
    };
    match weights {
        None => Zip::from(prediction).and(target).for_each(add),
        Some(weights) => {
            Zip::from(prediction)
                .and(target)
                .and(weights)
                .for_each(|p, t, &weight| {
                    if weight != A::zero() {
                        add(p, t);
                    }
                })
        }
    }
    largest
}

/// The gradient beside infinite residuals.
fn direction<A: Float, D: Dimension>(
    [prediction, target]: [&ArrayRef<A, D>; 2],
    weights: Option<&ArrayRef<A, D>>,
    share: &Share,
) -> Array<A, D> {
    let mut infinite = 0;
    let mut grad = Zip::from(prediction).and(target).map_collect(|&p, &t| {
        let r: f64 = 0.5 * p.into() - 0.5 * t.into();
        if r.is_infinite() { r.signum() } else { 0.0 }
    });
    if let Some(weights) = weights {
        grad.zip_mut_with(weights, |slope, &weight| {
            *slope *= (share.scale * weight.into()).sqrt();
        });
    }
    grad.for_each(|&slope| infinite += usize::from(slope != 0.0));
    grad.mapv(|slope| match slope {
        0.0 => A::zero(),
        _ if infinite > 1 => A::nan(),
        _ => A::nearest(slope / share.divisor.sqrt()),
    })
}

/// Squares of residuals in a unit; their derivative is the residual over the root.
struct Squares {
    /// Of the arguments, and of their difference: of which neither overflows.
    scales: (f64, f64),
    per_root: f64,
}

impl Squares {
    fn new(unit: f64) -> Self {
        Self {
            scales: if unit > 1.0 {
                (1.0 / unit, 1.0)
            } else {
                (1.0, 1.0 / unit)
            },
            per_root: 1.0,
        }
    }
}

impl Kernel<2, 1> for Squares {
    #[inline(always)]
    fn both<L: Lane>(&self, [prediction, target]: [f64; 2]) -> (f64, [f64; 1]) {
        let (of_each, of_both) = self.scales;
        let r = (of_each * prediction - of_each * target) * of_both;
        (r * r, [r * self.per_root])
    }
}
