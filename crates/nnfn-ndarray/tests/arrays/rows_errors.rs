//! Every error, what provokes it and what it says.

use ndarray::{Array, Array1, Array2, Axis, arr0, array};
use nnfn_ndarray::activations::*;
use nnfn_ndarray::losses::*;
use nnfn_ndarray::{Error, log_sum_exp};

#[track_caller]
fn says<T: std::fmt::Debug>(found: Result<T, Error>, expected: &str) {
    let error: Box<dyn std::error::Error> = Box::new(found.unwrap_err());
    assert_eq!(error.to_string(), expected);
}

#[test]
fn shapes_that_differ() {
    let (a, b) = (Array2::<f64>::zeros((2, 3)), Array2::zeros((3, 2)));
    let (mean, axis) = (Reduction::Mean, Axis(1));
    says(
        softmax_vjp(&a, axis, 1.0, &b),
        "upstream: found shape [3, 2], expected [2, 3]",
    );
    says(
        log_softmax_vjp(&a, axis, 1.0, &b),
        "upstream: found shape [3, 2], expected [2, 3]",
    );
    says(
        cross_entropy_soft(&a, &b, axis, mean),
        "targets: found shape [3, 2], expected [2, 3]",
    );
    let options = CrossEntropy::default();
    says(
        cross_entropy(&a, &array![0, 1, 2], &options),
        "labels: found shape [3], expected [2]",
    );
    let weights = Array1::ones(2);
    let options = CrossEntropy {
        class_weights: Some(weights.view()),
        ..options.clone()
    };
    says(
        cross_entropy(&a, &array![0, 1], &options),
        "class_weights: found shape [2], expected [3]",
    );
    let error = cross_entropy(&a, &array![0, 1], &options).unwrap_err();
    let what = "class_weights";
    assert_eq!(
        error,
        Error::Shape {
            what,
            found: vec![2],
            expected: vec![3]
        }
    );
}

#[test]
fn an_axis_out_of_range() {
    let z = Array2::<f32>::zeros((2, 3));
    let text = "axis: found 2, expected less than 2, the number of axes";
    says(softmax(&z, Axis(2), 1.0), text);
    says(log_softmax(&z, Axis(2), 1.0), text);
    says(log_sum_exp(&z, Axis(2)), text);
    says(softmax_vjp(&z, Axis(2), 1.0, &z), text);
    says(cross_entropy_soft(&z, &z, Axis(2), Reduction::Sum), text);
    let options = CrossEntropy {
        class_axis: Some(Axis(2)),
        ..CrossEntropy::default()
    };
    says(cross_entropy(&z, &array![0, 0], &options), text);
    let no_axis = arr0(1.0).into_dyn();
    let text = "axis: found 0, expected less than 0, the number of axes";
    says(softmax(&no_axis, Axis(0), 1.0), text);
    says(
        cross_entropy(&no_axis, &arr0(0).into_dyn(), &CrossEntropy::default()),
        text,
    );
}

#[test]
fn a_label_out_of_range() {
    let z = Array::<f64, _>::zeros((2, 3, 4));
    let mut labels = Array2::<i32>::zeros((2, 3));
    labels[[1, 2]] = 4;
    let options = CrossEntropy::default();
    let text =
        "label at [1, 2]: found 4, expected at least 0 and less than 4, the number of classes";
    says(cross_entropy(&z, &labels, &options), text);
    says(cross_entropy_with_grad(&z, &labels, &options), text);
    labels[[0, 1]] = -100;
    let text =
        "label at [0, 1]: found -100, expected at least 0 and less than 4, the number of classes";
    says(cross_entropy(&z, &labels, &options), text);
    // Found also where the array of labels is not in standard layout.
    let other = CrossEntropy {
        class_axis: Some(Axis(2)),
        ..options.clone()
    };
    let swapped = z.view().permuted_axes([1, 0, 2]);
    let text =
        "label at [1, 0]: found -100, expected at least 0 and less than 4, the number of classes";
    says(cross_entropy(&swapped, &labels.t(), &other), text);
    let ignoring = CrossEntropy {
        ignore_index: Some(-100),
        ..options.clone()
    };
    let error = cross_entropy(&z, &labels, &ignoring).unwrap_err();
    assert_eq!(
        error,
        Error::Label {
            found: "4".into(),
            at: vec![1, 2],
            classes: 4
        }
    );
    let none = Array2::<f64>::zeros((1, 0));
    let text = "label at [0]: found 0, expected at least 0 and less than 0, the number of classes";
    says(
        cross_entropy(&none, &array![0_u8], &CrossEntropy::default()),
        text,
    );
}

#[test]
fn a_parameter_outside_its_domain() {
    let z = Array2::<f64>::zeros((2, 3));
    for (value, text) in [(0.0, "0"), (-1.0, "-1"), (f64::NAN, "NaN")] {
        let positive = format!("found {text}, expected a positive");
        says(
            softmax(&z, Axis(0), value),
            &format!("temperature: {positive} number"),
        );
        says(
            log_softmax(&z, Axis(0), value),
            &format!("temperature: {positive} number"),
        );
        says(
            softmax_vjp(&z, Axis(0), value, &z),
            &format!("temperature: {positive} number"),
        );
        says(
            log_softmax_vjp(&z, Axis(0), value, &z),
            &format!("temperature: {positive} number"),
        );
    }
    for (label_smoothing, text) in [(-0.1, "-0.1"), (1.5, "1.5"), (f64::NAN, "NaN")] {
        let options = CrossEntropy {
            label_smoothing,
            ..CrossEntropy::default()
        };
        let text = format!("label_smoothing: found {text}, expected a number from 0 to 1");
        says(cross_entropy(&z, &array![0, 0], &options), &text);
    }
    for (weight, text) in [(-2.0, "-2"), (f64::INFINITY, "inf"), (f64::NAN, "NaN")] {
        let weights = array![1.0, weight, 1.0];
        let options = CrossEntropy {
            class_weights: Some(weights.view()),
            ..CrossEntropy::default()
        };
        let text =
            format!("weight of class 1: found {text}, expected a finite number of at least 0");
        says(cross_entropy(&z, &array![0, 0], &options), &text);
    }
}

#[test]
fn a_mean_of_nothing() {
    let none = Array2::<f32>::zeros((0, 3));
    let mean = Reduction::Mean;
    let text = "mean: found no element, expected at least one";
    says(cross_entropy_soft(&none, &none, Axis(1), mean), text);
    says(
        cross_entropy(&none, &Array1::<u8>::default(0), &CrossEntropy::default()),
        text,
    );

    let (z, weights) = (Array2::<f32>::zeros((2, 2)), array![0.0, 1.0]);
    let options = CrossEntropy {
        ignore_index: Some(1),
        class_weights: Some(weights.view()),
        ..CrossEntropy::default()
    };
    let text = "mean: found only ignored labels, expected at least one other";
    says(cross_entropy(&z, &array![1, 1], &options), text);
    let text = "mean: found only weights of 0, expected at least one above";
    says(cross_entropy_with_grad(&z, &array![1, 0], &options), text);
}
