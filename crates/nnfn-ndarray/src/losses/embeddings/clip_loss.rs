//! CLIP's loss of a batch.

use ndarray::{Array2, ArrayRef, Ix1, Ix2};

use super::directions::Directions;
use super::vectors::Similarity;
use crate::losses::{Loss, Reduce};
use crate::{Error, Float};

/// CLIP's loss of a table of similarities: of each pair, half its [`info_nce`](super::info_nce) among the row and half
/// that among the column. See [`nnfn::losses::clip_loss`].
///
/// `similarities` is *n × n*: row `i` has the similarities of image `i` with all texts, of which text `i` is its own.
/// A mean is over the pairs, which is the mean of both directions; each pair has a weight, and
/// [what has weight 0 is not in the batch](crate::losses#losses-of-a-batch).
///
/// OpenCLIP 3.3.0's `ClipLoss` is this of features that are normalised before, times `logit_scale = 1/T`; what it
/// learns is the logarithm of that, which begins at `ln(1/0.07)` and is held to at most `ln 100` when training. Here
/// no temperature is held anywhere.
///
/// # Errors
///
/// If the table is not square, `temperature` is not positive, the weights are not *n*, one is negative or not
/// finite, or a mean is asked for and there is no row or no weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, clip_loss};
///
/// let similarities = array![[0.8_f32, 0.6], [0.6, 0.8]];
/// let loss = clip_loss(&similarities, 0.5, Reduction::Mean)?.total();
/// assert!((loss - 0.513_015).abs() < 1e-6);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn clip_loss<'a, A: Float>(
    similarities: &ArrayRef<A, Ix2>,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    Directions::Both.of_table(similarities, temperature, &reduction.into())
}

/// [`clip_loss`] and the gradient of what it returns, by the similarities and by the temperature; of
/// [`Reduction::None`](crate::losses::Reduction::None) that of the sum.
///
/// By the logarithm of `1/T`, which CLIP learns, it is `-T` times that by the temperature.
///
/// # Errors
///
/// As [`clip_loss`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, clip_loss_with_grad};
///
/// let (loss, grad, by_temperature) = clip_loss_with_grad(&array![[0.0, 0.0], [0.0, 0.0]], 0.5, Reduction::Mean)?;
/// assert_eq!(loss.total(), 2_f64.ln());
/// assert_eq!(grad, array![[-0.5, 0.5], [0.5, -0.5]]);
/// assert_eq!(by_temperature, 0.0);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn clip_loss_with_grad<'a, A: Float>(
    similarities: &ArrayRef<A, Ix2>,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, Array2<A>, A), Error> {
    Directions::Both.of_table_with_grad(similarities, temperature, &reduction.into())
}

/// [`clip_loss`] of the similarities of first with second embeddings, both *n × d*: row `i` of both belong together.
///
/// # Errors
///
/// If the shapes differ, `temperature` is not positive, the weights are not *n*, one is negative or not finite, or a
/// mean is asked for and there is no row or no weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, Similarity, clip_loss, clip_loss_embeddings};
///
/// let (images, texts) = (array![[1.0_f64, 0.0], [0.0, 1.0]], array![[4.0, 3.0], [3.0, 4.0]]);
/// let loss = clip_loss_embeddings(&images, &texts, 0.5, Similarity::Cosine, Reduction::Mean)?.total();
/// let of_table = clip_loss(&array![[0.8, 0.6], [0.6, 0.8]], 0.5, Reduction::Mean)?.total();
/// assert!((loss - of_table).abs() < 1e-15);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn clip_loss_embeddings<'a, A: Float>(
    first: &ArrayRef<A, Ix2>,
    second: &ArrayRef<A, Ix2>,
    temperature: A,
    similarity: Similarity,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    let sides = [("first", first), ("second", second)];
    Directions::Both.of_embeddings(sides, temperature, similarity, &reduction.into())
}

/// [`clip_loss_embeddings`] and the gradient of what it returns, by both arrays and by the temperature; of
/// [`Reduction::None`](crate::losses::Reduction::None) that of the sum.
///
/// # Errors
///
/// As [`clip_loss_embeddings`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, Similarity, clip_loss_embeddings_with_grad};
///
/// let (images, texts) = (array![[1.0_f64, 0.0], [0.0, 1.0]], array![[4.0, 3.0], [3.0, 4.0]]);
/// let (_, [by_images, by_texts], _) =
///     clip_loss_embeddings_with_grad(&images, &texts, 0.5, Similarity::Cosine, Reduction::Mean)?;
/// assert_eq!(by_images[[0, 0]], 0.0); // at right angles to the image
/// assert!(by_texts[[0, 0]] < 0.0); // and downhill the text turns to it
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn clip_loss_embeddings_with_grad<'a, A: Float>(
    first: &ArrayRef<A, Ix2>,
    second: &ArrayRef<A, Ix2>,
    temperature: A,
    similarity: Similarity,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, [Array2<A>; 2], A), Error> {
    let sides = [("first", first), ("second", second)];
    Directions::Both.of_embeddings_with_grad(sides, temperature, similarity, &reduction.into())
}
