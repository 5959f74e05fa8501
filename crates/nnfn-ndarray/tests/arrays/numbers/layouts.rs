//! Layouts, reductions and weights.

use ndarray::{Array1, ArrayD, ArrayViewD};
use nnfn_ndarray::losses::*;
use proptest::prelude::*;

use crate::common::{Case, Layout, Precision, scattered};

/// Weights, a third of them 0.
fn weights<A: Precision>(case: &Case, size: f64) -> ArrayD<A> {
    let mut number = scattered(case.seed ^ 1);
    let weight = |x: f64| if x < -0.3 { 0.0 } else { (x + 0.4) * size };
    case.layout.store(&case.shape, || A::of(weight(number())))
}

/// Every reduction is that of the single losses, in every layout, and so is every gradient.
fn reductions_agree<A: Precision>(
    case: &Case,
    size: f64,
    poison: bool,
) -> Result<(), TestCaseError> {
    let (mut logits, targets) = (case.logits::<A>(0.0, 0.0), case.numbers::<A>(1.0));
    let weights = weights::<A>(case, size);
    if poison {
        // What is masked may hold anything.
        let poisons = [A::nan(), A::infinity(), A::neg_infinity()];
        for (i, (x, w)) in logits.iter_mut().zip(&weights).enumerate() {
            if *w == A::zero() {
                *x = poisons[i % 3];
            }
        }
    }
    let view = |array| Layout::view(case.layout, array);
    let (x, w): (ArrayViewD<A>, ArrayViewD<A>) = (view(logits.view()), view(weights.view()));
    // The other argument lies in memory as it likes.
    let t = view(targets.view()).as_standard_layout().into_owned();
    let delta = A::of(0.75);
    let (each, slopes) = huber_with_grad(&x, &t, delta, Reduction::None).unwrap();
    let (each, n) = (each.each(), x.len());
    let (weighted, weighted_slopes) =
        huber_with_grad(&x, &t, delta, Reduction::None.weighted(&w)).unwrap();
    let weighted = weighted.each();
    for (((&loss, &slope), &weight), (&found, &found_slope)) in each
        .iter()
        .zip(&slopes)
        .zip(&w)
        .zip(weighted.iter().zip(&weighted_slopes))
    {
        let masked = weight == A::zero();
        let product = |x: A| {
            if masked {
                0.0
            } else {
                weight.into() * x.into()
            }
        };
        // One rounding of the loss and one of the product.
        let distance = A::distance(found, product(loss), 0.0);
        prop_assert!(distance <= 1.5, "{found} for {}", product(loss));
        prop_assert!(A::distance(found_slope, product(slope), 0.0) <= 1.5);
    }
    let total_weight: f64 = nnfn::losses::sum(&wide(&w));
    for (reduction, by_weight, divisor) in [
        (Reduction::Sum, false, 1.0),
        (Reduction::Mean, false, n as f64),
        (Reduction::Sum, true, 1.0),
        (Reduction::Mean, true, total_weight),
    ] {
        let reduce = if by_weight {
            reduction.weighted(&w)
        } else {
            reduction.into()
        };
        let result = huber_with_grad(&x, &t, delta, reduce.clone());
        let alone = huber(&x, &t, delta, reduce);
        if divisor == 0.0 {
            prop_assert!(result.is_err() && alone.is_err());
            continue;
        }
        let ((loss, grad), alone) = (result.unwrap(), alone.unwrap().total());
        let loss = loss.total();
        prop_assert!(loss == alone || loss.is_nan() && alone.is_nan());
        let (losses, slopes) = if by_weight {
            (&weighted, &weighted_slopes)
        } else {
            (&each, &slopes)
        };
        let sum: f64 = nnfn::losses::sum(&wide(losses));
        // Half a unit for each of the losses, which were rounded, and for the total.
        prop_assert!(
            A::distance(loss, sum / divisor, 0.0) <= 2.0,
            "{loss} for {}",
            sum / divisor
        );
        for (&found, &slope) in grad.iter().zip(slopes) {
            // Three roundings here and three in what is expected.
            let expected = slope.into() / divisor;
            prop_assert!(
                A::distance(found, expected, 0.0) <= 3.5,
                "{found} for {expected}"
            );
        }
    }
    Ok(())
}

fn wide<A: Precision>(array: &ndarray::ArrayRef<A, ndarray::IxDyn>) -> Vec<f64> {
    array.iter().map(|&x| x.into()).collect()
}

proptest! {
    #[test]
    fn every_reduction_is_that_of_the_single_losses(
        case in Case::any(),
        size in prop::sample::select(vec![1.0, 1e-3, 1e30]),
        poison in any::<bool>(),
    ) {
        reductions_agree::<f32>(&case, size, poison)?;
        reductions_agree::<f64>(&case, size, poison)?;
    }
}

#[test]
fn results_lie_in_memory_as_the_arguments() {
    let x = ArrayD::from_shape_fn(vec![3, 4, 5], |i| (i[0] * 20 + i[1] * 5 + i[2]) as f32);
    let t = x.mapv(f32::sin);
    let (loss, grad) = mse_with_grad(&x.t(), &t.t(), Reduction::None).unwrap();
    let plain = mse(&x, &t, Reduction::None).unwrap().each();
    let loss = loss.each();
    assert_eq!(loss, plain.t());
    assert!(loss.t().is_standard_layout() && grad.t().is_standard_layout());
}

#[test]
fn weights_of_extreme_size_leave_the_mean() {
    let (x, t) = (Array1::from_vec(vec![1.0, 3.0, 2.0]), Array1::zeros(3));
    let pattern = [0.5, 1.0, 0.25];
    for size in [5e-324 * 4.0, 1e-310, 1e-200, 1.0, 1e200, 1.7e308] {
        let weights = Array1::from_iter(pattern.map(|w| w * size));
        let exact: Vec<f64> = weights.iter().map(|w| w / size).collect();
        let expected = (exact[0] + 9.0 * exact[1] + 4.0 * exact[2]) / exact.iter().sum::<f64>();
        let (loss, grad) = mse_with_grad(&x, &t, Reduction::Mean.weighted(&weights)).unwrap();
        let loss = loss.total();
        assert!((loss / expected - 1.0).abs() < 1e-15, "{size}: {}", loss);
        let slope = 6.0 * exact[1] / exact.iter().sum::<f64>();
        assert!((grad[1] / slope - 1.0).abs() < 1e-15, "{size}: {}", grad[1]);
        let root = rmse(&x, &t, Some(&weights)).unwrap();
        assert!(
            (root / expected.sqrt() - 1.0).abs() < 1e-15,
            "{size}: {root}"
        );
    }
    // Beside a huge weight a small one keeps its share.
    let weights = Array1::from_vec(vec![1e-100, 1e300, 0.0]);
    let (_, grad) = mse_with_grad(&x, &t, Reduction::Mean.weighted(&weights)).unwrap();
    assert!(f64::distance(grad[0], 0.0, 1e-300) < 1.0);
}
