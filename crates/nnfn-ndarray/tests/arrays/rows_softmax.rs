//! Softmax and its relatives against `nnfn`, lane by lane.

use crate::common::{Case, Precision, wide};
use ndarray::{Array, ArrayD, Axis, array};
use nnfn_ndarray::activations::*;
use nnfn_ndarray::log_sum_exp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// Compares every lane; `scale(i)` is what the error of the `i`-th entry is measured by, beside the entry itself.
#[track_caller]
fn check<A: Precision>(
    what: &str,
    case: &Case,
    found: &ArrayD<A>,
    lanes: impl Iterator<Item = (Vec<f64>, Vec<f64>)>,
    bound: (f64, f64),
) {
    assert_eq!(found.shape(), case.shape, "{what} {case:?}");
    for (found, (expected, scale)) in found.lanes(Axis(case.axis)).into_iter().zip(lanes) {
        assert_eq!(found.len(), expected.len());
        for ((&found, expected), scale) in found.iter().zip(expected).zip(scale) {
            let off = A::distance(found, expected, scale);
            assert!(
                off <= A::pick(bound),
                "{what} {case:?}: {found:e}, not {expected:e}: {off} ulp"
            );
        }
    }
}

fn lanes_agree<A: Precision>(case: &Case, shift: f64, masked: f64, temperature: f64) {
    let (stored, axis) = (case.logits::<A>(shift, masked), Axis(case.axis));
    let z = case.layout.view(stored.view());
    let (t, exact_t) = (A::of(temperature), A::of(temperature).into());
    let lanes = || z.lanes(axis).into_iter().map(wide);
    let plain = |expected: Vec<f64>| (expected.clone(), vec![0.0; expected.len()]);

    let found = softmax(&z, axis, t).unwrap();
    let expected = lanes().map(|z| plain(nnfn::activations::softmax(&z, exact_t)));
    check("softmax", case, &found, expected, (0.501, 6.0));

    let found = log_softmax(&z, axis, t).unwrap();
    let expected = lanes().map(|z| plain(nnfn::activations::log_softmax(&z, exact_t)));
    check("log_softmax", case, &found, expected, (0.501, 6.0));

    let found = log_sum_exp(&z, axis).unwrap();
    assert_eq!(found.len(), lanes().len());
    for (&found, z) in found.iter().zip(lanes()) {
        // Where the largest logit and the logarithm cancel, measured by the largest logit.
        let largest = z.iter().copied().fold(
            0.0,
            |a: f64, z| if z.is_finite() { a.max(z.abs()) } else { a },
        );
        let off = A::distance(found, nnfn::log_sum_exp(&z), largest);
        assert!(
            off <= A::pick((0.501, 4.0)),
            "log_sum_exp {case:?}: {off} ulp"
        );
    }

    let upstream = case.numbers::<A>(1.0);
    let u = case.layout.view(upstream.view());
    let pairs = || lanes().zip(u.lanes(axis).into_iter().map(wide));

    // Measured by the terms of the definition, pⱼ·(|uⱼ| + Σ|uᵢ|pᵢ)/T and (|uⱼ| + pⱼ·Σ|uᵢ|)/T.
    let found = softmax_vjp(&z, axis, t, &u).unwrap();
    let expected = pairs().map(|(z, u)| {
        let p = nnfn::activations::softmax(&z, exact_t);
        let mean: f64 = p.iter().zip(&u).map(|(p, u)| p * u.abs()).sum();
        let scale = p
            .iter()
            .zip(&u)
            .map(|(p, u)| p * (u.abs() + mean) / exact_t)
            .collect();
        (nnfn::activations::softmax_vjp(&z, exact_t, &u), scale)
    });
    check("softmax_vjp", case, &found, expected, (0.51, 8.0));

    let found = log_softmax_vjp(&z, axis, t, &u).unwrap();
    let expected = pairs().map(|(z, u)| {
        let p = nnfn::activations::softmax(&z, exact_t);
        let sum: f64 = u.iter().map(|u| u.abs()).sum();
        let scale = p
            .iter()
            .zip(&u)
            .map(|(p, u)| (u.abs() + p * sum) / exact_t)
            .collect();
        (nnfn::activations::log_softmax_vjp(&z, exact_t, &u), scale)
    });
    check("log_softmax_vjp", case, &found, expected, (0.51, 5.0));
}

proptest! {
    #[test]
    fn lanes_of_any_array_agree_with_nnfn(
        case in Case::any(),
        shift in prop::sample::select(vec![0.0, 0.0, -3.0, 250.0, -1e5]),
        masked in prop::sample::select(vec![0.0, 0.0, 0.3, 1.0]),
        temperature in prop::sample::select(vec![1.0, 1.0, 0.5, 2.7, 0.01, 1e3, 1e-30, f64::INFINITY]),
    ) {
        lanes_agree::<f32>(&case, shift, masked, temperature);
        lanes_agree::<f64>(&case, shift, masked, temperature);
    }
}

#[test]
fn the_generator_spreads() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let cases: Vec<Case> = (0..256)
        .map(|_| Case::any().new_tree(&mut runner).unwrap().current())
        .collect();
    let share = |holds: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| holds(case)).count();
    for layout in crate::common::Layout::ALL {
        assert!(share(&|case| case.layout == layout) > 30);
    }
    assert!(share(&|case| case.shape.len() == 1) > 30);
    assert!(share(&|case| case.axis + 1 < case.shape.len()) > 30);
    assert!(share(&|case| case.shape[case.axis] > 1000) > 30);
    assert!((1..60).contains(&share(&|case| case.shape[case.axis] == 0)));
}

/// Values, infinities and NaN, in lanes beside each other: none disturbs its neighbour.
#[test]
fn lanes_do_not_touch_each_other() {
    let (inf, nan) = (f32::INFINITY, f32::NAN);
    let z = array![
        [1.0, 1.0],
        [inf, 0.0],
        [nan, 0.0],
        [-inf, 0.0],
        [-inf, -inf],
        [inf, inf],
        [0.0, -1e30]
    ];
    let p = softmax(&z, Axis(1), 1.0).unwrap();
    assert_eq!(p.row(0), array![0.5, 0.5]);
    assert_eq!(p.row(1), array![1.0, 0.0]);
    assert!(p.row(2).iter().all(|p| p.is_nan()));
    assert_eq!(p.row(3), array![0.0, 1.0]);
    assert!(p.row(4).iter().chain(p.row(5)).all(|p| p.is_nan()));
    assert_eq!(p.row(6), array![1.0, 0.0]);
    let l = log_softmax(&z, Axis(1), 1.0).unwrap();
    assert_eq!(l.row(1), array![0.0, -inf]);
    assert_eq!(l.row(6), array![0.0, -1e30]);
    let sums = log_sum_exp(&z, Axis(1)).unwrap();
    assert_eq!((sums[1], sums[3], sums[4]), (inf, 0.0, -inf));
    assert!(sums[2].is_nan());
}

#[test]
fn a_result_for_another_axis_has_the_shape_of_its_input() {
    let z = Array::from_shape_fn((2, 3, 4), |(i, j, k)| (i * 12 + j * 4 + k) as f64 * 0.1);
    for axis in 0..3 {
        let p = softmax(&z, Axis(axis), 1.0).unwrap();
        assert_eq!(p.shape(), z.shape());
        assert!(
            p.sum_axis(Axis(axis))
                .iter()
                .all(|sum| (sum - 1.0).abs() < 1e-15)
        );
        let mut shape = vec![2, 3, 4];
        shape.remove(axis);
        assert_eq!(log_sum_exp(&z, Axis(axis)).unwrap().shape(), shape);
    }
}

/// The last digits of a confident row, which `ln(softmax)` and `p - 1` lose.
#[test]
fn confident_rows_keep_their_digits() {
    let l = log_softmax(&array![60.0_f32, 0.0], Axis(0), 1.0).unwrap();
    assert_eq!(l, array![-((-60_f64).exp() as f32), -60.0]);
    let grad = log_softmax_vjp(&array![60.0_f32, 0.0], Axis(0), 1.0, &array![1.0, 0.0]).unwrap();
    assert_eq!(grad[0], (-60_f64).exp() as f32);
    let grad = softmax_vjp(&array![60.0_f32, 0.0], Axis(0), 1.0, &array![1.0, 0.0]).unwrap();
    assert_eq!(grad[0], (-60_f64).exp() as f32);
}

/// Upstream gradients beyond what the fast path can square.
#[test]
fn huge_upstreams_do_not_overflow() {
    let (z, u) = (array![0.0_f32, 1.0, 2.0], array![3e38_f32, -3e38, 1e38]);
    let exact = nnfn::activations::softmax_vjp(&[0.0, 1.0, 2.0], 1.0, &wide(u.view()));
    let found = softmax_vjp(&z, Axis(0), 1.0, &u).unwrap();
    for (&found, exact) in found.iter().zip(exact) {
        assert!(f32::distance(found, exact, 0.0) < 2.0);
    }
}

/// Rows of a vocabulary: rising, confident at either end, masked at the beginning, with a NaN.
#[test]
fn long_rows_are_as_exact_as_short_ones() {
    let n = 9001;
    let flat = |i: usize| ((i * 7919 % 1009) as f32 / 1009.0) * 10.0 - 5.0;
    let rows: [(&str, &dyn Fn(usize) -> f32); 9] = [
        ("flat", &flat),
        ("rising", &|i| flat(i) + i as f32 / 300.0),
        ("steep", &|i| i as f32 / 20.0),
        ("falling", &|i| -(i as f32) / 20.0),
        ("sure at the end", &|i| {
            if i == 9000 { 40.0 } else { flat(i) }
        }),
        ("sure at the beginning", &|i| {
            if i == 0 { 60.0 } else { flat(i) }
        }),
        ("surer than any", &|i| if i == 5000 { 99.0 } else { -5.0 }),
        ("masked", &|i| {
            if i < 4500 { f32::NEG_INFINITY } else { flat(i) }
        }),
        ("all but one masked", &|i| {
            if i == 8000 { 1.0 } else { f32::NEG_INFINITY }
        }),
    ];
    for (name, row) in rows {
        let z = ndarray::Array1::from_shape_fn(n, row);
        let exact = wide(z.view());
        let near = |what: &str, found: f32, exact: f64| {
            let off = f32::distance(found, exact, 0.0);
            assert!(
                off <= 0.51,
                "{name}, {what}: {found:e}, not {exact:e}: {off} ulp"
            );
        };
        let p = softmax(&z, Axis(0), 1.0).unwrap();
        let expected = nnfn::activations::softmax(&exact, 1.0);
        p.iter()
            .zip(&expected)
            .for_each(|(&p, &e)| near("softmax", p, e));
        let l = log_softmax(&z, Axis(0), 0.5).unwrap();
        let expected = nnfn::activations::log_softmax(&exact, 0.5);
        l.iter()
            .zip(&expected)
            .for_each(|(&l, &e)| near("log_softmax", l, e));
        near(
            "log_sum_exp",
            log_sum_exp(&z, Axis(0)).unwrap()[()],
            nnfn::log_sum_exp(&exact),
        );
        for class in [0, 5000, 8000, 9000] {
            use nnfn_ndarray::losses::{CrossEntropy, cross_entropy, cross_entropy_with_grad};
            let (label, options) = (ndarray::arr0(class), CrossEntropy::default());
            let (loss, grad) = cross_entropy_with_grad(&z, &label, &options).unwrap();
            let expected = nnfn::losses::cross_entropy(&exact, class);
            near("loss", loss.total(), expected);
            let value = cross_entropy(&z, &label, &options).unwrap().total();
            near("value", value, expected);
            let expected = nnfn::losses::cross_entropy_grad(&exact, class);
            grad.iter()
                .zip(&expected)
                .for_each(|(&g, &e)| near("gradient", g, e));
        }
    }
    let z = ndarray::Array1::from_shape_fn(n, |i| if i == 7000 { f32::NAN } else { flat(i) });
    assert!(
        softmax(&z, Axis(0), 1.0)
            .unwrap()
            .iter()
            .all(|p| p.is_nan())
    );
    let z = ndarray::Array1::from_elem(n, f32::NEG_INFINITY);
    assert!(log_sum_exp(&z, Axis(0)).unwrap()[()] == f32::NEG_INFINITY);
}
