//! Negative log-likelihood of a normal distribution where its terms cancel: the value has a zero in the variance, the
//! slope another one at the square of the residual, and the logarithm one at 1.

use ndarray::Array1;
use nnfn::losses as definition;
use nnfn_ndarray::losses::{Reduction, gaussian_nll_with_grad};

use crate::common::{Precision, with_all_instructions};

/// The number between two at which `f` changes its sign.
fn zero(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if (f(middle) > 0.0) == (f(high) > 0.0) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

fn points() -> Vec<[f32; 2]> {
    let mut points = vec![];
    for r in [1e-3_f32, 0.1, 0.25, 0.5, 0.6] {
        let wide = f64::from(r);
        let of_value = zero(wide * wide, 1.0, |v| definition::gaussian_nll(wide, 0.0, v));
        for centre in [of_value, wide * wide, 1.0] {
            let steps = (0..6000).map(|i| 2_f64.powf(-f64::from(i) / 250.0));
            for step in steps {
                points.push([r, (centre * (1.0 + step)) as f32]);
                points.push([r, (centre * (1.0 - 0.5 * step)) as f32]);
            }
        }
    }
    points
}

#[test]
fn short_results_keep_their_digits_where_terms_cancel() {
    let points = points();
    let column = |i: usize| points.iter().map(|p| p[i]).collect::<Array1<f32>>();
    let (r, v) = (column(0), column(1));
    let targets = Array1::zeros(r.len());
    with_all_instructions(|version| {
        let (loss, [by_r, by_v]) =
            gaussian_nll_with_grad(&r, &v, &targets, Reduction::None).unwrap();
        let loss = loss.each();
        let mut not_nearest = 0;
        for (i, &[r, v]) in points.iter().enumerate() {
            let (r, v) = (f64::from(r), f64::from(v));
            let expected = [
                definition::gaussian_nll(r, 0.0, v),
                definition::gaussian_nll_grad(r, 0.0, v),
                definition::gaussian_nll_grad_variance(r, 0.0, v),
            ];
            for (found, expected) in [loss[i], by_r[i], by_v[i]].into_iter().zip(expected) {
                // A rounding is half a unit; what is computed on the way may add its part of one in a thousand.
                let distance = f32::distance(found, expected, 0.0);
                assert!(
                    distance <= 0.501,
                    "{version:?}: {found}, not {expected} at {r}, {v}"
                );
                not_nearest += usize::from(found != expected as f32);
            }
        }
        let compared = 3 * points.len();
        assert!(
            1000 * not_nearest <= compared,
            "{version:?}: {not_nearest} of {compared}"
        );
    });
}
