//! Results do not depend on the number of threads, to the bit.

#[path = "arrays/common/mod.rs"]
mod common;

use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use nnfn_ndarray::activations::{
    log_softmax, sigmoid_inplace, silu_with_grad, softmax_into, softmax_masked, softmax_masked_vjp,
    softmax_vjp,
};
use nnfn_ndarray::log_sum_exp_with_grad;
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

/// The same of functions of rows. The second array has numbers of 0 to 1.
fn bits_of_rows<A: Precision>(x: ArrayView2<A>, y: ArrayView2<A>) -> Vec<u64> {
    let (rows, along) = (x.nrows(), Axis(1));
    let half = A::of(0.5);
    let labels = Array1::from_iter((0..rows).map(|row| (7 * row) % x.ncols()));
    let weights = y.column(0).to_owned();
    let mask = y.mapv(|y| y > half);
    // One row that is masked entirely, and one of a weight of 0.
    let mask = {
        let mut mask = mask;
        mask.row_mut(rows / 2).fill(false);
        mask
    };
    let weights = {
        let mut weights = weights;
        weights[rows / 3] = A::zero();
        weights
    };

    let mut shares = Array2::zeros(x.raw_dim());
    softmax_into(&x, along, half, &mut shares).unwrap();
    let mut arrays = vec![
        shares,
        log_softmax(&x, along, half).unwrap(),
        softmax_vjp(&x, along, half, &y).unwrap(),
        softmax_masked(&x, &mask, along, half).unwrap(),
        softmax_masked_vjp(&x, &mask, along, half, &y).unwrap(),
    ];
    let (each, grad) = log_sum_exp_with_grad(&x, along).unwrap();
    let mut vectors = vec![each];
    arrays.push(grad);
    let weighted = || Reduction::Mean.weighted(&weights);
    let options = CrossEntropy {
        sample_weights: Some(weights.view().into_dyn()),
        ..CrossEntropy::default()
    };
    let tokens = |aggregation: Aggregation| {
        let (logits, tokens) = (
            x.view().insert_axis(Axis(0)),
            labels.view().insert_axis(Axis(0)),
        );
        let found = next_token_cross_entropy_with_grad(&logits, &tokens, aggregation);
        let (loss, grad) = found.unwrap();
        (loss, grad.remove_axis(Axis(0)))
    };
    let (each, of_tokens) = tokens(Aggregation::None);
    vectors.push(each.each().into_iter().collect());
    arrays.push(of_tokens);
    let one = A::one();
    let losses = [
        cross_entropy_with_grad(&x, &labels, &options).unwrap(),
        softmax_focal_with_grad(&x, &labels, along, one, weighted()).unwrap(),
        weston_watkins_with_grad(&x, &labels, along, one, weighted()).unwrap(),
        temperature_scaled_cross_entropy(&x, &labels, along, half, weighted())
            .map(|loss| (loss, x.to_owned()))
            .unwrap(),
        distillation_with_grad(&x, &y, along, half, weighted()).unwrap(),
        cross_entropy_soft_with_grad(&x, &y, along, weighted()).unwrap(),
        z_loss_with_grad(&x, along, weighted()).unwrap(),
    ];
    for (loss, grad) in losses {
        vectors.push(Array1::from_elem(1, loss.total()));
        arrays.push(grad);
    }
    let numbers = arrays.iter().flatten().chain(vectors.iter().flatten());
    numbers.map(|&x| Into::<f64>::into(x).to_bits()).collect()
}

/// Two arrays, of numbers of -8 to 8 and of 0 to 1.
fn arrays<A: Precision>(shape: (usize, usize)) -> [Array2<A>; 2] {
    let mut number = scattered(3);
    let x = Array2::from_shape_simple_fn(shape, || A::of(8.0 * number()));
    let y = Array2::from_shape_simple_fn(shape, || A::of(number().abs()));
    [x, y]
}

/// What does not lie in one piece is computed on one thread, in the same chunks.
fn one_thread_has_the_bits_of_all<A: Precision>(
    shape: (usize, usize),
    bits: fn(ArrayView2<A>, ArrayView2<A>) -> Vec<u64>,
) {
    let [x, y] = arrays::<A>(shape);
    let strided = |x: &Array2<A>| {
        let mut wide = Array2::zeros((shape.0, 2 * shape.1));
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
    one_thread_has_the_bits_of_all::<f32>(SHAPE, bits);
    one_thread_has_the_bits_of_all::<f64>(SHAPE, bits);
}

#[test]
fn results_of_rows_do_not_depend_on_threads() {
    // Long rows, and rows of which several pass at a time; the last piece is short.
    for shape in [SHAPE, (20_021, 10)] {
        one_thread_has_the_bits_of_all::<f32>(shape, bits_of_rows);
        one_thread_has_the_bits_of_all::<f64>(shape, bits_of_rows);
    }
}
