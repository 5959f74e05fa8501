//! Results do not depend on the number of threads, to the bit.

#[path = "arrays/common/mod.rs"]
mod common;

use ndarray::{Array2, ArrayView2, s};
use nnfn_ndarray::activations::{sigmoid_inplace, silu_with_grad};
use nnfn_ndarray::losses::*;

use common::{Precision, scattered};

/// Several chunks, the last one short.
const SHAPE: (usize, usize) = (331, 1009);

/// The bits of a loss, its gradient, a weighted mean and the values of others, and of activations.
fn bits<A: Precision>(x: ArrayView2<A>, y: ArrayView2<A>) -> Vec<u64> {
    let one = A::one();
    let (loss, grad) = bce_with_logits_with_grad(&x, &y, one, Reduction::Mean).unwrap();
    let mean = mse(&x, &y, Reduction::Mean.weighted(&y)).unwrap();
    let each = log_cosh(&x, &y, Reduction::None).unwrap().each();
    let (silu, slope) = silu_with_grad(&x);
    let mut sigmoid = x.to_owned();
    sigmoid_inplace(&mut sigmoid);
    let totals = [loss.total(), mean.total()];
    let of_losses = totals.iter().chain(&grad).chain(&each);
    let numbers = of_losses.chain(&silu).chain(&slope).chain(&sigmoid);
    numbers.map(|&x| Into::<f64>::into(x).to_bits()).collect()
}

fn arrays<A: Precision>() -> [Array2<A>; 2] {
    let mut number = scattered(3);
    let x = Array2::from_shape_simple_fn(SHAPE, || A::of(8.0 * number()));
    let y = Array2::from_shape_simple_fn(SHAPE, || A::of(number().abs()));
    [x, y]
}

/// What does not lie in one piece is computed on one thread, in the same chunks.
fn one_thread_has_the_bits_of_all<A: Precision>() {
    let [x, y] = arrays::<A>();
    let strided = |x: &Array2<A>| {
        let mut wide = Array2::zeros((SHAPE.0, 2 * SHAPE.1));
        wide.slice_mut(s![.., ..;2]).assign(x);
        wide
    };
    let (wide_x, wide_y) = (strided(&x), strided(&y));
    let of_strided = bits(wide_x.slice(s![.., ..;2]), wide_y.slice(s![.., ..;2]));
    assert!(bits(x.view(), y.view()) == of_strided);
    #[cfg(feature = "rayon")]
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().unwrap();
        assert!(
            pool.install(|| bits(x.view(), y.view())) == of_strided,
            "{threads}"
        );
    }
}

#[test]
fn results_do_not_depend_on_threads() {
    one_thread_has_the_bits_of_all::<f32>();
    one_thread_has_the_bits_of_all::<f64>();
}
