//! Long sums and means, at the ends of the range.

use ndarray::Array1;
use nnfn_ndarray::losses::*;

use crate::common::{Precision, scattered, with_all_instructions};

const MANY: usize = 10_000_000;

/// `Σ n·x`, each product and the sum exact in 128-bit integers over `2^e`, as an `f64`.
fn exact(terms: &[(f64, u64)]) -> f64 {
    let unit = 2_f64.powi(-72);
    let sum: i128 = terms
        .iter()
        .map(|&(x, n)| {
            let scaled = x / unit;
            assert!(
                scaled == scaled.trunc() && scaled.abs() < 2_f64.powi(95),
                "{x} is no multiple"
            );
            (scaled as i128) * i128::from(n)
        })
        .sum();
    sum as f64 * unit
}

/// Four units in the last place are what ten million terms may lose; of equal ones nothing is lost but the last
/// rounding.
fn equal_terms<A: Precision>() {
    let tenth = A::of(0.1);
    let (x, t) = (Array1::from_elem(MANY, tenth), Array1::zeros(MANY));
    let expected = exact(&[(tenth.into(), MANY as u64)]);
    let sum = mae(&x, &t, Reduction::Sum).unwrap().total();
    assert!(
        A::distance(sum, expected, 0.0) <= 1.0,
        "{sum}, not {expected}"
    );
    let mean = mae(&x, &t, Reduction::Mean).unwrap().total();
    assert!(A::distance(mean, tenth.into(), 0.0) <= 1.0, "{mean}");
    let weights = Array1::from_elem(MANY, A::of(0.3));
    let mean = mae(&x, &t, Reduction::Mean.weighted(&weights))
        .unwrap()
        .total();
    assert!(A::distance(mean, tenth.into(), 0.0) <= 2.0, "{mean}");
}

/// Sizes and signs that alternate, so that nearly all cancels.
fn alternating_terms<A: Precision>() {
    let cycle = [1e6, 0.1, -1e6, 3e-5, -0.1].map(|x| A::of(x));
    let x = Array1::from_iter(cycle.into_iter().cycle().take(MANY));
    let terms = cycle.map(|x| (x.into(), MANY as u64 / 5));
    let expected = exact(&terms);
    let sum = kl_k1(&x, &Array1::zeros(MANY), Reduction::Sum)
        .unwrap()
        .total();
    // Compensation keeps what rounding takes, but the first halvings of a block round at the size of the terms.
    let sizes = exact(&terms.map(|(x, n)| (x.abs(), n)));
    let allowed = 4.0 * f64::ulp(sizes) + 0.5 * A::ulp(expected);
    assert!(
        (sum.into() - expected).abs() <= allowed,
        "{sum}, not {expected}"
    );
    let positive = x.mapv(|x| x.abs());
    let sum = mae(&positive, &Array1::zeros(MANY), Reduction::Sum)
        .unwrap()
        .total();
    assert!(A::distance(sum, sizes, 0.0) <= 4.0, "{sum}, not {sizes}");
}

#[test]
fn ten_million_terms_lose_less_than_four_units() {
    equal_terms::<f32>();
    equal_terms::<f64>();
    alternating_terms::<f32>();
    alternating_terms::<f64>();
}

/// Random terms of all sizes, some thousand of them, against exact arithmetic.
#[test]
fn sums_of_any_length_are_exact_to_two_units() {
    with_all_instructions(|_| {
        for n in [1, 2, 31, 511, 512, 513, 5000, 32_768, 32_769, 100_000] {
            let mut number = scattered(n as u64);
            let terms: Vec<f64> = (0..n)
                .map(|_| {
                    let x = number() * 2_f64.powi((20.0 * number()) as i32);
                    (x * 2_f64.powi(60)).round() * 2_f64.powi(-60)
                })
                .collect();
            let pairs: Vec<_> = terms.iter().map(|&x| (x, 1)).collect();
            let sizes: Vec<_> = terms.iter().map(|&x| (x.abs(), 1)).collect();
            let x = Array1::from_vec(terms);
            let sum = kl_k1(&x, &Array1::zeros(n), Reduction::Sum)
                .unwrap()
                .total();
            let allowed = 2.0 * f64::ulp(exact(&sizes)) + 0.5 * f64::ulp(sum);
            assert!((sum - exact(&pairs)).abs() <= allowed, "{n}: {sum}");
        }
    });
}

#[test]
fn means_at_the_ends_of_the_range() {
    with_all_instructions(|_| {
        for (size, bound) in [(1e308, 1.0), (1.7e308, 1.0), (1e-310, 1.0), (5e-324, 0.0)] {
            let (x, t) = (Array1::from_elem(1000, size), Array1::zeros(1000));
            let (loss, grad) = mae_with_grad(&x, &t, Reduction::Mean).unwrap();
            assert!(f64::distance(loss.total(), size, 0.0) <= bound, "{size}");
            assert_eq!(grad[0], 1.0 / 1000.0);
            let weights = Array1::from_elem(1000, 1e300);
            let loss = mae(&x, &t, Reduction::Mean.weighted(&weights))
                .unwrap()
                .total();
            assert!(
                f64::distance(loss, size, 0.0) <= 2.0,
                "{size}, weighted: {loss}"
            );
            let root = rmse(&x, &t, None).unwrap();
            assert!(f64::distance(root, size, 0.0) <= 2.0, "{size}: root {root}");
            let (x, t) = (x.mapv(|x| x as f32), t.mapv(|t| t as f32));
            let root = rmse(&x, &t, None).unwrap();
            assert!(root == x[0], "{size}");
        }
        // The sum of the first two overflows, that of all does not.
        let x = Array1::from_vec(vec![1.5e308, 1.5e308, -1.5e308, -1.5e308, 1e300]);
        let sum: f64 = kl_k1(&x, &Array1::zeros(5), Reduction::Sum)
            .unwrap()
            .total();
        assert!((sum / 1e300 - 1.0).abs() < 1e-7, "{sum}");
        let wide = Array1::from_vec(vec![f32::MAX; 3]);
        let loss = mse(&wide, &Array1::zeros(3), Reduction::Mean)
            .unwrap()
            .total();
        assert_eq!(loss, f32::INFINITY, "the definition's value is no f32");
        let loss = mae(&wide, &-&wide, Reduction::Mean).unwrap().total();
        assert_eq!(loss, f32::INFINITY);
        let loss = mae(&wide, &Array1::zeros(3), Reduction::Mean)
            .unwrap()
            .total();
        assert_eq!(loss, f32::MAX);
    });
}

#[test]
fn what_is_not_finite_comes_out() {
    for at in [0, 600, 40_000] {
        let (mut x, t) = (Array1::from_elem(50_000, 1.0), Array1::zeros(50_000));
        x[at] = f64::INFINITY;
        for reduction in [Reduction::Sum, Reduction::Mean] {
            let (loss, grad) = mse_with_grad(&x, &t, reduction).unwrap();
            assert_eq!((loss.total(), grad[at]), (f64::INFINITY, f64::INFINITY));
            assert!(grad[at + 1].is_finite());
        }
        x[at] = f64::NAN;
        let (loss, grad) = mse_with_grad(&x, &t, Reduction::Mean).unwrap();
        assert!(loss.total().is_nan() && grad[at].is_nan() && grad[at + 1].is_finite());
    }
}
