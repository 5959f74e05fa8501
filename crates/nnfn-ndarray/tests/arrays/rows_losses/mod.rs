//! Every loss of rows against its definition, `nnfn`'s, row by row.

mod everywhere;
mod setting;
mod special;

use ndarray::{Axis, array};
use nnfn::losses as definition;
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;

#[test]
fn what_is_masked_does_not_leak() {
    let nan = f64::NAN;
    let (z, labels) = (array![[1.0, 2.0], [nan, nan]], array![1, -7]);
    let weights = array![1.0, 0.0];
    let mean = || Reduction::Mean.weighted(&weights);
    let (loss, grad) = softmax_focal_with_grad(&z, &labels, Axis(1), 2.0, mean()).unwrap();
    assert_eq!(loss.total(), definition::softmax_focal(&[1.0, 2.0], 1, 2.0));
    assert_eq!(grad.row(1), array![0.0, 0.0]);
    let code = array![[1.0, 0.0], [nan, 17.0]];
    let (loss, grad) = hierarchical_softmax_with_grad(&z, &code, Axis(1), mean()).unwrap();
    let expected = definition::hierarchical_softmax(&[1.0, 2.0], &[1.0, 0.0]);
    assert!((loss.total() - expected).abs() < 1e-15 && grad[[1, 0]] == 0.0);
    let (loss, grad, slope) =
        temperature_scaled_cross_entropy_with_grad(&z, &labels, Axis(1), 2.0, mean()).unwrap();
    let expected = definition::temperature_scaled_cross_entropy(&[1.0, 2.0], 1, 2.0);
    assert!((loss.total() - expected).abs() < 1e-15 && grad[[1, 1]] == 0.0);
    assert!(slope.total().is_finite());
}

#[test]
fn bad_entries_are_refused() {
    let z = array![[1.0, 2.0]];
    let code = array![[1.0, 0.5]];
    let found = hierarchical_softmax(&z, &code, Axis(1), Reduction::Sum);
    assert_eq!(
        found.unwrap_err().to_string(),
        "code at [0, 1]: found 0.5, expected 0 or 1"
    );
    let found = softmax_focal(&z, &array![2], Axis(1), 1.0, Reduction::Sum);
    assert_eq!(
        found.unwrap_err().to_string(),
        "label at [0]: found 2, expected at least 0 and less than 2, the number of classes"
    );
    let priors = array![0.5, -0.5];
    let sum = Reduction::Sum;
    let found = logit_adjusted_cross_entropy(&z, &array![0], Axis(1), &priors, 1.0, sum);
    assert!(matches!(found, Err(Error::ClassWeight { class: 1, .. })));
    let found = best_of_n(&z, &z, &z, Axis(1), 0.5, Reduction::Sum);
    assert_eq!(
        found.unwrap_err().to_string(),
        "n: found 0.5, expected a finite number of at least 1"
    );
    let found = kl_divergence(&z, &z, Axis(2), Reduction::Sum);
    assert!(matches!(found, Err(Error::Axis { found: 2, ndim: 2 })));
}
