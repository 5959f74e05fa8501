//! Cross-entropy with target distributions.

use ndarray::{ArrayRef, Axis, Dimension, RemoveAxis};

use super::{Loss, Reduction, WithGrad};
use crate::error::shape;
use crate::fast::cross_entropy::{Target, value, value_and_grad};
use crate::lanes::{Reader, assemble, check_axis};
use crate::{Error, Float};

/// Cross-entropy of logits with target distributions along `axis`: `-Σ_c q_c·ln softmax(z)_c` of every lane, in
/// nats. See [`nnfn::losses::cross_entropy_soft`].
///
/// The targets are used as they are, not normalised. The mean is over the lanes, the examples.
///
/// # Errors
///
/// If the shapes differ, the arrays have no such axis, or there is no example to take the mean of.
///
/// ```
/// use ndarray::{Axis, array};
/// use nnfn_ndarray::losses::{Reduction, cross_entropy_soft};
/// let (logits, targets) = (array![[2.0, 1.0, 0.1]], array![[0.8, 0.1, 0.1]]);
/// let loss = cross_entropy_soft(&logits, &targets, Axis(1), Reduction::Mean)?;
/// assert!((loss.total() - 0.707_030_016_f64).abs() < 1e-9);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn cross_entropy_soft<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    targets: &ArrayRef<A, D>,
    axis: Axis,
    reduction: Reduction,
) -> Result<Loss<A, D::Smaller>, Error> {
    let (dim, divisor) = check(logits, targets, axis, reduction)?;
    let (mut readers, mut scratch) = ((Reader::new(), Reader::new()), Vec::new());
    let lanes = logits.lanes(axis).into_iter().zip(targets.lanes(axis));
    let losses =
        lanes.map(|(z, q)| value(readers.0.read(z), target(readers.1.read(q)), &mut scratch));
    Ok(reduction.of(losses, dim, divisor))
}

/// [`cross_entropy_soft`] and the gradient of what it returns, by the logits, in one pass.
///
/// # Errors
///
/// As [`cross_entropy_soft`].
pub fn cross_entropy_soft_with_grad<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    targets: &ArrayRef<A, D>,
    axis: Axis,
    reduction: Reduction,
) -> Result<WithGrad<A, D::Smaller, D>, Error> {
    let (dim, divisor) = check(logits, targets, axis, reduction)?;
    let (mut readers, mut grads) = (
        (Reader::new(), Reader::new()),
        Vec::with_capacity(logits.len()),
    );
    let lanes = logits.lanes(axis).into_iter().zip(targets.lanes(axis));
    let losses = lanes.map(|(z, q)| {
        let (z, target) = (readers.0.read(z), target(readers.1.read(q)));
        value_and_grad(z, target, divisor.recip(), &mut grads)
    });
    let loss = reduction.of(losses, dim, divisor);
    Ok((loss, assemble(logits, axis, grads)))
}

fn target<A>(q: &[A]) -> Target<'_, A> {
    Target {
        class: 0,
        mass: 0.0,
        spread: 1.0,
        over: Some(q),
    }
}

/// The shape of the losses, and what their sum is divided by.
fn check<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    targets: &ArrayRef<A, D>,
    axis: Axis,
    reduction: Reduction,
) -> Result<(D::Smaller, f64), Error> {
    shape("targets", targets.shape(), logits.shape())?;
    check_axis(logits, axis)?;
    let dim = logits.raw_dim().remove_axis(axis);
    match (reduction, dim.size()) {
        (Reduction::Mean, 0) => Err(Error::EmptyMean),
        (Reduction::Mean, n) => Ok((dim, n as f64)),
        (Reduction::None | Reduction::Sum, _) => Ok((dim, 1.0)),
    }
}
