//! Losses of a prediction and a target, element by element.

use ndarray::{Array, ArrayRef, Dimension};

use super::{Loss, Reduction};
use crate::error::{parameter, shape};
use crate::fast::sum::{Total, sum};
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
    reduce(prediction, target, &huber_of(delta)?, reduction, None)
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
) -> Result<(Loss<A, D>, Array<A, D>), Error> {
    reduce_with_grad(prediction, target, &huber_of(delta)?, reduction)
}

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
    reduce(prediction, target, &smooth_l1_of(beta)?, reduction, None)
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
) -> Result<(Loss<A, D>, Array<A, D>), Error> {
    reduce_with_grad(prediction, target, &smooth_l1_of(beta)?, reduction)
}

/// A loss of two numbers.
struct Pair<Fast, Exact> {
    /// Value and slope, without a branch. The value may be infinite or NaN where the exact one is not.
    both: Fast,
    /// The value by `nnfn`.
    exact: Exact,
}

fn huber_of<A: Float>(
    delta: A,
) -> Result<Pair<impl Fn(f64, f64) -> (f64, f64), impl Fn(f64, f64) -> f64>, Error> {
    let delta = delta.into();
    parameter("delta", delta, "a positive number", delta > 0.0)?;
    Ok(Pair {
        both: move |prediction: f64, target: f64| {
            let r = prediction - target;
            let slope = clamp(r, delta);
            (slope * (r - 0.5 * slope), slope)
        },
        exact: move |prediction, target| nnfn::losses::huber(prediction, target, delta),
    })
}

fn smooth_l1_of<A: Float>(
    beta: A,
) -> Result<Pair<impl Fn(f64, f64) -> (f64, f64), impl Fn(f64, f64) -> f64>, Error> {
    let beta = beta.into();
    let holds = beta > 0.0 && beta.is_finite();
    parameter("beta", beta, "a positive finite number", holds)?;
    Ok(Pair {
        both: move |prediction: f64, target: f64| {
            let r = prediction - target;
            let clamped = clamp(r, beta);
            let slope = clamped / beta;
            (slope * (r - 0.5 * clamped), slope)
        },
        exact: move |prediction, target| nnfn::losses::smooth_l1(prediction, target, beta),
    })
}

/// `r` within `±bound`. As [`f64::clamp`], whose check of the bounds would keep loops from becoming vector code.
#[inline(always)]
fn clamp(r: f64, bound: f64) -> f64 {
    let r = if r < -bound { -bound } else { r };
    if r > bound { bound } else { r }
}

fn reduce_with_grad<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    pair: &Pair<impl Fn(f64, f64) -> (f64, f64), impl Fn(f64, f64) -> f64>,
    reduction: Reduction,
) -> Result<(Loss<A, D>, Array<A, D>), Error> {
    let mut grads = Vec::with_capacity(prediction.len());
    let loss = reduce(prediction, target, pair, reduction, Some(&mut grads))?;
    let grads = Array::from_shape_vec(prediction.raw_dim(), grads);
    Ok((loss, grads.expect("one for each element")))
}

/// The reduced loss; appends its gradient to `grads`. Blocks of both arrays pass through the nearest cache once.
fn reduce<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    pair: &Pair<impl Fn(f64, f64) -> (f64, f64), impl Fn(f64, f64) -> f64>,
    reduction: Reduction,
    mut grads: Option<&mut Vec<A>>,
) -> Result<Loss<A, D>, Error> {
    const BLOCK: usize = 512;
    shape("target", target.shape(), prediction.shape())?;
    let (prediction, target) = (prediction.view(), target.view());
    let (prediction, target) = (prediction.as_standard_layout(), target.as_standard_layout());
    let dim = prediction.raw_dim();
    let (prediction, target) = (
        prediction.as_slice().expect("standard layout"),
        target.as_slice().expect("standard layout"),
    );
    let n = prediction.len() as f64;
    if n == 0.0 && reduction == Reduction::Mean {
        return Err(Error::EmptyMean);
    }
    let share = if reduction == Reduction::Mean {
        n.recip()
    } else {
        1.0
    };

    let (mut total, mut each, mut buffer) = (Total::default(), Vec::new(), [0.0; BLOCK]);
    for (prediction, target) in prediction.chunks(BLOCK).zip(target.chunks(BLOCK)) {
        let pairs = || {
            prediction
                .iter()
                .zip(target)
                .map(|(&p, &t)| (p.into(), t.into()))
        };
        let values = &mut buffer[..prediction.len()];
        for (value, (p, t)) in values.iter_mut().zip(pairs()) {
            *value = (pair.both)(p, t).0;
        }
        let mut of_block = sum(values) * share;
        if !of_block.is_finite() {
            for (value, (p, t)) in values.iter_mut().zip(pairs()) {
                *value = (pair.exact)(p, t);
            }
            of_block = nnfn::losses::mean(values) * (values.len() as f64 * share);
        }
        if let Some(grads) = &mut grads {
            grads.extend(pairs().map(|(p, t)| A::nearest((pair.both)(p, t).1 * share)));
        }
        match reduction {
            Reduction::None => each.extend(values.iter().map(|&value| A::nearest(value))),
            Reduction::Sum | Reduction::Mean => total.add(of_block),
        }
    }
    Ok(match reduction {
        Reduction::None => Loss::Each(Array::from_shape_vec(dim, each).expect("one for each")),
        Reduction::Sum | Reduction::Mean => Loss::Total(A::nearest(total.value())),
    })
}
