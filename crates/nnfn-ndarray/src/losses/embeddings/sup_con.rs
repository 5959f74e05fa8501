//! SupCon of a batch with labels.

use ndarray::{Array2, ArrayRef, Ix1, Ix2};

use super::quiz::Outcome;
use super::views::Views;
use super::weighing::{Weighing, scattered};
use crate::domain::POSITIVE;
use crate::error::shape;
use crate::losses::{Loss, Reduce};
use crate::{Error, Float};

/// Supervised contrastive loss: of each anchor the mean over its positives, the others of its label, of
/// `-ln softmaxₐ≠ᵢ(cos(zᵢ, zₐ)/T)`. See [`nnfn::losses::sup_con`].
///
/// `embeddings` is *n × d*; `labels` has *n* entries, integers or whatever can be told apart. The vectors are
/// normalised inside: [`Similarity::Cosine`](super::Similarity::Cosine) says what becomes of those without a
/// direction. Each anchor has a weight, and [what has weight 0 is not in the batch](crate::losses#losses-of-a-batch).
///
/// An anchor whose label occurs once has no positive: it has a loss of 0 and counts in no mean, though the others
/// still have to tell themselves apart from it. So a mean is over the anchors that have a positive.
///
/// This is the form with the logarithm inside the mean, *out* in the paper. The authors' code multiplies by `T/0.07`,
/// which is not done here. PyTorch Metric Learning 2.8.1's `SupConLoss` has a temperature of 0.1 unless set, takes
/// the mean over the anchors whose loss is not 0, and gives 0 where there are no negatives at all.
///
/// # Errors
///
/// If there is not one label for each embedding, `temperature` is not positive, the weights are not *n*, one is
/// negative or not finite, or a mean is asked for and there is no embedding, no weight above 0, or no label twice.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, sup_con};
///
/// let embeddings = array![[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]];
/// let loss = sup_con(&embeddings, &array![7, 7, 2], 1.0, Reduction::None)?.each();
/// assert_eq!(loss, array![(-1_f64).exp().ln_1p(), 2_f64.ln(), 0.0]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn sup_con<'a, A: Float, L: Eq>(
    embeddings: &ArrayRef<A, Ix2>,
    labels: &ArrayRef<L, Ix1>,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    let (temperature, weighing) = check(embeddings, labels, temperature, &reduction.into())?;
    let kept = weighing.kept();
    let views = Views::new(&[embeddings], temperature, &kept)?;
    let outcomes = views.outcomes::<A>(&positives(labels, &kept));
    Ok(reduce(&weighing, &kept, &outcomes))
}

/// [`sup_con`] and the gradient of what it returns, by the embeddings; of
/// [`Reduction::None`](crate::losses::Reduction::None) that of the sum.
///
/// Each row is at right angles to its vector.
///
/// # Errors
///
/// As [`sup_con`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, sup_con_with_grad};
///
/// let embeddings = array![[1.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
/// let (_, grad) = sup_con_with_grad(&embeddings, &array![0_u8, 0, 1], 1.0, Reduction::Mean)?;
/// assert_eq!(grad[[0, 0]], 0.0);
/// assert!(grad[[0, 1]] < 0.0 && grad[[2, 0]] > 0.0); // downhill is towards its own, away from the other
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn sup_con_with_grad<'a, A: Float, L: Eq>(
    embeddings: &ArrayRef<A, Ix2>,
    labels: &ArrayRef<L, Ix1>,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, Array2<A>), Error> {
    let (temperature, weighing) = check(embeddings, labels, temperature, &reduction.into())?;
    let kept = weighing.kept();
    let (outcomes, [grad]) = Views::new(&[embeddings], temperature, &kept)?
        .outcomes_with_grads::<A, 1>(
            &positives(labels, &kept),
            |k| weighing.factor(kept[k]),
            embeddings.nrows(),
        )?;
    Ok((reduce(&weighing, &kept, &outcomes), grad))
}

/// Of each anchor the others of its label, of those that are kept.
fn positives<L: Eq>(labels: &ArrayRef<L, Ix1>, kept: &[usize]) -> impl Fn(usize, &mut Vec<usize>) {
    move |k, own| {
        let label = &labels[kept[k]];
        let is_positive = |&j: &usize| j != k && labels[kept[j]] == *label;
        own.extend((0..kept.len()).filter(is_positive));
    }
}

fn reduce<A: Float>(weighing: &Weighing, kept: &[usize], outcomes: &[Outcome]) -> Loss<A, Ix1> {
    let losses = outcomes.iter().map(|outcome| outcome.loss);
    weighing.reduce(&scattered(weighing.len(), kept, losses))
}

fn check<A: Float, L: Eq>(
    embeddings: &ArrayRef<A, Ix2>,
    labels: &ArrayRef<L, Ix1>,
    temperature: A,
    reduce: &Reduce<'_, A, Ix1>,
) -> Result<(f64, Weighing), Error> {
    let temperature = POSITIVE.check("temperature", temperature)?;
    let n = embeddings.nrows();
    shape("labels", labels.shape(), &[n])?;
    let mut weighing = Weighing::new(reduce, n)?;
    let kept = weighing.kept();
    let has_positive = |i: usize| kept.iter().any(|&j| j != i && labels[i] == labels[j]);
    let have: Vec<bool> = (0..n).map(has_positive).collect();
    weighing.only(|i| have[i])?;
    Ok((temperature, weighing))
}
