//! Cross-entropy with class indices.

use ndarray::{ArrayRef, ArrayView1, Axis, RemoveAxis};

use super::plan::{Label, Plan};
use super::{Loss, Reduction, WithGrad};
use crate::fast::cross_entropy::{value, value_and_grad};
use crate::lanes::{Reader, assemble};
use crate::{Error, Float};

/// How [`cross_entropy`] treats labels and classes.
///
/// `L` is the type of the labels, any integer.
///
/// ```
/// use nnfn_ndarray::losses::{CrossEntropy, Reduction};
/// let options = CrossEntropy::<f32, i64> {
///     ignore_index: Some(-100),
///     label_smoothing: 0.1,
///     ..CrossEntropy::default()
/// };
/// assert_eq!(options.reduction, Reduction::Mean);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossEntropy<'a, A, L> {
    /// The axis of the logits along which the classes lie. `None`: the last.
    pub class_axis: Option<Axis>,
    /// Examples with this label count for nothing: their loss and gradient are 0.
    pub ignore_index: Option<L>,
    /// `w`: a weight for each class, at least 0. `None`: all 1.
    pub class_weights: Option<ArrayView1<'a, A>>,
    /// `ε`: the part of the target that is spread evenly over all classes, from 0 to 1.
    pub label_smoothing: A,
    /// What becomes of the losses of the examples.
    pub reduction: Reduction,
}

impl<A: Float, L> Default for CrossEntropy<'_, A, L> {
    /// The last axis, nothing ignored, no weights, no smoothing, the mean.
    fn default() -> Self {
        Self {
            class_axis: None,
            ignore_index: None,
            class_weights: None,
            label_smoothing: A::zero(),
            reduction: Reduction::Mean,
        }
    }
}

/// Cross-entropy of logits with class indices, in nats. See [`nnfn::losses::cross_entropy`].
///
/// `labels` has the shape of `logits` without the class axis. With `nll_c = -ln softmax(z)_c`, the loss of one
/// example of class `y` is `(1 - ε)·w_y·nll_y + ε/K·Σ_c w_c·nll_c` over its `K` classes. These are PyTorch's
/// conventions, and so is the mean: the sum over the examples that are not ignored, divided by the sum of
/// *their* `w_y`, not by their number. Where nothing is left to divide by, PyTorch gives NaN and this an error.
///
/// A class of weight 0 costs nothing, also where its `nll` is `∞`.
///
/// # Errors
///
/// - The logits have no such axis, or `labels` or `class_weights` have not the shape that belongs to them.
/// - A label is not ignored and names no class; a weight is negative or not finite; `ε` is not in `[0, 1]`.
/// - The mean is asked for and there is no example, or all are ignored, or all that are not have weight 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{CrossEntropy, cross_entropy};
/// let logits = array![[2.0, 1.0, 0.1], [0.0, 0.0, 0.0]];
/// let options = CrossEntropy { ignore_index: Some(-100), ..CrossEntropy::default() };
/// let loss = cross_entropy(&logits, &array![0, -100], &options)?;
/// assert!((loss.total() - 0.417_030_016_f64).abs() < 1e-9);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn cross_entropy<A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    options: &CrossEntropy<A, L>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let plan = Plan::new(logits, labels, options)?;
    let (mut reader, mut scratch) = (Reader::new(), Vec::new());
    let lanes = logits.lanes(plan.axis).into_iter().zip(&plan.classes);
    let losses = lanes.map(|(lane, class)| match class {
        Some(class) => value(reader.read(lane), plan.target(*class), &mut scratch),
        None => 0.0,
    });
    Ok(plan.reduction.of(losses, labels.raw_dim(), plan.divisor))
}

/// [`cross_entropy`] and the gradient of what it returns, by the logits, in one pass.
///
/// # Errors
///
/// As [`cross_entropy`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{CrossEntropy, cross_entropy_with_grad};
/// let logits = array![[0.0, 0.0], [0.0, 0.0]];
/// let (loss, grad) = cross_entropy_with_grad(&logits, &array![0, 1], &CrossEntropy::default())?;
/// assert_eq!(loss.total(), 2_f64.ln());
/// assert_eq!(grad, array![[-0.25, 0.25], [0.25, -0.25]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn cross_entropy_with_grad<A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    options: &CrossEntropy<A, L>,
) -> Result<WithGrad<A, D::Smaller, D>, Error> {
    let plan = Plan::new(logits, labels, options)?;
    let (mut reader, mut grads) = (Reader::new(), Vec::with_capacity(logits.len()));
    let factor = plan.divisor.recip();
    let lanes = logits.lanes(plan.axis).into_iter().zip(&plan.classes);
    let losses = lanes.map(|(lane, class)| match class {
        Some(class) => {
            let z = reader.read(lane);
            value_and_grad(z, plan.target(*class), factor, &mut grads)
        }
        None => {
            grads.resize(grads.len() + lane.len(), A::zero());
            0.0
        }
    });
    let loss = plan.reduction.of(losses, labels.raw_dim(), plan.divisor);
    Ok((loss, assemble(logits, plan.axis, grads)))
}
