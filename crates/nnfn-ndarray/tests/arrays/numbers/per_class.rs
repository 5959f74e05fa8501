//! Binary cross-entropy with class weights of the positives.

use ndarray::{Array1, Axis, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;
use proptest::prelude::*;

use crate::common::{Case, Layout, Precision, scattered};

fn is_that_of_the_class<A: Precision>(case: &Case) -> Result<(), TestCaseError> {
    let (logits, targets) = (case.logits::<A>(0.0, 0.01), case.numbers::<A>(1.0));
    let view = |array| Layout::view(case.layout, array);
    let x = view(logits.view());
    let y = view(targets.view()).mapv(|y: A| (y + A::one()) / A::of(2.0));
    let mut number = scattered(case.seed ^ 2);
    let pos_weights =
        Array1::from_shape_fn(x.len_of(Axis(case.axis)), |_| A::of(10.0 * number().abs()));
    let axis = Axis(case.axis);
    let (loss, grad) =
        bce_with_logits_per_class_with_grad(&x, &y, &pos_weights, axis, Reduction::None).unwrap();
    let alone = bce_with_logits_per_class(&x, &y, &pos_weights, axis, Reduction::None).unwrap();
    prop_assert!(alone == loss);
    let loss = loss.each();
    for (at, &logit) in x.indexed_iter() {
        let weight = pos_weights[at[case.axis]].into();
        let (logit, target) = (logit.into(), y[&at].into());
        let expected = definition::bce_with_logits(logit, target, weight);
        // The bounds of the loss with one weight.
        let bound = A::pick((0.65, 6.0));
        prop_assert!(
            A::distance(loss[&at], expected, 0.0) <= bound,
            "{logit} {target} {weight}"
        );
        let slope = definition::bce_with_logits_grad(logit, target, weight);
        let scale = weight * target / (1.0 + logit.exp()) * A::pick((2_f64.powi(-14), 1.0));
        prop_assert!(
            A::distance(grad[&at], slope, scale) <= bound,
            "{logit} {target} {weight}"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_class_has_its_weight(case in Case::any()) {
        is_that_of_the_class::<f32>(&case)?;
        is_that_of_the_class::<f64>(&case)?;
    }
}

#[test]
fn class_weights_are_not_part_of_the_divisor() {
    let (x, y) = (array![[0.0, 0.0]], array![[1.0, 1.0]]);
    let (loss, grad) =
        bce_with_logits_per_class_with_grad(&x, &y, &array![1.0, 3.0], Axis(1), Reduction::Mean)
            .unwrap();
    assert_eq!(loss.total(), 2.0 * 2_f64.ln());
    assert_eq!(grad, array![[-0.25, -0.75]]);
}
