//! Kahneman-Tversky optimisation.

use ndarray::{Array, ArrayRef, Dimension};

use crate::domain::POSITIVE_FINITE;
use crate::engine::Total;
use crate::error::shape;
use crate::losses::{Examples, Loss, MaskEntry, Reduce, counting, over};
use crate::{Error, Float};

/// KTO loss of answers with a thumb each, `λ·(1 - σ(±beta·(policy - reference - z₀)))`: `+` and `λ = desirable_weight`
/// where the thumb is up, `-` and `λ = undesirable_weight` where it is down. See [`nnfn::losses::kto`].
///
/// The arrays have one shape, mostly `answers`: log-probabilities, in nats, of whole answers, as
/// [`sequence_log_probabilities`](super::sequence_log_probabilities) gives them, and `desirable`, true or 1 for a thumb up. The reference
/// point `z₀` is one for the whole batch, the mean of `mismatched_policy - mismatched_reference`, at least 0, and held
/// fixed; so it is also where the losses are not reduced.
///
/// Weights weigh the losses, and not the mismatched answers. Where the weight is 0, neither the answer nor the
/// mismatched one at its place is looked at.
///
/// TRL 1.16 (`trainer/kto_trainer.py`) leaves answers whose loss is NaN out of its mean; here NaN comes through. Its
/// reference point is over the batches of all processes.
///
/// # Errors
///
/// If shapes differ, an entry of `desirable` is neither 0 nor 1, `beta` or one of the two weights of thumbs is not
/// positive and finite, a weight is negative or not finite, or a mean is asked for and there is no answer or none with
/// a weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, kto};
/// // One thumb up, one down; the reference point is 0.5.
/// let (policy, reference) = (array![-8.0, -11.0], array![-10.0, -10.0]);
/// let mismatched = (array![-9.5, -8.5], array![-10.0, -9.0]);
/// let thumbs = array![true, false];
/// let loss = kto(
///     &policy, &reference, &thumbs, &mismatched.0, &mismatched.1, 0.1, 1.0, 1.0, Reduction::Mean,
/// )?;
/// assert!((loss.total() - 0.462_570_155_f64).abs() < 1e-9);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
#[allow(clippy::too_many_arguments)]
pub fn kto<'a, A: Float, M: MaskEntry, D: Dimension>(
    policy: &ArrayRef<A, D>,
    reference: &ArrayRef<A, D>,
    desirable: &ArrayRef<M, D>,
    mismatched_policy: &ArrayRef<A, D>,
    mismatched_reference: &ArrayRef<A, D>,
    beta: A,
    desirable_weight: A,
    undesirable_weight: A,
    reduction: impl Into<Reduce<'a, A, D>>,
) -> Result<Loss<A, D>, Error> {
    let weights = Weights::new(beta, desirable_weight, undesirable_weight)?;
    let mismatched = [mismatched_policy, mismatched_reference];
    let arrays = [policy, reference];
    let (loss, _) = run(
        &weights,
        arrays,
        desirable,
        mismatched,
        &reduction.into(),
        false,
    )?;
    Ok(loss)
}

/// [`kto`] and the gradient of what it returns, by `policy`.
///
/// `∓λ·beta·σ(u)·σ(-u)` with `u = beta·(policy - reference - z₀)`, negative for a thumb up. The reference point is held
/// fixed: by the mismatched answers there is no gradient.
///
/// # Errors
///
/// As [`kto`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, kto_with_grad};
/// let (same, none) = (array![-10.0, -12.0], array![0.0, 0.0]);
/// let thumbs = array![1, 0];
/// let (_, grad) = kto_with_grad(&same, &same, &thumbs, &none, &none, 0.5, 1.0, 2.0, Reduction::Mean)?;
/// assert_eq!(grad, array![-0.0625, 0.125]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
#[allow(clippy::too_many_arguments)]
pub fn kto_with_grad<'a, A: Float, M: MaskEntry, D: Dimension>(
    policy: &ArrayRef<A, D>,
    reference: &ArrayRef<A, D>,
    desirable: &ArrayRef<M, D>,
    mismatched_policy: &ArrayRef<A, D>,
    mismatched_reference: &ArrayRef<A, D>,
    beta: A,
    desirable_weight: A,
    undesirable_weight: A,
    reduction: impl Into<Reduce<'a, A, D>>,
) -> Result<(Loss<A, D>, Array<A, D>), Error> {
    let weights = Weights::new(beta, desirable_weight, undesirable_weight)?;
    let mismatched = [mismatched_policy, mismatched_reference];
    let arrays = [policy, reference];
    let (loss, grad) = run(
        &weights,
        arrays,
        desirable,
        mismatched,
        &reduction.into(),
        true,
    )?;
    Ok((loss, grad.expect("asked for")))
}

struct Weights {
    beta: f64,
    desirable: f64,
    undesirable: f64,
}

impl Weights {
    fn new<A: Float>(beta: A, desirable: A, undesirable: A) -> Result<Self, Error> {
        Ok(Self {
            beta: POSITIVE_FINITE.check("beta", beta)?,
            desirable: POSITIVE_FINITE.check("desirable_weight", desirable)?,
            undesirable: POSITIVE_FINITE.check("undesirable_weight", undesirable)?,
        })
    }
}

fn run<A: Float, M: MaskEntry, D: Dimension>(
    weights: &Weights,
    [policy, reference]: [&ArrayRef<A, D>; 2],
    desirable: &ArrayRef<M, D>,
    mismatched: [&ArrayRef<A, D>; 2],
    reduce: &Reduce<'_, A, D>,
    with_grad: bool,
) -> Result<WithGrad<A, D>, Error> {
    let expected = policy.shape();
    shape("reference", reference.shape(), expected)?;
    let thumbs = counting("desirable", desirable, expected)?;
    shape("mismatched_policy", mismatched[0].shape(), expected)?;
    shape("mismatched_reference", mismatched[1].shape(), expected)?;
    let examples = Examples::new(reduce, expected)?;
    let pairs = mismatched[0].iter().zip(mismatched[1]);
    let pairs = pairs.enumerate().filter(|&(i, _)| examples.counts(i));
    let pairs: Vec<[f64; 2]> = pairs.map(|(_, (&p, &r))| [p.into(), r.into()]).collect();
    let point = reference_point(&pairs);

    let mut losses = vec![0.0; policy.len()];
    let mut grad = Vec::with_capacity(if with_grad { policy.len() } else { 0 });
    for (i, (&policy, &reference)) in policy.iter().zip(reference).enumerate() {
        let answer = [policy.into(), reference.into()];
        let counts = examples.counts(i);
        if counts {
            losses[i] = weights.of_one(nnfn::losses::kto, answer, thumbs[i], point);
        }
        if with_grad && counts {
            let [own] = weights.of_one(nnfn::losses::kto_grad, answer, thumbs[i], point)[..] else {
                unreachable!("one answer has one derivative")
            };
            grad.push(A::nearest(examples.slope(i, own)));
        } else if with_grad {
            grad.push(A::zero());
        }
    }
    let grad = with_grad.then(|| Array::from_shape_vec(policy.raw_dim(), grad));
    let grad = grad.map(|grad| grad.expect("one for each answer"));
    Ok((examples.reduce(&losses, policy.raw_dim()), grad))
}

/// The losses and, if it is asked for, the gradient.
type WithGrad<A, D> = (Loss<A, D>, Option<Array<A, D>>);

/// A function of [`nnfn`], which takes a batch.
type OfBatch<T> = fn(&[f64], &[f64], &[f64], &[f64], &[f64], f64, f64, f64) -> T;

impl Weights {
    /// The definition for a batch of one answer, whose reference point is the difference of two numbers.
    fn of_one<T>(
        &self,
        definition: OfBatch<T>,
        [policy, reference]: [f64; 2],
        thumb: bool,
        [point, less]: [f64; 2],
    ) -> T {
        definition(
            &[policy],
            &[reference],
            &[f64::from(u8::from(thumb))],
            &[point],
            &[less],
            self.beta,
            self.desirable,
            self.undesirable,
        )
    }
}

/// The mean of the differences, at least 0, as the difference of two numbers: log-probabilities of whole answers are in
/// the thousands, and what rounding would take from their mean is too much for an exponential.
fn reference_point(pairs: &[[f64; 2]]) -> [f64; 2] {
    let n = pairs.len() as f64;
    // No sum of as many terms overflows.
    let unit = 0.25 / (pairs.len() as f64).log2().ceil().exp2().max(1.0);
    let mut total = Total::default();
    for [policy, reference] in pairs {
        total.add(unit * policy);
        total.add(-unit * reference);
    }
    let (mean, rest) = over(&total, n);
    let mean = mean / unit;
    // NaN stays.
    if mean <= 0.0 || pairs.is_empty() {
        return [0.0, 0.0];
    }
    [mean, -rest / unit]
}
