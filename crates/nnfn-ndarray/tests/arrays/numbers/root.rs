//! Root mean square error.

use ndarray::{Array1, ArrayD, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;
use proptest::prelude::*;

use crate::common::{Case, Layout, Precision, scattered};

fn wide<A: Precision>(array: &ndarray::ArrayRef<A, ndarray::IxDyn>) -> Vec<f64> {
    array.iter().map(|&x| x.into()).collect()
}

/// Of whole numbers as weights it is the error of so many copies.
fn is_the_definition<A: Precision>(case: &Case, size: f64) -> Result<(), TestCaseError> {
    let (stored, targets) = (case.numbers::<A>(size), case.numbers::<A>(0.7 * size));
    let view = |array| Layout::view(case.layout, array);
    let (x, t) = (view(stored.view()), view(targets.view()));
    if x.is_empty() {
        prop_assert!(rmse(&x, &t, None).is_err());
        return Ok(());
    }
    let (root, grad) = rmse_with_grad(&x, &t, None).unwrap();
    prop_assert!(rmse(&x, &t, None) == Ok(root));
    // A square, the mean, its root: the roundings add up to less.
    let bound = A::pick((0.5001, 4.0));
    let expected = definition::rmse(&wide(&x), &wide(&t));
    prop_assert!(
        A::distance(root, expected, 0.0) <= bound,
        "{root}, not {expected}"
    );
    let slopes = definition::rmse_grad(&wide(&x), &wide(&t));
    for (&found, &slope) in grad.iter().zip(&slopes) {
        prop_assert!(
            A::distance(found, slope, 0.0) <= bound,
            "{found}, not {slope}"
        );
    }
    let mut number = scattered(case.seed);
    let counts: Vec<usize> = (0..x.len())
        .map(|_| (3.0 * number()).max(0.0) as usize)
        .collect();
    let weights = ArrayD::from_shape_vec(
        x.raw_dim(),
        counts.iter().map(|&n| A::of(n as f64)).collect(),
    )
    .unwrap();
    let copies = |array: &[f64]| -> Vec<f64> {
        let pairs = array.iter().zip(&counts);
        pairs
            .flat_map(|(&x, &n)| std::iter::repeat_n(x, n))
            .collect()
    };
    let (copies_of_x, copies_of_t) = (copies(&wide(&x)), copies(&wide(&t)));
    if copies_of_x.is_empty() {
        prop_assert!(rmse(&x, &t, Some(&weights)).is_err());
        return Ok(());
    }
    let (root, grad) = rmse_with_grad(&x, &t, Some(&weights)).unwrap();
    let expected = definition::rmse(&copies_of_x, &copies_of_t);
    prop_assert!(
        A::distance(root, expected, 0.0) <= bound,
        "{root}, not {expected}"
    );
    let mut slopes = definition::rmse_grad(&copies_of_x, &copies_of_t).into_iter();
    for (&found, &n) in grad.iter().zip(&counts) {
        let slope: f64 = slopes.by_ref().take(n).sum();
        prop_assert!(
            A::distance(found, slope, 0.0) <= bound + 0.5,
            "{found}, not {slope}"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn is_that_of_the_definition(
        case in Case::any(),
        size in prop::sample::select(vec![1.0, 1e-30, 1e30, 3e38]),
        extreme in prop::sample::select(vec![1e-300, 1e-322, 1e300, 1.7e308, 1e154, 1e-154]),
    ) {
        is_the_definition::<f32>(&case, size)?;
        is_the_definition::<f64>(&case, size)?;
        is_the_definition::<f64>(&case, extreme)?;
    }
}

#[test]
fn an_infinite_residual_is_the_whole_gradient() {
    let infinity = f64::INFINITY;
    let t: Array1<f64> = Array1::zeros(4);
    let x = array![1.0, -infinity, 2.0, 3.0];
    let (root, grad) = rmse_with_grad(&x, &t, None).unwrap();
    assert_eq!((root, grad), (infinity, array![0.0, -0.5, 0.0, 0.0]));
    let weights = array![1.0, 4.0, 4.0, 7.0];
    let (root, grad) = rmse_with_grad(&x, &t, Some(&weights)).unwrap();
    assert_eq!((root, grad), (infinity, array![0.0, -0.5, 0.0, 0.0])); // √(4/16)
    let (root, grad) = rmse_with_grad(&x, &t, Some(&array![1.0, 0.0, 0.0, 0.0])).unwrap();
    assert_eq!((root, grad), (1.0, array![1.0, 0.0, 0.0, 0.0]));
    let x = array![1.0, -infinity, infinity, 3.0];
    let (root, grad) = rmse_with_grad(&x, &t, None).unwrap();
    assert_eq!(root, infinity);
    assert!(grad[0] == 0.0 && grad[1].is_nan() && grad[2].is_nan());
    let x = array![1.0, f64::NAN, infinity, 3.0];
    let (root, grad) = rmse_with_grad(&x, &t, None).unwrap();
    assert!(root.is_nan() && grad.iter().all(|slope| slope.is_nan()));
    let expected = definition::rmse_grad(x.as_slice().unwrap(), t.as_slice().unwrap());
    assert!(expected.iter().all(|slope| slope.is_nan()));
}

#[test]
fn equal_arrays_have_no_gradient() {
    let x = array![[1.0_f32, 2.0], [3.0, 4.0]];
    let result = rmse_with_grad(&x, &x, None).unwrap();
    assert_eq!(result, (0.0, array![[0.0, 0.0], [0.0, 0.0]]));
}
