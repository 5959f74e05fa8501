//! InfoNCE of a batch.

use ndarray::{Array2, ArrayRef, Ix1, Ix2};

use super::directions::Directions;
use super::vectors::Similarity;
use crate::losses::{Loss, Reduce};
use crate::{Error, Float};

/// InfoNCE of a table of similarities: `-ln softmax(sᵢ/T)ᵢ` of each row. See [`nnfn::losses::info_nce`].
///
/// `similarities` is *n × n*: row `i` has the similarities of query `i` with all candidates, of which candidate `i`
/// is the right one. A mean is over the queries, as in [`nnfn::losses::info_nce`]; each has a weight, and
/// [what has weight 0 is not in the batch](crate::losses#losses-of-a-batch).
///
/// The cross-entropy of the diagonal, in PyTorch 2.15 `cross_entropy(similarities / temperature, arange(n))`.
///
/// # Errors
///
/// If the table is not square, `temperature` is not positive, the weights are not *n*, one is negative or not
/// finite, or a mean is asked for and there is no row or no weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, info_nce};
///
/// let similarities = array![[0.9, 0.1], [0.2, 0.8]];
/// let loss = info_nce(&similarities, 0.1, Reduction::Mean)?.total();
/// assert_eq!(loss, nnfn::losses::info_nce(&[vec![0.9, 0.1], vec![0.2, 0.8]], 0.1));
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn info_nce<'a, A: Float>(
    similarities: &ArrayRef<A, Ix2>,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    Directions::Rows.of_table(similarities, temperature, &reduction.into())
}

/// [`info_nce`] and the gradient of what it returns, by the similarities and by the temperature; of
/// [`Reduction::None`](crate::losses::Reduction::None) that of the sum.
///
/// By the logarithm of `1/T` it is `-T` times that by the temperature.
///
/// # Errors
///
/// As [`info_nce`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, info_nce_with_grad};
///
/// let (loss, grad, by_temperature) = info_nce_with_grad(&array![[0.0, 0.0], [0.0, 0.0]], 0.5, Reduction::Mean)?;
/// assert_eq!(loss.total(), 2_f64.ln());
/// assert_eq!(grad, array![[-0.5, 0.5], [0.5, -0.5]]);
/// assert_eq!(by_temperature, 0.0);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn info_nce_with_grad<'a, A: Float>(
    similarities: &ArrayRef<A, Ix2>,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, Array2<A>, A), Error> {
    Directions::Rows.of_table_with_grad(similarities, temperature, &reduction.into())
}

/// [`info_nce`] of the similarities of queries with candidates, both *n × d*: row `i` of both belong together.
///
/// Sentence Transformers 6.0.0's `MultipleNegativesRankingLoss` is this of cosines, at a temperature of 0.05 unless
/// set: its scale, 20, is `1/T`.
///
/// # Errors
///
/// If the shapes differ, `temperature` is not positive, the weights are not *n*, one is negative or not finite, or a
/// mean is asked for and there is no row or no weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, Similarity, info_nce_embeddings};
///
/// let (queries, candidates) = (array![[2.0_f64, 0.0], [0.0, 1.0]], array![[4.0, 3.0], [-3.0, 4.0]]);
/// // Cosines of 0.8 with the right one, and of -0.6 and 0.6 with the other.
/// let loss = info_nce_embeddings(&queries, &candidates, 0.1, Similarity::Cosine, Reduction::None)?.each();
/// assert!((loss[0] - 8.315e-7).abs() < 1e-10 && (loss[1] - 0.126928).abs() < 1e-6);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn info_nce_embeddings<'a, A: Float>(
    queries: &ArrayRef<A, Ix2>,
    candidates: &ArrayRef<A, Ix2>,
    temperature: A,
    similarity: Similarity,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    let sides = [("queries", queries), ("candidates", candidates)];
    Directions::Rows.of_embeddings(sides, temperature, similarity, &reduction.into())
}

/// [`info_nce_embeddings`] and the gradient of what it returns, by both arrays and by the temperature; of
/// [`Reduction::None`](crate::losses::Reduction::None) that of the sum.
///
/// # Errors
///
/// As [`info_nce_embeddings`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, Similarity, info_nce_embeddings_with_grad};
///
/// let (queries, candidates) = (array![[1.0_f64, 0.0], [0.0, 1.0]], array![[1.0, 0.0], [0.0, 1.0]]);
/// let (_, [by_queries, _], by_temperature) =
///     info_nce_embeddings_with_grad(&queries, &candidates, 1.0, Similarity::Cosine, Reduction::Mean)?;
/// assert_eq!(by_queries[[0, 0]], 0.0); // at right angles to the query,
/// assert!(by_queries[[0, 1]] > 0.0); // uphill is towards the other candidate
/// assert!(by_temperature > 0.0);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn info_nce_embeddings_with_grad<'a, A: Float>(
    queries: &ArrayRef<A, Ix2>,
    candidates: &ArrayRef<A, Ix2>,
    temperature: A,
    similarity: Similarity,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, [Array2<A>; 2], A), Error> {
    let sides = [("queries", queries), ("candidates", candidates)];
    Directions::Rows.of_embeddings_with_grad(sides, temperature, similarity, &reduction.into())
}
