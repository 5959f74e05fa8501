//! Losses of pairs and triplets of rows.

use crate::common::{Layout, Precision};
use crate::embedding::{assert_nearest, assert_slopes, random, rows, seen, stored};
use ndarray::{Array1, Array2, Ix1, array};
use nnfn::losses as definition;
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;

/// More than a piece, which one thread takes at once.
const N: usize = 70;
const NONE: Reduction = Reduction::None;

/// Sizes of entries at which squares overflow or underflow, or nothing does.
fn sizes<A: Precision>() -> &'static [f64] {
    match A::of(1e200) == A::infinity() {
        true => &[1.0, 1e-3, 1e18, 1e-18, 1e37, 1e-40],
        false => &[1.0, 1e-3, 1e150, 1e-150, 1e200, 1e-310, 1e307],
    }
}

/// Runs it for some sizes, layouts and lengths.
fn everywhere<A: Precision>(mut f: impl FnMut(f64, Layout, usize, u64)) {
    for (k, &size) in sizes::<A>().iter().enumerate() {
        for layout in Layout::ALL {
            for d in [0, 1, 3, 40] {
                f(size, layout, d, 97 * k as u64);
            }
        }
    }
}

fn each(f: impl FnMut(usize) -> Vec<f64>) -> Vec<f64> {
    (0..N).flat_map(f).collect()
}

fn pairs<A: Precision>() {
    everywhere::<A>(|size, layout, d, seed| {
        let arrays = [seed, seed + 1].map(|seed| stored::<A>(layout, N, d, size, seed));
        let [first, second] = arrays.each_ref().map(|array| seen(layout, array));
        let same = Array1::from_shape_fn(N, |i| [0.0, 1.0, 0.25][i % 3]);
        let margin = A::of(size * (d as f64).sqrt().max(1.0));
        let call = contrastive_with_grad(&first, &second, &same, margin, NONE);
        let (loss, [by_first, by_second]) = call.unwrap();
        let (a, b, m) = (rows(first), rows(second), margin.into());
        let what = format!("{size:e}, {layout:?}, {d}");
        let alone = contrastive(&first, &second, &same, margin, NONE);
        assert_eq!(alone.unwrap(), loss);
        let value = each(|i| vec![definition::contrastive(&a[i], &b[i], same[i], m)]);
        assert_nearest(&loss.each(), &value, &what);
        let grad = each(|i| definition::contrastive_grad(&a[i], &b[i], same[i], m));
        assert_nearest(&by_first, &grad, &what);
        let grad = each(|i| definition::contrastive_grad_second(&a[i], &b[i], same[i], m));
        assert_nearest(&by_second, &grad, &what);
    });
}

#[test]
fn pairs_are_those_of_the_definition() {
    pairs::<f32>();
    pairs::<f64>();
}

type Triplet<A> = fn(
    &ndarray::ArrayRef<A, ndarray::Ix2>,
    &ndarray::ArrayRef<A, ndarray::Ix2>,
    &ndarray::ArrayRef<A, ndarray::Ix2>,
    A,
    bool,
    Reduce<'static, A, Ix1>,
) -> Result<(Loss<A, Ix1>, [Array2<A>; 3]), Error>;

type Definition = (
    fn(&[f64], &[f64], &[f64], f64) -> f64,
    [fn(&[f64], &[f64], &[f64], f64) -> Vec<f64>; 3],
);

const PLAIN: Definition = (
    definition::triplet,
    [
        definition::triplet_grad,
        definition::triplet_grad_positive,
        definition::triplet_grad_negative,
    ],
);

const SQUARED: Definition = (
    definition::triplet_squared,
    [
        definition::triplet_squared_grad,
        definition::triplet_squared_grad_positive,
        definition::triplet_squared_grad_negative,
    ],
);

fn triplets<A: Precision>(f: Triplet<A>, (value, grads): Definition) {
    everywhere::<A>(|size, layout, d, seed| {
        let arrays = [seed, seed + 1, seed + 2].map(|seed| stored::<A>(layout, N, d, size, seed));
        let [a, p, n] = arrays.each_ref().map(|array| seen(layout, array));
        let margin = A::of(0.1 * size);
        let (loss, found) = f(&a, &p, &n, margin, false, NONE.into()).unwrap();
        let (a, p, n, m) = (rows(a), rows(p), rows(n), margin.into());
        let what = format!("{size:e}, {layout:?}, {d}");
        let expected = each(|i| vec![value(&a[i], &p[i], &n[i], m)]);
        assert_nearest(&loss.each(), &expected, &what);
        for (found, grad) in found.iter().zip(grads) {
            let expected = each(|i| grad(&a[i], &p[i], &n[i], m));
            assert_nearest(found, &expected, &what);
        }
    });
}

#[test]
fn triplets_are_those_of_the_definition() {
    triplets::<f32>(triplet_with_grad, PLAIN);
    triplets::<f64>(triplet_with_grad, PLAIN);
    triplets::<f32>(triplet_squared_with_grad, SQUARED);
    triplets::<f64>(triplet_squared_with_grad, SQUARED);
}

#[test]
fn a_swap_measures_the_negative_from_the_nearer_of_both() {
    let [a, p, n] = [1, 2, 3].map(|seed| random::<f64>(50, 3, seed));
    let (loss, grads) = triplet_with_grad(&a, &p, &n, 0.5, true, NONE).unwrap();
    let alone = triplet(&a, &p, &n, 0.5, true, NONE).unwrap();
    assert_eq!(alone, loss);
    let losses = loss.each();
    let mut swapped = 0;
    for (i, found) in losses.iter().enumerate() {
        let [a, p, n] = [&a, &p, &n].map(|array| array.row(i).to_vec());
        let distance = |x: &[f64], y: &[f64]| definition::contrastive(x, y, 1.0, 1.0).sqrt();
        let nearer = distance(&a, &n).min(distance(&p, &n));
        let expected = (distance(&a, &p) - nearer + 0.5).max(0.0);
        assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        swapped += usize::from(distance(&p, &n) < distance(&a, &n) && expected > 0.0);
    }
    assert!((10..40).contains(&swapped), "{swapped}");
    let of = |a: &Array2<f64>, p: &Array2<f64>, n: &Array2<f64>| triplet(a, p, n, 0.5, true, NONE);
    assert_slopes(|a| of(a, &p, &n).unwrap(), &a, &grads[0], "anchor");
    assert_slopes(|p| of(&a, p, &n).unwrap(), &p, &grads[1], "positive");
    assert_slopes(|n| of(&a, &p, n).unwrap(), &n, &grads[2], "negative");
    let (loss, grads) = triplet_squared_with_grad(&a, &p, &n, 0.5, true, NONE).unwrap();
    let of = |a: &Array2<f64>, p: &Array2<f64>, n: &Array2<f64>| {
        triplet_squared(a, p, n, 0.5, true, NONE)
    };
    assert_eq!(of(&a, &p, &n).unwrap(), loss);
    assert_slopes(|p| of(&a, p, &n).unwrap(), &p, &grads[1], "positive");
}

#[test]
fn a_swap_at_infinity_is_the_limit() {
    let inf = f64::INFINITY;
    let (origin, far) = (array![[0.0, 0.0]], array![[inf, 1.0]]);
    let one = |a: &Array2<f64>, p: &Array2<f64>, n: &Array2<f64>| {
        let plain = triplet(a, p, n, 1.0, true, NONE).unwrap().each()[0];
        (
            plain,
            triplet_squared(a, p, n, 1.0, true, NONE).unwrap().each()[0],
        )
    };
    // A positive at infinity costs infinity, wherever the nearer end is.
    assert_eq!(one(&origin, &far, &origin), (inf, inf));
    assert_eq!(one(&far, &origin, &origin), (inf, inf));
    assert_eq!(one(&origin, &origin, &far), (0.0, 0.0));
    let odd = array![[f64::NAN, 0.0]];
    for [a, p, n] in [
        [&odd, &origin, &origin],
        [&origin, &odd, &origin],
        [&origin, &origin, &odd],
    ] {
        let (plain, squared) = one(a, p, n);
        assert!(plain.is_nan() && squared.is_nan());
    }
}

#[test]
fn equally_far_the_gradient_is_that_from_the_anchor() {
    let (a, p, n) = (array![[0.0, 1.0]], array![[0.0, -1.0]], array![[1.0, 0.0]]);
    let (swapped, with) = triplet_with_grad(&a, &p, &n, 1.0, true, Reduction::Sum).unwrap();
    let (plain, without) = triplet_with_grad(&a, &p, &n, 1.0, false, Reduction::Sum).unwrap();
    assert_eq!((swapped, with), (plain, without));
}

#[test]
fn slopes_of_pairs_and_triplets_are_those_of_differences() {
    let [a, p, n] = [4, 5, 6].map(|seed| random::<f64>(6, 4, seed));
    let same = array![1.0, 0.0, 0.5, 1.0, 0.0, 0.0];
    let weights = array![1.0, 2.0, 0.5, 0.0, 3.0, 0.25];
    for reduction in [NONE, Reduction::Sum, Reduction::Mean] {
        let reduce = || reduction.weighted(&weights);
        let of = |a: &_, b: &_| contrastive(a, b, &same, 2.0, reduce()).unwrap();
        let (_, grads) = contrastive_with_grad(&a, &p, &same, 2.0, reduce()).unwrap();
        assert_slopes(|a| of(a, &p), &a, &grads[0], "first");
        assert_slopes(|p| of(&a, p), &p, &grads[1], "second");
        let of = |a: &_, p: &_, n: &_| triplet_squared(a, p, n, 1.0, false, reduce()).unwrap();
        let (_, grads) = triplet_squared_with_grad(&a, &p, &n, 1.0, false, reduce()).unwrap();
        assert_slopes(|a| of(a, &p, &n), &a, &grads[0], "anchor");
        assert_slopes(|p| of(&a, p, &n), &p, &grads[1], "positive");
        assert_slopes(|n| of(&a, &p, n), &n, &grads[2], "negative");
    }
}

#[test]
fn reductions_are_weighted_and_leave_out_what_has_weight_0() {
    let (nan, inf) = (f32::NAN, f32::INFINITY);
    let first = array![[0.0, 0.0], [nan, inf], [1.0, 0.0]];
    let second = array![[3.0, 4.0], [inf, 0.0], [1.0, 2.0]];
    let same = array![1, -100, 1]; // what a label that is left out holds does not matter
    let weights = array![1.0, 0.0, 3.0];
    for (reduction, loss, divisor) in [
        (Reduction::Sum, 25.0 + 3.0 * 4.0, 1.0),
        (Reduction::Mean, (25.0 + 3.0 * 4.0) / 4.0, 4.0),
    ] {
        let reduce = reduction.weighted(&weights);
        let (found, grads) = contrastive_with_grad(&first, &second, &same, 1.0, reduce).unwrap();
        assert_eq!(found, Loss::Total(loss));
        let expected = array![[-6.0, -8.0], [0.0, 0.0], [0.0, -12.0]] / divisor;
        assert_eq!(grads, [expected.clone(), expected.mapv(|g| 0.0 - g)]);
    }
    let each = contrastive(&first, &second, &same, 1.0, NONE.weighted(&weights));
    assert_eq!(each.unwrap().each(), array![25.0, 0.0, 12.0]);
    let reduce = Reduction::Mean.weighted(&weights);
    let (loss, grads) = triplet_with_grad(&first, &second, &second, 1.0, true, reduce).unwrap();
    // Anchor and negative in one point would cost more: the swap takes it.
    assert_eq!(loss.total(), (6.0 + 3.0 * 3.0) / 4.0);
    assert!(grads.iter().all(|grad| grad.row(1) == array![0.0, 0.0]));
}

#[test]
fn labels_are_of_any_kind_that_is_a_number() {
    let (first, second) = (array![[0.0_f32], [0.0]], array![[1.0_f32], [1.0]]);
    let losses = array![1.0, 4.0];
    let of = |loss: Result<Loss<f32, Ix1>, Error>| loss.unwrap().each();
    assert_eq!(
        of(contrastive(
            &first,
            &second,
            &array![true, false],
            3.0,
            NONE
        )),
        losses
    );
    assert_eq!(
        of(contrastive(&first, &second, &array![1_u8, 0], 3.0, NONE)),
        losses
    );
    assert_eq!(
        of(contrastive(&first, &second, &array![1_i32, 0], 3.0, NONE)),
        losses
    );
    assert_eq!(
        of(contrastive(&first, &second, &array![1_f64, 0.0], 3.0, NONE)),
        losses
    );
    let odd = of(contrastive(
        &first,
        &second,
        &array![1.0, f32::NAN],
        3.0,
        NONE,
    ));
    assert!(odd[0] == 1.0 && odd[1].is_nan());
}

#[test]
fn a_mean_does_not_overflow_where_its_sum_does() {
    let (a, b) = (array![[0.0], [0.0]], array![[1.2e154], [1.2e154]]);
    let loss = contrastive(&a, &b, &array![1.0, 1.0], 1.0, Reduction::Mean).unwrap();
    approx::assert_relative_eq!(loss.total(), 1.44e308, max_relative = 1e-15);
    let sum = contrastive(&a, &b, &array![1.0, 1.0], 1.0, Reduction::Sum).unwrap();
    assert_eq!(sum.total(), f64::INFINITY);
}

#[test]
fn nothing_has_a_sum_but_no_mean() {
    let none = Array2::<f64>::zeros((0, 3));
    let labels = Array1::<bool>::from_elem(0, true);
    let (sum, grads) = contrastive_with_grad(&none, &none, &labels, 1.0, Reduction::Sum).unwrap();
    assert_eq!((sum.total(), grads[0].shape()), (0.0, &[0, 3][..]));
    let mean = contrastive(&none, &none, &labels, 1.0, Reduction::Mean);
    assert_eq!(mean.unwrap_err(), Error::EmptyMean);
    let mean = triplet(&none, &none, &none, 1.0, true, Reduction::Mean);
    assert_eq!(mean.unwrap_err(), Error::EmptyMean);
    let flat = Array2::<f64>::zeros((2, 0));
    let loss = triplet(&flat, &flat, &flat, 0.5, true, Reduction::Mean).unwrap();
    assert_eq!(loss.total(), 0.5);
}

#[test]
fn bad_input_says_where_it_is() {
    let (x, y) = (Array2::<f64>::zeros((2, 3)), Array2::<f64>::zeros((2, 4)));
    let same = array![1.0, 0.0];
    let pair = |a, b, same: &Array1<f64>, margin, reduce: Reduce<'_, f64, Ix1>| {
        let error = contrastive_with_grad(a, b, same, margin, reduce.clone()).unwrap_err();
        let alone = contrastive(a, b, same, margin, reduce).unwrap_err();
        assert_eq!(alone.to_string(), error.to_string());
        error.to_string()
    };
    let mean = || Reduction::Mean.into();
    assert_eq!(
        pair(&x, &y, &same, 1.0, mean()),
        "second: found shape [2, 4], expected [2, 3]"
    );
    assert_eq!(
        pair(&x, &x, &array![1.0], 1.0, mean()),
        "same: found shape [1], expected [2]"
    );
    assert_eq!(
        pair(&x, &x, &array![1.0, -1.0], 1.0, mean()),
        "same at [1]: found -1, expected a number from 0 to 1"
    );
    for (margin, found) in [(0.0, "0"), (-1.0, "-1"), (f64::NAN, "NaN")] {
        assert_eq!(
            pair(&x, &x, &same, margin, mean()),
            format!("margin: found {found}, expected a positive number")
        );
    }
    let weights = array![1.0, -2.0];
    assert_eq!(
        pair(&x, &x, &same, 1.0, Reduction::Sum.weighted(&weights)),
        "weight at [1]: found -2, expected a finite number of at least 0"
    );
    assert_eq!(
        pair(
            &x,
            &x,
            &same,
            1.0,
            Reduction::Mean.weighted(&array![0.0, 0.0])
        ),
        "mean: found only weights of 0, expected at least one above"
    );
    assert_eq!(
        pair(&x, &x, &same, 1.0, Reduction::Mean.weighted(&array![1.0])),
        "weights: found shape [1], expected [2]"
    );
    let three = |p, n, margin| {
        let error = triplet(&x, p, n, margin, false, Reduction::Mean).unwrap_err();
        let squared = triplet_squared_with_grad(&x, p, n, margin, true, Reduction::Mean);
        assert_eq!(squared.unwrap_err(), error);
        error.to_string()
    };
    assert_eq!(
        three(&y, &x, 1.0),
        "positive: found shape [2, 4], expected [2, 3]"
    );
    assert_eq!(
        three(&x, &y, 1.0),
        "negative: found shape [2, 4], expected [2, 3]"
    );
    assert_eq!(
        three(&x, &x, -0.5),
        "margin: found -0.5, expected a number of at least 0"
    );
}
