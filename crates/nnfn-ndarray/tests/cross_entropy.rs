//! Cross-entropy against a slow definition, written here from `nnfn`.

mod common;

use common::{Case, Precision, wide};
use ndarray::{Array1, ArrayD, Axis, IxDyn};
use nnfn::activations::log_softmax;
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;
use proptest::prelude::*;

const IGNORED: i64 = -100;

/// What the loss of an example, and its gradient, should be: `(1 - ε)·w_y·nll_y + ε/K·Σ w_c·nll_c`.
struct Slow {
    loss: f64,
    grad: Vec<f64>,
    /// What the error of the gradient is measured by, beside its entries.
    terms: Vec<f64>,
    /// `w_y`.
    weight: f64,
}

fn slow(z: &[f64], label: i64, weights: &[f64], smoothing: f64) -> Slow {
    if label == IGNORED {
        let zeros = vec![0.0; z.len()];
        return Slow {
            loss: 0.0,
            grad: zeros.clone(),
            terms: zeros,
            weight: 0.0,
        };
    }
    let (y, k) = (label as usize, z.len() as f64);
    let nll: Vec<f64> = log_softmax(z, 1.0).iter().map(|l| -l).collect();
    // A weight of 0 costs nothing, also where the nll is infinite.
    let free = |weight: f64, c: usize| weight == 0.0 && nll[c] == f64::INFINITY;
    let cost = |weight: f64, c: usize| {
        if free(weight, c) {
            0.0
        } else {
            weight * nll[c]
        }
    };
    let spread: Vec<f64> = (0..z.len())
        .map(|c| cost(smoothing / k * weights[c], c))
        .collect();
    let target = |c: usize| {
        let point = if c == y {
            (1.0 - smoothing) * weights[y]
        } else {
            0.0
        };
        point + smoothing / k * weights[c]
    };
    let q: Vec<f64> = (0..z.len()).map(target).collect();
    let mass: f64 = q.iter().sum();
    let p = nnfn::activations::softmax(z, 1.0);
    Slow {
        loss: cost((1.0 - smoothing) * weights[y], y) + nnfn::losses::sum(&spread),
        grad: nnfn::losses::cross_entropy_soft_grad(z, &q),
        terms: p.iter().zip(&q).map(|(p, q)| p * mass + q).collect(),
        weight: weights[y],
    }
}

#[derive(Debug, Clone, Copy)]
struct Choice {
    ignored: bool,
    weighted: bool,
    smoothing: f64,
    reduction: Reduction,
    masked: f64,
}

fn choices() -> impl Strategy<Value = Choice> {
    let smoothing = prop::sample::select(vec![0.0, 0.0, 0.1, 0.7, 1.0]);
    let reduction = prop::sample::select(vec![Reduction::None, Reduction::Sum, Reduction::Mean]);
    let masked = prop::sample::select(vec![0.0, 0.0, 0.0, 0.2]);
    (any::<bool>(), any::<bool>(), smoothing, reduction, masked).prop_map(
        |(ignored, weighted, smoothing, reduction, masked)| Choice {
            ignored,
            weighted,
            smoothing,
            reduction,
            masked,
        },
    )
}

fn agrees_with_the_definition<A: Precision>(case: &Case, choice: &Choice) {
    let (axis, k) = (Axis(case.axis), case.shape[case.axis]);
    let stored = case.logits::<A>(0.0, choice.masked);
    let z = case.layout.view(stored.view());
    let mut number = common::scattered(case.seed ^ 1);
    let mut up_to = |n: usize| ((number() + 1.0) / 2.0 * n as f64) as usize;
    let mut shape = case.shape.clone();
    shape.remove(case.axis);
    let labels = ArrayD::from_shape_simple_fn(IxDyn(&shape), || {
        if k == 0 || choice.ignored && up_to(3) == 0 {
            IGNORED
        } else {
            up_to(k) as i64
        }
    });
    let weights = Array1::from_shape_simple_fn(k, || A::of([0.0, 0.5, 1.0, 2.25][up_to(4)]));
    let options = CrossEntropy {
        class_axis: (case.axis + 1 < case.shape.len()).then_some(axis),
        ignore_index: Some(IGNORED),
        class_weights: choice.weighted.then_some(weights.view()),
        label_smoothing: A::of(choice.smoothing),
        reduction: choice.reduction,
    };

    let exact_weights = if choice.weighted {
        wide(weights.view())
    } else {
        vec![1.0; k]
    };
    let smoothing = A::of(choice.smoothing).into();
    let examples: Vec<Slow> = z
        .lanes(axis)
        .into_iter()
        .zip(&labels)
        .map(|(z, &label)| slow(&wide(z), label, &exact_weights, smoothing))
        .collect();
    let sum: f64 = examples.iter().map(|example| example.loss).sum();
    let weight: f64 = examples.iter().map(|example| example.weight).sum();
    let found = cross_entropy_with_grad(&z, &labels, &options);
    if choice.reduction == Reduction::Mean && weight == 0.0 {
        let expected = match (
            labels.is_empty(),
            labels.iter().all(|&label| label == IGNORED),
        ) {
            (true, _) => Error::EmptyMean,
            (false, true) => Error::AllIgnored,
            (false, false) => Error::NoWeight,
        };
        assert_eq!(found, Err(expected));
        return;
    }
    let (loss, grad) = found.unwrap();
    let value = cross_entropy(&z, &labels, &options).unwrap();
    let close = |what: &str, found: A, expected: f64, scale: f64, bound| {
        let off = A::distance(found, expected, scale);
        assert!(
            off <= A::pick(bound),
            "{what} {case:?} {choice:?}: {found:e}, not {expected:e}: {off} ulp"
        );
    };
    // The two may round differently: one keeps the weights in memory, the other does not.
    let same = |a: A, b: A| close("value alone", a, b.into(), 0.0, (1.0, 2.0));
    match (loss, value, choice.reduction) {
        (Loss::Each(losses), Loss::Each(values), Reduction::None) => {
            assert_eq!(losses.shape(), shape);
            for ((&loss, &value), example) in losses.iter().zip(&values).zip(&examples) {
                close("loss", loss, example.loss, 0.0, (2.5, 6.0));
                same(value, loss);
            }
        }
        (Loss::Total(loss), Loss::Total(value), reduction) => {
            let expected = if reduction == Reduction::Mean {
                sum / weight
            } else {
                sum
            };
            close("total", loss, expected, 0.0, (2.5, 6.0));
            same(value, loss);
        }
        (loss, value, reduction) => panic!("{loss:?} and {value:?} for {reduction:?}"),
    }
    assert_eq!(grad.shape(), case.shape);
    let divisor = if choice.reduction == Reduction::Mean {
        weight
    } else {
        1.0
    };
    for (grad, example) in grad.lanes(axis).into_iter().zip(&examples) {
        for ((&found, expected), terms) in grad.iter().zip(&example.grad).zip(&example.terms) {
            close(
                "gradient",
                found,
                expected / divisor,
                terms / divisor,
                (3.5, 12.0),
            );
        }
    }
}

proptest! {
    #[test]
    fn class_indices_agree_with_the_definition(case in Case::any(), choice in choices()) {
        agrees_with_the_definition::<f32>(&case, &choice);
        agrees_with_the_definition::<f64>(&case, &choice);
    }

    #[test]
    fn soft_targets_agree_with_nnfn(case in Case::any(), choice in choices()) {
        soft_agrees::<f32>(&case, &choice);
        soft_agrees::<f64>(&case, &choice);
    }
}

fn soft_agrees<A: Precision>(case: &Case, choice: &Choice) {
    let axis = Axis(case.axis);
    let stored = (
        case.logits::<A>(0.0, choice.masked),
        case.numbers::<A>(1.0).mapv(|q| q.max(A::zero())),
    );
    let (z, q) = (
        case.layout.view(stored.0.view()),
        case.layout.view(stored.1.view()),
    );
    let lanes = || {
        z.lanes(axis)
            .into_iter()
            .map(wide)
            .zip(q.lanes(axis).into_iter().map(wide))
    };
    let exact: Vec<f64> = lanes()
        .map(|(z, q)| nnfn::losses::cross_entropy_soft(&z, &q))
        .collect();
    let found = cross_entropy_soft_with_grad(&z, &q, axis, choice.reduction);
    if exact.is_empty() && choice.reduction == Reduction::Mean {
        assert_eq!(found, Err(Error::EmptyMean));
        return;
    }
    let (loss, grad) = found.unwrap();
    let (expected, divisor) = match choice.reduction {
        Reduction::None => (exact, 1.0),
        Reduction::Sum => (vec![nnfn::losses::sum(&exact)], 1.0),
        Reduction::Mean => (vec![nnfn::losses::mean(&exact)], exact.len() as f64),
    };
    let value = cross_entropy_soft(&z, &q, axis, choice.reduction).unwrap();
    let all = |loss: Loss<A, IxDyn>| match loss {
        Loss::Each(losses) => losses.into_iter().collect(),
        Loss::Total(total) => vec![total],
    };
    for ((loss, value), &expected) in all(loss).into_iter().zip(all(value)).zip(&expected) {
        let off = A::distance(loss, expected, 0.0).max(A::distance(value, expected, 0.0));
        assert!(
            off <= A::pick((2.5, 6.0)),
            "{case:?}: {loss:e}, not {expected:e}: {off} ulp"
        );
    }
    for (grad, (z, q)) in grad.lanes(axis).into_iter().zip(lanes()) {
        let (p, mass): (_, f64) = (nnfn::activations::softmax(&z, 1.0), q.iter().sum());
        let exact = nnfn::losses::cross_entropy_soft_grad(&z, &q);
        for (((&found, exact), p), q) in grad.iter().zip(exact).zip(p).zip(q) {
            let off = A::distance(found, exact / divisor, (p * mass + q) / divisor);
            assert!(
                off <= A::pick((3.5, 12.0)),
                "{case:?}: {found:e}, not {exact:e}: {off} ulp"
            );
        }
    }
}

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

/// ε/K on every class, the right one too: with ε/(K-1) on the others the loss would be 2.2.
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

#[test]
fn labels_may_be_of_any_integer_type() {
    let logits = array![[1.0_f32, 2.0, 3.0], [3.0, 1.0, 0.0]];
    let loss = |found: Result<Loss<f32, ndarray::Ix1>, Error>| found.unwrap().total();
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
    let (logits, label) = (array![2.0, 1.0, 0.1], ndarray::arr0(1_usize));
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
    let logits = ndarray::arr2(&rows);
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
    let none = ndarray::Array2::<f32>::zeros((0, 3));
    let (loss, grad) = cross_entropy_with_grad(&none, &array![], &options).unwrap();
    assert_eq!((loss.total(), grad.dim()), (0.0, (0, 3)));
    let (loss, grad) =
        cross_entropy_with_grad(&array![[1.0_f32, 2.0]], &array![0], &options).unwrap();
    assert_eq!((loss.total(), grad), (0.0, array![[0.0, 0.0]]));
}
