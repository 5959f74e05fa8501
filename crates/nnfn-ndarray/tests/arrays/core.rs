//! The engine on the first functions: layouts, reductions, weights.

use ndarray::{Array1, Array2, Axis, array};
use nnfn_ndarray::Error;
use nnfn_ndarray::activations::{elu, sigmoid, sigmoid_grad_inplace, sigmoid_into, sigmoid_vjp};
use nnfn_ndarray::losses::{
    Loss, Reduction, huber, huber_with_grad, mse_with_grad, vae_kl_with_grad,
};

#[test]
fn every_layout_gives_the_same_elements() {
    let x = Array2::from_shape_fn((37, 61), |(i, j)| ((i * 61 + j) as f64 * 0.37).sin() * 9.0);
    let expected = sigmoid(&x);
    for view in [x.t().reversed_axes(), x.view()] {
        assert_eq!(sigmoid(&view), expected);
    }
    let transposed = sigmoid(&x.t());
    assert_eq!(transposed, expected.t());
    assert!(
        !transposed.is_standard_layout(),
        "keeps the layout of its argument"
    );
    let strided = x.slice(ndarray::s![..;2, ..;-3]);
    assert_eq!(sigmoid(&strided), expected.slice(ndarray::s![..;2, ..;-3]));
    let mut out = Array2::zeros((61, 37));
    sigmoid_into(&x, &mut out.view_mut().reversed_axes()).unwrap();
    assert_eq!(out.t(), expected);
    let mut wide = Array2::zeros((37, 122));
    sigmoid_into(&x, &mut wide.slice_mut(ndarray::s![.., ..;2])).unwrap();
    assert_eq!(wide.slice(ndarray::s![.., ..;2]), expected);
}

#[test]
fn a_masked_element_never_leaks() {
    let prediction = array![1.0, f64::NAN, f64::INFINITY, 3.0];
    let target = array![0.0, 1.0, f64::NEG_INFINITY, 1.0];
    let weights = array![1.0, 0.0, 0.0, 3.0];
    for (reduction, expected) in [
        (Reduction::Mean, (1.0 + 3.0 * 4.0) / 4.0),
        (Reduction::Sum, 13.0),
    ] {
        let (loss, grad) =
            mse_with_grad(&prediction, &target, reduction.weighted(&weights)).unwrap();
        assert_eq!(loss, Loss::Total(expected));
        let divisor = if reduction == Reduction::Mean {
            4.0
        } else {
            1.0
        };
        assert_eq!(grad, array![2.0 / divisor, 0.0, 0.0, 12.0 / divisor]);
    }
}

#[test]
fn weights_of_any_size_leave_the_mean() {
    let (prediction, target) = (array![1.0, 3.0], array![0.0, 1.0]);
    for size in [1e-310, 1e-300, 1.0, 1e308] {
        let weights = array![0.5 * size, size];
        let (loss, _) =
            mse_with_grad(&prediction, &target, Reduction::Mean.weighted(&weights)).unwrap();
        approx::assert_relative_eq!(loss.total(), 4.5 / 1.5, max_relative = 1e-13);
    }
}

#[test]
fn a_mean_does_not_overflow_where_its_sum_does() {
    let prediction = Array1::from_elem(1000, 1e308_f64);
    let loss = huber(&prediction, &Array1::zeros(1000), 1.0, Reduction::Mean).unwrap();
    assert_eq!(loss.total(), 1e308);
}

#[test]
fn bad_input_is_refused() {
    let (x, y) = (array![1.0_f32, 2.0], array![1.0_f32]);
    assert_eq!(
        huber(&x, &y, 1.0, Reduction::Mean).unwrap_err().to_string(),
        "target: found shape [1], expected [2]"
    );
    assert_eq!(
        huber(&x, &x, 0.0, Reduction::Mean).unwrap_err().to_string(),
        "delta: found 0, expected a positive number"
    );
    assert!(matches!(elu(&x, -1.0), Err(Error::Parameter { .. })));
    assert!(matches!(
        huber_with_grad(&x, &x, 1.0, Reduction::Sum.weighted(&array![1.0, f32::NAN])),
        Err(Error::Weight { .. })
    ));
    assert!(sigmoid_vjp(&x, &y).is_err());
    let mut inplace = array![[0.0, f64::NAN]];
    sigmoid_grad_inplace(&mut inplace);
    assert_eq!(inplace[[0, 0]], 0.25);
    assert!(inplace[[0, 1]].is_nan());
    let (loss, [by_mean, by_variance]) =
        vae_kl_with_grad(&array![1.0], &array![0.0], Reduction::Sum).unwrap();
    assert_eq!((loss.total(), by_mean[0], by_variance[0]), (0.5, 1.0, 0.0));
    let _ = Axis(0);
}
