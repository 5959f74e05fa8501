//! Huber and smooth L1 against `nnfn`, reduced in every way.

mod common;

use common::{Layout, Precision, scattered};
use ndarray::{Array, Array1, ArrayD, ArrayRef, IxDyn, array};
use nnfn::losses::{mean, sum};
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;

type OnArrays<A> =
    fn(&ArrayRef<A, IxDyn>, &ArrayRef<A, IxDyn>, A, Reduction) -> Result<Loss<A, IxDyn>, Error>;
type WithGradient<A> =
    fn(&ArrayRef<A, IxDyn>, &ArrayRef<A, IxDyn>, A, Reduction) -> Result<WithGrad<A, IxDyn>, Error>;
type Scalar = fn(f64, f64, f64) -> f64;

/// The value and the gradient, each on arrays and by `nnfn`.
fn both<A: Precision>() -> [(OnArrays<A>, WithGradient<A>, Scalar, Scalar); 2] {
    [
        (
            huber,
            huber_with_grad,
            nnfn::losses::huber,
            nnfn::losses::huber_grad,
        ),
        (
            smooth_l1,
            smooth_l1_with_grad,
            nnfn::losses::smooth_l1,
            nnfn::losses::smooth_l1_grad,
        ),
    ]
}

fn close<A: Precision>(found: A, expected: f64) {
    let off = A::distance(found, expected, 0.0);
    assert!(
        off <= A::pick((0.6, 3.0)),
        "{found:e}, not {expected:e}: {off} ulp"
    );
}

fn agree_with_nnfn<A: Precision>(
    shape: &[usize],
    layouts: (Layout, Layout),
    spread: f64,
    threshold: f64,
) {
    let mut number = scattered(3);
    let mut store = |layout: Layout| layout.store(shape, || A::of(spread * number()));
    let stored = (store(layouts.0), store(layouts.1));
    let (p, t) = (
        layouts.0.view(stored.0.view()),
        layouts.1.view(stored.1.view()),
    );
    let (threshold, exact_threshold) = (A::of(threshold), A::of(threshold).into());
    for (loss, with_grad, exact, exact_grad) in both::<A>() {
        let pairs = || p.iter().zip(&t).map(|(&p, &t)| (p.into(), t.into()));
        let exact: Vec<f64> = pairs().map(|(p, t)| exact(p, t, exact_threshold)).collect();
        let slopes: Vec<f64> = pairs()
            .map(|(p, t)| exact_grad(p, t, exact_threshold))
            .collect();

        let each = loss(&p, &t, threshold, Reduction::None).unwrap().each();
        assert_eq!(each.shape(), shape);
        each.iter()
            .zip(&exact)
            .for_each(|(&found, &exact)| close(found, exact));
        close(
            loss(&p, &t, threshold, Reduction::Sum).unwrap().total(),
            sum(&exact),
        );
        if p.is_empty() {
            assert_eq!(
                loss(&p, &t, threshold, Reduction::Mean),
                Err(Error::EmptyMean)
            );
        } else {
            close(
                loss(&p, &t, threshold, Reduction::Mean).unwrap().total(),
                mean(&exact),
            );
        }
        for (reduction, n) in [
            (Reduction::None, 1),
            (Reduction::Sum, 1),
            (Reduction::Mean, p.len()),
        ] {
            if n == 0 {
                continue;
            }
            let (value, grad) = with_grad(&p, &t, threshold, reduction).unwrap();
            assert_eq!(value, loss(&p, &t, threshold, reduction).unwrap());
            assert_eq!(grad.shape(), shape);
            grad.iter()
                .zip(&slopes)
                .for_each(|(&found, slope)| close(found, slope / n as f64));
        }
    }
}

#[test]
fn every_reduction_in_every_layout_agrees_with_nnfn() {
    for shape in [&[0][..], &[1], &[1500], &[3, 0], &[4, 7], &[2, 3, 5]] {
        for first in Layout::ALL {
            for second in Layout::ALL {
                agree_with_nnfn::<f32>(shape, (first, second), 4.0, 1.5);
                agree_with_nnfn::<f64>(shape, (first, second), 4.0, 1.5);
            }
        }
    }
}

#[test]
fn far_and_near_residuals_agree_with_nnfn() {
    for spread in [1e-30, 1e-4, 1.0, 1e6, 1e30] {
        for threshold in [1e-3, 1.0, 1e10] {
            agree_with_nnfn::<f32>(
                &[300],
                (Layout::Standard, Layout::Standard),
                spread,
                threshold,
            );
            agree_with_nnfn::<f64>(
                &[300],
                (Layout::Standard, Layout::Standard),
                spread,
                threshold,
            );
        }
    }
    agree_with_nnfn::<f64>(&[9], (Layout::Standard, Layout::Standard), f64::MAX, 1e-3);
}

/// What overflows on the way, and what has no limit.
#[test]
fn infinities_and_nan_are_as_in_nnfn() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let p = array![inf, -inf, inf, nan, 0.0, f64::MAX];
    let t = array![0.0, 0.0, inf, 0.0, nan, -f64::MAX];
    let each = huber(&p, &t, 1e-3, Reduction::None).unwrap().each();
    for ((&found, &p), &t) in each.iter().zip(&p).zip(&t) {
        close(found, nnfn::losses::huber(p, t, 1e-3));
    }
    assert_eq!(each[5], 2.0 * (f64::MAX * 1e-3));
    let squares = huber(&array![3.0, inf], &array![0.0, 0.0], inf, Reduction::None).unwrap();
    assert_eq!(squares.each(), array![4.5, inf]);
}

#[test]
fn a_mean_is_finite_where_the_sum_overflows() {
    let p = Array1::from_elem(5, f64::MAX);
    let mean = smooth_l1(&p, &Array::zeros(5), 1.0, Reduction::Mean)
        .unwrap()
        .total();
    assert_eq!(mean, f64::MAX);
    let sum = smooth_l1(&p, &Array::zeros(5), 1.0, Reduction::Sum)
        .unwrap()
        .total();
    assert_eq!(sum, f64::INFINITY);
}

/// A million numbers: each rounding of a plain `f32` loop would be seen.
#[test]
fn long_sums_keep_their_digits() {
    let p = ArrayD::from_elem(IxDyn(&[1000, 1000]), 0.1_f32);
    let total = huber(&p, &ArrayD::zeros(p.raw_dim()), 1.0, Reduction::Sum)
        .unwrap()
        .total();
    close(total, 1e6 * nnfn::losses::huber(0.1_f32.into(), 0.0, 1.0));
}
