//! The gradient of a reduced loss is the derivative of that reduced loss: central differences tell.

use approx::assert_abs_diff_eq;
use ndarray::{Array2, Axis, array};
use nnfn_ndarray::Error;
use nnfn_ndarray::activations::{log_softmax, log_softmax_vjp, softmax, softmax_vjp};
use nnfn_ndarray::losses::*;

/// Compares `grad` with the differences of `loss` around `x`.
#[track_caller]
fn check(x: &Array2<f64>, grad: &Array2<f64>, loss: impl Fn(&Array2<f64>) -> f64) {
    const STEP: f64 = 1e-4;
    assert_eq!(x.dim(), grad.dim());
    for (at, &found) in grad.indexed_iter() {
        let moved = |by: f64| {
            let mut x = x.clone();
            x[at] += by;
            loss(&x)
        };
        // Richardson: an error of order step⁴.
        let slope = |step: f64| (moved(step) - moved(-step)) / (2.0 * step);
        let expected = (4.0 * slope(STEP) - slope(2.0 * STEP)) / 3.0;
        assert_abs_diff_eq!(found, expected, epsilon = 1e-10);
    }
}

fn numbers() -> Array2<f64> {
    Array2::from_shape_fn((3, 4), |(i, j)| ((i * 4 + j) as f64 * 1.7).sin() * 2.0)
}

#[test]
fn of_cross_entropy_with_every_option() -> Result<(), Error> {
    let (x, weights) = (numbers(), array![0.5, 2.0, 1.0]);
    let labels = array![2, -100, 0, 1];
    let samples = array![0.5, 1.0, 2.0, 3.0].into_dyn();
    for reduction in [Reduction::None, Reduction::Sum, Reduction::Mean] {
        for label_smoothing in [0.0, 0.3] {
            for class_weights in [None, Some(weights.view())] {
                let options = CrossEntropy {
                    class_axis: Some(Axis(0)),
                    ignore_index: Some(-100),
                    class_weights,
                    sample_weights: Some(samples.view()),
                    label_smoothing,
                    reduction,
                };
                let (_, grad) = cross_entropy_with_grad(&x, &labels, &options)?;
                check(&x, &grad, |x| {
                    match cross_entropy(x, &labels, &options).unwrap() {
                        Loss::Each(losses) => losses.sum(),
                        Loss::Total(total) => total,
                    }
                });
            }
        }
    }
    Ok(())
}

#[test]
fn of_cross_entropy_with_soft_targets() -> Result<(), Error> {
    let (x, targets) = (numbers(), numbers().mapv(f64::abs));
    for reduction in [Reduction::Sum, Reduction::Mean] {
        for axis in [Axis(0), Axis(1)] {
            let (_, grad) = cross_entropy_soft_with_grad(&x, &targets, axis, reduction)?;
            check(&x, &grad, |x| {
                cross_entropy_soft(x, &targets, axis, reduction)
                    .unwrap()
                    .total()
            });
        }
    }
    Ok(())
}

#[test]
fn of_softmax_and_log_softmax() -> Result<(), Error> {
    let (x, upstream) = (numbers(), numbers().mapv(f64::cos));
    for axis in [Axis(0), Axis(1)] {
        for temperature in [1.0, 0.7] {
            let vjp = softmax_vjp(&x, axis, temperature, &upstream)?;
            check(&x, &vjp, |x| {
                (softmax(x, axis, temperature).unwrap() * &upstream).sum()
            });
            let vjp = log_softmax_vjp(&x, axis, temperature, &upstream)?;
            check(&x, &vjp, |x| {
                (log_softmax(x, axis, temperature).unwrap() * &upstream).sum()
            });
        }
    }
    Ok(())
}
