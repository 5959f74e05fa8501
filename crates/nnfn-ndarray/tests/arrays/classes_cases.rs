//! Cross-entropy in cases that are known by hand, and at the edges.

use crate::common::Precision;
use ndarray::{Array1, Array2, Axis, Ix1, arr0, arr2, array};
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;

/// The mean of two weighted examples, by hand: not over the number of examples, but over their weights.
#[test]
fn the_mean_is_over_the_weights_of_the_labels() {
    let logits = array![[0.0, 0.0], [0.0, 0.0], [5.0, 0.0]];
    let weights = array![1.0, 3.0];
    let options = CrossEntropy {
        ignore_index: Some(9),
        class_weights: Some(weights.view()),
        ..CrossEntropy::default()
    };
    let mean = cross_entropy(&logits, &array![0, 1, 9], &options)
        .unwrap()
        .total();
    assert_eq!(mean, (1.0 + 3.0) * 2_f64.ln() / (1.0 + 3.0));
    let (_, grad) = cross_entropy_with_grad(&logits, &array![0, 1, 9], &options).unwrap();
    let expected = array![[-0.5 / 4.0, 0.5 / 4.0], [1.5 / 4.0, -1.5 / 4.0], [0.0, 0.0]];
    assert_eq!(grad, expected);
}

/// ε/K on every class, the right one too: with ε/(K-1) on the others it would be 2.04.
#[test]
fn smoothing_spreads_over_all_classes() {
    let logits = array![[0.0, -1.0, -2.0, -3.0]];
    let options = CrossEntropy {
        label_smoothing: 0.8,
        ..CrossEntropy::default()
    };
    let loss = cross_entropy(&logits, &array![0_usize], &options)
        .unwrap()
        .total();
    let at_0: f64 = nnfn::losses::cross_entropy(&[0.0, -1.0, -2.0, -3.0], 0);
    assert!((loss - (at_0 + 0.8 / 4.0 * (1.0 + 2.0 + 3.0))).abs() < 1e-15);
}

/// Weights, smoothing and an ignored row at once, as in reports of faults: pytorch #69339, #72056, #73205 and #91383.
/// Expected numbers: mpmath.
#[test]
fn an_ignored_row_has_no_part_in_the_smoothing() {
    let options = |ignored: i64| CrossEntropy {
        ignore_index: Some(ignored),
        label_smoothing: 0.1,
        ..CrossEntropy::default()
    };
    let near = |found: f64, expected: f64| {
        assert!(
            (found / expected - 1.0).abs() < 1e-14,
            "{found}, not {expected}"
        );
    };

    let (logits, labels) = (array![[1.0, 2.0], [3.0, 0.4]], array![-100, 1]);
    let weights = array![0.2, 0.3];
    let weighted = CrossEntropy {
        class_weights: Some(weights.view()),
        ..options(-100)
    };
    let summed = CrossEntropy {
        reduction: Reduction::Sum,
        ..weighted.clone()
    };
    let total = |options| cross_entropy(&logits, &labels, options).unwrap().total();
    near(total(&weighted), 2.540_450_613_768_208_6);
    near(total(&summed), 0.762_135_184_130_462_6);

    let logits = array![
        [0.1735, 0.2191],
        [-0.1377, 0.3467],
        [-0.2162, 0.2021],
        [-0.1177, 0.2157],
        [-0.1232, 0.2620],
        [-0.1578, 0.4038],
        [-0.0209, 0.3298],
        [-0.0639, 0.2317],
        [-0.3914, 0.2106],
        [-0.4211, 0.3420]
    ];
    let labels = array![0, -1, 0, 0, 0, 0, 0, 0, -1, 0];
    let weights = array![1.0, 16.0];
    let weighted = CrossEntropy {
        class_weights: Some(weights.view()),
        ..options(-1)
    };
    let loss = cross_entropy(&logits, &labels, &weighted).unwrap();
    near(loss.total(), 1.284_226_809_616_192_4);

    let logits = array![[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]];
    let loss = cross_entropy(&logits, &array![0, 1, -100], &options(-100)).unwrap();
    near(loss.total(), 1.068_111_380_598_718);
}

/// 0 · ∞ in the smoothing term, of a pull request to MindAct (1633).
#[test]
fn a_masked_class_costs_nothing_without_smoothing() {
    let logits = array![[f64::NEG_INFINITY, 0.0, 1.0]];
    let loss = |label_smoothing| {
        let options = CrossEntropy {
            label_smoothing,
            ..CrossEntropy::default()
        };
        let (loss, grad) = cross_entropy_with_grad(&logits, &array![2_usize], &options).unwrap();
        assert!(grad.iter().all(|g| g.is_finite()), "{grad}");
        loss.total()
    };
    assert!(f64::distance(loss(0.0), 0.313_261_687_518_222_8, 0.0) <= 1.0);
    assert_eq!(loss(0.1), f64::INFINITY);
}

#[test]
fn labels_may_be_of_any_integer_type() {
    let logits = array![[1.0_f32, 2.0, 3.0], [3.0, 1.0, 0.0]];
    let loss = |found: Result<Loss<f32, Ix1>, Error>| found.unwrap().total();
    let expected = loss(cross_entropy(
        &logits,
        &array![2_usize, 1],
        &CrossEntropy::default(),
    ));
    assert_eq!(
        loss(cross_entropy(
            &logits,
            &array![2_u8, 1],
            &CrossEntropy::default()
        )),
        expected
    );
    assert_eq!(
        loss(cross_entropy(
            &logits,
            &array![2_i64, 1],
            &CrossEntropy::default()
        )),
        expected
    );
    // An ignored label may be a class, as a padding token is.
    let padded = CrossEntropy {
        ignore_index: Some(1_u32),
        ..CrossEntropy::default()
    };
    let alone = loss(cross_entropy(&logits, &array![2_u32, 1], &padded));
    assert_eq!(
        alone,
        nnfn::losses::cross_entropy(&[1.0, 2.0, 3.0], 2) as f32
    );
}

#[test]
fn a_single_example_needs_no_axis_of_examples() {
    let (logits, label) = (array![2.0, 1.0, 0.1], arr0(1_usize));
    let (loss, grad) = cross_entropy_with_grad(&logits, &label, &CrossEntropy::default()).unwrap();
    assert_eq!(
        loss.total(),
        nnfn::losses::cross_entropy(&[2.0, 1.0, 0.1], 1)
    );
    assert_eq!(grad.len(), 3);
}

#[test]
fn infinities_and_nan_are_as_in_nnfn() {
    let (inf, nan, max) = (f64::INFINITY, f64::NAN, f64::MAX);
    let rows = [
        [0.0, -inf, 1.0],
        [inf, 0.0, 0.0],
        [0.0, inf, 0.0],
        [inf, inf, 0.0],
        [-inf, -inf, -inf],
        [nan, 0.0, 0.0],
        [max, -max, 0.0],
        [-max, max, max],
        [1e-310, 0.0, 740.0],
    ];
    let logits = arr2(&rows);
    for class in 0..3 {
        let labels = Array1::from_elem(rows.len(), class);
        let options = CrossEntropy {
            reduction: Reduction::None,
            ..CrossEntropy::default()
        };
        let (losses, grad) = cross_entropy_with_grad(&logits, &labels, &options).unwrap();
        for ((row, loss), grad) in rows.iter().zip(losses.each()).zip(grad.rows()) {
            let exact = nnfn::losses::cross_entropy(row, class);
            assert!(
                f64::distance(loss, exact, 0.0) <= 2.0,
                "{row:?} {class}: {loss} {exact}"
            );
            for (&found, exact) in grad
                .iter()
                .zip(nnfn::losses::cross_entropy_grad(row, class))
            {
                assert!(
                    f64::distance(found, exact, 0.0) <= 4.0,
                    "{row:?} {class}: {found} {exact}"
                );
            }
        }
    }
}

/// Where `-ln(p)` and `p - 1` are 0.
#[test]
fn confident_rows_keep_their_digits() {
    let logits = array![[80.0_f32, 0.0]];
    let (loss, grad) =
        cross_entropy_with_grad(&logits, &array![0_u8], &CrossEntropy::default()).unwrap();
    let tiny = (-80_f64).exp() as f32;
    assert_eq!(loss.total(), tiny);
    assert_eq!(grad, array![[-tiny, tiny]]);
}

#[test]
fn a_sum_over_nothing_is_0() {
    let options = CrossEntropy {
        ignore_index: Some(0),
        reduction: Reduction::Sum,
        ..CrossEntropy::default()
    };
    let none = Array2::<f32>::zeros((0, 3));
    let (loss, grad) = cross_entropy_with_grad(&none, &array![], &options).unwrap();
    assert_eq!((loss.total(), grad.dim()), (0.0, (0, 3)));
    let (loss, grad) =
        cross_entropy_with_grad(&array![[1.0_f32, 2.0]], &array![0], &options).unwrap();
    assert_eq!((loss.total(), grad), (0.0, array![[0.0, 0.0]]));
}

#[test]
fn a_mean_is_finite_where_the_sum_overflows() {
    let logits = Array2::from_shape_fn((4, 2), |(_, j)| if j == 0 { 1e308 } else { 0.0 });
    let labels = Array1::from_elem(4, 1);
    let mean = cross_entropy(&logits, &labels, &CrossEntropy::default()).unwrap();
    assert_eq!(mean.total(), 1e308);
}

/// As an example of weight 0: in PyTorch it would be 0·NaN.
#[test]
fn a_class_of_weight_0_is_masked_whatever_its_logits_hold() {
    let weights = array![1.0, 0.0, 2.0];
    let labels = array![0, 1, 2, 1];
    let clean: Array2<f64> = array![[2.0, 1.0, 0.1], [0.0; 3], [0.5, 0.0, 1.0], [0.0; 3]];
    for reduction in [Reduction::None, Reduction::Sum, Reduction::Mean] {
        let options = CrossEntropy {
            class_weights: Some(weights.view()),
            reduction,
            ..CrossEntropy::default()
        };
        let (loss, grad) = cross_entropy_with_grad(&clean, &labels, &options).unwrap();
        assert!(grad.iter().all(|g| g.is_finite()));
        for spoilt in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut logits = clean.clone();
            logits.row_mut(1).fill(spoilt);
            logits[[3, 2]] = spoilt;
            let found = cross_entropy_with_grad(&logits, &labels, &options).unwrap();
            assert_eq!(found, (loss.clone(), grad.clone()), "{spoilt}");
            assert_eq!(cross_entropy(&logits, &labels, &options).unwrap(), loss);
            let found =
                weighted_cross_entropy_with_grad(&logits, &labels, Axis(1), &weights, reduction);
            assert_eq!(found.unwrap(), (loss.clone(), grad.clone()), "{spoilt}");
            // With smoothing the other classes have a part in its loss.
            let smoothed = CrossEntropy {
                label_smoothing: 0.1,
                ..options.clone()
            };
            let (_, grad) = cross_entropy_with_grad(&logits, &labels, &smoothed).unwrap();
            assert!(!grad.row(1).iter().all(|&g| g == 0.0), "{spoilt}");
            assert!(grad.row(0).iter().all(|g| g.is_finite()), "{spoilt}");
        }
        let (_, grad) = cross_entropy_with_grad(&clean, &array![1, 0, 1, 1], &options).unwrap();
        assert!(grad.row(0).iter().all(|&g| g == 0.0));
    }
    let options = CrossEntropy {
        class_weights: Some(weights.view()),
        ..CrossEntropy::default()
    };
    let error = cross_entropy(&clean, &array![1, 1, 1, 1], &options).unwrap_err();
    let text = "mean: found only weights of 0, expected at least one above";
    assert_eq!(error.to_string(), text);
}
