//! Cross-entropy against a slow definition, written here from `nnfn`.

use crate::common::{Case, Precision, wide};
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

impl Slow {
    /// With a weight of its own; 0 masks it.
    fn times(mut self, sample: f64) -> Self {
        let loss = if sample == 0.0 {
            0.0
        } else {
            self.loss * sample
        };
        let scale = |row: &mut Vec<f64>| row.iter_mut().for_each(|x| *x *= sample);
        if sample == 0.0 {
            self.grad.fill(0.0);
        }
        scale(&mut self.grad);
        scale(&mut self.terms);
        Self {
            loss,
            weight: self.weight * sample,
            ..self
        }
    }
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
    sampled: bool,
    smoothing: f64,
    reduction: Reduction,
    masked: f64,
}

fn choices() -> impl Strategy<Value = Choice> {
    let smoothing = prop::sample::select(vec![0.0, 0.0, 0.1, 0.7, 1.0]);
    let reduction = prop::sample::select(vec![Reduction::None, Reduction::Sum, Reduction::Mean]);
    let masked = prop::sample::select(vec![0.0, 0.0, 0.0, 0.2]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (flags, smoothing, reduction, masked).prop_map(
        |((ignored, weighted, sampled), smoothing, reduction, masked)| Choice {
            ignored,
            weighted,
            sampled,
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
    let mut number = crate::common::scattered(case.seed ^ 1);
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
    let samples =
        ArrayD::from_shape_simple_fn(IxDyn(&shape), || A::of([0.0, 0.25, 1.0, 3.0][up_to(4)]));
    let options = CrossEntropy {
        class_axis: (case.axis + 1 < case.shape.len()).then_some(axis),
        ignore_index: Some(IGNORED),
        class_weights: choice.weighted.then_some(weights.view()),
        sample_weights: choice.sampled.then(|| samples.view()),
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
        .zip(&samples)
        .map(|((z, &label), &sample)| {
            let sample = if choice.sampled { sample.into() } else { 1.0 };
            let example = slow(&wide(z), label, &exact_weights, smoothing);
            example.times(sample)
        })
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
    let same = |a: A, b: A| close("value alone", a, b.into(), 0.0, (1.0, 3.0));
    match (loss, value, choice.reduction) {
        (Loss::Each(losses), Loss::Each(values), Reduction::None) => {
            assert_eq!(losses.shape(), shape);
            for ((&loss, &value), example) in losses.iter().zip(&values).zip(&examples) {
                close("loss", loss, example.loss, 0.0, (0.501, 6.0));
                same(value, loss);
            }
        }
        (Loss::Total(loss), Loss::Total(value), reduction) => {
            let expected = if reduction == Reduction::Mean {
                sum / weight
            } else {
                sum
            };
            close("total", loss, expected, 0.0, (0.501, 6.0));
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
                (0.51, 8.0),
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
            off <= A::pick((0.501, 6.0)),
            "{case:?}: {loss:e}, not {expected:e}: {off} ulp"
        );
    }
    for (grad, (z, q)) in grad.lanes(axis).into_iter().zip(lanes()) {
        let (p, mass): (_, f64) = (nnfn::activations::softmax(&z, 1.0), q.iter().sum());
        let exact = nnfn::losses::cross_entropy_soft_grad(&z, &q);
        for (((&found, exact), p), q) in grad.iter().zip(exact).zip(p).zip(q) {
            let off = A::distance(found, exact / divisor, (p * mass + q) / divisor);
            assert!(
                off <= A::pick((0.51, 8.0)),
                "{case:?}: {found:e}, not {exact:e}: {off} ulp"
            );
        }
    }
}
