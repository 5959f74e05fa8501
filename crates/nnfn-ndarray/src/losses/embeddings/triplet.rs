//! Triplet losses of rows.

use ndarray::{Array2, ArrayRef, Ix1, Ix2};
use nnfn::losses as definition;

use super::rows::by_rows;
use super::weighing::Weighing;
use crate::domain::NOT_NEGATIVE;
use crate::error::shape;
use crate::losses::{Loss, Reduce};
use crate::{Error, Float};

type Value = fn(&[f64], &[f64], &[f64], f64) -> f64;
type Grad = fn(&[f64], &[f64], &[f64], f64) -> Vec<f64>;

/// Of which distances.
struct Form {
    value: Value,
    /// By anchor, positive and negative.
    grads: [Grad; 3],
}

const PLAIN: Form = Form {
    value: definition::triplet,
    grads: [
        definition::triplet_grad,
        definition::triplet_grad_positive,
        definition::triplet_grad_negative,
    ],
};

const SQUARED: Form = Form {
    value: definition::triplet_squared,
    grads: [
        definition::triplet_squared_grad,
        definition::triplet_squared_grad_positive,
        definition::triplet_squared_grad_negative,
    ],
};

/// Triplet loss of each row: `max(0, ‖a - p‖ - ‖a - n‖ + margin)`. See [`nnfn::losses::triplet`].
///
/// `anchor`, `positive` and `negative` are *n × d*. With `swap` the negative is measured from the nearer of anchor
/// and positive: `min(‖a - n‖, ‖p - n‖)`; where both are equally far, the gradient is that from the anchor. A mean
/// is over all triplets, also those that cost nothing.
///
/// PyTorch 2.15's `TripletMarginLoss` has `margin=1.0` and `swap=False`, and adds `eps=1e-6` to every component of
/// the differences, which is not done here; its `p` is 2 here. It halves the gradient between both distances where
/// they are equal. Sentence Transformers' `TripletLoss` begins with a margin of 5; PyTorch Metric Learning's
/// `TripletMarginLoss` with 0.05, vectors normalised, and the mean over the triplets that cost anything.
///
/// # Errors
///
/// If shapes differ, `margin` is negative or NaN, a weight is negative or not finite, or a mean is asked for and
/// there is no triplet or no weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, triplet};
///
/// let (anchor, positive, negative) = (array![[0.0_f64, 0.0]], array![[3.0, 4.0]], array![[0.0, 4.5]]);
/// let loss = triplet(&anchor, &positive, &negative, 1.0, false, Reduction::Mean)?;
/// assert_eq!(loss.total(), 1.5);
/// // The negative is nearer to the positive, 3.04 away.
/// let swapped = triplet(&anchor, &positive, &negative, 1.0, true, Reduction::Mean)?;
/// assert!((swapped.total() - 2.9586187).abs() < 1e-7);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn triplet<'a, A: Float>(
    anchor: &ArrayRef<A, Ix2>,
    positive: &ArrayRef<A, Ix2>,
    negative: &ArrayRef<A, Ix2>,
    margin: A,
    swap: bool,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    let rows = [anchor, positive, negative];
    Ok(
        Triplets::new(&PLAIN, rows, margin, swap, &reduction.into())?
            .all(false)?
            .0,
    )
}

/// [`triplet`] and the gradient of what it returns, by `anchor`, `positive` and `negative`.
///
/// Where a triplet costs nothing, its gradient is 0; so is the direction between equal points.
///
/// # Errors
///
/// As [`triplet`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, triplet_with_grad};
///
/// let (anchor, positive, negative) = (array![[0.0_f64, 0.0]], array![[3.0, 4.0]], array![[0.0, 4.5]]);
/// let (loss, [by_anchor, by_positive, by_negative]) =
///     triplet_with_grad(&anchor, &positive, &negative, 1.0, false, Reduction::Mean)?;
/// assert_eq!(loss.total(), 1.5);
/// assert_eq!(by_anchor, array![[-0.6, 0.2]]);
/// assert_eq!(by_positive, array![[0.6, 0.8]]);
/// assert_eq!(by_negative, array![[0.0, -1.0]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn triplet_with_grad<'a, A: Float>(
    anchor: &ArrayRef<A, Ix2>,
    positive: &ArrayRef<A, Ix2>,
    negative: &ArrayRef<A, Ix2>,
    margin: A,
    swap: bool,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, [Array2<A>; 3]), Error> {
    let rows = [anchor, positive, negative];
    Triplets::new(&PLAIN, rows, margin, swap, &reduction.into())?.all(true)
}

/// Triplet loss of squared distances: `max(0, ‖a - p‖² - ‖a - n‖² + margin)`, FaceNet's. See
/// [`nnfn::losses::triplet_squared`].
///
/// As [`triplet`], but the margin is in the unit of a squared distance. FaceNet's is 0.2, for vectors of length 1.
/// In PyTorch 2.15 it is `TripletMarginWithDistanceLoss` with such a `distance_function`.
///
/// # Errors
///
/// As [`triplet`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, triplet_squared};
///
/// let (anchor, positive, negative) = (array![[0.0_f64, 0.0]], array![[1.0, 0.0]], array![[0.0, 1.5]]);
/// let loss = triplet_squared(&anchor, &positive, &negative, 2.0, false, Reduction::Mean)?;
/// assert_eq!(loss.total(), 0.75);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn triplet_squared<'a, A: Float>(
    anchor: &ArrayRef<A, Ix2>,
    positive: &ArrayRef<A, Ix2>,
    negative: &ArrayRef<A, Ix2>,
    margin: A,
    swap: bool,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    let rows = [anchor, positive, negative];
    Ok(
        Triplets::new(&SQUARED, rows, margin, swap, &reduction.into())?
            .all(false)?
            .0,
    )
}

/// [`triplet_squared`] and the gradient of what it returns, by `anchor`, `positive` and `negative`.
///
/// # Errors
///
/// As [`triplet`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, triplet_squared_with_grad};
///
/// let (anchor, positive, negative) = (array![[0.0_f64, 0.0]], array![[1.0, 0.0]], array![[0.0, 1.5]]);
/// let (_, [by_anchor, by_positive, by_negative]) =
///     triplet_squared_with_grad(&anchor, &positive, &negative, 2.0, false, Reduction::Mean)?;
/// assert_eq!(by_anchor, array![[-2.0, 3.0]]);
/// assert_eq!(by_positive, array![[2.0, 0.0]]);
/// assert_eq!(by_negative, array![[0.0, -3.0]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn triplet_squared_with_grad<'a, A: Float>(
    anchor: &ArrayRef<A, Ix2>,
    positive: &ArrayRef<A, Ix2>,
    negative: &ArrayRef<A, Ix2>,
    margin: A,
    swap: bool,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, [Array2<A>; 3]), Error> {
    let rows = [anchor, positive, negative];
    Triplets::new(&SQUARED, rows, margin, swap, &reduction.into())?.all(true)
}

/// With a margin above this, a loss of 0 is no rounded one.
const EASY: f64 = 1e-200;

struct Triplets<'t, A> {
    form: &'t Form,
    rows: [&'t ArrayRef<A, Ix2>; 3],
    margin: f64,
    swap: bool,
    weighing: Weighing,
}

impl<'t, A: Float> Triplets<'t, A> {
    fn new(
        form: &'t Form,
        rows: [&'t ArrayRef<A, Ix2>; 3],
        margin: A,
        swap: bool,
        reduce: &Reduce<'_, A, Ix1>,
    ) -> Result<Self, Error> {
        let margin = NOT_NEGATIVE.check("margin", margin)?;
        shape("positive", rows[1].shape(), rows[0].shape())?;
        shape("negative", rows[2].shape(), rows[0].shape())?;
        let weighing = Weighing::new(reduce, rows[0].nrows())?;
        Ok(Self {
            form,
            rows,
            margin,
            swap,
            weighing,
        })
    }

    fn all(&self, with_grads: bool) -> Result<(Loss<A, Ix1>, [Array2<A>; 3]), Error> {
        by_rows(self.rows, &self.weighing, with_grads, |_, rows| {
            let (loss, swapped) = self.one(rows);
            let easy = loss == 0.0 && self.margin > EASY;
            if easy || !with_grads {
                return (loss, None);
            }
            let [a, p, n] = roles(rows, swapped);
            let mut grads = self.form.grads.map(|grad| grad(a, p, n, self.margin));
            if swapped {
                grads.swap(0, 1);
            }
            (loss, Some(grads))
        })
    }

    /// The loss of a triplet, and whether it is that with anchor and positive in each other's place: the larger one.
    fn one(&self, rows: &[Vec<f64>; 3]) -> (f64, bool) {
        let value = |swapped| {
            let [a, p, n] = roles(rows, swapped);
            (self.form.value)(a, p, n, self.margin)
        };
        let direct = value(false);
        if !self.swap || direct == f64::INFINITY {
            return (direct, false); // beside an infinite one, ∞ - ∞ in the other is not asked
        }
        let swapped = value(true);
        if swapped > direct || direct.is_nan() && swapped == f64::INFINITY || swapped.is_nan() {
            (swapped, true)
        } else {
            (direct, false)
        }
    }
}

/// Anchor, positive and negative, the first two in each other's place or not.
fn roles(rows: &[Vec<f64>; 3], swapped: bool) -> [&[f64]; 3] {
    let [a, p, n] = rows;
    if swapped { [p, a, n] } else { [a, p, n] }
}
