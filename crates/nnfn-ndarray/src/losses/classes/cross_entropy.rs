//! Cross-entropy with class indices.

use ndarray::{ArrayRef, ArrayView1, ArrayViewD, Axis, Dimension, RemoveAxis};

use super::plan::{ClassWeights, IGNORED, Label, class_axis, classes, factors};
use super::run::{WithGrad, value, with_grads};
use crate::domain::UNIT;
use crate::isa::Isa;
use crate::losses::{Loss, Reduction};
use crate::rows::{
    CrossEntropyOfLane, Factors, OfLane, Out, Panel, Results, Scratch, Target, Temperature,
};
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
#[derive(Debug, Clone, PartialEq)]
pub struct CrossEntropy<'a, A, L> {
    /// The axis of the logits along which the classes lie. `None`: the last.
    pub class_axis: Option<Axis>,
    /// Examples with this label count for nothing: their loss and gradient are 0, whatever their logits hold.
    pub ignore_index: Option<L>,
    /// `w`: a weight for each class, at least 0. An example of a class of weight 0 counts for nothing, unless labels
    /// are smoothed. `None`: all 1.
    pub class_weights: Option<ArrayView1<'a, A>>,
    /// A weight for each example, at least 0, in the shape of the labels: `weights.view().into_dyn()`. What has
    /// weight 0 counts for nothing, whatever it holds. `None`: all 1.
    pub sample_weights: Option<ArrayViewD<'a, A>>,
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
            sample_weights: None,
            label_smoothing: A::zero(),
            reduction: Reduction::Mean,
        }
    }
}

/// Cross-entropy of logits with class indices, in nats. See [`nnfn::losses::cross_entropy`].
///
/// `labels` has the shape of `logits` without the class axis. With `nll_c = -ln softmax(z)_c`, the loss of one
/// example of class `y` is `(1 - ε)·w_y·nll_y + ε/K·Σ_c w_c·nll_c` over its `K` classes, times its own weight. These
/// are PyTorch's conventions, and so is the mean: the sum over the examples that are not ignored, divided by the sum
/// of *their* `w_y`, each times its own weight, not by their number. Where nothing is left to divide by, PyTorch
/// gives NaN and this an error.
///
/// An example of a class of weight 0 counts for nothing, whatever its logits hold, as one whose own weight is 0: in
/// PyTorch a NaN among its logits would come through. With label smoothing the other classes have a part in its loss,
/// and then its logits count; of the class itself, a `nll` of `∞` costs nothing there too.
///
/// # Errors
///
/// - The logits have no such axis, or `labels`, `class_weights` or `sample_weights` have not the shape that belongs to
///   them.
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
    let (mut kernel, axis, factors) = plan(logits, labels, options)?;
    value(&mut kernel, [logits], axis, options.reduction, factors)
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
    let (mut kernel, axis, factors) = plan(logits, labels, options)?;
    let (loss, [grad]) = with_grads(&mut kernel, [logits], axis, options.reduction, factors)?;
    Ok((loss, grad))
}

#[derive(Clone)]
struct Hard<A> {
    of_lane: CrossEntropyOfLane,
    classes: Vec<usize>,
    weights: ClassWeights<A>,
    /// `1 - ε` and `ε/K`.
    smoothing: (f64, f64),
}

type Plan<'a, A> = (Hard<A>, Axis, Factors<'a>);

fn plan<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    options: &'a CrossEntropy<A, L>,
) -> Result<Plan<'a, A>, Error> {
    let axis = class_axis(logits, labels, options.class_axis)?;
    let k = logits.len_of(axis);
    let smoothing = UNIT.check("label_smoothing", options.label_smoothing)?;
    let weights = ClassWeights::new(options.class_weights, k)?;
    let mut classes = classes(labels, options.ignore_index, k)?;
    let factors = factors(
        options.reduction,
        options.sample_weights.as_ref(),
        (labels.len(), labels.raw_dim().slice()),
        weights.scale,
        |i| (classes[i] != IGNORED).then(|| weights.of(classes[i])),
    )?;
    if smoothing == 0.0 {
        // A product with the weight would let NaN through.
        let counts = |class: usize| class != IGNORED && weights.of(class) != 0.0;
        let silent = classes.iter_mut().filter(|class| !counts(**class));
        silent.for_each(|class| *class = IGNORED);
    }
    let of_lane = CrossEntropyOfLane {
        temperature: Temperature::one(),
        scratch: Scratch::along(logits, axis)?,
    };
    let hard = Hard {
        of_lane,
        classes,
        weights,
        smoothing: (1.0 - smoothing, smoothing / k as f64),
    };
    Ok((hard, axis, factors))
}

impl<A: Float> OfLane<A, 1, 1> for Hard<A> {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        [z]: [&[A]; 1],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let class = self.classes[i];
        if class == IGNORED {
            out.put_zeros(z.len());
            return 0.0;
        }
        let mass = self.smoothing.0 * self.weights.of(class);
        let target = Target {
            spread: self.smoothing.1,
            over: self.weights.scaled.as_deref(),
            ..Target::point(class, mass)
        };
        self.of_lane.lane::<I, A, A>(z, target, factor, out)
    }
    #[inline(always)]
    fn goes_side_by_side(&self) -> bool {
        self.smoothing.1 == 0.0
    }

    #[inline(always)]
    fn side_by_side<I: Isa>(&mut self, panel: Panel<1>, results: Results) {
        let (first, classes, weights) = (panel.first, &self.classes, &self.weights);
        let target = |k: usize| {
            let class = classes[first + k];
            (class != IGNORED).then(|| (class, weights.of(class)))
        };
        self.of_lane.side_by_side::<I, A>(panel, results, target);
    }
}
