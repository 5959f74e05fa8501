//! Rows at extreme scales: numbers that a rounded intermediate result once spoiled. Expected values: mpmath.

use crate::common::Precision;
use ndarray::{Array2, ArrayD, Axis, IxDyn, array};
use nnfn_ndarray::activations::*;
use nnfn_ndarray::losses::*;

#[track_caller]
fn near<A: Precision>(found: impl IntoIterator<Item = A>, expected: &[f64], bound: f64) {
    let found: Vec<A> = found.into_iter().collect();
    assert_eq!(found.len(), expected.len());
    for (&found, &expected) in found.iter().zip(expected) {
        let off = A::distance(found, expected, 0.0);
        assert!(off <= bound, "{found:e}, not {expected:e}: {off} ulp");
    }
}

/// The bound: 1 for `f32`, 4 for `f64`.
fn bound<A: Precision>() -> f64 {
    A::pick((1.0, 4.0))
}

fn of<A: Precision, const N: usize>(numbers: [f64; N]) -> ndarray::Array1<A> {
    numbers.iter().map(|&x| A::of(x)).collect()
}

#[test]
fn small_upstreams_of_log_softmax_keep_their_digits() {
    fn check<A: Precision>(size: f64) {
        let size = A::of(size);
        let upstream = array![A::zero(), size, A::zero()];
        let found = log_softmax_vjp(&of::<A, 3>([0.0, 1.0, 2.0]), Axis(0), A::one(), &upstream);
        let size: f64 = size.into();
        let expected = [
            -0.090_030_573_170_380_46,
            0.755_271_528_945_202_3,
            -0.665_240_955_774_821_9,
        ];
        // The tail of a subnormal product has fewer digits.
        near(
            found.unwrap(),
            &expected.map(|x| x * size),
            bound::<A>() + 0.5,
        );
    }
    for size in [1e-20, 1e-24, 1e-26, 1e-30, 1.0, 1e30] {
        check::<f32>(size);
        check::<f64>(size);
    }
    for size in [1e-150, 1e-280, 1e-300, 1e200, 1e299, 1e305] {
        check::<f64>(size);
    }
}

#[test]
fn a_small_upstream_among_50257_classes_keeps_its_digits() {
    let n = 50_257;
    let z = ndarray::Array1::from_shape_fn(n, |i| ((i * 7919) % 1009) as f32 / 1009.0);
    let mut upstream = ndarray::Array1::<f32>::zeros(n);
    upstream[77] = 1e-16;
    let found = log_softmax_vjp(&z, Axis(0), 1.0, &upstream).unwrap();
    let p = nnfn::activations::softmax(&crate::common::wide(z.view()), 1.0);
    let u: f64 = upstream[77].into();
    for (i, (&found, p)) in found.iter().zip(p).enumerate() {
        let expected = if i == 77 { u * (1.0 - p) } else { -u * p };
        assert!(f32::distance(found, expected, 0.0) <= 0.51, "{i}");
    }
}

#[test]
fn class_weights_of_any_size_leave_the_gradient_its_digits() {
    let options = |weights| CrossEntropy {
        class_weights: Some(weights),
        reduction: Reduction::Sum,
        ..CrossEntropy::<f32, i32>::default()
    };
    let weights = array![1e-26_f32, 1e-26, 1e-26];
    let (_, grad) = cross_entropy_with_grad(
        &array![[2.0_f32, 1.0, 0.1]],
        &array![1],
        &options(weights.view()),
    )
    .unwrap();
    let w: f64 = weights[0].into();
    let p = nnfn::activations::softmax(&[2.0, 1.0, f64::from(0.1_f32)], 1.0);
    near(grad, &[p[0] * w, (p[1] - 1.0) * w, p[2] * w], 0.51);
}

#[test]
fn a_mean_does_not_depend_on_the_size_of_class_weights() {
    let z = array![[2.0, 1.0, 0.1], [0.0, 3.0, -1.0]];
    let labels = array![0_u8, 1];
    let (loss, grad) = cross_entropy_with_grad(&z, &labels, &CrossEntropy::default()).unwrap();
    let (loss, expected) = (loss.total(), grad);
    near([loss], &[0.241_456_960_017_631_34], 2.0);
    near(
        expected.row(0).to_vec(),
        &[
            -0.170_499_430_557_016_05,
            0.121_216_485_352_356_96,
            0.049_282_945_204_659_08,
        ],
        4.0,
    );
    for size in [5e-324, 1e-310, 1e-300, 1e-20, 1.0, 1e275, 1e300, 1e308] {
        for label_smoothing in [0.0, 0.1] {
            let weights = ndarray::Array1::from_elem(3, size);
            let options = CrossEntropy {
                class_weights: Some(weights.view()),
                label_smoothing,
                ..CrossEntropy::default()
            };
            let (found, grad) = cross_entropy_with_grad(&z, &labels, &options).unwrap();
            let plain = CrossEntropy {
                label_smoothing,
                ..CrossEntropy::default()
            };
            let (loss, expected) = cross_entropy_with_grad(&z, &labels, &plain).unwrap();
            near([found.total()], &[loss.clone().total()], 2.0);
            for (&found, &expected) in grad.iter().zip(&expected) {
                // Beside the terms, `p` and the smoothed label.
                let off = f64::distance(found, expected, 0.1);
                assert!(off <= 4.0, "{size} {label_smoothing}: {found:e}");
            }
            let value = cross_entropy(&z, &labels, &options).unwrap();
            near([value.total()], &[loss.total()], 2.0);
        }
    }
}

#[test]
fn sample_weights_of_any_size_leave_the_mean() {
    let z = array![[2.0, 1.0, 0.1], [0.0, 3.0, -1.0]];
    let labels = array![0_u8, 1];
    let (loss, expected) = cross_entropy_with_grad(&z, &labels, &CrossEntropy::default()).unwrap();
    for size in [5e-324, 1e-310, 1.0, 1e308] {
        let weights = array![size, size].into_dyn();
        let options = CrossEntropy {
            sample_weights: Some(weights.view()),
            ..CrossEntropy::default()
        };
        let (found, grad) = cross_entropy_with_grad(&z, &labels, &options).unwrap();
        near([found.total()], &[loss.clone().total()], 1.0);
        near(grad, expected.as_slice().unwrap(), 2.0);
    }
}

#[test]
fn huge_soft_targets_do_not_overflow() {
    let z = array![[0.0, 2.0, 1.0]];
    let p = nnfn::activations::softmax(&[0.0, 2.0, 1.0], 1.0);
    for q in [1e-310, 1.0, 1e20, 1e270, 1e275, 1e300, 1e307, 5e307] {
        let (_, grad) =
            cross_entropy_soft_with_grad(&z, &array![[q, q, q]], Axis(1), Reduction::Sum).unwrap();
        for (&found, p) in grad.iter().zip(&p) {
            // Beside q itself.
            let expected = (3.0 * p - 1.0) * q;
            assert!(f64::distance(found, expected, q) <= 4.0, "{q}: {found:e}");
        }
        if q == 1e307 {
            assert!((grad[[0, 1]] / 9.957_e306 - 1.0).abs() < 1e-4);
        }
    }
}

#[test]
fn a_far_tail_with_a_huge_upstream_keeps_its_digits() {
    let found = softmax_vjp(
        &array![0.0_f32, -110.0],
        Axis(0),
        1.0,
        &array![0.0_f32, 1e30],
    );
    let u: f64 = 1e30_f32.into();
    let expected = (-110_f64).exp() * u;
    near(found.unwrap(), &[-expected, expected], 0.51);
    let found = softmax_vjp(&array![0.0, -745.0], Axis(0), 1.0, &array![0.0, 1e300]);
    let expected = 2.822_350_730_471_937_4e-24;
    near(found.unwrap(), &[-expected, expected], 4.0);
}

#[test]
fn an_infinite_upstream_gives_the_limit() {
    fn check<A: Precision>() {
        let (inf, one) = (A::infinity(), A::one());
        let z = array![A::zero(), A::zero()];
        let found = log_softmax_vjp(&z, Axis(0), one, &array![one, inf]).unwrap();
        assert_eq!(found, array![-inf, inf]);
        let found = log_softmax_vjp(&z, Axis(0), one, &array![one, -inf]).unwrap();
        assert_eq!(found, array![inf, -inf]);
        let found = log_softmax_vjp(&z, Axis(0), one, &array![inf, -inf]).unwrap();
        assert_eq!(found, array![inf, -inf]);
        let found = softmax_vjp(&z, Axis(0), one, &array![one, inf]).unwrap();
        assert_eq!(found, array![-inf, inf]);
        let found = log_softmax_vjp(&z, Axis(0), one, &array![inf, inf]).unwrap();
        assert!(found.iter().all(|g| g.is_nan()));
    }
    check::<f32>();
    check::<f64>();
}

#[test]
fn many_empty_lanes_are_done_at_once() {
    let huge = ArrayD::<f64>::zeros(IxDyn(&[1 << 40, 0]));
    let found = softmax(&huge, Axis(1), 1.0).unwrap();
    assert_eq!(found.shape(), [1 << 40, 0]);
    let found = log_softmax_vjp(&huge, Axis(1), 1.0, &huge).unwrap();
    assert_eq!(found.shape(), [1 << 40, 0]);
    let sum = Reduction::Sum;
    let (loss, grad) = cross_entropy_soft_with_grad(&huge, &huge, Axis(1), sum).unwrap();
    assert_eq!((loss.total(), grad.len()), (0.0, 0));
    let each = cross_entropy_soft(&huge, &huge, Axis(1), Reduction::None);
    assert_eq!(
        each.unwrap_err().to_string(),
        "result: found memory for less, expected some for 1099511627776 elements"
    );
    let long = Array2::<f32>::zeros((0, 1 << 40));
    assert_eq!(softmax(&long, Axis(1), 1.0).unwrap().dim(), (0, 1 << 40));
}
