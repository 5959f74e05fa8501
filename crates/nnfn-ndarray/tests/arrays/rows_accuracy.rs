//! How accurate rows are, whatever the instructions: rounding of `f32`, units in the last place of `f64`, and sums over
//! a million classes.

use crate::common::{Precision, scattered, wide};
use ndarray::{Array1, Array2, Axis};
use nnfn_ndarray::activations::*;
use nnfn_ndarray::losses::*;
use nnfn_ndarray::{Version, log_sum_exp, only};

fn every_version(check: impl Fn()) {
    let versions = [Version::Baseline, Version::Avx2, Version::Avx512];
    let versions = versions.map(Some).into_iter().filter(|&v| only(v));
    let mut count = 0;
    for version in versions {
        only(version);
        check();
        count += 1;
    }
    only(None);
    assert!(count > 0);
}

/// How many of a number of results are not the nearest, and the largest distance from the exact one.
#[derive(Default)]
struct Rounding {
    count: usize,
    missed: usize,
    most: f64,
}

impl Rounding {
    fn take(&mut self, found: f32, exact: f64) {
        self.count += 1;
        self.missed += usize::from(found != exact as f32);
        self.most = self.most.max(f32::distance(found, exact, 0.0));
    }

    #[track_caller]
    fn holds(&self, what: &str) {
        let Self {
            count,
            missed,
            most,
        } = *self;
        assert!(count > 20_000, "{what}: only {count}");
        assert!(missed * 1000 <= count, "{what}: {missed} of {count}");
        assert!(most <= 1.0, "{what}: {most} ulp");
    }
}

/// One test for both, as the instructions are chosen for the whole program.
#[test]
fn rows_are_as_accurate_as_promised_whatever_the_instructions() {
    every_version(f32_is_rounded_once);
    every_version(f64_rows_of_known_numbers);
}

fn f32_is_rounded_once() {
    let mut number = scattered(11);
    let [
        mut p,
        mut log_p,
        mut sums,
        mut softs,
        mut logs,
        mut grads,
        mut losses,
    ] = [(); 7].map(|()| Rounding::default());
    for (rows, n, spread) in [
        (8_000, 3, 3.0),
        (4_000, 10, 20.0),
        (1_500, 47, 60.0),
        (800, 100, 5.0),
        (150, 1000, 90.0),
        (8_000, 1, 5.0),
    ] {
        let z = Array2::from_shape_simple_fn((rows, n), || (spread * number()) as f32);
        let u = Array2::from_shape_simple_fn((rows, n), || number() as f32);
        let labels = Array1::from_shape_fn(rows, |i| i * 31 % n);
        let found = softmax(&z, Axis(1), 1.0).unwrap();
        let found_logs = log_softmax(&z, Axis(1), 1.0).unwrap();
        let found_sums = log_sum_exp(&z, Axis(1)).unwrap();
        let found_softs = softmax_vjp(&z, Axis(1), 1.0, &u).unwrap();
        let found_vjps = log_softmax_vjp(&z, Axis(1), 1.0, &u).unwrap();
        let options = CrossEntropy {
            reduction: Reduction::None,
            ..CrossEntropy::default()
        };
        let (loss, grad) = cross_entropy_with_grad(&z, &labels, &options).unwrap();
        let loss = loss.each();
        for i in 0..rows {
            let (row, up) = (wide(z.row(i)), wide(u.row(i)));
            let all = |to: &mut Rounding, found: ndarray::ArrayView1<f32>, exact: Vec<f64>| {
                for (&found, exact) in found.iter().zip(exact) {
                    to.take(found, exact);
                }
            };
            all(&mut p, found.row(i), nnfn::activations::softmax(&row, 1.0));
            let exact = nnfn::activations::log_softmax(&row, 1.0);
            all(&mut log_p, found_logs.row(i), exact);
            sums.take(found_sums[i], nnfn::log_sum_exp(&row));
            let exact = nnfn::losses::cross_entropy_grad(&row, labels[i]);
            all(&mut grads, grad.row(i), exact);
            losses.take(loss[i], nnfn::losses::cross_entropy(&row, labels[i]));
            if n > 1 {
                let exact = nnfn::activations::softmax_vjp(&row, 1.0, &up);
                all(&mut softs, found_softs.row(i), exact);
                let exact = nnfn::activations::log_softmax_vjp(&row, 1.0, &up);
                all(&mut logs, found_vjps.row(i), exact);
            }
        }
    }
    p.holds("softmax");
    log_p.holds("log_softmax");
    sums.holds("log_sum_exp");
    softs.holds("softmax_vjp");
    logs.holds("log_softmax_vjp");
    grads.holds("gradient of cross_entropy");
    losses.holds("cross_entropy");
}

fn known(n: usize, scale: f64, shift: f64) -> Array1<f64> {
    Array1::from_shape_fn(n, |i| {
        (7919 * i % 1009) as f64 / 1009.0 * scale + shift + (i % 17) as f64 * 1e-3
    })
}

/// mpmath, 40 digits: of three classes the probability, its logarithm and the gradient of the cross-entropy.
fn f64_rows_of_known_numbers() {
    let rows = [
        (
            known(10, 6.0, -2.0),
            4.568124468888328,
            [
                (
                    0,
                    0.0014044289938306604,
                    -6.568124468888328,
                    -0.9985955710061694,
                ),
                (
                    3,
                    0.03708437514761874,
                    -3.294559553130152,
                    -0.9629156248523812,
                ),
                (
                    9,
                    0.06409238495198165,
                    -2.747429721613799,
                    -0.9359076150480183,
                ),
            ],
        ),
        (
            known(1000, 40.0, 300.0),
            343.2155828670174,
            [
                (0, 1.7049467863038227e-19, -43.21558286701743, -1.0),
                (
                    333,
                    1.039048846467016e-10,
                    -22.987545205966924,
                    -0.9999999998960951,
                ),
                (
                    999,
                    1.6118475152207402e-10,
                    -22.548469883865792,
                    -0.9999999998388153,
                ),
            ],
        ),
        (
            known(1_000_000, 12.0, -3.0),
            20.332662268656975,
            [
                (
                    0,
                    7.357894027866725e-11,
                    -23.332662268656975,
                    -0.9999999999264211,
                ),
                (
                    333_333,
                    7.196234497697396e-6,
                    -11.841952655178286,
                    -0.9999928037655023,
                ),
                (
                    999_999,
                    2.511743490514655e-6,
                    -12.8945334282209,
                    -0.9999974882565095,
                ),
            ],
        ),
    ];
    let near = |found: f64, expected: f64| {
        let off = f64::distance(found, expected, 0.0);
        assert!(off <= 4.0, "{found:e}, not {expected:e}: {off} ulp");
    };
    for (z, sum, classes) in rows {
        near(log_sum_exp(&z, Axis(0)).unwrap()[()], sum);
        let p = softmax(&z, Axis(0), 1.0).unwrap();
        let log_p = log_softmax(&z, Axis(0), 1.0).unwrap();
        for (class, share, log_share, slope) in classes {
            near(p[class], share);
            near(log_p[class], log_share);
            let label = ndarray::arr0(class);
            let options = CrossEntropy::default();
            let (loss, grad) = cross_entropy_with_grad(&z, &label, &options).unwrap();
            near(loss.total(), -log_share);
            near(grad[class], slope);
        }
        // The same in `f32`, from the numbers that are nearest to these.
        let narrow = z.mapv(|z| z as f32);
        let exact = nnfn::log_sum_exp(&wide(narrow.view()));
        let found = log_sum_exp(&narrow, Axis(0)).unwrap()[()];
        assert!(f32::distance(found, exact, 0.0) <= 0.501);
    }
}

#[test]
fn a_sum_over_a_million_equal_classes_is_exact() {
    let n = 1_000_000;
    let z = Array1::from_elem(n, 0.25_f32);
    let p = softmax(&z, Axis(0), 1.0).unwrap();
    assert!(p.iter().all(|&p| p == 1e-6_f64 as f32));
    let loss = cross_entropy(&z, &ndarray::arr0(7), &CrossEntropy::default()).unwrap();
    assert_eq!(loss.total(), (n as f64).ln() as f32);
    let upstream = Array1::from_elem(n, 0.1_f32);
    let vjp = log_softmax_vjp(&z, Axis(0), 1.0, &upstream).unwrap();
    assert!(vjp.iter().all(|g| g.abs() < 1e-16));
}
