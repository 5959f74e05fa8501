//! Several quantiles of one target.

use ndarray::{Array1, ArrayViewD, Axis, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;
use proptest::prelude::*;

use crate::common::{Case, Precision, scattered};

fn is_the_definition<A: Precision>(case: &Case) -> Result<(), TestCaseError> {
    let stored = case.logits::<A>(0.0, 0.01);
    let mut predictions: ArrayViewD<A> = case.layout.view(stored.view());
    let last = Axis(predictions.ndim() - 1);
    predictions.swap_axes(case.axis, last.index()); // along the long axis, wherever it lies in memory
    let mut number = scattered(case.seed);
    let levels = Array1::from_shape_fn(predictions.len_of(last), |_| A::of(0.5 + 0.499 * number()));
    let first = predictions
        .lanes(last)
        .into_iter()
        .map(|lane| lane.first().copied());
    let targets: Vec<A> = first.map(|x| x.unwrap_or(A::zero())).collect();
    let shape = predictions.shape()[..last.index()].to_vec();
    let target = ndarray::ArrayD::from_shape_vec(shape, targets).unwrap();
    let weights = target.mapv(|_| A::of(number().max(0.0)));
    let wide = |x: &ndarray::ArrayRef<A, ndarray::Ix1>| -> Vec<f64> {
        x.iter().map(|&x| x.into()).collect()
    };
    let of_levels = wide(&levels);
    let (mut sum, mut total_weight, mut weighted_sum) = (vec![], vec![], vec![]);
    let (each, grads) =
        multi_quantile_with_grad(&predictions, &target, &levels, Reduction::None).unwrap();
    let each = each.each();
    let lanes = predictions.lanes(last).into_iter().zip(grads.lanes(last));
    for ((lane, grad), ((&y, &loss), &weight)) in lanes.zip(target.iter().zip(&each).zip(&weights))
    {
        let expected = definition::multi_quantile(&wide(&lane), y.into(), &of_levels);
        prop_assert!(A::distance(loss, expected, 0.0) <= 0.5);
        let slopes = definition::multi_quantile_grad(&wide(&lane), y.into(), &of_levels);
        for (&found, slope) in grad.iter().zip(slopes) {
            prop_assert!(A::distance(found, slope, 0.0) <= 0.5);
        }
        sum.push(expected);
        total_weight.push(weight.into());
        weighted_sum.push(if weight == A::zero() {
            0.0
        } else {
            weight.into() * expected
        });
    }
    let weighted = multi_quantile(
        &predictions,
        &target,
        &levels,
        Reduction::None.weighted(&weights),
    );
    for (&found, &expected) in weighted.unwrap().each().iter().zip(&weighted_sum) {
        prop_assert!(A::distance(found, expected, 0.0) <= 0.5);
    }
    for (reduce, total, divisor) in [
        (Reduction::Sum.into(), &sum, 1.0),
        (Reduction::Mean.into(), &sum, sum.len() as f64),
        (Reduction::Sum.weighted(&weights), &weighted_sum, 1.0),
        (
            Reduction::Mean.weighted(&weights),
            &weighted_sum,
            definition::sum(&total_weight),
        ),
    ] {
        let reduce: Reduce<_, _> = reduce;
        let found = multi_quantile_with_grad(&predictions, &target, &levels, reduce);
        if divisor == 0.0 {
            prop_assert!(found.is_err());
            continue;
        }
        let expected = definition::sum(total) / divisor;
        let (loss, grad) = found.unwrap();
        // Half a unit for each level's loss, its weight, the sum and the quotient.
        prop_assert!(
            A::distance(loss.total(), expected, 0.0) <= 3.0,
            "not {expected}"
        );
        prop_assert_eq!(grad.shape(), predictions.shape());
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_example_is_the_definition(case in Case::any()) {
        is_the_definition::<f32>(&case)?;
        is_the_definition::<f64>(&case)?;
    }
}

#[test]
fn a_mean_is_over_examples() {
    let predictions = array![[3.0, 5.0], [1.0, 2.0]];
    let (loss, grad) = multi_quantile_with_grad(
        &predictions,
        &array![6.0, 1.5],
        &array![0.25, 0.75],
        Reduction::Mean,
    )
    .unwrap();
    assert_eq!(loss.total(), (1.5 + 0.25) / 2.0);
    assert_eq!(grad, array![[-0.125, -0.375], [-0.125, 0.125]]);
    let masked = array![0.0, 2.0];
    let predictions = array![[f64::NAN, 5.0], [1.0, 2.0]];
    let reduce = Reduction::Mean.weighted(&masked);
    let (loss, grad) = multi_quantile_with_grad(
        &predictions,
        &array![f64::INFINITY, 1.5],
        &array![0.25, 0.75],
        reduce,
    )
    .unwrap();
    assert_eq!(loss.total(), 0.25);
    assert_eq!(grad, array![[0.0, 0.0], [-0.25, 0.25]]);
}

#[test]
fn a_level_that_is_not_known_gives_nan() {
    let levels = array![f64::NAN, 0.5];
    for target in [1.0, 2.0, f64::INFINITY] {
        let (loss, grad) = multi_quantile_with_grad(
            &array![[1.0, 1.0]],
            &array![target],
            &levels,
            Reduction::Sum,
        )
        .unwrap();
        assert!(loss.total().is_nan() && grad[[0, 0]].is_nan());
        assert!(grad[[0, 1]].is_finite());
    }
}
