//! SigLIP's loss of a batch.

use ndarray::{Array2, ArrayRef, Ix1, Ix2};

use super::batch::{Sides, check_square, placed_table, zeros};
use super::each_pair::{EachPair, RowSum};
use super::table::Table;
use super::vectors::Similarity;
use super::weighing::{Weighing, scattered};
use crate::domain::{FINITE, POSITIVE_FINITE};
use crate::error::shape;
use crate::losses::{Loss, Reduce};
use crate::{Error, Float};

/// SigLIP's loss of a table of similarities: of each row `Σⱼ softplus(-yᵢⱼ·(scale·sᵢⱼ + bias))`, where `y` is 1 on the
/// diagonal and -1 off it. See [`nnfn::losses::siglip`].
///
/// `similarities` is *n × n*: row `i` has the similarities of image `i` with all texts, of which text `i` is its own.
/// A mean is over the rows, so that the sum over all pairs is divided by *n*, not by *n²*; each row has a weight, and
/// [what has weight 0 is not in the batch](crate::losses#losses-of-a-batch).
///
/// OpenCLIP 3.3.0's `SigLipLoss` divides by *n*, too; what it learns is the logarithm of the scale. The paper begins
/// with a scale of 10 and a bias of −10.
///
/// # Errors
///
/// If the table is not square, `scale` is not positive and finite, `bias` is not finite, the weights are not *n*, one
/// is negative or not finite, or a mean is asked for and there is no row or no weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, siglip};
///
/// let similarities = array![[0.8_f64, 0.6], [0.6, 0.8]];
/// let loss = siglip(&similarities, 10.0, -10.0, Reduction::Mean)?.total();
/// assert!((loss - 2.145_077_9).abs() < 1e-7);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn siglip<'a, A: Float>(
    similarities: &ArrayRef<A, Ix2>,
    scale: A,
    bias: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    let pairs = parameters(scale, bias)?;
    check_square(similarities)?;
    let batch = Batch::new(&reduction.into(), similarities.nrows())?;
    let sums = pairs.ask::<A, A>(batch.given(similarities), |_| 1.0, None);
    Ok(batch.loss(&sums))
}

/// [`siglip`] and the gradient of what it returns, by the similarities and by `[scale, bias]`; of
/// [`Reduction::None`](crate::losses::Reduction::None) that of the sum.
///
/// By the logarithm of the scale, which SigLIP learns, it is the scale times that by the scale.
///
/// # Errors
///
/// As [`siglip`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, siglip_with_grad};
///
/// let similarities = array![[0.5, 0.5], [0.5, 0.5]];
/// let (_, grad, [by_scale, by_bias]) = siglip_with_grad(&similarities, 4.0, -2.0, Reduction::Mean)?;
/// assert_eq!(grad, array![[-1.0, 1.0], [1.0, -1.0]]);
/// assert_eq!((by_scale, by_bias), (0.0, 0.0));
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn siglip_with_grad<'a, A: Float>(
    similarities: &ArrayRef<A, Ix2>,
    scale: A,
    bias: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, Array2<A>, [A; 2]), Error> {
    let pairs = parameters(scale, bias)?;
    check_square(similarities)?;
    let n = similarities.nrows();
    let batch = Batch::new(&reduction.into(), n)?;
    let mut pulls = batch.pulls()?;
    let factor = |k| batch.factor(k);
    let sums = pairs.ask::<A, A>(batch.given(similarities), factor, Some(pulls.view_mut()));
    let grad = placed_table(&pulls, n, &batch.kept);
    Ok((batch.loss(&sums), grad, batch.by_parameters(&sums)))
}

/// [`siglip`] of the similarities of first with second embeddings, both *n × d*: row `i` of both belong together.
///
/// # Errors
///
/// If the shapes differ, `scale` is not positive and finite, `bias` is not finite, the weights are not *n*, one is
/// negative or not finite, or a mean is asked for and there is no row or no weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, Similarity, siglip_embeddings};
///
/// let (images, texts) = (array![[1.0_f64, 0.0], [0.0, 1.0]], array![[4.0, 3.0], [3.0, 4.0]]);
/// let loss = siglip_embeddings(&images, &texts, 10.0, -10.0, Similarity::Cosine, Reduction::Mean)?;
/// assert!((loss.total() - 2.145_077_9).abs() < 1e-7);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn siglip_embeddings<'a, A: Float>(
    first: &ArrayRef<A, Ix2>,
    second: &ArrayRef<A, Ix2>,
    scale: A,
    bias: A,
    similarity: Similarity,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    let pairs = parameters(scale, bias)?;
    shape("second", second.shape(), first.shape())?;
    let batch = Batch::new(&reduction.into(), first.nrows())?;
    let products =
        Sides::new(first, second, &batch.kept, similarity)?.products::<A>(pairs.scale)?;
    let sums = pairs.ask::<A, f64>(products.table(), |_| 1.0, None);
    Ok(batch.loss(&sums))
}

/// [`siglip_embeddings`] and the gradient of what it returns, by both arrays and by `[scale, bias]`; of
/// [`Reduction::None`](crate::losses::Reduction::None) that of the sum.
///
/// # Errors
///
/// As [`siglip_embeddings`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, Similarity, siglip_embeddings_with_grad};
///
/// let (images, texts) = (array![[1.0_f64, 0.0], [0.0, 1.0]], array![[4.0, 3.0], [3.0, 4.0]]);
/// let (_, [by_images, _], [_, by_bias]) =
///     siglip_embeddings_with_grad(&images, &texts, 10.0, -10.0, Similarity::Cosine, Reduction::Mean)?;
/// assert_eq!(by_images[[0, 0]], 0.0); // at right angles to the image
/// assert!(by_bias < 0.0); // this bias says no to nearly all pairs
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn siglip_embeddings_with_grad<'a, A: Float>(
    first: &ArrayRef<A, Ix2>,
    second: &ArrayRef<A, Ix2>,
    scale: A,
    bias: A,
    similarity: Similarity,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, [Array2<A>; 2], [A; 2]), Error> {
    let pairs = parameters(scale, bias)?;
    shape("second", second.shape(), first.shape())?;
    let batch = Batch::new(&reduction.into(), first.nrows())?;
    let sides = Sides::new(first, second, &batch.kept, similarity)?;
    let products = sides.products::<A>(pairs.scale)?;
    let mut pulls = batch.pulls()?;
    let factor = |k| batch.factor(k);
    let sums = pairs.ask::<A, f64>(products.table(), factor, Some(pulls.view_mut()));
    let grads = sides.pull(&pulls, first.nrows(), &batch.kept);
    Ok((batch.loss(&sums), grads, batch.by_parameters(&sums)))
}

fn parameters<A: Float>(scale: A, bias: A) -> Result<EachPair, Error> {
    Ok(EachPair {
        scale: POSITIVE_FINITE.check("scale", scale)?,
        bias: FINITE.check("bias", bias)?,
    })
}

/// The rows that count.
struct Batch {
    weighing: Weighing,
    kept: Vec<usize>,
}

impl Batch {
    fn new<A: Float>(reduce: &Reduce<'_, A, Ix1>, n: usize) -> Result<Self, Error> {
        let weighing = Weighing::new(reduce, n)?;
        let kept = weighing.kept();
        Ok(Self { weighing, kept })
    }

    fn given<'t, A: Float>(&'t self, similarities: &'t ArrayRef<A, Ix2>) -> Table<'t, A> {
        Table::given(similarities.view(), &self.kept)
    }

    fn pulls(&self) -> Result<Array2<f64>, Error> {
        zeros(self.kept.len(), self.kept.len())
    }

    fn factor(&self, k: usize) -> f64 {
        self.weighing.factor(self.kept[k])
    }

    fn loss<A: Float>(&self, sums: &[RowSum]) -> Loss<A, Ix1> {
        let losses = sums.iter().map(|sum| sum.loss);
        let losses = scattered(self.weighing.len(), &self.kept, losses);
        self.weighing.reduce(&losses)
    }

    fn by_parameters<A: Float>(&self, sums: &[RowSum]) -> [A; 2] {
        let over_rows = |of: fn(&RowSum) -> f64| {
            let terms = sums.iter().enumerate();
            let terms: Vec<f64> = terms.map(|(k, sum)| self.factor(k) * of(sum)).collect();
            A::nearest(nnfn::losses::sum(&terms))
        };
        [over_rows(|sum| sum.by_scale), over_rows(|sum| sum.by_bias)]
    }
}
