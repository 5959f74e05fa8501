//! Gradients of softmax and log-softmax from their output: against the formula in double length, against the gradients
//! from the logits, and at extreme scales.

use crate::common::{Case, Layout, Precision, scattered, wide, with_all_instructions};
use ndarray::{Array1, Array2, ArrayD, Axis, IxDyn, Zip, array};
use nnfn_ndarray::activations::*;
use proptest::prelude::*;

/// `Σ aᵢ·bᵢ` in double length (Dot2 of Ogita, Rump and Oishi, 2005).
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0, 0.0);
    for (&a, &b) in a.iter().zip(b) {
        let product = a * b;
        let next: f64 = sum + product;
        let of_product = next - sum;
        let rounded = (sum - (next - of_product)) + (product - of_product);
        lost += rounded + a.mul_add(b, -product);
        sum = next;
    }
    sum + lost
}

/// What [`softmax_vjp_from_output`] is of these probabilities, each with the size of its terms.
fn of_shares(p: &[f64], u: &[f64], t: f64) -> Vec<(f64, f64)> {
    let ones = vec![1.0; p.len()];
    let total = dot(p, &ones);
    // From the entry of the top, where nothing cancels if the top has most of the weight.
    let top = (0..p.len()).fold(0, |top, i| if p[i] > p[top] { i } else { top });
    let below: Vec<f64> = u.iter().map(|x| x - u[top]).collect();
    let mean = dot(p, &below) / total;
    let sizes: Vec<f64> = u.iter().map(|x| x.abs()).collect();
    let size = dot(p, &sizes) / total;
    let entries = p.iter().zip(u).zip(below);
    entries
        .map(|((p, u), below)| (p * ((below - mean) / t), p * ((u.abs() + size) / t)))
        .collect()
}

/// What [`log_softmax_vjp_from_output`] is of these log-probabilities, each with the size of its terms.
fn of_logs(l: &[f64], u: &[f64], t: f64) -> Vec<(f64, f64)> {
    let n = l.len();
    let (ones, sizes): (Vec<f64>, Vec<f64>) = (vec![1.0; n], u.iter().map(|x| x.abs()).collect());
    let size = dot(&sizes, &ones);
    let entry = |j: usize| {
        let others: Vec<f64> = (0..n).map(|i| if i == j { 0.0 } else { u[i] }).collect();
        let (p, rest) = (l[j].exp(), dot(&others, &ones));
        let value = -l[j].exp_m1() * u[j] - p * rest;
        (value / t, (u[j].abs() + p * size) / t)
    };
    (0..n).map(entry).collect()
}

#[track_caller]
fn check<A: Precision>(what: &str, found: A, (exact, scale): (f64, f64), bounds: (f64, f64)) {
    let off = A::distance(found, exact, scale);
    assert!(
        off <= A::pick(bounds),
        "{what}: {found:e}, not {exact:e}: {off} ulp"
    );
}

fn lanes_agree<A: Precision>(case: &Case, masked: f64, temperature: f64) {
    let (stored, axis) = (case.logits::<A>(0.0, masked), Axis(case.axis));
    let z = case.layout.view(stored.view());
    let upstream = case.numbers::<A>(1.0);
    let u = case.layout.view(upstream.view());
    let t = A::of(temperature);

    let p = softmax(&z, axis, t).unwrap();
    let l = log_softmax(&z, axis, t).unwrap();
    if p.iter().any(|p| p.is_nan()) {
        return; // several logits of -∞ and no other
    }
    let found = softmax_vjp_from_output(&p, axis, t, &u).unwrap();
    let found_of_logs = log_softmax_vjp_from_output(&l, axis, t, &u).unwrap();
    assert_eq!(
        (found.shape(), found_of_logs.shape()),
        (z.shape(), z.shape())
    );
    let lanes = p
        .lanes(axis)
        .into_iter()
        .zip(l.lanes(axis))
        .zip(u.lanes(axis));
    let results = found.lanes(axis).into_iter().zip(found_of_logs.lanes(axis));
    for (((p, l), u), (found, found_of_logs)) in lanes.zip(results) {
        let (p, l, u) = (wide(p), wide(l), wide(u));
        // Two roundings of the product, one of the mean at the size of its terms, and one of 1/T.
        for (&found, exact) in found.iter().zip(of_shares(&p, &u, t.into())) {
            check("softmax", found, exact, (0.51, 4.0));
        }
        for (&found, exact) in found_of_logs.iter().zip(of_logs(&l, &u, t.into())) {
            check("log-softmax", found, exact, (0.51, 5.0));
        }
    }
}

proptest! {
    #[test]
    fn lanes_of_any_array_agree_with_the_formula(
        case in Case::any(),
        masked in prop::sample::select(vec![0.0, 0.0, 0.3]),
        temperature in prop::sample::select(vec![1.0, 1.0, 0.5, 2.7, 0.01, 1e3, 1e-30]),
    ) {
        with_all_instructions(|_| {
            lanes_agree::<f32>(&case, masked, temperature);
            lanes_agree::<f64>(&case, masked, temperature);
        });
    }
}

/// Rounded once, with logits as a network has them.
#[test]
fn f32_results_are_the_nearest() {
    with_all_instructions(|version| {
        let mut number = scattered(5);
        for (rows, n, spread) in [(4_000, 10, 20.0), (400, 100, 5.0), (40, 1000, 60.0)] {
            let z = Array2::from_shape_simple_fn((rows, n), || (spread * number()) as f32);
            let u = Array2::from_shape_simple_fn((rows, n), || number() as f32);
            let p = softmax(&z, Axis(1), 1.0).unwrap();
            let l = log_softmax(&z, Axis(1), 1.0).unwrap();
            let found = softmax_vjp_from_output(&p, Axis(1), 1.0, &u).unwrap();
            let found_of_logs = log_softmax_vjp_from_output(&l, Axis(1), 1.0, &u).unwrap();
            let (mut missed, mut missed_of_logs) = (0, 0);
            for i in 0..rows {
                let (p, l, u) = (wide(p.row(i)), wide(l.row(i)), wide(u.row(i)));
                for (&found, (exact, _)) in found.row(i).iter().zip(of_shares(&p, &u, 1.0)) {
                    missed += usize::from(found != exact as f32);
                    assert!(
                        f32::distance(found, exact, 0.0) <= 1.0,
                        "{found:e} {exact:e}"
                    );
                }
                let exact = of_logs(&l, &u, 1.0);
                for (&found, (exact, _)) in found_of_logs.row(i).iter().zip(exact) {
                    missed_of_logs += usize::from(found != exact as f32);
                    assert!(
                        f32::distance(found, exact, 0.0) <= 1.0,
                        "{found:e} {exact:e}"
                    );
                }
            }
            let allowed = rows * n / 1000;
            assert!(
                missed <= allowed && missed_of_logs <= allowed,
                "{version:?}: {missed}, {missed_of_logs} of {}",
                rows * n
            );
        }
    });
}

/// The bounds of the documentation: what the rounding of the output costs.
#[test]
fn beside_the_form_from_the_logits_only_the_rounding_of_the_output_is_lost() {
    const UNIT: f64 = 1.0 / (1 << 24) as f64; // half a unit in the last place of 1
    let mut number = scattered(17);
    for spread in [1.0, 10.0, 60.0] {
        for n in [3, 30, 300] {
            let z = Array1::from_shape_simple_fn(n, || (spread * number()) as f32);
            let u = Array1::from_shape_simple_fn(n, || number() as f32);
            let p = softmax(&z, Axis(0), 1.0).unwrap();
            let l = log_softmax(&z, Axis(0), 1.0).unwrap();
            let found = softmax_vjp_from_output(&p, Axis(0), 1.0, &u).unwrap();
            let found_of_logs = log_softmax_vjp_from_output(&l, Axis(0), 1.0, &u).unwrap();

            let (z, u) = (wide(z.view()), wide(u.view()));
            let (p, l) = (
                nnfn::activations::softmax(&z, 1.0),
                nnfn::activations::log_softmax(&z, 1.0),
            );
            let exact = nnfn::activations::softmax_vjp(&z, 1.0, &u);
            let mean = dot(&p, &u);
            let sizes: Vec<f64> = u.iter().map(|u| (u - mean).abs()).collect();
            let spread = dot(&p, &sizes);
            for j in 0..n {
                let lost = UNIT * p[j].max(f64::from(f32::MIN_POSITIVE)) * (sizes[j] + spread);
                let own = 0.51 * f32::ulp(exact[j]);
                assert!((f64::from(found[j]) - exact[j]).abs() <= 1.01 * lost + own);
            }
            let exact = nnfn::activations::log_softmax_vjp(&z, 1.0, &u);
            let sum: f64 = u.iter().sum();
            for j in 0..n {
                let lost = UNIT * l[j].abs() * p[j] * sum.abs();
                let own = 0.51 * f32::ulp(exact[j]);
                assert!((f64::from(found_of_logs[j]) - exact[j]).abs() <= 1.01 * lost + own);
            }
        }
    }
}

#[test]
fn a_constant_upstream_gives_nothing() {
    let z = Array1::from_shape_fn(1000, |i| (i as f64).sin() * 3.0);
    let p = softmax(&z, Axis(0), 1.0).unwrap();
    let by_logits = softmax_vjp_from_output(&p, Axis(0), 1.0, &z.mapv(|_| 0.1)).unwrap();
    assert!(by_logits.iter().all(|g| g.abs() < 1e-18));
    let p = p.mapv(|p| p as f32);
    let by_logits = softmax_vjp_from_output(&p, Axis(0), 1.0, &p.mapv(|_| 1e6_f32)).unwrap();
    assert!(by_logits.iter().all(|g| g.abs() < 1e-12));
}

/// Expected values: mpmath, 800 digits.
#[test]
fn extreme_scales_keep_their_digits() {
    for (p, t, u, expected) in [
        // A mean that is lost beside 1.
        (
            [1.0, 1e-200, 3e-300],
            1.0,
            [1.0, 0.25, -2.0],
            [7.5e-201, -7.5e-201, -9e-300],
        ),
        (
            [0.25, 0.5, 0.25],
            2.0,
            [1e308, -1.5e308, 1.7e308],
            [1.34375e307, -3.5625e307, 2.2187499999999998e307],
        ),
        (
            [0.7, 0.2, 0.1],
            1e-300,
            [1e-30, 2e-30, -3e-30],
            [1.4e269, 2.4000000000000002e269, -3.8e269],
        ),
        (
            [0.7, 0.2, 0.1],
            1e200,
            [1e30, 2e305, -3e300],
            [-2.799979e104, 3.200006e104, -4.0002700000000005e103],
        ),
        (
            [0.5, 0.5, 1e-310],
            1e-3,
            [0.0, 1.0, 1e300],
            [-250.00000004999998, 249.99999995, 9.999999999999969e-08],
        ),
    ] {
        let found = softmax_vjp_from_output(
            &Array1::from(p.to_vec()),
            Axis(0),
            t,
            &Array1::from(u.to_vec()),
        );
        for (&found, exact) in found.unwrap().iter().zip(expected) {
            check("softmax", found, (exact, 0.0), (1.0, 4.0));
        }
        // The same in a row that does not go side by side with others.
        let long = |x: [f64; 3]| Array1::from_iter(x.into_iter().chain([0.0; 97]));
        let found = softmax_vjp_from_output(&long(p), Axis(0), t, &long(u)).unwrap();
        for (&found, exact) in found.iter().zip(expected) {
            check("softmax, long", found, (exact, 0.0), (1.0, 4.0));
        }
    }
    for (l, t, u, expected) in [
        (
            [-1e-40, -92.5, -700.25],
            1.0,
            [1.0, 0.0, 0.0],
            [1e-40, -6.726055149644708e-41, -7.678723813110872e-305],
        ),
        (
            [-0.75, -1.25, -1.4053],
            2.0,
            [1e308, 1.5e308, -1.7e308],
            [
                3.110533789035941e307,
                6.35398081255924e307,
                -9.481173829505615e307,
            ],
        ),
        (
            [-0.5, -0.93275, -800.0],
            1.0,
            [0.0, 1e300, 0.0],
            [
                -6.065306597126334e299,
                6.065298217923444e299,
                -3.667874584177687e-48,
            ],
        ),
        (
            [-0.75, -1.25, -1.4053],
            1e-300,
            [1e-30, 2e-30, -1e-30],
            [
                5.526689451797059e268,
                1.42699040627962e270,
                -1.490586914752808e270,
            ],
        ),
    ] {
        let found = log_softmax_vjp_from_output(
            &Array1::from(l.to_vec()),
            Axis(0),
            t,
            &Array1::from(u.to_vec()),
        );
        // Where the terms do not vanish beside each other, at their size.
        let size = if t == 1.0 { 0.0 } else { f64::abs(u[0]) / t };
        for (&found, exact) in found.unwrap().iter().zip(expected) {
            check("log-softmax", found, (exact, size), (1.0, 4.0));
        }
        let long = |x: [f64; 3], rest: f64| Array1::from_iter(x.into_iter().chain([rest; 97]));
        let (l, u) = (long(l, f64::NEG_INFINITY), long(u, 0.0));
        let found = log_softmax_vjp_from_output(&l, Axis(0), t, &u).unwrap();
        for (&found, exact) in found.iter().zip(expected) {
            check("log-softmax, long", found, (exact, size), (1.0, 4.0));
        }
        assert!(found.iter().skip(3).all(|&g| g == 0.0));
    }
}

#[test]
fn infinities_and_nan_stay_what_they_are() {
    fn check<A: Precision>() {
        let (zero, half, one, inf) = (A::zero(), A::of(0.5), A::one(), A::infinity());
        let of =
            |p: &Array1<A>, u: &Array1<A>| softmax_vjp_from_output(p, Axis(0), one, u).unwrap();
        let even = array![half, half];
        assert_eq!(of(&even, &array![one, inf]), array![-inf, inf]);
        // Of a class that is not possible, an infinite entry has no say; a row without any class gives nothing.
        assert_eq!(
            of(&array![one, zero], &array![one, inf]),
            array![zero, zero]
        );
        assert_eq!(
            of(&array![zero, zero], &array![one, inf]),
            array![zero, zero]
        );
        assert!(of(&even, &array![inf, inf]).iter().all(|g| g.is_nan()));
        assert!(of(&even, &array![one, A::nan()]).iter().all(|g| g.is_nan()));
        assert!(
            of(&array![half, A::nan()], &even)
                .iter()
                .all(|g| g.is_nan())
        );

        let of =
            |l: &Array1<A>, u: &Array1<A>| log_softmax_vjp_from_output(l, Axis(0), one, u).unwrap();
        let even = array![A::of(0.5_f64.ln()), A::of(0.5_f64.ln())];
        assert_eq!(of(&even, &array![one, inf]), array![-inf, inf]);
        assert_eq!(of(&even, &array![inf, -inf]), array![inf, -inf]);
        assert_eq!(
            of(&array![zero, -inf], &array![one, zero]),
            array![zero, zero]
        );
        assert!(of(&even, &array![one, A::nan()]).iter().all(|g| g.is_nan()));
        assert!(
            of(&array![A::nan(), A::nan()], &array![one, one])
                .iter()
                .all(|g| g.is_nan())
        );

        let none = Array2::<A>::zeros((2, 0));
        assert!(
            softmax_vjp_from_output(&none, Axis(1), one, &none)
                .unwrap()
                .is_empty()
        );
        assert!(
            log_softmax_vjp_from_output(&none, Axis(1), one, &none)
                .unwrap()
                .is_empty()
        );
        let long = Array1::from_elem(100, A::nan());
        assert!(of(&long, &long).iter().all(|g| g.is_nan()));
    }
    check::<f32>();
    check::<f64>();
}

/// What is masked, whatever it is, is as if it were not there.
#[test]
fn masked_entries_never_leak() {
    for n in [3, 40, 200] {
        let z = Array2::from_shape_fn((4, n), |(i, j)| ((i * 7 + j * 3) as f64 * 0.7).sin() * 4.0);
        let mask = Array2::from_shape_fn((4, n), |(i, j)| i < 3 && (i + j) % 3 != 1);
        let u = z.mapv(|z| (3.0 * z).cos());
        let p = softmax_masked(&z, &mask, Axis(1), 0.5).unwrap();
        let l = log_softmax_masked(&z, &mask, Axis(1), 0.5).unwrap();
        let kept = Zip::from(&u)
            .and(&mask)
            .map_collect(|&u, &kept| if kept { u } else { 0.0 });
        let expected = softmax_vjp_from_output(&p, Axis(1), 0.5, &kept).unwrap();
        let expected_of_logs = log_softmax_vjp_from_output(&l, Axis(1), 0.5, &kept).unwrap();
        for by in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e308, 0.0] {
            let spoilt = |x: &Array2<f64>| {
                Zip::from(x)
                    .and(&mask)
                    .map_collect(|&x, &kept| if kept { x } else { by })
            };
            let u = spoilt(&u);
            let found =
                softmax_masked_vjp_from_output(&spoilt(&p), &mask, Axis(1), 0.5, &u).unwrap();
            let of_logs = log_softmax_masked_vjp_from_output(&spoilt(&l), &mask, Axis(1), 0.5, &u);
            let of_logs = of_logs.unwrap();
            for i in 0..3 {
                for j in 0..n {
                    let at = [i, j];
                    assert!((found[at] - expected[at]).abs() <= 1e-15, "{n} {by} {at:?}");
                    assert!((of_logs[at] - expected_of_logs[at]).abs() <= 1e-14);
                    assert!(mask[at] || found[at] == 0.0 && of_logs[at] == 0.0);
                }
            }
            assert!(
                found
                    .row(3)
                    .iter()
                    .chain(of_logs.row(3))
                    .all(|g| g.is_nan())
            );
        }
    }
    let p = array![[0.5_f32, 0.5]];
    let error = softmax_masked_vjp_from_output(&p, &array![[true], [false]], Axis(1), 1.0, &p);
    let text = "mask: found shape [2, 1], expected [1, 2]";
    assert_eq!(error.unwrap_err().to_string(), text);
    let error = log_softmax_masked_vjp_from_output(&p, &array![true, true, true], Axis(1), 1.0, &p);
    let text = "mask: found shape [3], expected [1, 2]";
    assert_eq!(error.unwrap_err().to_string(), text);
}

#[test]
fn results_go_into_arrays_of_any_layout() {
    for layout in Layout::ALL {
        for axis in 0..3 {
            let shape = [4, 5, 60];
            let z =
                ArrayD::from_shape_fn(IxDyn(&shape), |i| (i[0] * 300 + i[1] * 60 + i[2]) as f64);
            let z = z.mapv(|x| (x * 0.37).sin());
            let (u, axis) = (z.mapv(f64::cos), Axis(axis));
            let (p, l) = (
                softmax(&z, axis, 2.0).unwrap(),
                log_softmax(&z, axis, 2.0).unwrap(),
            );
            let mut stored = layout.store(&shape, || f64::NAN);
            let mut out = layout.view(stored.view_mut());
            softmax_vjp_from_output_into(&p, axis, 2.0, &u, &mut out).unwrap();
            assert_eq!(out, softmax_vjp_from_output(&p, axis, 2.0, &u).unwrap());
            log_softmax_vjp_from_output_into(&l, axis, 2.0, &u, &mut out).unwrap();
            assert_eq!(out, log_softmax_vjp_from_output(&l, axis, 2.0, &u).unwrap());
        }
    }
}

#[test]
fn what_does_not_fit_is_an_error_and_nothing_is_written() {
    let (p, other) = (Array2::<f32>::ones((2, 3)), Array2::ones((3, 2)));
    let mut out = Array2::from_elem((2, 3), 7.0);
    type Form = fn(
        &Array2<f32>,
        Axis,
        f32,
        &Array2<f32>,
        &mut Array2<f32>,
    ) -> Result<(), nnfn_ndarray::Error>;
    let forms: [Form; 4] = [
        |p, axis, t, u, out| softmax_vjp_from_output_into(p, axis, t, u, out),
        |p, axis, t, u, out| log_softmax_vjp_from_output_into(p, axis, t, u, out),
        |p, axis, t, u, _| softmax_vjp_from_output(p, axis, t, u).map(drop),
        |p, axis, t, u, _| log_softmax_vjp_from_output(p, axis, t, u).map(drop),
    ];
    for (i, form) in forms.into_iter().enumerate() {
        let says = |found: Result<(), nnfn_ndarray::Error>, text: &str| {
            assert_eq!(found.unwrap_err().to_string(), text);
        };
        says(
            form(&p, Axis(1), 1.0, &other, &mut out),
            "upstream: found shape [3, 2], expected [2, 3]",
        );
        says(
            form(&p, Axis(2), 1.0, &p, &mut out),
            "axis: found 2, expected less than 2, the number of axes",
        );
        for (t, text) in [(0.0, "0"), (-1.0, "-1"), (f32::NAN, "NaN")] {
            let text = format!("temperature: found {text}, expected a positive number");
            says(form(&p, Axis(1), t, &p, &mut out), &text);
        }
        if i < 2 {
            let mut wrong = other.clone();
            says(
                form(&p, Axis(1), 1.0, &p, &mut wrong),
                "out: found shape [3, 2], expected [2, 3]",
            );
            assert_eq!(wrong, other);
        }
    }
    assert!(out.iter().all(|&x| x == 7.0));
}
